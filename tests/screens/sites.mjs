// The frames of the invented sites: what every page of a site has around its own part.
// All names, brands' colours and persons are made up for teaching.
import fs from "node:fs";

const file = name => fs.readFileSync(new URL(`./sites/${name}`, import.meta.url), "utf8");
const sprite = file("icons.svg");
export const icon = (name, more = "") => `<svg class="i ${more}" viewBox="0 0 24 24"><use href="#${name}"/></svg>`;
const NOTE = "教學示意畫面，人名與資料皆為虛構";
const blossom = (size, fill = "#fff") =>
  `<svg width="${size}" height="${size}" viewBox="0 0 48 48"><g fill="${fill}" stroke="#b98aad" stroke-width="1.4">${[
    0, 72, 144, 216, 288,
  ]
    .map(turn => `<path d="M24 24C16 18 17 6 24 3c7 3 8 15 0 21Z" transform="rotate(${turn} 24 24)"/>`)
    .join("")}</g><circle cx="24" cy="24" r="4.5" fill="#c9574f"/></svg>`;

const links = (names, active) => names.map(name => `<a${name === active ? ' class="on"' : ""}>${name}</a>`).join("");

/** The signed-in person at the top right; `own` marks the place of the name for redaction and marks. */
const person = ({ user, userAttr = "" }) =>
  user
    ? `<div class="row g8 s15" ${userAttr}><span class="avatar">${user.slice(0, 1)}</span><span>${user}</span>${icon("down", "sm")}</div>`
    : "";

const elearn = (page, body) => `
<div class="top"><div class="w row between"><span>公務人員數位學習入口</span><span class="row g20"><span>網站導覽</span><span>常見問題</span><span>客服中心</span><span>English</span></span></div></div>
<header class="head"><div class="w row between"><div class="row g12"><div class="logo">e</div><div><div class="name">e等公務園<sup>＋</sup></div><div class="s13 muted">學習平台</div></div></div>
<div class="search"><span>搜尋課程、講師</span>${icon("search")}</div>
${page.user ? person(page) : `<div class="sign" ${page.signAttr ?? ""}>${icon("user")}登入</div>`}</div></header>
<nav class="nav"><div class="w">${links(["首頁", "課程總覽", "加盟專區", "組裝課程", "學習排行", ...(page.user ? ["個人專區"] : [])], page.active)}</div></nav>
<main class="page">${body}</main>
<footer class="foot"><div class="w row between"><span>e等公務園＋學習平台</span><span>${NOTE}</span></div></footer>`;

const elearnPhone = (page, body) => `
<header class="head"><div class="p row between"><div class="row g8"><div class="logo">e</div><div class="name">e等公務園<sup>＋</sup></div></div><div class="row g16">${icon("search")}<span class="avatar">${(page.user ?? "林").slice(0, 1)}</span>${icon("menu")}</div></div></header>
<main class="page">${body}</main>`;

const egov = (page, body) => `<div class="stripe"></div>
<header class="head"><div class="w row between"><div class="row g12"><div class="logo">E</div><div><div class="name">我的E政府</div><div class="s13 muted">MyEGov</div></div></div>
<nav>${links(["找服務", "熱門申辦", "生活情境", "會員中心"], page.active)}</nav>
${page.user ? person(page) : `<div class="row g12"><span class="btn sm ghost">登入</span><span class="btn sm primary">註冊</span></div>`}</div></header>
<main class="page">${body}</main>
<footer class="foot"><div class="w row between"><span>我的E政府　政府服務單一入口</span><span>${NOTE}</span></div></footer>`;

const egovPhone = (_page, body) => `<div class="stripe"></div>
<header class="head"><div class="p row between"><div class="row g12"><div class="logo">E</div><div class="name">我的E政府</div></div>${icon("menu")}</div></header>
<main class="page">${body}</main>`;

const ecpa = (_page, body) => `
<header class="head"><div class="w row between"><div class="row g12"><div class="logo">eCPA</div><div><div class="name">人事服務網eCPA</div><div class="s13">公務人員人事資料服務</div></div></div><div class="row g20 s14"><span>下載元件</span><span>操作手冊</span><span>聯絡我們</span></div></div></header>
<div class="bar2"><div class="w"><span>首頁</span><span>最新消息</span><span>應用系統</span><span>讀卡機檢測</span></div></div>
<main class="page">${body}</main>
<footer class="foot"><div class="w row between"><span>人事服務網eCPA</span><span>${NOTE}</span></div></footer>`;

const hakka = (page, body) => `
<div class="top"><div class="w row between"><span>講客話　寫客字　做客家人</span><span class="row g20"><span>網站導覽</span><span>常見問題</span><span>字級 小 中 大</span></span></div></div>
<header class="head"><div class="w row between"><div class="row g12">${blossom(50, "#fdf7fb")}<div><div class="name">哈客網路學院</div><div class="s13 muted">客家語言與文化線上學習</div></div></div>
<nav>${links(["最新消息", "課程總覽", "客語教材", "學習專區"], page.active)}</nav>
${page.user ? person(page) : `<div class="row g12"><span class="btn sm ghost">註冊</span><span class="btn sm primary">登入</span></div>`}</div></header><div class="weave"></div>
<main class="page">${body}</main>
<footer class="foot"><div class="w row between"><span>哈客網路學院</span><span>${NOTE}</span></div></footer>`;

const hakkaPhone = (_page, body) => `
<header class="head"><div class="p row between"><div class="row g8">${blossom(36, "#fdf7fb")}<div class="name">哈客網路學院</div></div>${icon("menu")}</div></header><div class="weave"></div>
<main class="page">${body}</main>`;

const browser = (page, body) => `
<div class="tabstrip"><div class="tab">${icon("doc", "sm")}<span>${page.tab}</span></div>${icon("plus", "sm")}</div>
<div class="tools">${icon("left")}${icon("right")}${icon("reload")}<div class="address">${icon("lock", "sm")}<span class="grow">${page.address}</span>${page.blocked ?? ""}${icon("star")}</div>${icon("dots")}</div>
<main>${body}</main>`;

const FRAMES = { elearn, elearnPhone, egov, egovPhone, ecpa, hakka, hakkaPhone, browser };
const withIcons = html =>
  html
    .replace(/<i-([a-z]+)( [a-z ]+)?\/>/g, (_, name, more) => icon(name, (more ?? "").trim()))
    .replace(/<blossom (\d+)\/>/g, (_, size) => blossom(Number(size)));

/** The whole HTML of a page: `site` with `Phone` after it where the page is a phone's. */
export function frame(page) {
  const name = page.phone ? `${page.site}Phone` : page.site;
  if (!FRAMES[name]) throw new Error(`${page.file}: no frame for ${name}`);
  const styles = ["base.css", `${page.site}.css`, ...(page.styles ?? [])].map(file).join("\n");
  const body = withIcons(FRAMES[name](page, page.html));
  return `<!doctype html><html lang="zh-Hant-TW"><head><meta charset="utf-8"><title>${page.name}</title><style>${styles}</style></head><body${page.phone ? ' class="phone"' : ""}>${sprite}${body}</body></html>`;
}
