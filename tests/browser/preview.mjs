// A preview of a new site, and ways to edit that site as authors do.

import { execFileSync, spawn } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { STEPBOOK, temporary } from "./harness.mjs";

/** Starts `stepbook serve`; returns its process, its address, and what it said before it was ready. */
export async function start(root, ...more) {
  const child = spawn(STEPBOOK, ["serve", "--root", root, "--color", "never", ...more], {
    stdio: ["ignore", "pipe", "pipe"],
  });
  let said = "";
  const at = await new Promise((found, failed) => {
    const hear = chunk => {
      said += chunk;
      if (/^Built/m.test(said)) found(said.match(/http:\/\/\S+/)[0]);
    };
    child.stdout.on("data", hear);
    child.stderr.on("data", hear);
    child.on("exit", () => failed(new Error(`serve ended: ${said}`)));
  });
  return { child, at, said };
}

/**
 * A new site and its preview, which is started with `more` arguments. `path` is a file of the site, `read`, `write` and
 * `edit` are of its text.
 */
export async function preview(...more) {
  const root = path.join(temporary("preview"), "site");
  execFileSync(STEPBOOK, ["init", "--quiet", root]);
  const file = name => path.join(root, name);
  const read = name => fs.readFileSync(file(name), "utf8");
  const write = (name, text) => {
    fs.mkdirSync(path.dirname(file(name)), { recursive: true });
    fs.writeFileSync(file(name), text);
  };
  const edit = (name, from, to) => {
    if (!read(name).includes(from)) throw new Error(`${name} does not say ${from}`);
    write(name, read(name).replace(from, to));
  };
  let running = await start(root, ...more);
  const { at, said } = running;
  const stop = async (signal = "SIGKILL") => {
    if (running.child.exitCode !== null || running.child.signalCode !== null) return;
    const ended = new Promise(end => running.child.once("exit", end));
    running.child.kill(signal);
    await ended;
  };
  const again = async () => {
    running = await start(root, "--port", new URL(at).port, ...more);
  };
  return { root, at, said, path: file, read, write, edit, stop, again };
}
