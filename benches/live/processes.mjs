// What Linux tells of a server and of all that it has started: memory and processor time, from /proc.

import fs from "node:fs";

function read(path) {
  try {
    return fs.readFileSync(path, "utf8");
  } catch {
    return ""; // The process has ended meanwhile.
  }
}

/** A process and all its descendants. */
function family(pid) {
  const children = read(`/proc/${pid}/task/${pid}/children`).split(" ").filter(Boolean);
  // Threads other than the first may have children as well.
  const others = fs.existsSync(`/proc/${pid}/task`) ? fs.readdirSync(`/proc/${pid}/task`) : [];
  for (const thread of others.filter(thread => thread !== String(pid)))
    children.push(...read(`/proc/${pid}/task/${thread}/children`).split(" ").filter(Boolean));
  return [pid, ...children.flatMap(child => family(Number(child)))];
}

const kib = (text, name) => Number(text.match(new RegExp(`^${name}:\\s+(\\d+) kB`, "m"))?.[1] ?? 0);

/** Memory in MiB: resident, proportional (shared pages count once), and the highest resident sizes, summed up. */
export function memory(pid) {
  const sum = { rss: 0, pss: 0, peak: 0 };
  for (const member of family(pid)) {
    const rollup = read(`/proc/${member}/smaps_rollup`);
    sum.rss += kib(rollup, "Rss") / 1024;
    sum.pss += kib(rollup, "Pss") / 1024;
    sum.peak += kib(read(`/proc/${member}/status`), "VmHWM") / 1024;
  }
  return sum;
}

/** Processor time in clock ticks of 10 ms, of all processes that now live. */
function ticks(pid) {
  return family(pid).reduce((sum, member) => {
    // The name of a program, which may hold spaces, ends with the last parenthesis.
    const fields = read(`/proc/${member}/stat`).split(") ").pop().split(" ");
    return sum + Number(fields[11] ?? 0) + Number(fields[12] ?? 0);
  }, 0);
}

const sleep = ms => new Promise(done => setTimeout(done, ms));

/** Waits at least `least` ms, and until none of the servers has worked for a while; at most 15 s. */
export async function quiet(pids, least) {
  const end = performance.now() + 15000;
  await sleep(least);
  const all = () => pids.reduce((sum, pid) => sum + ticks(pid), 0);
  for (let before = all(); performance.now() < end; ) {
    await sleep(150);
    const after = all();
    if (after - before <= 1) return;
    before = after;
  }
}
