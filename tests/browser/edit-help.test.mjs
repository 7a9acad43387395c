// Findings over a page lead to the mark editor, which begins with what mends them.

import assert from "node:assert/strict";
import { test } from "node:test";
import { added, drag, GUIDE, mend, near, numbers, page, SIDECAR, site, until, useEditor } from "./editor.mjs";

useEditor();

test("an item without a mark waits for its box", async () => {
  site.edit(GUIDE, "3. Select **登入 (Sign in)**.", "3. Select **登入 (Sign in)**.\n4. Wait.");
  await mend("Draw the mark");
  await drag([800, 140], [900, 180]);
  const [number, box] = await added(SIDECAR, 2);
  assert.equal(number, "n = 4");
  near(numbers(box), [800, 140, 100, 40]);
});

test("a mark without an item asks for the item's words", async () => {
  site.write(SIDECAR, `${site.read(SIDECAR)}\n[[mark]]\nn = 4\nbox = [800, 520, 90, 40]\n`);
  await mend("Write the item");
  await until(() => page.evaluate(() => document.activeElement.dataset.key === "words-3"), "a field for the words");
  await page.keyboard.type("Wait.");
  await page.keyboard.press("Enter");
  await until(
    () => site.read(GUIDE).includes("\n4. Wait.\n"),
    () => site.read(GUIDE),
  );
});

test("a mark that readers don't see is shown and chosen", async () => {
  site.edit(SIDECAR, "box = [765, 442, 378, 52]", "box = [20, 20, 90, 40]");
  await mend("Show the mark");
  assert.equal(await page.locator("[data-key=at-mark-2-x]").inputValue(), "20");
});

test("what a picture shows is asked for, and written where the picture stands", async () => {
  site.write(GUIDE, site.read(GUIDE).replace(/!\[[^\]]*\]/, "![]"));
  await mend("Say what the picture shows");
  await page.keyboard.type("The [sign-in] page");
  await page.keyboard.press("Enter");
  await until(
    () => site.read(GUIDE).includes("![The \\[sign-in\\] page]("),
    () => site.read(GUIDE),
  );
  await page.keyboard.press("Control+z");
  await until(
    () => site.read(GUIDE).includes("![]("),
    () => site.read(GUIDE),
  );
});
