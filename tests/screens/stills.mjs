#!/usr/bin/env node
// Takes the README's pictures of the preview: adding a picture, drawing a mark, covering a name on a phone.
//
//   cargo build && cd tests && npm ci && npm run stills
//
// It works on a copy of our own content, by mouse and keyboard as an author does.
import fs from "node:fs";
import path from "node:path";
import { launch, open, ROOT, temporary } from "../browser/harness.mjs";
import { start } from "../browser/preview.mjs";
import { pack } from "./png.mjs";

const OUT = path.join(ROOT, "themes/default");
const GUIDE = "zh-TW/elearn/register.html";

/** Starts the preview of a copy of our content. */
function preview() {
  const root = path.join(temporary("stills"), "site");
  for (const name of ["content", "themes", "stepbook.toml"]) {
    fs.cpSync(path.join(ROOT, name), path.join(root, name), { recursive: true });
  }
  return start(root, "--port", "0");
}

async function save(page, name) {
  fs.writeFileSync(path.join(OUT, name), pack(await page.screenshot()));
}

/** Pastes a picture of our content into the page. */
async function paste(page, name) {
  const bytes = fs.readFileSync(path.join(ROOT, "content/elearn/img", name)).toString("base64");
  await page.evaluate(
    ([base64, file]) => {
      const binary = Uint8Array.from(atob(base64), letter => letter.charCodeAt(0));
      const clipboardData = new DataTransfer();
      clipboardData.items.add(new File([binary], file, { type: "image/png" }));
      document.body.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
    },
    [bytes, name],
  );
}

/** The number of the page's first figure with these words in its caption. */
async function figure(page, caption) {
  const captions = await page.locator("figure[id^=fig-]").evaluateAll(all => all.map(one => [one.id, one.innerText]));
  const found = captions.find(([, words]) => words.includes(caption));
  if (!found) throw new Error(`no figure "${caption}" among ${captions}`);
  return found[0].slice("fig-".length);
}

/** Opens the editor of a picture; `at` gives the place of a pixel of the picture in the window. */
async function edit(page, at, number) {
  await page.addInitScript(() => localStorage.setItem("stepbook:editor-tour", "seen"));
  await page.goto(`${at}__stepbook/edit.html?page=${encodeURIComponent(GUIDE)}&picture=${number}`);
  await page.locator(".ed-marks .m1").first().waitFor({ state: "attached" });
  await page.waitForFunction(() => document.querySelector("canvas.ed-canvas").width > 300);
  const { x, y, width } = await page.locator("canvas.ed-canvas").boundingBox();
  return ([left, top]) => [x + (left * width) / 1280, y + (top * width) / 1280];
}

async function add(browser, at) {
  const page = await open(browser);
  await page.goto(at + GUIDE);
  await page.locator(".sb-add").first().waitFor();
  await page.locator("h2").nth(2).scrollIntoViewIfNeeded();
  await paste(page, "menu.png");
  await page.locator("dialog.sb-dialog .sb-others label").waitFor();
  await page.waitForTimeout(400);
  await save(page, "editor-add.png");
  await page.context().close();
}

async function draw(browser, at) {
  const page = await open(browser);
  await page.goto(at + GUIDE);
  const place = await edit(page, at, await figure(page, "個人資料維護"));
  await page.keyboard.press("b");
  // Around the field of the telephone number, from its last corner to the first.
  await page.mouse.move(...place([1106, 456]));
  await page.mouse.down();
  await page.mouse.move(...place([552, 404]), { steps: 12 });
  await page.waitForTimeout(300);
  await save(page, "editor-draw.png");
  await page.mouse.up();
  await page.context().close();
}

async function cover(browser, at) {
  const page = await open(browser, { viewport: { width: 390, height: 780 }, hasTouch: true, colorScheme: "dark" });
  await page.goto(at + GUIDE);
  const place = await edit(page, at, await figure(page, "身分別已改變"));
  await page.touchscreen.tap(...place([600, 295]));
  await page.mouse.move(...place([620, 340]));
  await page.keyboard.down("Control");
  await page.mouse.wheel(0, -500);
  await page.keyboard.up("Control");
  await page.waitForTimeout(400);
  await save(page, "editor-redact.png");
  await page.context().close();
}

const { child, at } = await preview();
const browser = await launch();
try {
  for (const take of [add, draw, cover]) await take(browser, at);
} finally {
  await browser.close();
  child.kill();
}
