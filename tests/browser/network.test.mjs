// The preview in the network: a phone with the key reads it and follows saves, and a stranger gets nothing.

import assert from "node:assert/strict";
import http from "node:http";
import { after, before, test } from "node:test";
import { launch, open } from "./harness.mjs";
import { preview } from "./preview.mjs";

const PAGE = "en/guides/sign-in.html";
const GUIDE = "content/guides/sign-in.en.md";
const PHONE = { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true };

let site;
let browser;
let address; // as a phone reads it, with the key; null where this computer has no network

before(async () => {
  site = await preview("--host", "0.0.0.0");
  address = site.said.match(/^On a phone: (http:\/\/[\d.]+:\d+\/\?token=\w+)$/m)?.[1] ?? null;
  browser = await launch();
});
after(async () => {
  await site?.stop();
  await browser?.close();
});

/* Enters with the key. The home page leads on to the first language by itself. */
async function enter(page) {
  await page.goto(address);
  await page.waitForURL(url => url.pathname.endsWith("/index.html"), { timeout: 15000 });
}

test("a phone with the key reads the pages and follows a save, without the key in the address", async t => {
  if (!address) return t.skip("no network");
  const page = await open(browser, PHONE);
  await enter(page);
  assert.equal(new URL(page.url()).search, "");
  await page.goto(new URL(PAGE, address).href);
  assert.equal(await page.evaluate(() => isSecureContext), false);
  assert.equal(await page.evaluate(() => document.cookie), "");
  site.write(GUIDE, `${site.read(GUIDE)}\nRead on a phone.\n`);
  await page.getByText("Read on a phone.").waitFor({ timeout: 15000 });
  assert.deepEqual(page.said, []);
  await page.context().close();
});

test("findings link to the editor on this computer, and are plain text on a phone", async t => {
  if (!address) return t.skip("no network");
  const phone = await open(browser, PHONE);
  await enter(phone);
  const own = await open(browser);
  const text = site.read(GUIDE);
  for (const [page, at] of [
    [phone, address],
    [own, site.at],
  ]) {
    await page.goto(new URL(PAGE, at).href);
  }
  const links = { phone: phone.locator("#sb-findings a"), own: own.locator("#sb-findings a") };
  site.write(GUIDE, `${text}\n[nowhere](gone.en.md)\n`);
  for (const page of [phone, own]) await page.locator("#sb-findings .sb-place").waitFor({ timeout: 15000 });
  for (const reload of [false, true]) {
    if (reload) await Promise.all([phone.reload(), own.reload()]);
    assert.equal(await links.own.count(), 1);
    assert.equal(await links.phone.count(), 0);
    assert.doesNotMatch(await phone.content(), /vscode:/);
    assert.ok(!(await phone.content()).includes(site.root));
  }
  site.write(GUIDE, text);
  await Promise.all([phone.context().close(), own.context().close()]);
});

test("the key works from a link of another site too, such as a mail in a browser", async t => {
  if (!address) return t.skip("no network");
  const other = http.createServer((_, response) => {
    response.writeHead(200, { "content-type": "text/html" });
    response.end(`<a href="${address}">the preview</a>`);
  });
  await new Promise(ready => other.listen(0, "127.0.0.1", ready));
  const page = await open(browser, PHONE);
  await page.goto(`http://127.0.0.1:${other.address().port}/`);
  await page.getByText("the preview").click();
  await page.locator("h1").waitFor({ timeout: 15000 });
  assert.doesNotMatch(page.url(), /token/);
  await page.context().close();
  other.close();
});

test("a stranger gets an empty answer, and this computer needs no key", async t => {
  const own = await open(browser);
  await own.goto(site.at + PAGE);
  assert.equal(await own.locator("h1").count(), 1);
  await own.context().close();
  if (!address) return t.skip("no network");
  const page = await open(browser, PHONE);
  for (const target of ["/", `/${PAGE}`, "/__stepbook/live.js", "/?token=0"]) {
    const answer = await page.request.get(new URL(target, address).href);
    assert.equal(answer.status(), 404);
    assert.equal(await answer.text(), "");
  }
  await page.context().close();
});
