#!/usr/bin/env node
// Draws the screenshots of content/ from the small pages in pages/.
//
//   node tests/screens/draw.mjs [NAME…]      pictures and targets.json
//   … --sidecars [NAME…]                     the sidecars too (overwrites them)
//   … --check                                writes nothing: do the sidecars, targets.json and the
//                                            sizes of the pictures agree with the pages? exit 1 if not
//
// A page is a fragment of HTML that opens with a comment of JSON: `site` (its frame in sites.mjs),
// `out` (its picture under content/), and as needed `phone` (390 × 844 at double density),
// `height`, `locales` (further pictures NAME.LANG.png, texts from data-LANG attributes) and what its
// frame asks for. What the attributes data-mark, data-redact and data-crop mean stands in measure.mjs.
import fs from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";
import { measure } from "./measure.mjs";
import { pack } from "./png.mjs";
import { read, write } from "./sidecar.mjs";
import { frame } from "./sites.mjs";

const HERE = path.dirname(fileURLToPath(import.meta.url));
const CONTENT = path.join(HERE, "..", "..", "content");
const TARGETS = path.join(HERE, "targets.json");
const FLAGS = [
  "--headless",
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--disable-lcd-text",
  "--font-render-hinting=none",
  "--force-color-profile=srgb",
];

const args = process.argv.slice(2);
const check = args.includes("--check");
const sidecars = args.includes("--sidecars");
const names = args.filter(arg => !arg.startsWith("--"));
const unknown = args.filter(arg => arg.startsWith("--") && !["--check", "--sidecars"].includes(arg));

/** The pages in order of name: their settings and their HTML. */
function pages() {
  return fs
    .readdirSync(path.join(HERE, "pages"))
    .filter(file => file.endsWith(".html"))
    .sort()
    .map(file => {
      const text = fs.readFileSync(path.join(HERE, "pages", file), "utf8");
      const head = /^<!--([\s\S]*?)-->/.exec(text);
      if (!head) throw new Error(`pages/${file}: does not open with its settings`);
      return { file, name: path.basename(file, ".html"), ...JSON.parse(head[1]), html: text.slice(head[0].length) };
    });
}

/** Shows a page and measures it; leaves it on the screen. */
async function show(browser, page, lang) {
  const scale = page.phone ? 2 : 1;
  const viewport = page.phone
    ? { width: 390, height: page.height ?? 844 }
    : { width: 1280, height: page.height ?? 800 };
  const context = await browser.newContext({ viewport, deviceScaleFactor: scale, locale: lang ?? "zh-TW" });
  const tab = await context.newPage();
  const outside = [];
  await tab.route("**/*", route => {
    const url = route.request().url();
    if (url.startsWith("file:") || url.startsWith("data:")) return route.continue();
    outside.push(url);
    return route.abort();
  });
  await tab.goto(`file://${HERE}/blank.html`);
  await tab.setContent(frame(page), { waitUntil: "load" });
  if (lang) {
    await tab.evaluate(tag => {
      document.documentElement.lang = tag;
      for (const element of document.querySelectorAll(`[data-${tag}]`))
        element.textContent = element.getAttribute(`data-${tag}`);
    }, lang);
  }
  await tab.evaluate(() => document.fonts.ready);
  if (outside.length) throw new Error(`${page.file}: asks for ${outside.join(", ")}`);
  const size = [viewport.width * scale, viewport.height * scale];
  const found = await tab.evaluate(measure, { scale, width: size[0], height: size[1] });
  return { tab, context, target: { size, ...found } };
}

const geometryOf = ({ size, crop, redact, mark }) => ({
  size,
  crop,
  redact: redact.map(({ box, text }) => ({ box, text })),
  mark: mark.map(({ n, shape, geometry }) => ({ n, shape, geometry })),
});
/** Nothing to say in a sidecar. */
const bare = ({ crop, redact, mark }) => !crop && !mark.length && !redact.length;
const same = (a, b) => JSON.stringify(a) === JSON.stringify(b);

/** Width and height from a PNG's header. */
function pngSize(file) {
  const head = fs.readFileSync(file).subarray(16, 24);
  return [head.readUInt32BE(0), head.readUInt32BE(4)];
}

/** What is wrong with a sidecar and its picture, in words. */
function faults(out, target) {
  const picture = path.join(CONTENT, out);
  if (!fs.existsSync(picture)) return [`${out}: no such picture; run draw.mjs`];
  const found = [];
  if (!same(pngSize(picture), target.size))
    found.push(`${out}: is ${pngSize(picture).join("×")}, its page ${target.size.join("×")}`);
  if (!fs.existsSync(`${picture}.toml`))
    return bare(target) ? found : [...found, `${out}.toml: missing; run draw.mjs --sidecars`];
  const wanted = geometryOf(target);
  const actual = read(fs.readFileSync(`${picture}.toml`, "utf8"));
  for (const key of ["size", "crop"]) {
    if (!same(actual[key], wanted[key]))
      found.push(`${out}.toml: ${key} is ${JSON.stringify(actual[key])}, its page has ${JSON.stringify(wanted[key])}`);
  }
  for (const key of ["redact", "mark"]) {
    for (let i = 0; i < Math.max(actual[key].length, wanted[key].length); i += 1) {
      const [is, has] = [actual[key][i], wanted[key][i]];
      if (!same(is, has))
        found.push(`${out}.toml: ${key} ${i + 1} is ${JSON.stringify(is)}, its page has ${JSON.stringify(has)}`);
    }
  }
  return found;
}

async function localised(browser, page, target, lang) {
  const { tab, context, target: other } = await show(browser, page, lang);
  if (!same(geometryOf(target), geometryOf(other)))
    throw new Error(`${page.file}: the places differ in ${lang}, and the sidecar is shared`);
  const file = path.join(CONTENT, page.out.replace(/\.png$/, `.${lang}.png`));
  if (!check) fs.writeFileSync(file, pack(await tab.screenshot()));
  const wrong = !fs.existsSync(file) || !same(pngSize(file), target.size);
  await context.close();
  return wrong ? [`${path.relative(CONTENT, file)}: missing or of another size than ${page.out}`] : [];
}

async function draw(browser, page, targets) {
  const { tab, context, target } = await show(browser, page);
  const picture = path.join(CONTENT, page.out);
  targets[page.out] = target;
  if (!check) {
    fs.mkdirSync(path.dirname(picture), { recursive: true });
    fs.writeFileSync(picture, pack(await tab.screenshot()));
    if (sidecars && !bare(target)) fs.writeFileSync(`${picture}.toml`, write(geometryOf(target)));
  }
  await context.close();
  const found = faults(page.out, target);
  for (const lang of page.locales ?? []) found.push(...(await localised(browser, page, target, lang)));
  return found;
}

/** JSON with one line a rectangle, so that a diff can be read. */
const tidy = value => {
  const list = /\[\s+(-?[\d.]+(?:,\s+-?[\d.]+)*)\s+\]/g;
  const text = JSON.stringify(value, null, 1).replace(list, (_, inner) => `[${inner.replace(/\s+/g, " ")}]`);
  return `${text}\n`;
};

async function main() {
  if (unknown.length) throw new Error(`unknown option ${unknown.join(" ")}`);
  const all = pages();
  const missing = names.filter(name => !all.some(page => page.name === name));
  if (missing.length) throw new Error(`no page ${missing.join(", ")}`);
  const chosen = names.length ? all.filter(page => names.includes(page.name)) : all;
  const old = fs.existsSync(TARGETS) ? fs.readFileSync(TARGETS, "utf8") : "{}";
  const targets = names.length ? JSON.parse(old) : {};
  const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: FLAGS });
  const found = [];
  try {
    for (const page of chosen) found.push(...(await draw(browser, page, targets)));
  } finally {
    await browser.close();
  }
  const text = tidy(Object.fromEntries(Object.entries(targets).sort(([a], [b]) => (a < b ? -1 : 1))));
  if (check && text !== old) found.push("tests/screens/targets.json: no longer what the pages say; run draw.mjs");
  if (!check) fs.writeFileSync(TARGETS, text);
  for (const line of found) console.error(line);
  console.log(`${chosen.length} screens ${check ? "checked" : "drawn"}, ${found.length} faults`);
  process.exitCode = found.length ? 1 : 0;
}

await main();
