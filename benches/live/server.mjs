// One running preview server with the tab that shows its guide.

import { spawn } from "node:child_process";
import fs from "node:fs";
import net from "node:net";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { clockOf } from "./clock.mjs";
import { Editor, KINDS } from "./edits.mjs";
import { memory } from "./processes.mjs";

const PROBE = fileURLToPath(new URL("probe.js", import.meta.url));
const START_LIMIT = 300_000;
const EDIT_LIMIT = 60_000;
const sleep = ms => new Promise(done => setTimeout(done, ms));

function freePort() {
  return new Promise(found => {
    const listener = net.createServer().listen(0, "127.0.0.1", () => {
      const { port } = listener.address();
      listener.close(() => found(port));
    });
  });
}

async function answer(address) {
  const response = await fetch(address).catch(() => null);
  return response?.ok ? response.text() : null;
}

/** Gives a promise up after a while; tells `null` then. */
function within(ms, promise) {
  let timer;
  const late = new Promise(done => {
    timer = setTimeout(done, ms, null);
  });
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}

// However this process ends, its servers end too and their sources are as before.
const running = new Set();
process.on("exit", () => {
  for (const server of running) server.stop();
});
process.once("SIGTERM", () => process.exit(143));

export class Server {
  #heard = new Map();
  #wake = () => undefined;
  #loads = 0;
  #piece = 0;

  /** Starts the server, waits for its first answer and opens the guide. */
  static async start({ system, setUp, guides, work, kinds, browser }) {
    const server = new Server();
    server.system = system;
    server.guides = guides;
    server.site = system.prepare(work, guides);
    server.editor = new Editor(server.site, kinds);
    const port = await freePort();
    server.at = `http://127.0.0.1:${port}`;
    const [program, ...args] = system.command(setUp, port);
    const log = path.join(work, `${system.name.split(" ")[0].toLowerCase()}-${guides}.log`);
    const said = fs.openSync(log, "w");
    const began = performance.now();
    server.child = spawn(program, args, { cwd: server.site.root, stdio: ["pipe", said, said] });
    running.add(server);
    server.child.on("exit", code => {
      server.ended = `ended with ${code}; see ${log}`;
    });
    try {
      await server.#ready(began);
      server.start = performance.now() - began;
      await server.#open(browser);
    } catch (error) {
      server.stop();
      throw error;
    }
    return server;
  }

  get pid() {
    return this.child.pid;
  }

  async #ready(began) {
    while ((await answer(this.at + this.site.path)) === null) {
      if (this.ended) throw new Error(`${this.system.name} ${this.ended}`);
      if (performance.now() - began > START_LIMIT) throw new Error(`${this.system.name} does not answer`);
      await sleep(20);
    }
  }

  async #open(browser) {
    const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, locale: "en" });
    this.page = await context.newPage();
    await this.page.exposeBinding("liveReport", (_, report) => this.#hear(report));
    await this.page.addInitScript({ path: PROBE });
    this.page.on("framenavigated", frame => {
      if (frame === this.page.mainFrame()) this.#loads += 1;
    });
    await this.page.goto(this.at + this.site.path);
    await this.page.getByRole("heading", { name: "Step 5" }).first().scrollIntoViewIfNeeded({ timeout: 60000 });
    this.session = await context.newCDPSession(this.page);
  }

  /** Of each edit, the earliest of what is reported: a second reload tells the same again. */
  #hear({ mark, what, at }) {
    const key = `${what} ${mark}`;
    if (!this.#heard.has(key)) this.#heard.set(key, { at, received: performance.now() });
    this.#wake();
  }

  async #report(what, mark) {
    while (!this.#heard.has(`${what} ${mark}`))
      await new Promise(done => {
        this.#wake = done;
      });
    return this.#heard.get(`${what} ${mark}`);
  }

  /** One edit: when the tab's document had it, and the frame with it, in ms after the writing call's return. */
  async edit(kind, mark) {
    if (this.ended) throw new Error(`${this.system.name} ${this.ended}`);
    const before = await this.page.evaluate(() => window.livePlace());
    await this.page.evaluate(next => window.liveAwait(next), { mark, sign: KINDS[kind].sign, before });
    this.#loads = 0;
    const { began, saved } = this.editor.save(kind, mark);
    const dom = await within(EDIT_LIMIT, this.#report("dom", mark));
    if (!dom) return { lost: true };
    const everywhere = kind === "title" && this.site.elsewhere ? await this.#everywhere(mark, saved) : null;
    const frame = await within(EDIT_LIMIT, this.#report("frame", mark));
    const clock = await clockOf(this.session);
    const after = report => {
      if (!report) return { ms: null, doubtful: false };
      const ms = report.at - clock.ahead - saved;
      const received = report.received - saved;
      // We can't have heard of it before it was there, nor can it be there before we wrote: else the page's clock was
      // not the one that we asked. On a busy machine it may be there before the writing call returns to us.
      const doubtful = ms > received + clock.error || ms < began - saved - clock.error;
      return { ms: doubtful ? received : ms, doubtful };
    };
    const [shown, painted] = [after(dom), after(frame)];
    return {
      dom: shown.ms,
      frame: painted.ms,
      everywhere,
      loads: this.#loads,
      clockError: clock.error,
      doubtful: shown.doubtful || painted.doubtful,
    };
  }

  /** Asks for other pages and for the search index until all of them say the new title; in ms after the save. */
  async #everywhere(mark, saved) {
    const left = new Set(this.site.elsewhere.map(place => this.at + place));
    let searched = false;
    for (let times = 1; performance.now() - saved < EDIT_LIMIT; times++) {
      for (const address of left) if ((await answer(address))?.includes(mark)) left.delete(address);
      searched ||= await this.#isIndexed(mark, times);
      if (left.size === 0 && searched) return performance.now() - saved;
      await sleep(5);
    }
    return null;
  }

  /** Whether the search finds it: asks for the piece that held the guide the last time, and seldom for all of them. */
  async #isIndexed(mark, times) {
    const piece = number => answer(`${this.at}/search/en-${number}.js`);
    if ((await piece(this.#piece))?.includes(mark)) return true;
    if (times % 50 !== 1 || (times === 1 && this.#piece !== 0)) return false;
    for (let number = 0; ; number++) {
      const text = await piece(number);
      if (text === null) return false;
      if (!text.includes(mark)) continue;
      this.#piece = number;
      return true;
    }
  }

  memory() {
    return memory(this.pid);
  }

  /** Ends the server, which was started by us, and puts its files back. */
  stop() {
    running.delete(this);
    this.editor.restore();
    if (!this.ended) this.child.kill("SIGTERM");
  }
}
