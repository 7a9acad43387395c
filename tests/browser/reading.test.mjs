// What a reader does on a guide: tick off, come back, change the colours, do without JavaScript.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { buildSite, hostings, launch, open } from "./harness.mjs";

let places;
let browser;
let at;
before(async () => {
  places = await hostings(buildSite());
  browser = await launch();
  at = places[1].at;
});
after(async () => {
  await browser?.close();
  for (const place of places ?? []) place.close();
});

const GUIDE = "zh-TW/elearn/register.html";

test("a ticked step is still ticked after a reload, in both languages, and home offers to go on", async () => {
  const page = await open(browser);
  await page.goto(at + GUIDE);
  await page.locator('[data-tick="step-1"]').check({ force: true });
  await page.reload();
  assert.ok(await page.locator('[data-tick="step-1"]').isChecked());
  assert.match((await page.locator('.rail li:has(> [href="#step-1"])').getAttribute("class")) ?? "", /done/);
  await page.goto(at + "en/elearn/register.html");
  assert.ok(await page.locator('[data-tick="step-1"]').isChecked());
  await page.goto(at + "zh-TW/index.html");
  const strip = page.locator('a[href*="elearn/register.html#"]:visible').filter({ hasText: "繼續" });
  assert.match(await strip.first().getAttribute("href"), /register\.html#step-/);
  await page.context().close();
});

// Measured without styles, a reader's place is a wrong one: "go on where you left off" led to another step after a
// reload.
test("scripts see the page with its styles, however late these come", async () => {
  const page = await open(browser);
  await page.route("**/style.css*", async route => {
    await new Promise(later => setTimeout(later, 300));
    await route.continue();
  });
  await page.addInitScript(() =>
    addEventListener("DOMContentLoaded", () => {
      window.rail = getComputedStyle(document.querySelector(".rail-list")).listStyleType;
    }),
  );
  await page.goto(at + GUIDE);
  assert.equal(await page.evaluate(() => window.rail), "none");
  await page.context().close();
});

test("where storage is refused the page works on without a word", async () => {
  const page = await open(browser);
  await page.addInitScript(() =>
    Object.defineProperty(window, "localStorage", {
      get() {
        throw new DOMException("refused", "SecurityError");
      },
    }),
  );
  await page.goto(at + GUIDE);
  await page.locator('[data-tick="step-1"]').check({ force: true });
  assert.ok(await page.locator('[data-tick="step-1"]').isChecked());
  await page.locator("[data-theme-toggle]:visible").first().click();
  assert.deepEqual(page.said, []);
  await page.context().close();
});

test("the chosen colours stay on the next page", async () => {
  const page = await open(browser, { colorScheme: "light" });
  await page.goto(at + GUIDE);
  const paper = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  const light = await paper();
  for (let press = 0; press < 3 && (await paper()) === light; press++)
    await page.locator("[data-theme-toggle]:visible").first().click();
  assert.notEqual(await paper(), light);
  await page.goto(at + "zh-TW/index.html");
  assert.notEqual(await paper(), light);
  await page.context().close();
});

test("without JavaScript every step, picture and way through the site is there", async () => {
  const page = await open(browser, { javaScriptEnabled: false, viewport: { width: 360, height: 740 } });
  await page.goto(at + GUIDE);
  assert.ok(await page.locator("#step-4-2").isVisible());
  assert.ok(await page.locator(".fig img").first().isVisible());
  assert.ok(await page.locator("svg.marks .pin").first().isVisible());
  assert.ok(await page.locator('.rail a[href="#step-3"]').first().isVisible());
  assert.equal(await page.locator("[data-tick]:visible").count(), 0);
  assert.equal(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth), 0);
  await page.context().close();
});

// The page has the places of these only; the script makes the boxes.
test("a box to tick says which step it is for, and paper without JavaScript has one to tick by hand", async () => {
  const page = await open(browser);
  await page.goto(at + GUIDE);
  const steps = await page.locator(".step-head").count();
  assert.equal(await page.getByRole("checkbox", { name: /^標記完成\s*：\S/ }).count(), steps);
  assert.ok(await page.getByRole("checkbox", { name: /^標記完成\s*：步驟 4-2$/ }).isVisible());
  await page.context().close();
  const paper = await open(browser, { javaScriptEnabled: false });
  await paper.goto(at + GUIDE);
  await paper.emulateMedia({ media: "print" });
  assert.equal(await paper.locator(".tick:visible").count(), steps);
  const box = await paper
    .locator(".tick")
    .first()
    .evaluate(tick => getComputedStyle(tick, "::before").width);
  assert.equal(box, "18px");
  assert.equal(await paper.locator(".tick").first().innerText(), "已完成");
  await paper.context().close();
});

test("on a phone the pill opens the sheet of steps and a step leads to its place", async () => {
  const page = await open(browser, { viewport: { width: 360, height: 740 }, hasTouch: true });
  await page.goto(at + GUIDE);
  await page.locator("[data-sheet-open]:visible").first().click();
  const entry = page.locator('#sheet a[href="#step-3"]');
  await entry.waitFor({ state: "visible" });
  await entry.click();
  await page.waitForURL("**#step-3");
  assert.ok(!(await page.locator("#sheet").isVisible()));
  await page.context().close();
});

test("an item lights up its mark, and a mark its item", async () => {
  const page = await open(browser);
  await page.goto(at + GUIDE);
  const item = page.locator(".walk .item.m1").first();
  const walk = page
    .locator(".walk")
    .filter({ has: page.locator(".item.m1") })
    .first();
  const look = () =>
    walk
      .locator(".mark.m1 .line")
      .first()
      .evaluate(e => {
        const s = getComputedStyle(e);
        return s.strokeWidth + s.stroke + s.fill;
      });
  await page.mouse.move(0, 0);
  const before = await look();
  await item.hover();
  await page.waitForTimeout(250);
  assert.notEqual(await look(), before);
  await page.mouse.move(0, 0);
  const itemLook = () =>
    item.evaluate(e => {
      const s = getComputedStyle(e);
      const n = getComputedStyle(e.querySelector(".num"));
      return s.backgroundColor + s.boxShadow + s.outline + n.boxShadow + n.outline + n.backgroundColor;
    });
  await page.waitForTimeout(250);
  const quiet = await itemLook();
  await walk.locator(".mark.m1 .pin").first().hover();
  await page.waitForTimeout(250);
  assert.notEqual(await itemLook(), quiet);
  await page.context().close();
});

test("a verification older than a year is marked in words", async () => {
  const page = await open(browser);
  await page.clock.install({ time: new Date("2029-01-15T08:00:00Z") });
  await page.goto(at + GUIDE);
  const fact = page.locator(".fact:has(time[data-verified])");
  assert.match(await fact.innerText(), /個月|年/);
  await page.context().close();
});

test("printing leaves out navigation and shows addresses of outside links", async () => {
  const page = await open(browser);
  await page.goto(at + GUIDE);
  await page.emulateMedia({ media: "print" });
  for (const hidden of ["header .find", "header .lang-link", ".rail", ".pill", "footer .segmented", ".neighbours"]) {
    assert.equal(await page.locator(hidden).first().isVisible(), false, hidden);
  }
  const after = await page
    .locator(".guide-body a.ext")
    .first()
    .evaluate(e => getComputedStyle(e, "::after").content);
  assert.match(after, /https?:|attr\(href/);
  await page.context().close();
});

test("printing shows what is folded", async () => {
  const page = await open(browser);
  await page.goto(at + GUIDE);
  const shown = () => page.evaluate(() => document.querySelector("#folded").checkVisibility());
  await page.evaluate(() => {
    const folded = "<details><summary>a</summary><p id=folded>b</p></details>";
    document.querySelector(".guide-body").insertAdjacentHTML("beforeend", folded);
  });
  assert.equal(await shown(), false);
  await page.emulateMedia({ media: "print" });
  assert.equal(await shown(), true);
  await page.context().close();
});
