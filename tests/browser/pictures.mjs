// Pictures for the tests of the preview: files that a browser makes, the guide that gets them, what is on the disk.

import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { beforeEach } from "node:test";
import { CHINESE, GUIDE, page, read, SIDECAR, site, until, useEditor } from "./editor.mjs";

export const PICTURE = "content/guides/img/sign-in.png";
const FOLDER = "content/guides/img";

/** The files of the content as they are before each test. */
export let original;

/** As `useEditor`, with the same pictures before each test as well. */
export function usePictures() {
  // Before the texts are as they were: from a page that is, the pictures are gone as well.
  beforeEach(() => {
    original ??= files();
    for (const name of files().keys()) if (!original.has(name)) fs.rmSync(site.path(name));
    fs.rmSync(site.path(FOLDER + "/originals"), { recursive: true, force: true });
    fs.writeFileSync(site.path(PICTURE), Buffer.from(original.get(PICTURE), "base64"));
  });
  useEditor();
}

function names() {
  const all = fs.readdirSync(site.path("content"), { recursive: true, withFileTypes: true });
  const found = all.filter(one => one.isFile()).map(one => path.join(one.parentPath, one.name));
  return found.map(name => path.relative(site.root, name).replaceAll("\\", "/")).sort();
}

/** The bytes of all files of the content, in base64, by name. */
export const files = () => new Map(names().map(name => [name, fs.readFileSync(site.path(name)).toString("base64")]));

/** The texts of both languages before the test. */
export const text = name => Buffer.from(original.get(name), "base64").toString();

/** Waits until there are these files and no others besides those of before. */
export async function come(...wanted) {
  const now = () => names().flatMap(name => (original.has(name) ? [] : [path.posix.relative(FOLDER, name)]));
  await until(
    () => String(now()) === String(wanted.toSorted()),
    () => wanted + ", but " + now(),
  );
}

/** Waits until pictures are added, the dialog is closed and the page shows them. */
export async function added(...wanted) {
  await come(...wanted);
  await note().getByText("Added").or(note().getByText("已加入")).waitFor();
  await page.waitForFunction(() => document.querySelectorAll("main figure").length > 1);
  assert.equal(await dialog().count(), 0);
}

/** Waits until a text is the one before with these lines behind some of its words. */
export async function gets(name, behind, lines) {
  assert.ok(text(name).includes(behind), behind);
  const wanted = text(name).replace(behind, () => behind + lines);
  await until(
    () => site.read(name) === wanted,
    () => wanted + "\nbut:\n" + site.read(name),
  );
}

/** Opens the guide in the preview, as it was before all tests. */
export async function open(language = "en", options = {}) {
  await read(language, options);
  // The preview follows the disk a moment later, and pictures go into a text only where it is like the other one.
  await page.waitForFunction(() => document.querySelectorAll("main figure").length === 1);
  await until(async () => {
    const answers = await Promise.all(["en", "zh-TW"].map(one => fetch(`${site.at}${one}/guides/sign-in.html`)));
    const pages = await Promise.all(answers.map(answer => answer.text()));
    return pages.every(html => html.split("<figure").length === 2);
  }, "both pages as they were");
  // A finding about what is not there any more lies over the page.
  await page.locator("#sb-findings").waitFor({ state: "hidden" });
  await page.locator(".sb-add").first().waitFor();
}

export const dialog = () => page.locator("dialog.sb-dialog");
export const alt = (language, at = 0) =>
  dialog()
    .getByLabel("Alternative text (" + language + ")")
    .nth(at);
export const note = () => page.locator(".sb-note");

/** A picture whose left half has another colour than the right one, made by the browser: its bytes. */
export async function picture(type, width, height, colours = ["#d02020", "#2030d0"]) {
  const made = await page.evaluate(
    async ([kind, wide, high, [left, right]]) => {
      const canvas = new OffscreenCanvas(wide, high);
      const pen = canvas.getContext("2d");
      pen.fillStyle = left;
      pen.fillRect(0, 0, wide, high);
      pen.fillStyle = right;
      pen.fillRect(wide / 2, 0, wide, high);
      const blob = await canvas.convertToBlob({ type: kind });
      return [...new Uint8Array(await blob.arrayBuffer())];
    },
    [type, width, height, colours],
  );
  return Buffer.from(made);
}

/** A photo of more than 2 MiB: noise. */
export async function photo(width, height) {
  const made = await page.evaluate(
    async ([wide, high]) => {
      const canvas = new OffscreenCanvas(wide, high);
      const pen = canvas.getContext("2d");
      const pixels = pen.createImageData(wide, high);
      for (let at = 0; at < pixels.data.length; at += 65536)
        crypto.getRandomValues(pixels.data.subarray(at, at + 65536));
      for (let at = 3; at < pixels.data.length; at += 4) pixels.data[at] = 255;
      pen.putImageData(pixels, 0, 0);
      const reader = new FileReader();
      const blob = await canvas.convertToBlob({ type: "image/jpeg", quality: 0.9 });
      return new Promise(done => {
        reader.onload = () => done(reader.result.split(",")[1]);
        reader.readAsDataURL(blob);
      });
    },
    [width, height],
  );
  const bytes = Buffer.from(made, "base64");
  assert.ok(bytes.length > 2 * 1024 * 1024, String(bytes.length));
  return bytes;
}

/** A JPEG with an Exif block that says that it lies on its side (6: turn it by 90° to the right). */
export function lying(jpeg) {
  const tiff = "4d4d002a00000008" + "0001" + "0112000300000001" + "00060000" + "00000000";
  const exif = Buffer.concat([Buffer.from("Exif\0\0", "latin1"), Buffer.from(tiff, "hex")]);
  const head = Buffer.from([0xff, 0xe1, 0, exif.length + 2]);
  return Buffer.concat([jpeg.subarray(0, 2), head, exif, jpeg.subarray(2)]);
}

/** A file as a file chooser takes it. */
export const file = (name, buffer, mimeType = "image/" + name.split(".").pop().replace("jpg", "jpeg")) => ({
  name,
  mimeType,
  buffer,
});

/** The file chooser that something opens. */
export async function chooser(act) {
  const opened = page.waitForEvent("filechooser");
  // The browser must know by then that somebody waits for it.
  await page.evaluate(() => {});
  await act();
  return opened;
}

/** Puts files into the dialog that is open. */
export async function put(...all) {
  await dialog().locator("input[type=file]").setInputFiles(all);
  await dialog()
    .locator(".sb-rows li")
    .nth(all.length - 1)
    .waitFor();
}

/** Pastes files, as a browser tells the page of it. */
export async function paste(...all) {
  const sent = all.map(({ name, mimeType, buffer }) => [name, mimeType, buffer.toString("base64")]);
  await page.evaluate(given => {
    const clipboardData = new DataTransfer();
    for (const [name, type, data] of given) {
      const bytes = Uint8Array.from(atob(data), sign => sign.charCodeAt(0));
      clipboardData.items.add(new File([bytes], name, { type }));
    }
    document.activeElement.dispatchEvent(
      new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }),
    );
  }, sent);
}

/** Drags files of the disk over the window and drops them there. */
export async function drop([x, y], paths, { isDropped = true } = {}) {
  const client = await page.context().newCDPSession(page);
  const data = { items: [], files: paths, dragOperationsMask: 1 };
  const send = type => client.send("Input.dispatchDragEvent", { type, x, y, data });
  await send("dragEnter");
  await send("dragOver");
  if (isDropped) await send("drop");
}

/** The picture of a file, as a browser shows it: its size and the colours at two places. */
export function shown(name, ...points) {
  return page.evaluate(
    async ([data, at]) => {
      const bytes = Uint8Array.from(atob(data), sign => sign.charCodeAt(0));
      const bitmap = await createImageBitmap(new Blob([bytes]), { imageOrientation: "none" });
      const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
      const pen = canvas.getContext("2d", { willReadFrequently: true });
      pen.drawImage(bitmap, 0, 0);
      const colour = ([x, y]) => [...pen.getImageData(x, y, 1, 1).data.subarray(0, 3)];
      return { size: [bitmap.width, bitmap.height], colours: at.map(colour) };
    },
    [files().get(name), points],
  );
}

/** Red or blue, whatever a JPEG has made of it. */
export const isRed = ([red, , blue]) => red > 150 && blue < 90;
export const isBlue = ([red, , blue]) => blue > 150 && red < 90;

export { CHINESE, GUIDE, SIDECAR };
