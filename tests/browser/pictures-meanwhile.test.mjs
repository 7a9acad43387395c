// The dialog that adds pictures in the preview, while files change elsewhere and the preview ends, and with too much.

import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { test } from "node:test";
import { close, page, settled, site, until } from "./editor.mjs";
import { temporary } from "./harness.mjs";
import {
  added,
  alt,
  CHINESE,
  dialog,
  file,
  files,
  GUIDE,
  note,
  open,
  original,
  picture,
  put,
  text,
  usePictures,
} from "./pictures.mjs";

usePictures();

/* Opens the dialog for the end of a step, with one picture in it. */
async function begin(step) {
  await open();
  await page.locator("#" + step + " > .step-head .sb-add").focus();
  await page.keyboard.press("Enter");
  await put(file("a.png", await picture("image/png", 30, 20)));
  await alt("English").waitFor();
}

const places = () => dialog().getByLabel("Place").locator("option").allInnerTexts();
const chosen = () => dialog().getByLabel("Place").inputValue();

test("a save elsewhere changes the places, and leaves what was typed", async () => {
  await begin("check");
  await dialog().getByLabel("Place").selectOption("At the beginning");
  await alt("English").fill("Typed before the save");
  const before = await places();
  const more = "Result: Your name is right, and you are done.\n\nOne more paragraph.\n";
  site.edit(GUIDE, "Result: Your name is right, and you are done.\n", more);
  await until(async () => (await places()).length === before.length + 1, places);
  assert.equal(await chosen(), "At the beginning");
  await dialog().getByRole("alert").getByText("The page has changed; please look at the place again.").waitFor();
  assert.equal(await alt("English").inputValue(), "Typed before the save");
  // The other text has not this paragraph, so the program can't tell where the same place is in it.
  await alt("Chinese").waitFor({ state: "hidden" });
  await alt("English").press("Enter");
  await added("sign-in-2-1.png");
  const heading = "## Step: Check your name {#check}\n";
  const line = "\n![Typed before the save](img/sign-in-2-1.png)\n";
  assert.ok(site.read(GUIDE).includes(heading + line), site.read(GUIDE));
  assert.ok(site.read(GUIDE).includes(more));
  assert.equal(site.read(CHINESE), text(CHINESE));
});

test("a preview that was started again takes the pictures that are waiting in the dialog", async () => {
  await begin("check");
  await alt("English").fill("Waited");
  await site.stop();
  await alt("English").press("Enter");
  await dialog().getByRole("alert").getByText("The preview has ended; nothing can be saved.").waitFor();
  assert.deepEqual(files(), original);
  await site.again();
  // Another run has another key.
  await dialog().getByRole("button", { name: "Add the picture" }).click();
  await added("sign-in-2-1.png");
  assert.ok(site.read(GUIDE).includes("![Waited](img/sign-in-2-1.png)"));
  await close("Failed to load resource");
});

test("more than can be sent at once is said before it is sent, and can be removed", async () => {
  await begin("check");
  const large = path.join(temporary("large"), "large.png");
  fs.writeFileSync(large, "");
  fs.truncateSync(large, 49 * 1024 * 1024);
  await dialog().locator("input[type=file]").setInputFiles(large);
  const alarm = dialog().getByRole("alert").getByText("at most 50.3 MB can be sent at once.");
  await alarm.waitFor();
  await dialog().getByRole("button", { name: "Add 2 pictures" }).click();
  await alarm.waitFor();
  assert.equal(page.asked.filter(address => address.endsWith("/edit/add")).length, 0);
  await dialog().getByRole("button", { name: "Remove large.png" }).click();
  await alarm.waitFor({ state: "hidden" });
  await page.waitForFunction(() => document.activeElement.matches(".sb-remove"));
  await alt("English").press("Enter");
  await added("sign-in-2-1.png");
});

test("what was added is not taken back over what another program wrote since", async () => {
  await begin("check");
  await alt("English").press("Enter");
  await added("sign-in-2-1.png");
  const now = site.read(GUIDE).replace("![Check your name](img", "![Other words](img");
  site.write(GUIDE, now);
  await settled();
  await note().getByRole("button", { name: "Undo" }).click();
  await note().getByText("Not taken back: another program has changed the same lines.").waitFor();
  assert.equal(site.read(GUIDE), now);
  assert.ok(fs.existsSync(site.path("content/guides/img/sign-in-2-1.png")));
  await note().getByRole("button", { name: "Close" }).click();
  await note().waitFor({ state: "hidden" });
  await close("409");
});
