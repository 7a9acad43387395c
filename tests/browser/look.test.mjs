// A site's own accent and logo: readable in every colour, and without a shift of the page.

import assert from "node:assert/strict";
import fs from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { after, before, test } from "node:test";
import { buildSite, hostings, launch, open, ROOT, temporary } from "./harness.mjs";

const axe = fs.readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const GUIDE = "zh-TW/elearn/register.html";
let browser;
const servers = [];
before(async () => {
  browser = await launch();
});
after(async () => {
  await browser?.close();
  for (const server of servers) server.close();
});

/** Our own content with this accent and a logo, published under a sub-path. */
async function published(accent) {
  const root = temporary("look");
  fs.cpSync(path.join(ROOT, "content"), path.join(root, "content"), { recursive: true });
  fs.copyFileSync(path.join(ROOT, "tests/pdf/site/content/logo.svg"), path.join(root, "content/logo.svg"));
  const settings = fs.readFileSync(path.join(ROOT, "stepbook.toml"), "utf8");
  const look = `[look]\naccent = "${accent}"\nlogo = "logo.svg"\n`;
  fs.writeFileSync(path.join(root, "stepbook.toml"), `${settings}\n${look}`);
  const places = await hostings(buildSite(root, "--no-pdf"));
  servers.push(...places);
  return places[1].at;
}

for (const accent of ["#0b5fa5", "#ffff00", "#101010"]) {
  test(`axe-core finds nothing with the accent ${accent}, in the light and in the dark`, async () => {
    const at = await published(accent);
    const page = await open(browser, { bypassCSP: true });
    for (const colorScheme of ["light", "dark"]) {
      await page.emulateMedia({ colorScheme });
      for (const name of [GUIDE, "en/index.html"]) {
        await page.goto(at + name);
        await page.evaluate(axe);
        const found = await page.evaluate(() => window.axe.run(document, { resultTypes: ["violations"] }));
        const faults = found.violations.map(fault => `${fault.id}: ${fault.nodes[0].html.slice(0, 160)}`);
        assert.deepEqual(faults, [], `${name} ${colorScheme}`);
      }
    }
    await page.context().close();
  });
}

test("the logo stands beside the title in its proportions, and nothing shifts", async () => {
  const at = await published("#0b5fa5");
  for (const width of [1280, 360]) {
    const page = await open(browser, { viewport: { width, height: 800 } });
    await page.goto(at + GUIDE);
    const { x, width: wide, height } = await page.locator("img.logo").boundingBox();
    assert.ok(Math.abs(wide / height - 2.5) < 0.05, `${wide} × ${height}`);
    const title = await page.locator(".brand span").boundingBox();
    assert.ok(title.x > x + wide && title.width > 60, `the title is ${title.width} wide`);
    const shift = await page.evaluate(
      () =>
        new Promise(done => {
          let sum = 0;
          new PerformanceObserver(list => {
            for (const entry of list.getEntries()) sum += entry.value;
          }).observe({ type: "layout-shift", buffered: true });
          setTimeout(() => done(sum), 500);
        }),
    );
    assert.ok(shift < 0.001, `cumulative layout shift ${shift}`);
    assert.equal(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth), 0);
    assert.deepEqual(page.said, []);
    await page.context().close();
  }
});
