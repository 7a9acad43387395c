// Pictures that authors put into a guide in the preview: pasted, dropped and chosen, each against the bytes on the
// disk.

import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { test } from "node:test";
import { AXE, close, page, site, until } from "./editor.mjs";
import { temporary } from "./harness.mjs";
import {
  added,
  alt,
  CHINESE,
  chooser,
  dialog,
  drop,
  file,
  files,
  GUIDE,
  gets,
  isBlue,
  isRed,
  lying,
  note,
  open,
  original,
  paste,
  photo,
  picture,
  put,
  shown,
  text,
  usePictures,
} from "./pictures.mjs";

usePictures();

const FIRST = "Open Campus Learning. You see the sign-in page.\n";
const FIRST_CHINESE = "開啟校園學習網，會看到登入頁。\n";
const LAST_OF_STEP_2 = "Result: Your name is right, and you are done.\n";
const PHONE = { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true };

/* Points at the gap under the first paragraph of the first step. The page may still scroll to what a save changed, and
   findings that come and go may lie over it. */
async function pointAtGap() {
  let place = null;
  await until(async () => {
    await page.evaluate(() => scrollTo({ top: 0, behavior: "instant" }));
    const { x, y, height } = await page.locator("#step-1 > p").first().boundingBox();
    place = { x, y: y + height + 7 };
    await page.mouse.move(x + 280, place.y);
    await page.mouse.move(x + 300, place.y);
    await page.evaluate(() => new Promise(requestAnimationFrame));
    return page.locator(".sb-gap").isVisible();
  }, "the gap");
  return place;
}

/* The button of a step. */
const button = step => page.locator("#" + step + " > .step-head .sb-add");

async function addByMouse() {
  await until(async () => {
    const { x, y } = await pointAtGap();
    await page.mouse.move(x - 22, y, { steps: 4 });
    await page.mouse.down();
    await page.mouse.up();
    return dialog().isVisible();
  }, "the dialog");
}

test("a picture from the clipboard goes to the end of the step that is read, in both languages", async () => {
  await open("en", { permissions: ["clipboard-read", "clipboard-write"] });
  await page.evaluate(async () => {
    const canvas = new OffscreenCanvas(64, 48);
    canvas.getContext("2d").fillRect(0, 0, 64, 48);
    await navigator.clipboard.write([new ClipboardItem({ "image/png": await canvas.convertToBlob() })]);
  });
  await page.locator("#check").evaluate(step => step.scrollIntoView());
  await page.keyboard.press("Control+v");
  await dialog().waitFor();
  assert.equal(await dialog().getByLabel("Section").inputValue(), "Step 2: Check your name");
  assert.equal(await dialog().getByLabel("Place").inputValue(), "At the end");
  await page.waitForFunction(() => document.activeElement.value === "Check your name");
  // The words that are there give way to what is typed.
  await page.keyboard.type("The [profile] page");
  await page.keyboard.press("Enter");
  await gets(GUIDE, LAST_OF_STEP_2, "\n![The \\[profile\\] page](img/sign-in-2-1.png)\n");
  await gets(CHINESE, "結果：看到正確的姓名，就完成了。\n", "\n![確認姓名](img/sign-in-2-1.png)\n");
  await added("sign-in-2-1.png");
  assert.deepEqual((await shown("content/guides/img/sign-in-2-1.png")).size, [64, 48]);
  assert.match(await note().innerText(), /^Added img\/sign-in-2-1\.png\./);
  // The page shows it by itself.
  await page.locator("#check figure img[alt='The [profile] page']").waitFor();
});

test("a photo that lies on its side stands upright on the disk, without its Exif", async () => {
  await open();
  const jpeg = lying(await picture("image/jpeg", 96, 64));
  assert.ok(jpeg.includes("Exif"));
  await paste(file("IMG_1.jpg", jpeg));
  await dialog().getByText("64 × 96 pixels").waitFor();
  await alt("English").press("Enter");
  await added("sign-in-1-1.jpg");
  const name = "content/guides/img/sign-in-1-1.jpg";
  assert.ok(!fs.readFileSync(site.path(name)).includes("Exif"));
  const { size, colours } = await shown(name, [32, 10], [32, 86]);
  assert.deepEqual(size, [64, 96]);
  // What was left is at the top.
  assert.ok(isRed(colours[0]) && isBlue(colours[1]), JSON.stringify(colours));
});

test("three dropped files are three panels of one figure, at the gap that lights up", async () => {
  await open();
  const folder = temporary("drop");
  const paths = [];
  for (const [name, wide] of [
    ["a.png", 30],
    ["b.png", 40],
    ["c.png", 50],
  ]) {
    paths.push(path.join(folder, name));
    fs.writeFileSync(paths.at(-1), await picture("image/png", wide, 20));
  }
  const { x, y } = await pointAtGap();
  await drop([x + 200, y - 11], paths, { isDropped: false });
  await page.locator(".sb-gap.is-dropping").waitFor();
  await drop([x + 200, y - 11], paths);
  await dialog().getByText("50 × 20 pixels").waitFor();
  assert.match(await dialog().getByLabel("Place").inputValue(), /^After “Open Campus Learning/);
  await page.waitForFunction(() => document.activeElement.value === "Sign in (1 of 3)");
  assert.equal(await alt("Chinese", 2).inputValue(), "登入（3 張中的第 3 張）");
  await alt("English", 1).fill("The second");
  await dialog().getByRole("button", { name: "Add 3 pictures" }).click();
  const lines = words => "\n" + words.map((alt, at) => `![${alt}](img/sign-in-1-${at + 1}.png)\n`).join("");
  await gets(GUIDE, FIRST, lines(["Sign in (1 of 3)", "The second", "Sign in (3 of 3)"]));
  const chinese = [1, 2, 3].map(n => `登入（3 張中的第 ${n} 張）`);
  await gets(CHINESE, FIRST_CHINESE, lines(chinese));
  await added("sign-in-1-1.png", "sign-in-1-2.png", "sign-in-1-3.png");
  for (const [at, given] of paths.entries()) {
    const { size } = await shown(`content/guides/img/sign-in-1-${at + 1}.png`);
    assert.deepEqual(size, [30 + 10 * at, 20], given);
  }
  await page.locator("#step-1 .walk.cols-3 figure").nth(2).waitFor();
  assert.equal(page.url(), site.at + "en/guides/sign-in.html", "the browser has not opened a file");
});

test("the keyboard alone chooses a file and adds it; Escape leads back", async () => {
  await open();
  const png = await picture("image/png", 30, 20);
  await button("check").focus();
  await page.keyboard.press("Enter");
  await dialog().waitFor();
  await page.keyboard.press("Escape");
  await page.waitForFunction(() => document.activeElement.matches("#check .sb-add"));
  assert.equal(await dialog().count(), 0);
  await page.keyboard.press("Enter");
  await page.waitForFunction(() => document.activeElement.matches("input[type=file]"));
  const opened = await chooser(() => page.keyboard.press("Enter"));
  assert.ok(opened.isMultiple());
  await opened.setFiles([file("a.png", png)]);
  await page.waitForFunction(() => document.activeElement.value === "Check your name");
  await page.keyboard.type("Typed");
  await page.keyboard.press("Tab");
  await page.keyboard.type("打的字");
  await page.keyboard.press("Enter");
  await gets(GUIDE, LAST_OF_STEP_2, "\n![Typed](img/sign-in-2-1.png)\n");
  await gets(CHINESE, "結果：看到正確的姓名，就完成了。\n", "\n![打的字](img/sign-in-2-1.png)\n");
  await added("sign-in-2-1.png");
  // The buttons are drawn again, and the focus is where it was.
  await page.waitForFunction(() => document.activeElement.matches("#check .sb-add"));
});

test("a line stands exactly in the gap that is pointed at, in one language if the other is left out", async () => {
  await open();
  await addByMouse();
  await put(file("a.png", await picture("image/png", 30, 20)));
  await alt("English").fill("Here");
  await dialog().getByLabel("Put it into the Chinese text too").uncheck();
  assert.equal(await alt("Chinese").isVisible(), false);
  await alt("English").press("Enter");
  await gets(GUIDE, FIRST, "\n![Here](img/sign-in-1-1.png)\n");
  await added("sign-in-1-1.png");
  assert.equal(site.read(CHINESE), text(CHINESE));
});

test("another section and place are chosen in the dialog", async () => {
  await open("zh-TW");
  await button("step-1").focus();
  await page.keyboard.press("Enter");
  await dialog().getByLabel("章節").selectOption("第一節之前");
  await dialog().getByLabel("位置").selectOption("最前面");
  await put(file("a.png", await picture("image/png", 30, 20)));
  await page.waitForFunction(() => document.querySelector(".sb-alts input")?.value === "登入校園學習網");
  await dialog().getByRole("button", { name: "加入圖片" }).click();
  await added("sign-in-1.png");
  const lines = alt => `![${alt}](img/sign-in-1.png)\n\n`;
  const before = [
    [CHINESE, "這份手冊適用於", "登入校園學習網"],
    [GUIDE, "This guide is for", "Sign in to Campus Learning"],
  ];
  for (const [name, words, title] of before) {
    assert.equal(site.read(name), text(name).replace(words, lines(title) + words));
  }
});

test("what was added is taken back by the button or by the keyboard, every file byte for byte", async () => {
  await open();
  for (const way of ["button", "keyboard"]) {
    await addByMouse();
    const some = [
      file("a.png", await picture("image/png", 30, 20)),
      file("b.jpg", await picture("image/jpeg", 40, 20)),
    ];
    await put(...some);
    await dialog().getByRole("button", { name: "Add 2 pictures" }).click();
    await added("sign-in-1-1.png", "sign-in-1-2.jpg");
    await page.locator("#step-1 .walk.cols-2").waitFor();
    if (way === "button") await note().getByRole("button", { name: "Undo" }).click();
    else await page.keyboard.press("Control+z");
    await note().getByText("Taken back: img/sign-in-1-1.png, img/sign-in-1-2.jpg.").waitFor();
    assert.deepEqual(files(), original);
    await page.locator("#step-1 .walk.cols-2").waitFor({ state: "detached" });
  }
});

test("a photo of more than 2 MB is made smaller; its original is kept in the folder that is named", async () => {
  await open();
  const bytes = await photo(2400, 1500);
  await addByMouse();
  await put(file("photo.jpg", bytes));
  await dialog().getByText("Photos of more than 2 MB are made smaller.").waitFor();
  const folder = dialog().getByLabel("Folder in img/ for the original");
  await folder.fill("my originals");
  await folder.press("Enter");
  await dialog().getByRole("alert").getByText("The name of a folder").waitFor();
  assert.deepEqual(files(), original);
  await folder.fill("originals");
  await folder.press("Enter");
  await added("originals/sign-in-1-1.jpg", "sign-in-1-1.jpg");
  assert.ok(fs.readFileSync(site.path("content/guides/img/originals/sign-in-1-1.jpg")).equals(bytes));
  assert.deepEqual((await shown("content/guides/img/sign-in-1-1.jpg")).size, [2048, 1280]);
  await note().getByText("made smaller, from 2400 × 1500 to 2048 × 1280 pixels.").waitFor();
});

test("what is no picture is refused in words, and nothing is written or lost", async () => {
  await open();
  await addByMouse();
  const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><path d="M0 0h9v9"/></svg>');
  await put(file("a.png", await picture("image/png", 30, 20)), file("b.svg", svg, "image/svg+xml"));
  await alt("English").fill("Typed and not lost");
  await alt("English").press("Enter");
  await dialog().getByRole("alert").getByText("b.svg: A picture in SVG form").waitFor();
  assert.deepEqual(files(), original);
  assert.equal(await alt("English").inputValue(), "Typed and not lost");
  await dialog().getByRole("button", { name: "Remove b.svg" }).click();
  await alt("English").press("Enter");
  await gets(GUIDE, FIRST, "\n![Typed and not lost](img/sign-in-1-1.png)\n");
  await added("sign-in-1-1.png");
  await close("422");
});

test("files that are no pictures, and more than 20 pictures, are named before anything is sent", async () => {
  await open();
  await addByMouse();
  const png = await picture("image/png", 30, 20);
  await dialog()
    .locator("input[type=file]")
    .setInputFiles([
      file("notes.pdf", Buffer.from("%PDF"), "application/pdf"),
      ...Array.from({ length: 21 }, (_, at) => file(at + ".png", png)),
    ]);
  await dialog().getByRole("alert").getByText("No picture: notes.pdf. At most 20 pictures at once").waitFor();
  assert.equal(await dialog().locator(".sb-rows li").count(), 20);
  assert.equal(page.asked.filter(address => address.endsWith("/edit/add")).length, 0);
  await page.keyboard.press("Escape");
  await dialog().waitFor({ state: "detached" });
  assert.deepEqual(files(), original);
});

test("words that are pasted into a field stay there", async () => {
  await open();
  await page.keyboard.press("/");
  await page.locator("#search-input").waitFor();
  await paste(file("a.png", await picture("image/png", 30, 20)));
  await page.waitForTimeout(200);
  assert.equal(await dialog().count(), 0, "over another dialog");
  await page.keyboard.press("Escape");
  await addByMouse();
  await put(file("a.png", await picture("image/png", 30, 20)));
  const taken = await alt("English").evaluate(field => {
    const clipboardData = new DataTransfer();
    clipboardData.setData("text/plain", "words");
    clipboardData.items.add(new File(["x"], "a.png", { type: "image/png" }));
    return !field.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
  });
  assert.equal(taken, false);
  assert.equal(await dialog().locator(".sb-rows li").count(), 1);
});

test("the gap moves nothing; it is not shown in a heading, beside the text or during a selection", async () => {
  await open();
  const heights = () => page.evaluate(() => [...document.querySelectorAll("main *")].map(one => one.offsetTop).join());
  const before = await heights();
  const { x, y } = await pointAtGap();
  assert.equal(await heights(), before);
  const line = page.locator(".sb-gap");
  await page.mouse.down();
  await page.mouse.move(x + 320, y + 1);
  assert.equal(await line.isVisible(), false);
  await page.mouse.up();
  await pointAtGap();
  await page.locator("#step-1 .step-title").first().hover();
  await line.waitFor({ state: "hidden" });
  assert.equal(await button("step-1").evaluate(one => getComputedStyle(one).opacity), "1");
  await pointAtGap();
  await page.locator(".rail").first().hover();
  await line.waitFor({ state: "hidden" });
});

test("each heading has one button, also after a save", async () => {
  await open();
  const names = () => page.locator(".sb-add").evaluateAll(all => all.map(one => one.getAttribute("aria-label")));
  const wanted = [
    "Add a picture before the first section",
    "Add a picture to “Step 1: Sign in”",
    "Add a picture to “Step 2: Check your name”",
    "Add a picture to “Step 3: Reset your password”",
  ];
  assert.deepEqual(await names(), wanted);
  await button("check").focus();
  site.edit(GUIDE, "## Step: Sign in\n", "## Step: Sign in here\n\nSaved.\n");
  await page.getByText("Saved.").waitFor();
  await until(async () => String(await names()) === String(wanted).replace("Sign in”", "Sign in here”"), names);
  assert.ok(await button("check").evaluate(one => one === document.activeElement));
});

test("a finger adds a picture on a phone", async () => {
  await open("en", PHONE);
  const png = await picture("image/png", 30, 20);
  const one = button("check");
  await one.scrollIntoViewIfNeeded();
  const { width, height } = await one.boundingBox();
  assert.ok(width >= 44 && height >= 44, width + " × " + height);
  await one.tap();
  const opened = await chooser(() => dialog().locator("input[type=file]").tap());
  await opened.setFiles([file("a.png", png)]);
  await page.waitForFunction(() => document.activeElement.value === "Check your name");
  assert.ok(await dialog().evaluate(box => box.scrollWidth === box.clientWidth));
  assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), 360);
  await dialog().getByRole("button", { name: "Add the picture" }).tap();
  await gets(GUIDE, LAST_OF_STEP_2, "\n![Check your name](img/sign-in-2-1.png)\n");
  await added("sign-in-2-1.png");
});

for (const colorScheme of ["light", "dark"]) {
  for (const width of [1280, 360]) {
    test(`axe-core finds nothing in the dialog, ${colorScheme}, ${width}`, async () => {
      await open("en", { colorScheme, bypassCSP: true, viewport: { width, height: 800 } });
      await page.addScriptTag({ path: AXE });
      const violations = async () => {
        const found = await page.evaluate(() => globalThis.axe.run(document));
        return found.violations.map(({ id, nodes }) => id + " " + nodes[0].html);
      };
      if (width > 640) await pointAtGap();
      assert.deepEqual(await violations(), []);
      await button("step-1").evaluate(one => one.click());
      await dialog().waitFor();
      assert.deepEqual(await violations(), []);
      await put(file("a.png", await picture("image/png", 30, 20)), file("b.jpg", Buffer.alloc(3e6)));
      await dialog().getByLabel("Folder in img/").fill("-");
      await dialog().getByLabel("Folder in img/").press("Enter");
      await dialog().getByRole("alert").getByText("The name of a folder").waitFor();
      assert.deepEqual(await violations(), []);
    });
  }
}
