// The benchmark of previews (benches/live) measures what it says: a server that waits before it tells is found to wait.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { percentile } from "../../benches/live/report.mjs";
import { Server } from "../../benches/live/server.mjs";
import { SYSTEMS } from "../../benches/live/systems.mjs";
import { launch, temporary } from "./harness.mjs";

const DELAY = 60;
let browser;
let work;
before(async () => {
  browser = await launch();
  work = temporary("live");
});
after(() => browser?.close());

/** Five edits on the smallest server there is, after one that warms up. */
async function edits(...more) {
  const system = {
    ...SYSTEMS.floor,
    command: ({ program }, port) => [process.execPath, program, "guide.md", String(port), ...more],
  };
  const server = await Server.start({ system, setUp: system.install(), guides: 2, work, kinds: ["text"], browser });
  try {
    const found = [];
    for (let number = 0; number < 6; number++) {
      // An edit that comes before the page listens again would be lost to any server.
      await server.page.waitForTimeout(300);
      found.push(await server.edit("text", `livemark${number}z`));
    }
    return found.slice(1);
  } finally {
    server.stop();
  }
}

// The machine may be busy: the quickest of five shows what is measured.
const least = (found, field) => Math.min(...found.map(edit => edit[field]));

test("an edit that is pushed at once takes a few milliseconds", async () => {
  const found = await edits();
  assert.ok(least(found, "dom") < 25, JSON.stringify(found));
  assert.ok(
    found.every(edit => edit.frame >= edit.dom && edit.loads === 0 && !edit.doubtful),
    JSON.stringify(found),
  );
});

test("a server that waits before it patches is measured with its wait", async () => {
  const found = await edits(String(DELAY));
  assert.ok(least(found, "dom") > DELAY - 2 && least(found, "dom") < DELAY + 25, JSON.stringify(found));
});

test("a server that waits and lets the page reload is measured with both", async () => {
  const found = await edits(String(DELAY), "reload");
  assert.ok(least(found, "dom") > DELAY && least(found, "dom") < DELAY + 150, JSON.stringify(found));
  assert.ok(
    found.every(edit => edit.frame >= edit.dom && edit.loads === 1),
    JSON.stringify(found),
  );
});

test("the percentile is the value that so many of a hundred do not pass", () => {
  const values = Array.from({ length: 30 }, (_, at) => 30 - at);
  assert.deepEqual([percentile(values, 0.5), percentile(values, 0.95), percentile([7], 0.95)], [15, 29, 7]);
});
