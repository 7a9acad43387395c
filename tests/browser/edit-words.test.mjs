// Words that are typed in the mark editor: when they are written, and what becomes of them.

import assert from "node:assert/strict";
import { test } from "node:test";
import {
  added,
  again,
  choose,
  close,
  drag,
  edit,
  GUIDE,
  near,
  numbers,
  original,
  page,
  SIDECAR,
  STAGE,
  settled,
  site,
  until,
  useEditor,
} from "./editor.mjs";

useEditor();

const SECOND = "2. Enter your password.";
const says = (name, text) =>
  until(
    () => site.read(name).includes(text),
    () => text + " in " + site.read(name),
  );
const focused = () => page.evaluate(() => document.activeElement.dataset.key ?? document.activeElement.tagName);
const focusIs = key => until(async () => (await focused()) === key, "focus on " + key);

async function type(words) {
  await page.locator("[data-key=text-of-1], [data-key=words-1]").click();
  await focusIs("words-1");
  await page.keyboard.press("End");
  await page.keyboard.type(words);
}

test("words are written after a pause, and taken back as one step", async () => {
  await edit();
  await type(" Twice");
  await says(GUIDE, SECOND + " Twice\n");
  // A space at the end is not written, and not lost.
  await page.keyboard.type(" ");
  await settled();
  await settled();
  await page.keyboard.type("now");
  await says(GUIDE, SECOND + " Twice now\n");
  await focusIs("words-1");
  await page.keyboard.press("Control+z");
  await until(() => site.read(GUIDE) === original.get(GUIDE), "taken back");
  await page.keyboard.press("Control+y");
  await says(GUIDE, SECOND + " Twice now\n");
});

test("nothing is written while an input method composes", async () => {
  await edit();
  await type(" ");
  const client = await page.context().newCDPSession(page);
  await client.send("Input.imeSetComposition", { text: "ㄉㄥ", selectionStart: 2, selectionEnd: 2 });
  for (let left = 3; left > 0; left--) await settled();
  assert.equal(site.read(GUIDE), original.get(GUIDE));
  await client.send("Input.insertText", { text: "登" });
  await says(GUIDE, SECOND + " 登\n");
});

test("words are written when the page is left", async () => {
  await edit();
  await type(" Now.");
  await page.reload();
  await says(GUIDE, SECOND + " Now.\n");
  site.write(GUIDE, original.get(GUIDE));
  await settled();
  // The root leads on by itself, perhaps over the next page.
  await page.goto(`${site.at}en/index.html`);
  await again();
  await type(" Again.");
  await page.goBack();
  await says(GUIDE, SECOND + " Again.\n");
  site.write(GUIDE, original.get(GUIDE));
  await settled();
  await again();
  await page.locator(STAGE).focus();
  await page.keyboard.press("n");
  await page.keyboard.type("Wait.");
  await page.reload();
  await says(GUIDE, "\n4. Wait.\n");
});

test("Escape leaves the words and keeps them", async () => {
  await edit();
  await type(" Kept.");
  await page.keyboard.press("Escape");
  assert.ok(await page.evaluate(() => document.activeElement.matches("[role=application]")));
  await says(GUIDE, SECOND + " Kept.\n");
});

test("Tab and Shift+Tab lead out of changed words", async () => {
  await edit();
  for (const key of ["Tab", "Shift+Tab"]) {
    await type(" " + key);
    const wanted = await page.evaluate(back => {
      const all = [...document.querySelectorAll("button, input, textarea, select")].filter(one => !one.disabled);
      return all[all.indexOf(document.activeElement) + (back ? -1 : 1)].dataset.key;
    }, key === "Shift+Tab");
    await page.keyboard.press(key);
    await says(GUIDE, key + "\n");
    await settled();
    assert.equal(await focused(), wanted);
    await page.locator(STAGE).focus();
  }
});

test("words that were changed elsewhere are not written over", async () => {
  const redaction = '\n[[redact]]\nbox = [20, 20, 90, 40]\ntext = "before"\n';
  site.write(SIDECAR, site.read(SIDECAR) + redaction);
  const alt = site.read(GUIDE).match(/!\[([^\]]*)\]/)[1];
  await settled();
  const fields = [
    ["words-1", GUIDE, "Enter your password.", "From elsewhere."],
    ["alt", GUIDE, alt, "A page from elsewhere"],
    ["text-0", SIDECAR, "before", "elsewhere"],
  ];
  await edit();
  for (const [key, file, before, other] of fields) {
    if (key === "words-1") await page.getByText("Enter your password.").click();
    const field = page.locator("[data-key=" + key + "]");
    await field.focus();
    await page.keyboard.press("End");
    // All at once: words are written when typing pauses, and a busy browser pauses between two keys.
    await page.keyboard.insertText(" mine");
    site.edit(file, before, other);
    const dialog = page.getByRole("dialog");
    await dialog.getByText(other).first().waitFor();
    assert.ok((await dialog.textContent()).includes(before + " mine"));
    await page.getByRole("button", { name: "Load again" }).click();
    await until(async () => (await field.inputValue()) === other, "the words on the disk");
    for (let left = 3; left > 0; left--) await settled();
    assert.ok(!site.read(file).includes(" mine"), site.read(file));
  }
  await close("409");
});

test("what follows a write of the same words is no conflict", async () => {
  await edit();
  // An answer takes its time.
  await page.route("**/__stepbook/edit/act", async route => {
    await new Promise(next => setTimeout(next, 700));
    await route.continue();
  });
  await type(" one");
  await page.waitForRequest("**/__stepbook/edit/act");
  await page.keyboard.type(" two");
  await page.waitForTimeout(600);
  await page.keyboard.type(" three");
  await says(GUIDE, SECOND + " one two three\n");
  assert.equal(await page.locator("[data-key=words-1]").inputValue(), "Enter your password. one two three");
});

test("words that are refused stay in the field", async () => {
  await edit();
  await page.route("**/__stepbook/edit/act", route =>
    route.fulfill({ status: 422, contentType: "application/json", body: '{ "why": "no" }' }),
  );
  await type(" one");
  await page.getByText("Nothing was written: no").waitFor();
  await settled();
  assert.equal(await page.locator("[data-key=words-1]").inputValue(), "Enter your password. one");
  await page.unroute("**/__stepbook/edit/act");
  await page.keyboard.type(" two");
  await says(GUIDE, SECOND + " one two\n");
  await close("422");
});

test("undo and redo work in the number's choice", async () => {
  await edit();
  await page.locator("[data-key=item-0]").click();
  await page.getByRole("combobox").selectOption("2");
  await until(() => site.read(SIDECAR).match(/^n {3}= 2$/gm)?.length === 2, "the number");
  await page.getByRole("combobox").focus();
  await page.keyboard.press("Control+z");
  await until(() => site.read(SIDECAR) === original.get(SIDECAR), "taken back");
  await page.getByRole("combobox").focus();
  await page.keyboard.press("Control+y");
  await until(() => site.read(SIDECAR) !== original.get(SIDECAR), "done again");
});

test("a spot gets a new item, and its words", async () => {
  await edit();
  await choose("spot");
  await drag([60, 40], [200, 100]);
  await added(SIDECAR, 1);
  await settled();
  await page.getByRole("combobox").selectOption("new");
  await focusIs("words-3");
  await page.keyboard.type("Look here.");
  await says(GUIDE, "\n4. Look here.\n");
  await until(() => /^n\s*= 4\nspot/m.test(site.read(SIDECAR)), "its number");
});

test("the words of a new item are kept, and it waits for its mark", async () => {
  await edit();
  await page.locator(STAGE).focus();
  await page.keyboard.press("n");
  await page.keyboard.type("Wait.");
  await page.keyboard.press("Enter");
  await says(GUIDE, "\n4. Wait.\n");
  assert.equal(site.read(SIDECAR), original.get(SIDECAR));
  await drag([800, 140], [900, 180]);
  const [number, box] = await added(SIDECAR, 2);
  assert.match(number, /^n\s*= 4$/);
  near(numbers(box), [800, 140, 100, 40]);
});
