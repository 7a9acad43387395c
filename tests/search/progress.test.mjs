// node --test tests/search/progress.test.mjs: ticks, places and what is stored of them. Needs Node only.
import assert from "node:assert/strict";
import fs from "node:fs";
import test from "node:test";
import vm from "node:vm";

const context = vm.createContext({});
const script = new URL("../../themes/default/site/progress.js", import.meta.url);
vm.runInContext(fs.readFileSync(script, "utf8"), context);
const rules = context.stepbookProgress;
/** As plain data: what a context of its own makes has other prototypes. */
const plain = value => JSON.parse(JSON.stringify(value));

const step = (id, subs = [], heading = true) => {
  return { id, label: `步驟 ${id}`, title: `Title ${id}`, count: "4", heading, subs: subs.map(sub => step(sub)) };
};
/** Four steps; `3` is no more than the number of its subs, `2` has a heading and subs. */
const book = rules.book([step("1"), step("2", ["2-1", "2-2"]), step("3", ["3-1", "3-2"], false), step("4")]);
const find = id => book.every.find(each => each.id === id) ?? null;
const ticked = (ids, id, on) => [...rules.tick(book, new Set(ids), id, on)];
const page = { guide: "elearn/register", lang: "zh-TW", title: "註冊", collection: "e等公務園", of: "／" };

test("ticking a step ticks its subs, and taking the tick away takes theirs", () => {
  assert.deepEqual(ticked([], "2", true), ["2", "2-1", "2-2"]);
  assert.deepEqual(ticked(["1", "2", "2-1", "2-2"], "2", false), ["1"]);
});

test("ticking the last sub ticks the step", () => {
  assert.deepEqual(ticked([], "2-2", true), ["2-2"]);
  assert.deepEqual(ticked(["2-2"], "2-1", true), ["2-2", "2-1", "2"]);
});

test("a tick taken from a sub is taken from its step, and the other subs keep theirs", () => {
  assert.deepEqual(ticked(["2", "2-1", "2-2"], "2-1", false), ["2-2"]);
  // An older page, or another one, may have stored the step alone.
  assert.deepEqual(ticked(["2"], "2-1", false), ["2-2"]);
});

test("an unknown step changes nothing", () => {
  const done = new Set(["1"]);
  assert.equal(rules.tick(book, done, "9", true), done);
});

test("what is done before a tick is not changed by it", () => {
  const done = new Set(["1"]);
  rules.tick(book, done, "2", true);
  assert.deepEqual([...done], ["1"]);
});

test("a number without a heading is done when all its subs are", () => {
  assert.ok(!rules.isDone(find("3"), new Set(["3-1"])));
  assert.ok(rules.isDone(find("3"), new Set(["3-1", "3-2"])));
  assert.ok(rules.isDone(find("2-1"), new Set(["2"])));
  assert.equal(rules.count(book, new Set(["1", "2-1", "3-1", "3-2"])), 2);
});

test("the reader is at the step being read, else at the first that is not done", () => {
  const at = (done, reading) => rules.current(book, new Set(done), reading)?.id;
  assert.equal(at([], null), "1");
  assert.equal(at(["1"], find("4")), "4");
  assert.equal(at(["1", "2"], null), "3-1", "a number without a heading is no place");
  assert.equal(at(["1", "2", "3-1", "3-2", "4"], null), undefined);
});

test("the next time begins at the step that was read, or past it if it is done", () => {
  const next = (done, now) => rules.next(book, new Set(done), find(now)).id;
  assert.equal(next([], "2-1"), "2-1");
  assert.equal(next(["1"], "1"), "2");
  assert.equal(next(["2"], "2-1"), "3-1");
  assert.equal(next(["4"], "4"), "1", "behind the last the first that is open");
});

test("begun is what has a tick or was left at a later step", () => {
  assert.ok(!rules.begun(book, new Set(), find("1")));
  assert.ok(rules.begun(book, new Set(["4"]), find("1")));
  assert.ok(rules.begun(book, new Set(), find("2")));
});

test("a bar has a piece for each step", () => {
  assert.deepEqual(plain(rules.segments(book, new Set(["1"]), find("3-2"))), ["done", "", "now", ""]);
  assert.deepEqual(plain(rules.segments(book, new Set(["1", "4"]), null)), ["done", "", "", "done"]);
});

test("the step being read has passed the upper third of the window", () => {
  const view = { height: 1000, scrolled: 500, whole: 5000 };
  const tops = [-400, -100, 0, 340, null, 360, 900, 1500];
  const reached = (change, places = tops) => rules.reached(book, places, { ...view, ...change })?.id;
  assert.equal(reached({}), "2-2");
  assert.equal(reached({ scrolled: 7 }), undefined, "none at the very beginning");
  assert.equal(
    reached(
      {},
      tops.map(() => 900),
    ),
    undefined,
    "none before the first",
  );
  const end = [...tops.slice(0, 7), 799];
  assert.equal(reached({ scrolled: 4000 }, end), "4", "the last at the end of the page");
  assert.equal(reached({ scrolled: 4000 }), "2-2", "but only if it is in sight");
});

test("nothing is stored of a guide neither read nor ticked", () => {
  assert.equal(rules.stored(book, new Set(), null), null);
  assert.deepEqual(plain(rules.stored(book, new Set(["1"]), null)), { done: ["1"], at: "2" });
  assert.deepEqual(plain(rules.stored(book, new Set(), find("4"))), { done: [], at: "4" });
  const all = new Set(["1", "2", "3-1", "3-2", "4"]);
  assert.equal(rules.stored(book, all, null).at, "4");
});

test("the strip of the home page is kept until all is done", () => {
  assert.deepEqual(plain(rules.strip(book, new Set(["1", "2-1"]), find("2-1"), page)), {
    guide: "elearn/register",
    at: "2-2",
    lang: "zh-TW",
    label: "步驟 2",
    of: "步驟 2／4",
    step: "Title 2-2",
    title: "註冊",
    collection: "e等公務園",
    bar: ["done", "now", "", ""],
  });
  assert.equal(rules.strip(book, new Set(["1", "2", "3-1", "3-2", "4"]), find("4"), page), null);
});

test("what was stored is read back, and anything else is nothing", () => {
  const done = new Set(["1", "2-1"]);
  assert.deepEqual([...rules.ticks(plain(rules.stored(book, done, null)))], ["1", "2-1"]);
  for (const odd of [null, 5, "text", {}, { done: "1" }]) assert.deepEqual([...rules.ticks(odd)], []);
  for (const odd of [null, 5, "text", {}, { guide: 5, bar: [] }, { guide: "a" }])
    assert.equal(rules.lastRead(odd), null);
  const last = rules.lastRead({ guide: "e 等/a", at: "step-1", bar: ["done", "now", "<b>", 5] });
  assert.equal(last.page, "e%20%E7%AD%89/a.html");
  assert.equal(last.address, "e%20%E7%AD%89/a.html#step-1");
  assert.deepEqual(plain(last.bar), ["done", "now", "", ""]);
});

/** Numbers from a seed, the same in every run. */
function random(seed) {
  let state = seed;
  return limit => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state % limit;
  };
}

test("law: whatever is ticked in whatever order, boxes agree with one another and with what is stored", () => {
  const next = random(5);
  for (let round = 0; round < 300; round++) {
    let done = new Set();
    for (let press = 0; press < 12; press++) {
      const { id } = book.every[next(book.every.length)];
      const on = next(3) > 0;
      done = rules.tick(book, done, id, on);
      assert.equal(rules.isDone(find(id), done), on, `${id} after ${[...done]}`);
      for (const { subs, ...each } of book.steps.filter(({ subs }) => subs.length)) {
        const all = subs.every(sub => rules.isDone(sub, done));
        assert.equal(rules.isDone(find(each.id), done), all, `${each.id} of ${[...done]}`);
      }
      const again = rules.ticks(plain(rules.stored(book, done, null)));
      assert.deepEqual([...again], [...done]);
    }
  }
});
