// Another file for a picture, in the mark editor of the preview: chosen, pasted and dropped, against the bytes on the
// disk.

import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { test } from "node:test";
import { AXE, close, edit, page, settled, site, until } from "./editor.mjs";
import { temporary } from "./harness.mjs";
import {
  chooser,
  come,
  drop,
  file,
  files,
  isBlue,
  isRed,
  original,
  PICTURE,
  paste,
  photo,
  picture,
  SIDECAR,
  shown,
  text,
  usePictures,
} from "./pictures.mjs";

usePictures();

const REDACTION = '\n[[redact]]\nbox = [1080, 20, 120, 32]\ntext = "name"\n';
const dialog = () => page.locator("dialog.ed-dialog");

/* Chooses a file in the panel. */
async function choose(...all) {
  const opened = await chooser(() => page.locator("[data-key=replace]").click());
  await opened.setFiles(all);
  await dialog().waitFor();
}

const replaced = () => page.locator(".ed-status", { hasText: "Replaced" }).waitFor();

/* The red of the picture that the editor shows, at this place. */
const drawn = (x, y) =>
  page.evaluate(
    at => [
      ...document
        .querySelector("canvas.ed-canvas")
        .getContext("2d")
        .getImageData(...at, 1, 1).data,
    ],
    [x, y],
  );

/* Waits until the editor shows a picture that is red at the left, or not, in this width. */
async function shows(width, red) {
  const canvas = () => page.evaluate(() => document.querySelector("canvas.ed-canvas").width);
  await until(
    async () => (await canvas()) === width && isRed(await drawn(20, 400)) === red,
    async () => (await canvas()) + " " + (await drawn(20, 400)),
  );
}

test("a file of the same size leaves all marks where they are, byte for byte, and is taken back", async () => {
  await edit();
  await choose(file("new.png", await picture("image/png", 1280, 720)));
  await dialog().getByText("All marks stay.").waitFor();
  assert.equal(await dialog().locator("canvas").count(), 2);
  await page.keyboard.press("Enter");
  await replaced();
  assert.deepEqual([...files().keys()], [...original.keys()]);
  assert.equal(files().get(SIDECAR), original.get(SIDECAR));
  const { size, colours } = await shown(PICTURE, [10, 10], [1270, 10]);
  assert.deepEqual(size, [1280, 720]);
  assert.ok(isRed(colours[0]) && isBlue(colours[1]));
  await shows(1280, true);
  await page.keyboard.press("Control+z");
  await page.locator(".ed-status", { hasText: "Undone" }).waitFor();
  assert.deepEqual(files(), original);
  await shows(1280, false);
  await page.keyboard.press("Control+y");
  await page.locator(".ed-status", { hasText: "Done again" }).waitFor();
  assert.notEqual(files().get(PICTURE), original.get(PICTURE));
  assert.equal(files().get(SIDECAR), original.get(SIDECAR));
  await shows(1280, true);
});

test("a pasted file of twice the size scales marks and crop, and acts go on from there", async () => {
  await edit();
  await paste(file("new.png", await picture("image/png", 2560, 1440)));
  await dialog().getByText("The marks are scaled from 1280 × 720 to 2560 × 1440 pixels.").waitFor();
  await dialog().getByRole("button", { name: "Replace" }).click();
  await replaced();
  const wanted = text(SIDECAR)
    .replace("size = [1280, 720]", "size = [2560, 1440]")
    .replace("crop = [700, 112, 508, 488]", "crop = [1400, 224, 1016, 976]")
    .replace("box = [765, 267, 378, 48]", "box = [1530, 534, 756, 96]")
    .replace("box = [765, 366, 378, 48]", "box = [1530, 732, 756, 96]")
    .replace("box = [765, 442, 378, 52]", "box = [1530, 884, 756, 104]");
  assert.equal(site.read(SIDECAR), wanted);
  assert.deepEqual((await shown(PICTURE)).size, [2560, 1440]);
  await shows(2560, true);
  // The editor goes on with the marks as they are now.
  await page.keyboard.press("Tab");
  await page.keyboard.press("ArrowRight");
  await until(
    () => site.read(SIDECAR) === wanted.replace("[1530, 534,", "[1531, 534,"),
    () => site.read(SIDECAR),
  );
  await settled();
  for (const back of [wanted, text(SIDECAR)]) {
    await page.keyboard.press("Control+z");
    await until(
      () => site.read(SIDECAR) === back,
      () => site.read(SIDECAR),
    );
  }
  await until(
    () => files().get(PICTURE) === original.get(PICTURE),
    () => "the picture comes back",
  );
  await shows(1280, false);
});

test("a dropped photo takes the place of a PNG as a PNG, and redactions are to be looked at", async () => {
  site.write(SIDECAR, text(SIDECAR) + REDACTION);
  await settled();
  await edit();
  const dropped = path.join(temporary("drop"), "new.jpg");
  fs.writeFileSync(dropped, await picture("image/jpeg", 1280, 720));
  await drop([300, 400], [dropped], { isDropped: false });
  await page.getByText("Drop it to replace the picture").waitFor();
  await drop([300, 400], [dropped]);
  await dialog().getByText("Look whether each redaction still covers what it should.").waitFor();
  await dialog().getByText("All marks stay.").waitFor();
  assert.equal(await page.getByText("Drop it to replace the picture").isVisible(), false);
  await dialog().getByRole("button", { name: "Replace" }).click();
  await replaced();
  assert.equal(site.read(SIDECAR), text(SIDECAR) + REDACTION);
  assert.equal(fs.readFileSync(site.path(PICTURE)).subarray(1, 4).toString(), "PNG");
  await shows(1280, true);
});

test("a photo of more than 2 MB is made smaller, the marks with it; its original is kept", async () => {
  await edit();
  const bytes = await photo(2400, 1350);
  await choose(file("photo.jpg", bytes));
  await dialog().getByText("The marks are scaled from 1280 × 720 to 2048 × 1152 pixels.").waitFor();
  const folder = dialog().getByLabel("Folder in img/ for the original");
  await folder.fill("my originals");
  await folder.press("Enter");
  await dialog().getByRole("alert").getByText("The name of a folder").waitFor();
  assert.equal(await folder.inputValue(), "my originals");
  assert.deepEqual(files(), original);
  await folder.fill("originals");
  await folder.press("Enter");
  await replaced();
  await come("originals/sign-in.jpg");
  assert.ok(fs.readFileSync(site.path("content/guides/img/originals/sign-in.jpg")).equals(bytes));
  assert.deepEqual((await shown(PICTURE)).size, [2048, 1152]);
  assert.match(site.read(SIDECAR), /^size = \[2048, 1152\]$/m);
  await page.keyboard.press("Control+z");
  await page.locator(".ed-status", { hasText: "Undone" }).waitFor();
  assert.deepEqual(files(), original);
});

test("what is no picture is refused in the dialog, and Escape leaves everything as it was", async () => {
  await edit();
  await choose(file("a.svg", Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'), "image/svg+xml"));
  await dialog().getByText("this browser can’t show it").waitFor();
  await page.keyboard.press("Enter");
  await dialog().getByRole("alert").getByText("A picture in SVG form").waitFor();
  await page.keyboard.press("Escape");
  await dialog().waitFor({ state: "detached" });
  assert.deepEqual(files(), original);
  await paste(file("a.png", await picture("image/png", 30, 20)), file("b.png", await picture("image/png", 30, 20)));
  await page.getByText("Only one picture can take its place.").waitFor();
  assert.equal(await dialog().count(), 0);
  await close("422");
});

for (const colorScheme of ["light", "dark"]) {
  for (const width of [1280, 360]) {
    test(`axe-core finds nothing in the dialog of the editor, ${colorScheme}, ${width}`, async () => {
      await edit({ colorScheme, bypassCSP: true, viewport: { width, height: 800 } });
      await page.addScriptTag({ path: AXE });
      await choose(file("b.jpg", Buffer.alloc(3e6)));
      await dialog().getByLabel("Folder in img/").fill("-");
      await dialog().getByLabel("Folder in img/").press("Enter");
      await dialog().getByRole("alert").waitFor();
      const { violations } = await page.evaluate(() => globalThis.axe.run(document));
      assert.deepEqual(
        violations.map(({ id, nodes }) => id + " " + nodes[0].html),
        [],
      );
      assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), width);
    });
  }
}
