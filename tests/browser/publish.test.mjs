// The same folder works at a domain's root, under a sub-path and from a USB stick.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { buildSite, hostings, htmlPages, launch, open } from "./harness.mjs";

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

const GUIDE = "zh-TW/elearn/register.html";

test("every link, picture and asset of every page exists, wherever the folder lies", async t => {
  for (const place of places) {
    await t.test(place.name, async () => {
      const page = await open(browser);
      const known = new Map();
      for (const name of htmlPages(site)) {
        if (name === "index.html" || name === "404.html") continue;
        await page.goto(place.at + name);
        const { links, ids } = await page.evaluate(() => ({
          links: [...document.querySelectorAll("a[href], link[rel=stylesheet], link[rel=icon]")].map(
            a => new URL(a.getAttribute("href"), document.baseURI).href,
          ),
          ids: [...document.querySelectorAll("[id]")].map(e => e.id),
        }));
        known.set(place.at + name, { links, ids: new Set(ids) });
        const broken = await page.evaluate(() =>
          Promise.all(
            [...document.images].map(image => {
              image.loading = "eager";
              return image.decode().then(
                () => null,
                () => image.src,
              );
            }),
          ),
        );
        assert.deepEqual(broken.filter(Boolean), [], `pictures of ${name}`);
      }
      const bad = [];
      for (const [from, { links }] of known) {
        for (const link of links) {
          if (!link.startsWith(place.at)) {
            if (!/^(https?:|mailto:|tel:)/.test(link) || link.includes("127.0.0.1")) bad.push(`${from} → ${link}`);
            continue;
          }
          const [address, fragment] = decodeURI(link).split("#");
          const target = known.get(address.split("?")[0]);
          if (target && fragment && !target.ids.has(decodeURIComponent(fragment)))
            bad.push(`${from} → ${link} (no such place)`);
          if (!target && address.split("?")[0].endsWith(".html") && !/\/(index|404)\.html$/.test(address))
            bad.push(`${from} → ${link}`);
        }
      }
      assert.deepEqual(bad, []);
      await page.context().close();
    });
  }
});

test("the language switch lands on the same step", async t => {
  for (const place of places) {
    await t.test(place.name, async () => {
      const page = await open(browser);
      await page.goto(`${place.at}${GUIDE}#renew`);
      await page.locator("header [data-language]").first().click();
      await page.waitForURL("**/en/elearn/register.html#renew");
      const top = await page.locator("#renew").evaluate(e => e.getBoundingClientRect().top);
      assert.ok(top >= 0 && top < 200, `the step begins at ${top} px`);
      assert.equal(await page.locator("html").getAttribute("lang"), "en");
      await page.context().close();
    });
  }
});

test("without JavaScript a link at each step leads to the same step of the other language", async () => {
  const page = await open(browser, { javaScriptEnabled: false });
  await page.goto(`${places[2].at}${GUIDE}`);
  const href = await page.locator("#renew .step-lang").first().getAttribute("href");
  assert.equal(href, "../../en/elearn/register.html#renew");
  await page.context().close();
});

test("the root sends a reader to the default language without JavaScript", async () => {
  for (const place of places) {
    const page = await open(browser, { javaScriptEnabled: false });
    await page.goto(place.at + "index.html");
    await page.waitForURL("**/zh-TW/index.html");
    await page.context().close();
  }
});
