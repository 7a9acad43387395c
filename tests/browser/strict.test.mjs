// Strict pages: a Content-Security-Policy that allows nothing inline, no word on the console, nothing from outside,
// and no fault that axe-core finds, on every page in light, dark, forced colours and on a phone.

import assert from "node:assert/strict";
import fs from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { after, before, test } from "node:test";
import { buildSite, hostings, htmlPages, launch, open } from "./harness.mjs";

const axe = fs.readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
let site;
let places;
let browser;
before(async () => {
  site = buildSite();
  places = await hostings(site);
  browser = await launch();
});
after(async () => {
  await browser?.close();
  for (const place of places ?? []) place.close();
});

test("every page carries the policy and loads without a word on the console or a request elsewhere", async () => {
  const { at } = places[1];
  const page = await open(browser);
  for (const name of htmlPages(site)) {
    const html = fs.readFileSync(path.join(site, name), "utf8");
    assert.match(html, /<meta http-equiv="Content-Security-Policy" content="default-src 'self'">/, name);
    assert.doesNotMatch(html, /\sstyle=|<style|\son[a-z]+=/, name);
    const inline = [...html.matchAll(/<script(?![^>]*\ssrc=)([^>]*)>/g)].map(found => found[1].trim());
    assert.ok(
      inline.every(attributes => attributes === 'type="application/ld+json"'),
      `${name}: ${inline}`,
    );
    await page.goto(at + name, { waitUntil: "load" });
    // A page that leads on at once would do so in the midst of the next visit.
    const next = html.match(/http-equiv="refresh" content="0; url=([^"]+)"/);
    if (next) await page.waitForURL(new URL(next[1], at + name).href);
  }
  assert.deepEqual(page.said, []);
  const elsewhere = page.asked.filter(address => !address.startsWith(at));
  assert.deepEqual(elsewhere, []);
  await page.context().close();
});

test("axe-core finds nothing on any kind of page", async t => {
  const { at } = places[1];
  const kinds = [
    "zh-TW/index.html",
    "zh-TW/elearn/index.html",
    "zh-TW/elearn/register.html",
    "en/hakka/register.html",
    "zh-TW/about.html",
    "en/about.html",
    "zh-TW/glossary.html",
    "en/sitemap.html",
    "404.html",
  ];
  const modes = [
    ["light", { colorScheme: "light" }, 1280],
    ["phone", { colorScheme: "light" }, 360],
    ["dark", { colorScheme: "dark" }, 1280],
    ["forced colours", { forcedColors: "active" }, 1280],
  ];
  for (const [mode, media, width] of modes) {
    await t.test(mode, async () => {
      const page = await open(browser, { bypassCSP: true, viewport: { width, height: 800 } });
      await page.emulateMedia(media);
      for (const name of kinds) {
        await page.goto(at + name);
        await page.evaluate(axe);
        const found = await page.evaluate(() => window.axe.run(document, { resultTypes: ["violations"] }));
        const faults = found.violations.map(fault => `${fault.id}: ${fault.nodes[0].html.slice(0, 160)}`);
        assert.deepEqual(faults, [], name);
        assert.equal(
          await page.evaluate(() => document.documentElement.scrollWidth - innerWidth),
          0,
          `${name} is wider than the screen`,
        );
      }
      await page.context().close();
    });
  }
});

test("no layout shifts while a guide loads, since every picture has its size", async () => {
  const page = await open(browser);
  await page.goto(places[1].at + "zh-TW/elearn/register.html");
  const sizes = await page.evaluate(
    () => [...document.images].filter(image => !(image.getAttribute("width") && image.getAttribute("height"))).length,
  );
  assert.equal(sizes, 0);
  const shift = await page.evaluate(
    () =>
      new Promise(done => {
        let sum = 0;
        new PerformanceObserver(list =>
          list.getEntries().forEach(entry => {
            sum += entry.value;
          }),
        ).observe({ type: "layout-shift", buffered: true });
        setTimeout(() => done(sum), 500);
      }),
  );
  assert.ok(shift < 0.001, `cumulative layout shift ${shift}`);
  await page.context().close();
});
