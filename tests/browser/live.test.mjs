// The preview changes an open page in place: what the reader and the scripts have made of it stays.

import assert from "node:assert/strict";
import fs from "node:fs";
import { after, before, test } from "node:test";
import { launch, open } from "./harness.mjs";
import { preview } from "./preview.mjs";

const GUIDE = "content/guides/sign-in.en.md";
const PAGE = "en/guides/sign-in.html";
const SOON = { timeout: 15000 };

let site;
let browser;
let original;

before(async () => {
  site = await preview();
  // A step that is not translated would be shown in the other language.
  fs.rmSync(site.path(GUIDE.replace(".en.", ".zh-TW.")));
  site.edit("content/index.zh-TW.md", "sign-in.zh-TW.md", "sign-in.en.md");
  site.write("stepbook.toml", `${site.read("stepbook.toml")}\n[check]\nmissing-translation = "off"\n`);
  const text = site.read(GUIDE).replace("Open Campus Learning.", "Open Campus Learning, edit 0.");
  const more =
    "<details><summary>More</summary>\n\nHidden words.\n\n</details>\n\n" + "A long way down.\n\n".repeat(60);
  site.write(GUIDE, `${text}\n\n## Notes\n\n${more}The last words.\n`);
  original = site.read(GUIDE);
  browser = await launch();
});
after(async () => {
  await site?.stop();
  await browser?.close();
});

/** A tab that would tell if it was loaded again. */
async function tab(options, address = PAGE) {
  const page = await open(browser, options);
  await page.goto(site.at + address);
  await page.evaluate(() => {
    window.notReloaded = true;
  });
  // The browser's stream of events has to be there for a page to be pushed; without it, the page is asked for.
  await page.waitForTimeout(200);
  return page;
}

async function done(page) {
  assert.equal(await page.evaluate(() => window.notReloaded), true, "the page was loaded again");
  assert.deepEqual(page.said, []);
  await page.context().close();
  site.write(GUIDE, original);
}

test("scroll, focus, an opened and a closed part, a selection and ticks survive 50 edits", async () => {
  const page = await tab();
  await page.getByText("More", { exact: true }).click();
  await page.locator("[data-tick=step-1]").check();
  await page.getByText("Open Campus Learning, edit").scrollIntoViewIfNeeded();
  await page.evaluate(() => {
    document.querySelector(".rail details").open = false;
    document.querySelector("[data-tick=check]").focus({ preventScroll: true });
    const words = document.querySelector("#step-1 .items li:nth-child(2)").querySelector("div").firstChild;
    getSelection().setBaseAndExtent(words, 2, words, 9);
    window.heading = document.querySelector("h1");
    window.picture = document.querySelector("#step-1 img");
  });
  const state = () =>
    page.evaluate(() => ({
      top: scrollY,
      focus: document.activeElement.dataset.tick,
      selected: String(getSelection()),
      more: document.querySelector(".prose details").open,
      rail: document.querySelector(".rail details").open,
      ticked: document.querySelector("[data-tick=step-1]").checked,
      done: document.querySelector("[data-done]").textContent,
      heading: window.heading === document.querySelector("h1"),
      picture: window.picture === document.querySelector("#step-1 img"),
    }));
  const before = await state();
  assert.deepEqual(before.selected, "ter you");
  assert.ok(before.more && !before.rail && before.ticked && before.focus === "check", JSON.stringify(before));
  for (let edit = 1; edit <= 50; edit++) {
    site.edit(GUIDE, `edit ${edit - 1}.`, `edit ${edit}.`);
    await page.getByText(`edit ${edit}.`).waitFor(SOON);
  }
  assert.deepEqual(await state(), before);
  await done(page);
});

test("a half-typed search stays open, with its words and its caret", async () => {
  const page = await tab();
  await page.keyboard.press("/");
  await page.locator("#search-input").fill("password");
  await page.locator(".hit").first().waitFor(SOON);
  await page.evaluate(() => document.getElementById("search-input").setSelectionRange(4, 4));
  const hits = await page.locator(".hit").count();
  for (let edit = 1; edit <= 50; edit++) {
    site.edit(GUIDE, `edit ${edit - 1}.`, `edit ${edit}.`);
    await page
      .locator(`text=edit ${edit}.`)
      .first()
      .waitFor({ ...SOON, state: "attached" });
  }
  const typed = await page.evaluate(() => {
    const { value, selectionStart } = document.getElementById("search-input");
    return [document.getElementById("search").open, document.activeElement.id, value, selectionStart];
  });
  assert.deepEqual(typed, [true, "search-input", "password", 4]);
  assert.equal(await page.locator(".hit").count(), hits);
  await done(page);
});

test("a step that is put in before others moves their numbers and not their pictures", async () => {
  const page = await tab();
  await page.evaluate(() => {
    window.picture = document.querySelector("#step-1 img");
  });
  page.asked.length = 0;
  site.edit(GUIDE, "## Step: Sign in", "## Step: Begin {#begin}\n\nFirst of all.\n\n## Step: Sign in");
  await page.getByText("First of all.").waitFor(SOON);
  assert.ok(await page.evaluate(() => document.querySelector("#step-2 img") === window.picture));
  assert.deepEqual(
    page.asked.filter(address => /\.(png|webp|html)$/.test(address)),
    [],
  );
  // The list of steps follows, and the new step can be ticked.
  assert.equal(await page.locator(".rail-list > li").count(), 4);
  await page.locator("[data-tick=begin]").check();
  assert.equal(await page.locator(".rail-list li.done > a[href='#begin']").count(), 1);
  assert.match(await page.locator(".rail [data-done]").innerText(), /1.*4/);
  await done(page);
});

test("a step whose id alone changes can still be ticked", async () => {
  const page = await tab();
  const next = original.replace("edit 0.", "edit 1.");
  site.write(GUIDE, next);
  await page.getByText("edit 1.").waitFor(SOON);
  site.write(GUIDE, next.replace("{#check}", "{#checked}").replace("](#check)", "](#checked)"));
  await page.locator("#checked").waitFor(SOON);
  await page.locator("[data-tick=checked]").check();
  assert.equal(await page.locator(".rail-list li.done > a[href='#checked']").count(), 1);
  await done(page);
});

test("an open list of steps on a phone follows an edit", async () => {
  const page = await tab({ viewport: { width: 360, height: 740 } });
  await page.locator("[data-sheet-open]").click();
  await page.locator("#sheet[open]").waitFor();
  site.edit(GUIDE, "## Step: Check your name", "## Step: Check the name");
  await page.locator("#sheet").getByText("Check the name").waitFor(SOON);
  site.edit(GUIDE, "## Step: Check the name", "## Step: Wait\n\nA minute.\n\n## Step: Check the name");
  await page.locator("#sheet").getByText("Wait").waitFor(SOON);
  assert.deepEqual(await page.locator("#sheet .rail-list > li .rail-n").allInnerTexts(), ["1", "2", "3", "4"]);
  await page.locator("[data-sheet-close]").first().click();
  await page.locator("#sheet[open]").waitFor({ state: "detached" });
  await done(page);
});

test("two tabs of different pages both show a new title, and each keeps its own page", async () => {
  const guide = await tab();
  const home = await guide.context().newPage();
  await home.goto(`${site.at}en/index.html`);
  await home.evaluate(() => {
    window.notReloaded = true;
  });
  await home.waitForTimeout(200);
  site.edit(GUIDE, "Sign in to Campus Learning", "Log in to Campus Learning");
  await guide.locator("h1", { hasText: "Log in to Campus Learning" }).waitFor(SOON);
  await home.getByText("Log in to Campus Learning").first().waitFor(SOON);
  // The browser's tab gets its title behind the frame that shows the page.
  await guide.waitForFunction(() => document.title.startsWith("Log in"), undefined, SOON);
  assert.equal(await home.locator("#step-1").count(), 0);
  assert.equal(await home.evaluate(() => window.notReloaded), true);
  await done(guide);
});

test("the tab that listens may be closed: another one takes its place", async () => {
  const first = await tab();
  const second = await first.context().newPage();
  await second.goto(site.at + PAGE);
  await second.evaluate(() => {
    window.notReloaded = true;
  });
  second.said = [];
  await first.close();
  site.edit(GUIDE, "edit 0.", "edit after the first tab.");
  await second.getByText("edit after the first tab.").waitFor(SOON);
  await done(second);
});

test("a preview that was killed is noticed within a second, and its return shows what changed meanwhile", async () => {
  const page = await tab();
  await page.evaluate(() => scrollTo(0, 300));
  await site.stop();
  await page.getByText("The preview has ended.").waitFor({ timeout: 1000 });
  site.edit(GUIDE, "edit 0.", "edit while away.");
  await site.again();
  await page.getByText("edit while away.").waitFor(SOON);
  await page.getByText("The preview has ended.").waitFor({ state: "detached", timeout: 1000 });
  assert.equal(await page.evaluate(() => scrollY), 300);
  site.edit(GUIDE, "edit while away.", "edit after the return.");
  await page.getByText("edit after the return.").waitFor(SOON);
  // A browser reports every address that does not answer.
  page.said = page.said.filter(
    said => !/ERR_CONNECTION_REFUSED|ERR_INCOMPLETE_CHUNKED|ERR_CONNECTION_RESET/.test(said),
  );
  await done(page);
});

test("a page that is gone says so and stays, and comes back", async () => {
  const page = await tab();
  fs.rmSync(site.path(GUIDE));
  await page.getByText("This page is not in the site any more.").waitFor(SOON);
  assert.ok(await page.getByText("edit 0.").isVisible());
  site.write(GUIDE, original);
  await page.getByText("This page is not in the site any more.").waitFor({ ...SOON, state: "detached" });
  await done(page);
});

test("a tab at an address without a page shows the page once it is written", async () => {
  const page = await open(browser);
  await page.goto(`${site.at}en/later.html`);
  assert.equal(await page.locator("body.kind-404").count(), 1);
  await page.waitForTimeout(200);
  site.write("content/later.en.md", '+++\ntitle = "Later"\n+++\n\nWritten later.\n');
  await page.getByText("Written later.").waitFor(SOON);
  await page.context().close();
  fs.rmSync(site.path("content/later.en.md"));
});

test("a style sheet changes without a new page, and the page is never without styles", async () => {
  const settings = site.read("stepbook.toml");
  site.write("themes/own/assets/extra.css", "h1 { letter-spacing: 1px; }\n");
  site.write("stepbook.toml", `theme = "own"\n${settings}`);
  const page = await tab();
  const spacing = () => page.evaluate(() => getComputedStyle(document.querySelector("h1")).letterSpacing);
  await page.waitForFunction(() => getComputedStyle(document.querySelector("h1")).letterSpacing === "1px", null, SOON);
  await page.evaluate(() => {
    window.notReloaded = true;
    window.theme = document.querySelector('link[href*="assets/style.css"]');
    window.bare = 0;
    const look = () => {
      if (getComputedStyle(document.querySelector("h1")).letterSpacing === "normal") window.bare++;
      requestAnimationFrame(look);
    };
    look();
  });
  for (const width of [2, 3, 4]) {
    site.write("themes/own/assets/extra.css", `h1 { letter-spacing: ${width}px; }\n`);
    await page.waitForFunction(
      wanted => getComputedStyle(document.querySelector("h1")).letterSpacing === wanted,
      `${width}px`,
      SOON,
    );
  }
  assert.equal(await spacing(), "4px");
  await page.waitForTimeout(200);
  assert.equal(await page.evaluate(() => window.bare), 0);
  assert.equal(await page.locator('link[href*="extra.css"]').count(), 1);
  assert.ok(await page.evaluate(() => window.theme.isConnected), "the theme's own sheet is not loaded again");
  await done(page);
  site.write("stepbook.toml", settings);
});

test("another script of the theme loads the page again, at the same place", async () => {
  const settings = site.read("stepbook.toml");
  site.write("themes/own/site.js", "addEventListener('DOMContentLoaded', () => document.body.dataset.own = 1);\n");
  const page = await tab();
  await page.evaluate(() => scrollTo(0, 700));
  site.write("stepbook.toml", `theme = "own"\n${settings}`);
  await page.locator("body[data-own]").waitFor(SOON);
  await page.waitForTimeout(300);
  assert.ok(Math.abs((await page.evaluate(() => scrollY)) - 700) < 4);
  site.write("stepbook.toml", settings);
  await page.context().close();
});

test("what a save changed is marked and scrolled to, unless the author turned that off", async () => {
  const page = await tab();
  const marked = page.locator(".sb-changed");
  site.edit(GUIDE, "The last words.", "The newest words.");
  await marked
    .getByText("The newest words.")
    .or(marked.filter({ hasText: "The newest words." }))
    .waitFor(SOON);
  assert.ok((await page.evaluate(() => scrollY)) > 1000);
  await marked.waitFor({ state: "detached", timeout: 5000 });

  await page.locator("#sb-tools summary").click();
  await page.getByLabel("Show and go to what a save changed").uncheck();
  await page.evaluate(() => scrollTo(0, 0));
  site.edit(GUIDE, "The newest words.", "The very last words.");
  await page.getByText("The very last words.").waitFor(SOON);
  await page.waitForTimeout(100);
  assert.equal(await marked.count(), 0);
  assert.equal(await page.evaluate(() => scrollY), 0);
  assert.ok(await page.locator("#sb-tools details").evaluate(menu => menu.open));

  await page.reload();
  await page.locator("#sb-tools summary").click();
  assert.equal(await page.getByLabel("Show and go to what a save changed").isChecked(), false);
  assert.deepEqual(page.said, []);
  await page.context().close();
  site.write(GUIDE, original);
});

test("findings change in place: they stay folded, and closed ones come back with the next finding", async () => {
  const page = await tab();
  site.write(GUIDE, `${original}\n[nowhere](gone.en.md)\n`);
  const findings = page.locator("#sb-findings");
  await findings.waitFor(SOON);
  assert.equal(await findings.locator("#sb-tools").count(), 1);
  await findings.locator("> details > summary").click();
  site.write(GUIDE, `${original}\n[nowhere](gone.en.md) and [nowhere](lost.en.md)\n`);
  await findings.getByText("2 errors").waitFor(SOON);
  assert.equal(await findings.locator("> details").evaluate(details => details.open), false);
  await findings.locator(".sb-close").click();
  assert.equal(await findings.isVisible(), false);
  assert.ok(await page.locator("body > #sb-tools").isVisible());
  site.write(GUIDE, `${original}\n[nowhere](gone.en.md)\n`);
  await findings.getByText("1 error").waitFor(SOON);
  site.write(GUIDE, original);
  await findings.waitFor({ ...SOON, state: "detached" });
  assert.equal(await page.locator("body > #sb-tools").count(), 1);
  await done(page);
});

test("Alt and a click on a step copy its place, and so does a button for the step that is read", async () => {
  const page = await tab({ permissions: ["clipboard-read", "clipboard-write"] });
  const line = words => original.split("\n").findIndex(each => each.startsWith(words)) + 1;
  const copied = async place => {
    await page.getByText(`Copied: ${GUIDE}:${place}`).waitFor(SOON);
    assert.equal(await page.evaluate(() => navigator.clipboard.readText()), `${GUIDE}:${place}`);
  };
  await page.locator("#check .badge").click({ modifiers: ["Alt"] });
  await copied(line("## Step: Check"));
  await page.evaluate(() => document.getElementById("reset").scrollIntoView());
  await page.locator("#sb-tools summary").click();
  await page.getByText("Copy the place of this step").click();
  await copied(line("## Step: Reset"));
  await done(page);
});

test("tabs of a browser without locks each hear for themselves", async () => {
  const first = await open(browser);
  await first.context().addInitScript(() => {
    delete Navigator.prototype.locks;
  });
  const second = await first.context().newPage();
  for (const each of [first, second]) await each.goto(site.at + PAGE);
  await second.waitForTimeout(200);
  site.edit(GUIDE, "edit 0.", "edit without locks.");
  for (const each of [first, second]) await each.getByText("edit without locks.").waitFor(SOON);
  assert.equal(await first.evaluate(() => navigator.locks), undefined);
  await first.context().close();
  site.write(GUIDE, original);
});

test("a tab of a browser without locks rests while it is not seen, and then shows what it has missed", async () => {
  const page = await open(browser);
  await page.context().addInitScript(() => {
    delete Navigator.prototype.locks;
    let seen = "visible";
    Object.defineProperty(Document.prototype, "visibilityState", { get: () => seen });
    globalThis.see = now => {
      seen = now;
      document.dispatchEvent(new Event("visibilitychange"));
    };
    globalThis.streams = [];
    globalThis.EventSource = class extends EventSource {
      constructor(address) {
        super(address);
        globalThis.streams.push(this);
      }
    };
  });
  const streams = () => page.evaluate(() => globalThis.streams.map(({ readyState }) => readyState === 2));
  await page.goto(site.at + PAGE);
  assert.deepEqual(await streams(), [false]);
  await page.evaluate(() => globalThis.see("hidden"));
  assert.deepEqual(await streams(), [true]);
  site.edit(GUIDE, "edit 0.", "edit unseen.");
  await page.waitForTimeout(700);
  assert.equal(await page.getByText("edit unseen.").count(), 0);
  await page.evaluate(() => globalThis.see("visible"));
  await page.getByText("edit unseen.").waitFor(SOON);
  assert.deepEqual(await streams(), [true, false]);
  site.edit(GUIDE, "edit unseen.", "edit seen.");
  await page.getByText("edit seen.").waitFor(SOON);
  await page.context().close();
  site.write(GUIDE, original);
});
