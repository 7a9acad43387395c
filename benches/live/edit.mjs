// From the release of a drag in the mark editor to the sidecar on the disk and to the picture in the guide's own tab.
//
//   node benches/live/edit.mjs --work DIR [--own BIN] [--json FILE] [--sizes 100,1000,5000] [--drags 60]
//
// Two tabs of one browser, each in a window of its own: the preview of a guide, and the editor of its picture. In one
// window, Chromium gives the tab that lies behind the other about one frame a second, although it calls itself visible.
// The mouse drags the mark, with the moves of about a quarter of a second, and is released; then we wait for
//
// - disk: the sidecar has another text. The system tells (inotify) that something happened in its folder, and the file
//   is read then: a loop that looks for it would take one of the processors of server and browser.
// - DOM: the guide's tab has another SVG over its picture, as its mutations tell; frame: that frame is painted.
//
// The release is the time stamp of the `pointerup` event in the editor's tab, when the browser had it from the mouse.
// Our own call to the mouse begins earlier, by what Playwright and Chromium need to make an event of it, which no
// author waits for; it is told too ("call"). The clocks of both tabs are compared with ours after each drag.
// Exit code 1: a drag did not show, changed more than one line, or the page does not show what the editor was told.
// Needs what live.mjs needs, but for Hugo and VitePress, and git.

import { spawnSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";
import { launch, ROOT } from "../../tests/browser/harness.mjs";
import { clockOf } from "./clock.mjs";
import { quiet } from "./processes.mjs";
import { percentile } from "./report.mjs";
import { Server } from "./server.mjs";
import { SYSTEMS } from "./systems.mjs";

const LIMIT = 10_000;
const WIDTH = 1280; // of the picture
const GOAL = { guides: 1000, p95: 60 };
const sleep = ms => new Promise(done => setTimeout(done, ms));

function options() {
  const { values } = parseArgs({
    options: {
      work: { type: "string" },
      own: { type: "string", default: path.join(ROOT, "target/release/stepbook") },
      sizes: { type: "string", default: "100,1000,5000" },
      drags: { type: "string", default: "60" },
      json: { type: "string" },
    },
  });
  if (!values.work) throw new Error("--work DIR is missing: the folder for corpora");
  const work = path.resolve(values.work);
  fs.mkdirSync(work, { recursive: true });
  const sizes = values.sizes.split(",").map(Number);
  return { ...values, work, own: path.resolve(values.own), sizes, drags: Number(values.drags) };
}

/**
 * Runs in both tabs before their own scripts, and keeps the times of one drag. Each tab tells us once, when it has seen
 * the end of it, so that telling takes no time from what is measured.
 */
function probe() {
  if (!location.protocol.startsWith("http")) return;
  localStorage.setItem("stepbook:editor-tour", "seen");
  const clock = () => performance.timeOrigin + performance.now();
  const shown = () => document.querySelector("svg.marks")?.outerHTML ?? null;
  let times = null; // of the drag that is awaited
  let before = null;
  window.editAwait = () => {
    before = shown();
    times = { draws: [] };
  };

  // The guide's tab. A task after the frame's callbacks runs when style, layout and paint of that frame are done.
  function look() {
    if (!times || times.dom || [null, before].includes(shown())) return;
    times.dom = clock();
    requestAnimationFrame(() => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => window.editReport({ ...times, frame: clock(), isHidden: document.hidden });
      port2.postMessage(null);
    });
  }
  if (!location.pathname.startsWith("/__stepbook/"))
    new MutationObserver(look).observe(document, { childList: true, subtree: true, attributes: true });
  const Stream = window.EventSource;
  window.EventSource = function open(address) {
    const stream = new Stream(address);
    stream.addEventListener("page", () => {
      if (times) times.news ??= clock();
    });
    return stream;
  };
  window.EventSource.CLOSED = Stream.CLOSED;

  // The editor's tab.
  const released = event => {
    if (times) times.released = performance.timeOrigin + event.timeStamp;
  };
  addEventListener("pointerup", released, { capture: true });
  const ask = window.fetch;
  window.fetch = async (address, how) => {
    const sent = clock();
    const answer = await ask(address, how);
    if (times && /edit\/draw$/.test(address)) times.draws.push(clock() - sent);
    if (!times || !/edit\/act$/.test(address)) return answer;
    const own = { ...times, sent, answered: clock(), status: answer.status, isHidden: document.hidden };
    // Behind the editor's own work on the answer.
    const copy = answer.clone();
    setTimeout(async () => window.editReport({ ...own, answer: await copy.text() }));
    return answer;
  };
}

/** Tells when a promise has not come in time. */
function within(ms, promise) {
  let timer;
  const late = new Promise(done => {
    timer = setTimeout(done, ms, null);
  });
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}

/** One tab: its page, and what it tells of a drag. */
class Tab {
  #hear = () => undefined;

  static async of(page) {
    const tab = new Tab();
    tab.page = page;
    tab.session = await page.context().newCDPSession(page);
    await page.exposeBinding("editReport", (_, report) => tab.#hear({ ...report, received: performance.now() }));
    return tab;
  }

  /** Waits for the next drag from now on; `told` will be its times. */
  async begin() {
    const told = new Promise(tell => {
      this.#hear = tell;
    });
    await this.page.evaluate(() => window.editAwait());
    return { told };
  }

  /** Whether the tab runs as one in front does: it is not hidden, and its frames come. */
  isAwake() {
    return this.page.evaluate(async () => {
      const began = performance.now();
      for (let frames = 0; frames < 30; frames++) await new Promise(next => requestAnimationFrame(next));
      return !document.hidden && performance.now() - began < 1500;
    });
  }
}

/** A server with both tabs. */
class Desk {
  static async start(guides, { asked, setUp, browser }) {
    const desk = new Desk();
    const { own: system } = SYSTEMS;
    const newContext = async how => {
      const context = await browser.newContext(how);
      await context.addInitScript(probe);
      return context;
    };
    const { work } = asked;
    desk.server = await Server.start({ system, setUp, guides, work, kinds: ["sidecar"], browser: { newContext } });
    desk.sidecar = desk.server.site.picture;
    desk.work = work;
    const { page } = desk.server;
    await page.locator("svg.marks").scrollIntoViewIfNeeded();
    desk.guide = await Tab.of(page);
    desk.editor = await Tab.of(await desk.#window(browser));
    const place = encodeURIComponent(desk.server.site.path.slice(1));
    await desk.editor.page.goto(`${desk.server.at}/__stepbook/edit.html?page=${place}&picture=1`);
    await desk.editor.page.locator(".ed-marks .m1").first().waitFor({ state: "attached" });
    await desk.editor.page.waitForFunction(() => document.querySelector("canvas.ed-canvas").width > 300);
    await desk.checkAwake();
    return desk;
  }

  /** A second window of the guide's context. */
  async #window(browser) {
    const { targetInfo } = await this.guide.session.send("Target.getTargetInfo");
    const session = await browser.newBrowserCDPSession();
    const opened = this.guide.page.context().waitForEvent("page");
    const { browserContextId } = targetInfo;
    await session.send("Target.createTarget", { url: "about:blank", browserContextId, newWindow: true });
    return opened;
  }

  async checkAwake() {
    for (const tab of [this.guide, this.editor])
      if (!(await tab.isAwake())) throw new Error("a tab sleeps, as if another one lay before it");
  }

  #read() {
    return fs.readFileSync(this.sidecar, "utf8");
  }

  /** When the sidecar has another text, in our time. The program puts a whole file in its place. */
  #written(before) {
    return new Promise(found => {
      const end = { signal: AbortSignal.timeout(LIMIT) };
      const folder = fs.watch(path.dirname(this.sidecar), end, () => {
        if (this.#read() === before) return;
        found(performance.now());
        folder.close();
      });
    });
  }

  /** Presses in the middle of the mark and moves it to its next place; it is not released yet. */
  async #pull(number) {
    const { page } = this.editor;
    const [left, top, width, height] = this.#read()
      .match(/box = \[(.*)\]/)[1]
      .split(", ")
      .map(Number);
    const canvas = await page.locator("canvas.ed-canvas").boundingBox();
    const zoom = canvas.width / WIDTH;
    const at = (x, y) => [canvas.x + (x + width / 2) * zoom, canvas.y + (y + height / 2) * zoom];
    const to = [60 + ((number * 367) % 850), 60 + ((number * 211) % 600)];
    await page.mouse.move(...at(left, top));
    await page.mouse.down();
    const moves = 15;
    for (let move = 1; move <= moves; move++) {
      const part = (from, to) => from + ((to - from) * move) / moves;
      await page.mouse.move(...at(part(left, to[0]), part(top, to[1])));
      if (move < moves) await sleep(12 + ((number * 7 + move * 5) % 9));
    }
  }

  /** One drag: all times in ms after the release. */
  async drag(number) {
    await quiet([this.server.pid], 400 + ((number * 137) % 250));
    const before = this.#read();
    const waits = [await this.guide.begin(), await this.editor.begin()];
    await this.#pull(number);
    const written = this.#written(before);
    const called = performance.now();
    const lifted = this.editor.page.mouse.up();
    const all = [written, ...waits.map(({ told }) => told)];
    const [disk, guide, editor] = await Promise.all(all.map(each => within(LIMIT, each)));
    await lifted;
    if (disk === null || !guide || !editor) return { lost: { disk, guide, editor } };
    const found = await this.#times({ called, disk, guide, editor });
    const lines = this.#lines(before, number);
    return { ...found, lines, isSame: await this.#shows(editor.answer), isHidden: guide.isHidden || editor.isHidden };
  }

  async #times({ called, disk, guide, editor }) {
    const clocks = { guide: await clockOf(this.guide.session), editor: await clockOf(this.editor.session) };
    const inGuide = at => at - clocks.guide.ahead;
    const inEditor = at => at - clocks.editor.ahead;
    const released = inEditor(editor.released);
    const times = {
      sent: inEditor(editor.sent),
      disk,
      answered: inEditor(editor.answered),
      news: inGuide(guide.news),
      dom: inGuide(guide.dom),
      frame: inGuide(guide.frame),
    };
    const after = Object.fromEntries(Object.entries(times).map(([name, at]) => [name, at - released]));
    const clockError = Math.max(clocks.guide.error, clocks.editor.error);
    // The mouse was not released before we asked for it, and we can't have heard of a thing before it was there.
    const isDoubtful =
      released < called - clockError || times.frame > guide.received + clockError || after.sent < -clockError;
    const both = Math.max(after.disk, after.dom);
    return { ...after, both, call: released - called, draw: Math.max(0, ...editor.draws), clockError, isDoubtful };
  }

  /** What `git diff --numstat` says of the sidecar: lines that came, and lines that went. */
  #lines(before, number) {
    const old = path.join(this.work, `before-${number}.toml`);
    fs.writeFileSync(old, before);
    const { stdout } = spawnSync("git", ["diff", "--no-index", "--numstat", old, this.sidecar], { encoding: "utf8" });
    fs.rmSync(old);
    return stdout.split("\t").slice(0, 2).join("/");
  }

  /** Whether the guide's tab has the SVG that the editor was answered. */
  async #shows(answer) {
    const { svg } = JSON.parse(answer).targets?.[0] ?? {};
    return this.guide.page.evaluate(text => {
      const wanted = document.createElement("template");
      wanted.innerHTML = text ?? "";
      return Boolean(document.querySelector("svg.marks")?.isEqualNode(wanted.content.firstElementChild));
    }, svg);
  }

  async stop() {
    this.server.stop();
    await this.server.page.context().close();
  }
}

async function measure(guides, run) {
  console.error(`starting with ${guides} guides in two languages`);
  const desk = await Desk.start(guides, run);
  try {
    const drags = [];
    // Drag 0 warms up and is not counted.
    for (let number = 0; number <= run.asked.drags; number++) {
      const drag = await desk.drag(number);
      const shown = drag.lost ? "LOST" : `disk ${drag.disk.toFixed(1)} ms, DOM ${drag.dom.toFixed(1)} ms`;
      console.error(`${guides} guides, drag ${number}: ${shown}`);
      if (number > 0) drags.push(drag);
    }
    await desk.checkAwake();
    return { guides, drags };
  } finally {
    await desk.stop();
  }
}

const ms = value => (value === null ? "–" : value.toFixed(1));
const line = cells => `| ${cells.join(" | ")} |`;

function spread(drags, field) {
  const values = drags.filter(drag => !drag.lost).map(drag => (typeof field === "string" ? drag[field] : field(drag)));
  return `${ms(percentile(values, 0.5))} / ${ms(percentile(values, 0.95))}`;
}

const TIMES = [
  ["disk", "disk"],
  ["DOM", "dom"],
  ["disk and DOM", "both"],
  ["frame", "frame"],
  ["of these: release → act sent", "sent"],
  ["act sent → disk", drag => drag.disk - drag.sent],
  ["act sent → answered", drag => drag.answered - drag.sent],
  ["disk → the page's news", drag => drag.news - drag.disk],
  ["news → DOM", drag => drag.dom - drag.news],
  ["DOM → frame", drag => drag.frame - drag.dom],
  ["slowest draw of a drag", "draw"],
  ["call (before the release)", "call"],
];

const isWrong = drag => Boolean(drag.lost) || drag.lines !== "1/1" || !drag.isSame || drag.isHidden;

function markdown(groups, { version, chromium, load }) {
  const loads = `load ${load.toFixed(1)} before, ${os.loadavg()[0].toFixed(1)} after`;
  const count = (drags, is) => `${drags.filter(is).length} of ${drags.length}`;
  const checks = [
    ["lost", drag => drag.lost],
    ["the page has the SVG of the answer", drag => drag.isSame],
    ["git diff --numstat says 1/1", drag => drag.lines === "1/1"],
    ["a tab was hidden", drag => drag.isHidden],
    ["doubtful by the clocks", drag => drag.isDoubtful],
  ];
  const reached = groups.find(({ guides }) => guides === GOAL.guides)?.drags.filter(drag => !drag.lost);
  const p95 = reached
    ? percentile(
        reached.map(drag => drag.both),
        0.95,
      )
    : null;
  return [
    `${version}, Chromium ${chromium}; ${os.cpus().length} cores, ${loads}. Milliseconds after the release, p50 / p95.`,
    "",
    line(["", ...groups.map(({ guides }) => `${guides.toLocaleString("en")} guides`)]),
    line(["---", ...groups.map(() => "---")]),
    ...TIMES.map(([name, field]) => line([name, ...groups.map(({ drags }) => spread(drags, field))])),
    ...checks.map(([name, is]) => line([name, ...groups.map(({ drags }) => count(drags, is))])),
    "",
    p95 === null ? "" : `Goal: at 1,000 guides p95 of disk and DOM ≤ ${GOAL.p95} ms: ${ms(p95)}`,
  ].join("\n");
}

async function main() {
  const asked = options();
  const setUp = SYSTEMS.own.install(asked);
  const browser = await launch();
  const load = os.loadavg()[0];
  const groups = [];
  try {
    for (const guides of asked.sizes) {
      groups.push(await measure(guides, { asked, setUp, browser }));
      if (asked.json) fs.writeFileSync(asked.json, JSON.stringify(groups, null, 1));
    }
    console.log(markdown(groups, { version: setUp.version, chromium: browser.version(), load }));
  } finally {
    await browser.close();
  }
  if (groups.some(({ drags }) => drags.some(isWrong))) process.exitCode = 1;
}

await main();
