// The search box: keyboard, substrings of either language, by every way to publish.

import assert from "node:assert/strict";
import fs from "node:fs";
import { createRequire } from "node:module";
import { after, before, test } from "node:test";
import { buildSite, hostings, launch, open } from "./harness.mjs";

const axe = fs.readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

let places;
let browser;
before(async () => {
  places = await hostings(buildSite());
  browser = await launch();
});
after(async () => {
  await browser?.close();
  for (const place of places ?? []) place.close();
});

const GUIDE = "zh-TW/elearn/register.html";

async function search(page, words) {
  await page.keyboard.press("/");
  await page.locator("#search-input").fill(words);
  await page.locator("#search-results .hit").first().waitFor();
}

test("a substring is found and Enter opens its step, wherever the folder lies", async t => {
  for (const place of places) {
    await t.test(place.name, async () => {
      const page = await open(browser);
      await page.goto(place.at + GUIDE);
      await search(page, "新憑證");
      const first = page.locator("#search-results .hit").first();
      assert.match(await first.locator(".hit-title").innerText(), /更新憑證/);
      assert.equal(await first.locator("mark").first().innerText(), "新憑證");
      await page.keyboard.press("Enter");
      await page.waitForURL("**/register.html#renew");
      assert.deepEqual(page.said, []);
      await page.context().close();
    });
  }
});

test("the example in the field of the home page finds something", async () => {
  const page = await open(browser);
  for (const [home, example] of [
    ["zh-TW/index.html", /「(.+)」$/],
    ["en/index.html", /“(.+)”$/],
  ]) {
    await page.goto(places[1].at + home);
    const [, words] = (await page.locator(".find.big .wide").innerText()).match(example);
    await search(page, words);
    assert.ok((await page.locator("#search-results .hit").count()) > 0, words);
  }
  await page.context().close();
});

test("nothing of the index is loaded before the box is used", async () => {
  const page = await open(browser);
  await page.goto(places[1].at + GUIDE);
  assert.deepEqual(
    page.asked.filter(address => /search/.test(address)),
    [],
  );
  await search(page, "登入");
  assert.ok(page.asked.some(address => /assets\/search\.zh-TW\.js/.test(address)));
  await page.context().close();
});

test("what is typed before the panel is there is searched as soon as it is", async () => {
  const page = await open(browser);
  let arrive;
  const arrived = new Promise(resolve => {
    arrive = resolve;
  });
  await page.route("**/assets/search.*.js*", async route => {
    await arrived;
    await route.continue();
  });
  await page.goto(places[1].at + GUIDE);
  await page.keyboard.press("/");
  await page.keyboard.type("登入");
  const input = page.locator("#search-input");
  assert.equal(await input.inputValue(), "登入");
  assert.equal(await page.locator("#search-results").count(), 0);
  arrive();
  await page.locator(".hit").first().waitFor();
  await page.keyboard.type("e等");
  assert.equal(await input.inputValue(), "登入e等", "the field keeps its focus");
  assert.ok(await page.locator("#search-clear").isVisible());
  assert.deepEqual(page.said, []);
  await page.context().close();
});

test("a panel that can't be loaded says so, and is asked for again", async () => {
  const page = await open(browser);
  await page.route("**/assets/search.*.js*", route => route.abort());
  await page.goto(places[1].at + GUIDE);
  await page.keyboard.press("/");
  await page.locator("#search-count", { hasText: "重新整理" }).waitFor();
  await page.unroute("**/assets/search.*.js*");
  await page.keyboard.press("Escape");
  await page.locator("#search").waitFor({ state: "hidden" });
  await search(page, "登入");
  assert.equal(await page.locator("#search-count").count(), 1);
  await page.context().close();
});

test("arrow keys move the choice as the combobox pattern has it, and Escape closes", async () => {
  const page = await open(browser);
  await page.goto(places[1].at + GUIDE);
  await page.keyboard.press("Control+k");
  const input = page.locator("#search-input");
  await input.fill("登入");
  await page.locator(".hit").nth(1).waitFor();
  const active = () => input.getAttribute("aria-activedescendant");
  const first = await active();
  await page.keyboard.press("ArrowDown");
  const second = await active();
  assert.notEqual(second, first);
  assert.equal(await page.locator(`#${second}`).getAttribute("aria-selected"), "true");
  assert.equal(await input.getAttribute("aria-expanded"), "true");
  assert.match(await page.locator("#search-count").innerText(), /\d/);
  await page.keyboard.press("Escape");
  await page.keyboard.press("Escape");
  assert.equal(await page.locator("#search").isVisible(), false);
  await page.context().close();
});

test("what only the English text has is found from Chinese, and says so", async () => {
  const page = await open(browser);
  await page.goto(places[1].at + GUIDE);
  await search(page, "allow pop");
  const hit = page.locator(".hit").first();
  assert.ok(await hit.locator(".found-in").isVisible());
  assert.match(await hit.getAttribute("href"), /zh-TW\//);
  await page.context().close();
});

test("nothing found gives advice and no option", async () => {
  const page = await open(browser);
  await page.goto(places[1].at + GUIDE);
  await page.keyboard.press("/");
  await page.locator("#search-input").fill("龘龘龘");
  await page.locator(".search-none").waitFor();
  assert.equal(await page.locator(".hit").count(), 0);
  await page.context().close();
});

test("a result shows the piece of its picture that it is about, wherever the folder lies", async t => {
  for (const place of places) {
    await t.test(place.name, async () => {
      const page = await open(browser);
      await page.goto(place.at + GUIDE);
      await search(page, "健保卡");
      const shot = page.locator('.hit[href$="#step-5-1"] .hit-shot');
      await shot.waitFor();
      const image = shot.locator("image");
      const href = await page.waitForFunction(image => image.getAttribute("href"), await image.elementHandle());
      // A request that was refused or missing would be said on the console, and leave nothing to decode.
      const [width, height] = await page.evaluate(
        async address => {
          const picture = new Image();
          picture.src = address;
          await picture.decode();
          return [picture.naturalWidth, picture.naturalHeight];
        },
        await href.jsonValue(),
      );
      assert.deepEqual(
        [await image.getAttribute("width"), await image.getAttribute("height")],
        [`${width}`, `${height}`],
      );
      const [x, y, across, down] = (await shot.getAttribute("viewBox")).split(" ").map(Number);
      assert.ok(x >= 0 && y >= 0 && x + across <= width + 0.01 && y + down <= height + 0.01);
      assert.equal(await shot.locator(".pin-text").textContent(), "1");
      // The marked button is red at its frame: something is drawn there, not only asked for.
      assert.ok((await shot.locator(".line").first().boundingBox()).width > 40);
      assert.deepEqual(page.said, []);
      await page.context().close();
    });
  }
});

test("pictures of results that are out of sight are not loaded", async () => {
  const page = await open(browser, { viewport: { width: 1280, height: 400 } });
  await page.goto(places[1].at + GUIDE);
  await search(page, "登入");
  await page.locator(".hit-shot image[href]").first().waitFor({ state: "attached" });
  const later = page.locator(".hit-shot image:not([href])");
  const count = await later.count();
  assert.ok(count > 0);
  await page.locator(".hit").last().scrollIntoViewIfNeeded();
  await page.waitForFunction(before => document.querySelectorAll(".hit-shot image:not([href])").length < before, count);
  await page.context().close();
});

test("a term leads to its entry of the glossary", async () => {
  const page = await open(browser);
  await page.goto(places[1].at + GUIDE);
  await search(page, "谷歌");
  const hit = page.locator('.hit[href*="glossary.html"]').first();
  assert.equal(await hit.locator(".badge").innerText(), "名詞");
  await hit.click();
  await page.waitForURL("**/zh-TW/glossary.html#term-google");
  assert.equal(await page.locator("#term-google").count(), 1);
  await page.context().close();
});

test("axe-core finds nothing on the panel with results", async t => {
  for (const [mode, media, width] of [
    ["light", { colorScheme: "light" }, 1280],
    ["dark", { colorScheme: "dark" }, 1280],
    ["phone", { colorScheme: "light" }, 360],
    ["dark phone", { colorScheme: "dark" }, 360],
  ]) {
    await t.test(mode, async () => {
      const page = await open(browser, { bypassCSP: true, viewport: { width, height: 800 } });
      await page.emulateMedia(media);
      await page.goto(places[1].at + GUIDE);
      await search(page, "NHI card");
      await page.locator(".hit-shot").first().waitFor();
      await page.evaluate(axe);
      const found = await page.evaluate(() => window.axe.run(document, { resultTypes: ["violations"] }));
      assert.deepEqual(
        found.violations.map(fault => `${fault.id}: ${fault.nodes[0].html.slice(0, 160)}`),
        [],
      );
      await page.context().close();
    });
  }
});
