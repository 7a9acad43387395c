// node --test tests/search/crop.test.mjs: which piece of a picture is shown beside a result. Needs Node only.
import assert from "node:assert/strict";
import fs from "node:fs";
import test from "node:test";
import vm from "node:vm";

import { open, search } from "./site.mjs";

const context = vm.createContext({});
vm.runInContext(fs.readFileSync(new URL("../../themes/default/crop.js", import.meta.url), "utf8"), context);
/** As plain data: what a context of its own makes has other prototypes. */
const crop = (...given) => JSON.parse(JSON.stringify(context.stepbookCrop(...given)));
/** A rectangle with its number and, if given, the point its pin hangs on with the pin's offset. */
const box = (n, rect, pin) => ({ n, rect, ...(pin ? { pin } : {}) });
const rounded = view => view.map(Math.round);

/** The picture and mark of the first result. */
function sight(query, lang) {
  const site = open("fixture");
  const [
    {
      hits: [{ found, reading }],
    },
  ] = search(site, query, lang);
  return site.find.sight(found, reading);
}

test("the mark is that of the item in which the words stand", () => {
  assert.equal(sight("健保卡").number, 2);
  assert.equal(sight("輸入帳號").number, 1);
  assert.match(sight("輸入帳號").picture[0], /^img\//);
});

test("else it is the first of the step's first picture", () => {
  const { picture, number } = sight("兩種登入方式");
  assert.equal(number, 0);
  assert.deepEqual(crop([picture[1], picture[2]], picture.slice(3), number).pin.n, 1);
});

test("a step without a picture shows none", () => {
  assert.equal(sight("課程"), null);
  assert.equal(sight("NHI card", "en"), null);
});

test("a button fills the view as far as its pin lets it", () => {
  const button = box(2, [420, 208, 330, 40], [750, 228, 17, 0]);
  const { view, pin, marks } = crop([1000, 500], [button], 2);
  assert.deepEqual(rounded(view), [393, 98, 447, 260]);
  assert.deepEqual(rounded([pin.x, pin.y, pin.r]), [797, 228, 33]);
  assert.deepEqual(marks, [button]);
});

test("a small icon keeps its surroundings, and a corner of the picture is its end", () => {
  assert.deepEqual(rounded(crop([1000, 500], [box(1, [500, 250, 20, 20])], 1).view), [376, 182, 268, 156]);
  assert.deepEqual(rounded(crop([1000, 500], [box(1, [970, 0, 20, 20])], 1).view), [732, 0, 268, 156]);
});

test("an arrow shows what it points to", () => {
  const {
    view: [, top],
    scale,
  } = crop([1000, 500], [{ n: 1, path: [500, 300, 500, 240], head: true, pin: [500, 300, 0, 12] }], 1);
  assert.ok(240 - top >= 26 * scale - 1e-6);
});

test("of what is too large the piece with the pin is shown, and the pin stays whole", () => {
  const { view, pin } = crop([1000, 200], [box(1, [0, 0, 1000, 200], [1000, 100, 17, 0])], 1);
  assert.deepEqual(rounded(view), [656, 0, 344, 200]);
  assert.deepEqual(rounded([pin.x, pin.y]), [969, 100]);
});

test("a pointer runs from the pin to its point, and moves with the pin", () => {
  const pointer = [0, -5, 5, -19, -5, -19];
  const at = (x, y) => crop([1000, 500], [{ n: 1, pin: [x, y, 0, -28, ...pointer] }], 1).pin;
  const { x, y, pointer: points } = at(500, 250);
  const [scale, closer] = [2, 14 / 17];
  assert.deepEqual(rounded([x, y]), rounded([500, 250 - 28 * closer * scale]));
  assert.deepEqual(rounded(points), rounded(pointer.map((to, i) => [500, 250][i % 2] + to * closer * scale)));
  const high = at(500, 4);
  assert.ok(Math.abs(high.y - high.pointer[1] - (y - points[1])) < 1e-6, "pushed in at the top, both of them");
  assert.equal(crop([1000, 500], [box(1, [0, 0, 9, 9], [0, 4, 17, 0])], 1).pin.pointer, null);
});

test("a picture without marks is shown from its top", () => {
  assert.deepEqual(crop([268, 1000], [], 0), { view: [0, 0, 268, 156], scale: 2, marks: [], pin: null });
});

test("of marks with one number the first decides, the others are drawn where they are whole", () => {
  const first = box(1, [500, 270, 100, 20]);
  const near = box(1, [500, 300, 100, 20]);
  const far = box(1, [900, 300, 90, 20]);
  const other = box(2, [500, 340, 100, 20]);
  assert.deepEqual(crop([1000, 500], [first, near, far, other], 1).marks, [first, near]);
});

/** Numbers from a seed, the same in every run. */
function random(seed) {
  return limit => {
    seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
    return seed % limit;
  };
}

test("law: always inside the picture and of one shape; with all of the mark if any such piece has it", () => {
  const next = random(11);
  const lines = [
    area => ({ rect: area }),
    area => ({ ellipse: area }),
    ([x, y, width, height]) => ({ path: [x, y, x + width, y + height], head: true }),
  ];
  let whole = 0;
  for (let round = 0; round < 4000; round++) {
    const size = [200 + next(1800), 200 + next(1800)];
    const [x, y] = [next(size[0]), next(size[1])];
    const [width, height] = [1 + next(size[0] - x), 1 + next(size[1] - y)];
    const [dx, dy] = [
      [-17, 0],
      [17, 0],
      [0, -17],
      [12, -17],
      [0, 0],
    ][next(5)];
    const pin = [x + (width * (Math.sign(dx) + 1)) / 2, y + (height * (Math.sign(dy) + 1)) / 2, dx, dy];
    const mark = { n: 1, ...lines[next(3)]([x, y, width, height]), ...(next(4) ? { pin } : {}) };
    const {
      view: [left, top, across, down],
      scale,
      pin: shown,
    } = crop(size, [mark], 1);
    const about = `${size} ${JSON.stringify(mark)}: ${[left, top, across, down]}`;
    const near = 1e-6;
    assert.ok(left >= 0 && top >= 0 && left + across <= size[0] + near && top + down <= size[1] + near, about);
    assert.ok(Math.abs(across / down - 134 / 78) < near, about);
    if (shown) {
      const ring = 12 * scale - near;
      assert.ok(shown.x - left >= ring && left + across - shown.x >= ring, about);
      assert.ok(shown.y - top >= ring && top + down - shown.y >= ring, about);
    }
    // The largest piece of this shape has it with room to spare on both sides.
    const most = Math.min(size[0] / 134, size[1] / 78);
    if (width > (134 - 60) * most || height > (78 - 60) * most) continue;
    whole += 1;
    assert.ok(left <= x + near && left + across >= x + width - near, about);
    assert.ok(top <= y + near && top + down >= y + height - near, about);
  }
  assert.ok(whole > 300, String(whole));
});
