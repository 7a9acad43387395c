// The live preview: a save shows at once and in place, findings lie over the page, other names are refused.

import assert from "node:assert/strict";
import fs from "node:fs";
import http from "node:http";
import { createRequire } from "node:module";
import path from "node:path";
import { after, before, test } from "node:test";
import { launch, open, unlessCrashed } from "./harness.mjs";
import { preview as startPreview } from "./preview.mjs";

let root;
let preview;
let at;
let browser;
const guide = () => path.join(root, "content/guides/sign-in.en.md");

before(async () => {
  preview = await startPreview();
  ({ root, at } = preview);
  fs.appendFileSync(guide(), "\n\n" + "A long way to the end of the page.\n\n".repeat(80) + "The last words.\n");
  browser = await launch();
});
after(async () => {
  await preview?.stop();
  await browser?.close();
});

const PAGE = "en/guides/sign-in.html";

test("a save shows at once, at the place where the reader was", async () => {
  const page = await open(browser);
  await page.goto(at + PAGE);
  await page.getByText("The last words.").scrollIntoViewIfNeeded();
  await page.waitForTimeout(300);
  const place = await page.evaluate(() => scrollY);
  assert.ok(place > 500);
  fs.writeFileSync(guide(), fs.readFileSync(guide(), "utf8").replace("The last words.", "The newest words."));
  await page.getByText("The newest words.").waitFor({ timeout: 15000 });
  await page.waitForTimeout(300);
  assert.ok(Math.abs((await page.evaluate(() => scrollY)) - place) < 4);
  assert.deepEqual(page.said, []);
  await page.context().close();
});

test("a save as editors do it, by renaming or by removing first, shows too", async () => {
  const page = await open(browser);
  await page.goto(at + PAGE);
  const text = fs.readFileSync(guide(), "utf8");
  fs.writeFileSync(guide() + ".tmp", text + "\nRenamed into place.\n");
  fs.renameSync(guide() + ".tmp", guide());
  await page.getByText("Renamed into place.").waitFor({ timeout: 15000 });
  fs.rmSync(guide());
  fs.writeFileSync(guide(), text + "\nRemoved and made anew.\n");
  await page.getByText("Removed and made anew.").waitFor({ timeout: 15000 });
  await page.context().close();
});

test("a save while the page is loading is not missed", async () => {
  const page = await open(browser);
  for (const round of [1, 2, 3]) {
    const loaded = page.goto(at + PAGE, { waitUntil: "commit" });
    fs.appendFileSync(guide(), `\nSaved in round ${round}.\n`);
    // The page may load itself again before this navigation is through.
    await loaded.catch(error => assert.match(error.message, /ERR_ABORTED|interrupted/));
    await page.getByText(`Saved in round ${round}.`).waitFor({ timeout: 15000 });
  }
  await page.context().close();
});

test("a handout is made when it is asked for, and again after a save", async () => {
  const page = await open(browser);
  await page.goto(at + PAGE);
  const link = page.locator('a[href$=".pdf"]').first();
  assert.equal(await link.getAttribute("href"), "sign-in.pdf");
  const fetched = async () => {
    const answer = await fetch(at + "en/guides/sign-in.pdf");
    assert.equal(answer.headers.get("content-type"), "application/pdf");
    return Buffer.from(await answer.arrayBuffer());
  };
  const first = await fetched();
  assert.equal(first.subarray(0, 5).toString(), "%PDF-");
  assert.ok(first.equals(await fetched()));
  fs.appendFileSync(guide(), "\nWords for the paper.\n");
  await page.getByText("Words for the paper.").waitFor({ timeout: 15000 });
  assert.ok(!first.equals(await fetched()));
  assert.equal((await fetch(at + "en/guides/other.pdf")).status, 404);
  await page.context().close();
});

test("findings lie over the page with their place, and go when they are mended", async () => {
  const page = await open(browser);
  await page.goto(at + PAGE);
  const text = fs.readFileSync(guide(), "utf8");
  fs.writeFileSync(guide(), text + "\n[nowhere](gone.en.md)\n");
  const findings = page.locator("#sb-findings");
  await findings.waitFor({ timeout: 15000 });
  assert.match(await findings.innerText(), /missing-page/);
  assert.match(await findings.innerText(), /content\/guides\/sign-in\.en\.md:\d+:\d+/);
  fs.writeFileSync(guide(), text);
  await findings.waitFor({ state: "detached", timeout: 15000 });
  assert.deepEqual(page.said, []);
  await page.context().close();
});

test("the place of a finding is a link to the editor, which keyboards reach, and axe-core finds nothing", async () => {
  const axe = fs.readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
  const text = fs.readFileSync(guide(), "utf8");
  fs.writeFileSync(guide(), text + "\n[nowhere](gone.en.md)\n");
  for (const colorScheme of ["light", "dark"]) {
    const page = await open(browser, { colorScheme });
    await page.goto(at + PAGE);
    const link = page.locator("#sb-findings a.sb-place");
    await link.waitFor({ timeout: 15000 });
    const [place] = (await link.innerText()).match(/:\d+:\d+$/);
    assert.equal(await link.getAttribute("href"), `vscode://file${encodeURI(guide())}${place}`);
    await page.locator("#sb-findings summary").first().focus();
    await page.keyboard.press("Tab");
    assert.ok(await link.evaluate(it => it === document.activeElement));
    assert.equal(await link.evaluate(it => getComputedStyle(it).outlineStyle), "solid");
    await page.evaluate(axe);
    const found = await page.evaluate(() => window.axe.run(document, { resultTypes: ["violations"] }));
    assert.deepEqual(
      found.violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)]),
      [],
    );
    assert.deepEqual(page.said, []);
    await page.context().close();
  }
  fs.writeFileSync(guide(), text);
});

test("an answer that comes late takes no findings back", async () => {
  const page = await open(browser);
  // The server hears of no tab, so that the page asks for itself at each save.
  await page.route("**/__stepbook/looking*", route => route.abort());
  await page.goto(at + PAGE);
  const findings = page.locator("#sb-findings");
  await page.route("**/" + PAGE, async route => {
    const answer = await route.fetch();
    await findings.waitFor({ timeout: 15000 });
    const older = (await answer.text()).replace(/<aside id="sb-findings".*?<\/aside>/s, "");
    await route.fulfill({ response: answer, body: older });
  });
  const text = fs.readFileSync(guide(), "utf8");
  fs.writeFileSync(guide(), text + "\nWords with a [hole](gone.en.md)\n");
  await page.getByText("Words with a hole").waitFor({ timeout: 15000 });
  assert.match(await findings.innerText(), /missing-page/);
  await page.unrouteAll({ behavior: "wait" });
  fs.writeFileSync(guide(), text);
  await findings.waitFor({ state: "detached", timeout: 15000 });
  await page.context().close();
});

test("while stepbook.toml does not parse, the last good site stays under the findings", async () => {
  const page = await open(browser);
  await page.goto(at + PAGE);
  const settings = path.join(root, "stepbook.toml");
  const text = fs.readFileSync(settings, "utf8");
  fs.writeFileSync(settings, text + "\nlanguages = [\n");
  await page.locator("#sb-findings").waitFor({ timeout: 15000 });
  assert.match(await page.locator("#sb-findings").innerText(), /last good/);
  assert.ok(await page.locator("h1").isVisible());
  fs.writeFileSync(settings, text);
  await page.locator("#sb-findings").waitFor({ state: "detached", timeout: 15000 });
  await page.context().close();
});

/** A request as a program would make it, with any headers. */
function ask(target, { method = "GET", headers = {} } = {}) {
  return new Promise((answered, failed) => {
    const { port } = new URL(at);
    http
      .request({ host: "127.0.0.1", port, path: target, method, headers }, response => {
        response.resume();
        answered({ status: response.statusCode, headers: response.headers });
      })
      .on("error", failed)
      .end();
  });
}

test("no path leaves the site, and other hosts, origins and methods are refused", async () => {
  for (const target of ["/../stepbook.toml", "/%2e%2e/stepbook.toml", "/content/index.en.md", "//etc/passwd"]) {
    assert.equal((await ask(target)).status, 404, target);
  }
  assert.equal((await ask("/", { headers: { host: "evil.example" } })).status, 403);
  assert.equal((await ask("/__stepbook/events", { headers: { origin: "http://evil.example" } })).status, 403);
  assert.equal((await ask("/", { method: "POST" })).status, 405);
  const { status, headers } = await ask("/");
  assert.equal(status, 200);
  assert.equal(headers["access-control-allow-origin"], undefined);
});

test("many requests at once are all answered", async () => {
  const answers = await Promise.all(Array.from({ length: 60 }, () => ask(`/${PAGE}`)));
  assert.ok(answers.every(answer => answer.status === 200));
});

test("six tabs of one browser all hear of each save", async () => {
  let saves = 0;
  await unlessCrashed(async () => {
    const first = await open(browser);
    const tabs = [first, ...(await Promise.all(Array.from({ length: 5 }, () => first.context().newPage())))];
    await Promise.all(tabs.map(tab => tab.goto(at + PAGE)));
    for (let round = 0; round < 3; round++) {
      const words = `For six tabs, save ${++saves}.`;
      fs.appendFileSync(guide(), `\n${words}\n`);
      await Promise.all(tabs.map(tab => tab.getByText(words).waitFor({ timeout: 15000 })));
    }
    await first.context().close();
  });
});

test("another server of this computer may link to the preview, but neither frame it nor load from it", async () => {
  const other = http.createServer((_, response) => {
    response.writeHead(200, { "content-type": "text/html" });
    response.end(`<iframe src="${at}${PAGE}"></iframe><script src="${at}__stepbook/live.js"></script>
      <a href="${at}${PAGE}">the preview</a>`);
  });
  await new Promise(ready => other.listen(0, "127.0.0.1", ready));
  const page = await open(browser);
  const answers = [];
  page.on("response", response => {
    if (response.url().startsWith(at)) answers.push(response.status());
  });
  await page.goto(`http://127.0.0.1:${other.address().port}/`, { waitUntil: "load" });
  assert.ok(answers.length > 0 && answers.every(status => status === 403), `${answers}`);
  assert.equal(await page.frames()[1].getByText("A long way to the end").count(), 0);
  await page.getByText("the preview").click();
  await page.locator("h1").waitFor({ timeout: 15000 });
  assert.equal(page.url(), at + PAGE);
  await page.context().close();
  other.close();
});
