// The mark editor of the preview: mouse, touch and keyboard, each against the bytes on the disk.

import assert from "node:assert/strict";
import { test } from "node:test";
import {
  AXE,
  added,
  at,
  CHINESE,
  choose,
  close,
  drag,
  edit,
  GUIDE,
  near,
  numbers,
  original,
  PLAIN,
  page,
  SIDECAR,
  STAGE,
  settled,
  site,
  touch,
  until,
  useEditor,
} from "./editor.mjs";

useEditor();

test("draws each shape, with the next number and a new item", async () => {
  const shapes = [
    ["box", [60, 40], [200, 100], [60, 40, 140, 60]],
    ["ellipse", [260, 40], [400, 100], [260, 40, 140, 60]],
    ["arrow", [60, 200], [200, 260], [60, 200, 200, 260]],
  ];
  await edit();
  for (const [index, [kind, from, to, wanted]] of shapes.entries()) {
    await choose(kind);
    await drag(from, to);
    const lines = await added(SIDECAR, 2 * (index + 1));
    near(numbers(lines.at(-1)), wanted);
    assert.match(lines.at(-1), new RegExp("^" + kind + "\\s*="));
    assert.match(lines.at(-2), new RegExp("^n\\s*= " + (4 + index) + "$"));
    await settled();
  }
  assert.ok(site.read(GUIDE).includes(PLAIN.join("\n") + "\n4."), site.read(GUIDE));
});

test("a spot has no number, a pin is set by a click", async () => {
  await edit();
  await choose("spot");
  await drag([60, 40], [200, 100]);
  const [spot] = await added(SIDECAR, 1);
  near(numbers(spot), [60, 40, 140, 60]);
  await settled();
  await choose("pin");
  await page.mouse.click(...(await at([300, 400])));
  near(numbers((await added(SIDECAR, 3)).at(-1)), [300, 400]);
});

test("moves and resizes; everything else stays byte for byte", async () => {
  await edit();
  await drag([950, 290], [900, 200]);
  near(numbers((await added(SIDECAR, 1))[0]), [715, 177, 378, 48]);
  await settled();
  const [x, y, width, height] = numbers((await added(SIDECAR, 1))[0]);
  await drag([x + width, y + height], [x + width - 60, y + height + 30]);
  await until(
    () => !site.read(SIDECAR).includes(x + ", " + y + ", " + width + ", "),
    () => site.read(SIDECAR),
  );
  const [line] = await added(SIDECAR, 1);
  near(numbers(line), [x, y, width - 60, height + 30]);
  assert.equal(site.read(SIDECAR).replace(line, "box = [765, 267, 378, 48]"), original.get(SIDECAR));
});

test("keys move, resize, number and delete", async () => {
  await edit();
  await page.locator(STAGE).focus();
  await page.keyboard.press("Tab");
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("Shift+ArrowDown");
  await page.keyboard.press("Alt+ArrowLeft");
  await page.keyboard.press("Shift+Alt+ArrowDown");
  await until(
    () => site.read(SIDECAR).includes("box = [766, 277, 377, 58]"),
    () => site.read(SIDECAR),
  );
  await page.keyboard.press("2");
  await until(
    () => site.read(SIDECAR).match(/^n {3}= 2$/gm)?.length === 2,
    () => site.read(SIDECAR),
  );
  await page.keyboard.press("1");
  await until(
    () => /^n {3}= 1$/m.test(site.read(SIDECAR)),
    () => site.read(SIDECAR),
  );
  await page.keyboard.press("Delete");
  await page.getByRole("button", { name: "Delete the item as well" }).click();
  await until(
    () => site.read(GUIDE).includes("1. Enter your password.\n2. Select **登入 (Sign in)**."),
    () => site.read(GUIDE),
  );
  await until(() => site.read(SIDECAR).match(/\[\[mark\]\]/g).length === 2, "its mark goes with it");
  assert.match(site.read(SIDECAR), /n {3}= 1\nbox = \[765, 366, 378, 48\]/);
  assert.match(site.read(SIDECAR), /n {3}= 2\nbox = \[765, 442, 378, 52\]/);
});

test("a drawn box snaps to the edges of a button, and not with Alt held", async () => {
  // Out of the way of what is drawn.
  site.edit(SIDECAR, "[765, 442, 378, 52]", "[100, 100, 50, 50]");
  await settled();
  const drawn = () => numbers(site.read(SIDECAR).match(/n\s*= 4\n(.*)$/m)?.[1] ?? "0");
  await edit();
  for (const free of [false, true]) {
    await choose("box");
    await drag([769, 446], [1139, 491], { free });
    await until(
      () => drawn().length === 4,
      () => site.read(SIDECAR),
    );
    if (free) near(drawn(), [769, 446, 370, 45]);
    else assert.deepEqual(drawn(), [765, 442, 378, 52]);
    await page.locator(STAGE).focus();
    await page.keyboard.press("Control+z");
    await until(
      () => drawn().length === 1,
      () => site.read(SIDECAR),
    );
    await settled();
  }
});

test("a box snaps from inside and from outside; redactions and ellipses do not snap", async () => {
  // Out of the way of what is drawn.
  for (const box of ["[765, 267, 378, 48]", "[765, 366, 378, 48]", "[765, 442, 378, 52]"])
    site.edit(SIDECAR, box, "[1160, 550, 30, 30]");
  await settled();
  await edit();
  const drawn = [];
  const addedTo = before => {
    const known = new Set(before.split("\n"));
    const lines = site.read(SIDECAR).split("\n");
    return numbers(lines.find(line => !known.has(line) && line.includes("= [")));
  };
  for (const [tool, x, y, by] of [
    ["box", 765, 267, 5],
    ["box", 765, 366, -5],
    ["ellipse", 765, 442, 7],
    ["redact", 765, 442, 7],
  ]) {
    const before = site.read(SIDECAR);
    await choose(tool);
    await drag([x + by, y + by], [x + 378 - by, y + 48 - by], { free: false });
    await until(() => site.read(SIDECAR) !== before, tool);
    drawn.push(addedTo(before));
    await page.locator(STAGE).focus();
    await page.keyboard.press("Control+z");
    await until(() => site.read(SIDECAR) === before, "taken back");
    await settled();
  }
  near(drawn[0], [765, 267, 378, 48]);
  near(drawn[1], [766, 366, 376, 48]);
  near(drawn[2], [772, 449, 364, 34]);
  near(drawn[3], [772, 449, 364, 34]);
});

test("50 acts are taken back to the bytes before, and done again", async () => {
  await edit();
  await page.locator(STAGE).focus();
  await page.keyboard.press("Tab");
  for (let left = 50; left > 0; left--) await page.keyboard.press(left % 2 ? "ArrowRight" : "Shift+ArrowDown");
  await until(
    () => site.read(SIDECAR).includes("box = [790, 517, 378, 48]"),
    () => site.read(SIDECAR),
  );
  const changed = site.read(SIDECAR);
  for (let left = 50; left > 0; left--) await page.keyboard.press("Control+z");
  await until(
    () => site.read(SIDECAR) === original.get(SIDECAR),
    () => site.read(SIDECAR),
  );
  for (let left = 50; left > 0; left--) await page.keyboard.press("Control+Shift+z");
  await until(
    () => site.read(SIDECAR) === changed,
    () => site.read(SIDECAR),
  );
});

test("the crop is dragged, removed and drawn", async () => {
  await edit();
  await choose("crop");
  await drag([700, 112], [650, 92]);
  await until(() => !site.read(SIDECAR).includes("crop = [700"), "cropped");
  near(numbers((await added(SIDECAR, 1))[0]), [650, 92, 558, 508]);
  await settled();
  await page.keyboard.press("Delete");
  await until(
    () => !site.read(SIDECAR).includes("crop ="),
    () => site.read(SIDECAR),
  );
  await settled();
  await drag([100, 80], [1200, 700]);
  await until(
    () => site.read(SIDECAR).includes("crop ="),
    () => site.read(SIDECAR),
  );
  near(numbers(site.read(SIDECAR).match(/^crop.*$/m)[0]), [100, 80, 1100, 620]);
});

test("a redaction inside of a mark, and its stand-in", async () => {
  await edit();
  await choose("redact");
  await drag([800, 275], [900, 305]);
  await until(
    () => /^\[\[redact\]\]$/m.test(site.read(SIDECAR)),
    () => site.read(SIDECAR),
  );
  await page.keyboard.type("王小明");
  await page.keyboard.press("Enter");
  await until(
    () => /^text\s*= "王小明"$/m.test(site.read(SIDECAR)),
    () => site.read(SIDECAR),
  );
  near(numbers(site.read(SIDECAR).match(/\[\[redact\]\]\nbox\s*=(.*)$/m)[1]), [800, 275, 100, 30]);
  assert.ok(site.read(SIDECAR).includes("box = [765, 267, 378, 48]"));
});

test("a pin is dragged to another side, and set to automatic again", async () => {
  await edit();
  const circle = await page.locator(".ed-marks .m2 .pin circle").boundingBox();
  await page.mouse.move(circle.x + circle.width / 2, circle.y + circle.height / 2);
  await page.mouse.down();
  await page.mouse.move(...(await at([1180, 390])), { steps: 5 });
  await page.mouse.up();
  await until(
    () => /^at\s*= "right"$/m.test(site.read(SIDECAR)),
    () => site.read(SIDECAR),
  );
  await page.getByRole("radio", { name: "auto" }).check();
  await until(
    () => site.read(SIDECAR) === original.get(SIDECAR),
    () => site.read(SIDECAR),
  );
});

for (const [style, lines] of [
  ["1.", ["1. ", "2. ", "3. ", "4. "]],
  ["1)", ["1) ", "2) ", "3) ", "4) "]],
  ["all ones", ["1. ", "1. ", "1. ", "1. "]],
]) {
  test("a new item and its mark by keys alone, in a list with " + style, async () => {
    const words = PLAIN.map(line => line.slice(3));
    const styled = words.map((line, index) => lines[index] + line).join("\n");
    site.edit(GUIDE, PLAIN.join("\n"), styled);
    await settled();
    await edit();
    await page.locator(STAGE).focus();
    await page.keyboard.press("n");
    await page.keyboard.type("Wait for your name.");
    await page.keyboard.press("Enter");
    await until(
      () => site.read(GUIDE).includes(styled + "\n" + lines[3] + "Wait for your name.\n"),
      () => site.read(GUIDE),
    );
    assert.equal(site.read(SIDECAR), original.get(SIDECAR), "the mark is waited for");
    await page.getByRole("button", { name: "Put it in the middle" }).press("Enter");
    await until(() => /^n\s*= 4\nbox = /m.test(site.read(SIDECAR)), "its mark");
    await page.keyboard.press("Control+z");
    await until(
      () => site.read(SIDECAR) === original.get(SIDECAR),
      () => site.read(SIDECAR),
    );
    await page.keyboard.press("Control+z");
    await until(() => site.read(GUIDE).includes(styled + "\n\n"), "the list as it was");
  });
}

test("words are written when the field is left; items move with their marks in both languages", async () => {
  await edit();
  await page.getByText("Enter your password.").click();
  await page.keyboard.type(" Twice.");
  await page.keyboard.press("Enter");
  await until(
    () => site.read(GUIDE).includes("2. Enter your password. Twice.\n"),
    () => site.read(GUIDE),
  );
  await page.getByRole("button", { name: /Move item 2/ }).focus();
  await page.keyboard.press("ArrowUp");
  await until(
    () => site.read(GUIDE).includes("1. Enter your password. Twice.\n2. Enter the account"),
    () => site.read(GUIDE),
  );
  const swapped = /n {3}= 2\nbox = \[765, 267[\s\S]*n {3}= 1\nbox = \[765, 366/;
  await until(() => swapped.test(site.read(SIDECAR)), "the marks follow");
  await until(() => site.read(CHINESE) !== original.get(CHINESE), "the other language follows");
  await page.keyboard.press("Control+z");
  await page.keyboard.press("Control+z");
  for (const [name, text] of original) await until(() => site.read(name) === text, name);
});

test("what changes on the disk is shown; a conflict writes nothing and shows both texts", async () => {
  await edit();
  site.edit(SIDECAR, "[765, 267, 378, 48]", "[765, 300, 378, 48]");
  await page.locator(STAGE).focus();
  await page.keyboard.press("Tab");
  const field = page.locator("[data-key=at-mark-0-y]");
  await until(async () => (await field.inputValue()) === "300", "shown");
  // While a drag is under way, nothing is asked for again.
  await page.mouse.move(...(await at([950, 320])));
  await page.mouse.down();
  await page.mouse.move(...(await at([900, 340])), { steps: 4 });
  site.edit(SIDECAR, "[765, 300, 378, 48]", "[1, 2, 3, 4]");
  await settled();
  await page.mouse.up();
  await page.getByRole("button", { name: "Load again" }).click();
  await until(async () => (await field.inputValue()) === "2", "loaded again");
  assert.ok(site.read(SIDECAR).includes("box = [1, 2, 3, 4]"));
  await close("409");
});

const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };

test("one finger draws and moves, two zoom", async () => {
  await edit(PHONE);
  await page.locator("[data-tool=box]").tap();
  await touch([await at([720, 520]), await at([900, 580])]);
  const found = () => numbers(site.read(SIDECAR).match(/n\s*= 4\n(.*)$/m)?.[1] ?? "0");
  await until(
    () => found().length === 4,
    () => site.read(SIDECAR),
  );
  const drawn = found();
  near(
    drawn.slice(0, 2).map(value => Math.round(value / 12)),
    [60, 43],
  );
  await settled();
  await touch([await at([drawn[0] + drawn[2] / 2, drawn[1] + drawn[3] / 2]), await at([1050, 560])]);
  await until(
    () => found()[0] > drawn[0] + 100,
    () => site.read(SIDECAR),
  );
  await settled();
  const before = site.read(SIDECAR);
  const wide = async () => (await page.locator("canvas.ed-canvas").boundingBox()).width;
  const was = await wide();
  await touch(
    [
      [150, 200],
      [80, 200],
    ],
    [
      [220, 200],
      [300, 200],
    ],
  );
  assert.ok((await wide()) > 1.5 * was, "zoomed");
  await settled();
  assert.equal(site.read(SIDECAR), before);
});

test("accessible on a phone and on a desktop, light and dark", async () => {
  for (const width of [360, 1280]) {
    for (const colorScheme of ["light", "dark"]) {
      await edit({ viewport: { width, height: 740 }, colorScheme, bypassCSP: true });
      await page.addScriptTag({ path: AXE });
      for (const key of ["item-0", "add"]) {
        await page.locator("[data-key=" + key + "]").click();
        const { violations } = await page.evaluate(() => globalThis.axe.run(document));
        assert.deepEqual(
          violations.map(({ id, nodes }) => id + " " + nodes[0].html),
          [],
          width + " " + colorScheme,
        );
      }
      await close();
    }
  }
});
