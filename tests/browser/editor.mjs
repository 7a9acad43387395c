// A preview of a new site with the mark editor open, and ways to use it as authors do.

import assert from "node:assert/strict";
import path from "node:path";
import { after, afterEach, before, beforeEach } from "node:test";
import { launch, open, ROOT } from "./harness.mjs";
import { preview } from "./preview.mjs";

export const GUIDE = "content/guides/sign-in.en.md";
export const CHINESE = "content/guides/sign-in.zh-TW.md";
export const SIDECAR = "content/guides/img/sign-in.png.toml";
export const AXE = path.join(ROOT, "tests/node_modules/axe-core/axe.min.js");
const FILES = [GUIDE, CHINESE, SIDECAR];
const ADDRESS = "__stepbook/edit.html?page=en%2Fguides%2Fsign-in.html&picture=1";
export const STAGE = "[role=application]";
export const PLAIN = [
  "1. Enter the account from your school.",
  "2. Enter your password.",
  "3. Select **登入 (Sign in)**.",
];

/** The preview, the page of the editor, and the text that each file has before a test. */
export let site;
export let page;
export let original;
let browser;

/** Begins each test with the same files, and ends it with a browser that has said nothing. */
export function useEditor() {
  before(begin);
  after(end);
  beforeEach(restore);
  afterEach(close);
}

async function begin() {
  site = await preview();
  original = new Map(FILES.map(name => [name, site.read(name)]));
  browser = await launch();
}

async function end() {
  await site?.stop();
  await browser?.close();
}

async function restore() {
  for (const [name, text] of original) if (site.read(name) !== text) site.write(name, text);
  await settled();
}

/** Closes the page, which must have said nothing but these words. */
export async function close(allowed) {
  const said = (page?.said ?? []).filter(line => typeof allowed !== "string" || !line.includes(allowed));
  await page?.context().close();
  page = null;
  assert.deepEqual(said, []);
}

export async function until(holds, what) {
  for (let left = 200; left > 0; left--) {
    if (await holds()) return;
    await new Promise(next => setTimeout(next, 25));
  }
  assert.fail("never: " + (typeof what === "function" ? await what() : what));
}

/** The preview follows the disk a moment later. */
export async function settled() {
  await new Promise(next => setTimeout(next, 300));
}

/** Opens the editor; its marks are drawn and the keyboard is on the picture. */
export async function edit(options = {}) {
  await begun(options);
  await again();
}

/** Goes to the editor in the tab that is open. */
export async function again() {
  await page.goto(site.at + ADDRESS);
  await drawn();
}

/** Opens the guide in the preview. */
export async function read(language, options = {}) {
  await begun(options);
  await page.goto(site.at + language + "/guides/sign-in.html");
}

async function begun(options) {
  page = await open(browser, options);
  await page.addInitScript(() => localStorage.setItem("stepbook:editor-tour", "seen"));
}

async function drawn() {
  await page.locator(".ed-marks .m1").first().waitFor({ state: "attached" });
  await page.waitForFunction(() => document.querySelector("canvas.ed-canvas").width > 300);
}

/** Follows the link with these words from a finding over the guide. */
export async function mend(words) {
  await begun({});
  await page.goto(`${site.at}en/guides/sign-in.html`);
  await page.locator("#sb-findings .sb-mend", { hasText: words }).first().click();
  await drawn();
}

/** Where a pixel of the picture is in the window. */
export async function at([x, y]) {
  const { x: left, y: top, width } = await page.locator("canvas.ed-canvas").boundingBox();
  const zoom = width / 1280;
  return [left + x * zoom, top + y * zoom];
}

/** Drags the mouse over the picture; Alt is held so that nothing snaps, if not told otherwise. */
export async function drag(from, to, { free = true } = {}) {
  await page.mouse.move(...(await at(from)));
  await page.mouse.down();
  if (free) await page.keyboard.down("Alt");
  await page.mouse.move(...(await at(to)), { steps: 5 });
  await page.mouse.up();
  if (free) await page.keyboard.up("Alt");
}

export async function choose(tool) {
  await page.locator(STAGE).focus();
  await page.keyboard.press("Escape");
  await page.locator("[data-tool=" + tool + "]").click();
}

/** Waits for the lines of a file that are not in the original one. */
export async function added(name, count) {
  const known = new Set(original.get(name).split("\n"));
  let lines = [];
  await until(
    () => {
      lines = site
        .read(name)
        .split("\n")
        .filter(line => !known.has(line));
      return lines.length === count;
    },
    () => count + " new lines in " + name + ", but " + JSON.stringify(lines),
  );
  return lines;
}

export const numbers = line => line.match(/\d+/g).map(Number);

export function near(found, wanted) {
  assert.equal(found.length, wanted.length, String(found));
  for (const [index, value] of found.entries())
    assert.ok(Math.abs(value - wanted[index]) <= 3, found + " for " + wanted);
}

/** Touches with these fingers, which go along these ways. */
export async function touch(...ways) {
  const client = await page.context().newCDPSession(page);
  const send = (type, points) =>
    client.send("Input.dispatchTouchEvent", { type, touchPoints: points.map(([x, y], id) => ({ x, y, id })) });
  const steps = 6;
  await send(
    "touchStart",
    ways.map(([from]) => from),
  );
  for (let step = 1; step <= steps; step++) {
    const part = ([from, to]) => from.map((value, axis) => value + ((to[axis] - value) * step) / steps);
    await send("touchMove", ways.map(part));
  }
  await send("touchEnd", []);
}
