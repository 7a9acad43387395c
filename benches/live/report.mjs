// Numbers into tables.

/** The nearest-rank percentile: of 30 values the 95th is the 29th. */
export function percentile(values, share) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? null;
}

const of = (edits, field) => edits.map(edit => edit[field]).filter(value => typeof value === "number");
const spread = values =>
  values.length === 0
    ? null
    : { n: values.length, p50: percentile(values, 0.5), p95: percentile(values, 0.95), least: Math.min(...values) };

/** One row for the edits of one kind on one server. */
export function summary({ system, guides, kind, edits }) {
  return {
    system,
    guides,
    kind,
    edits: edits.length,
    lost: edits.filter(edit => edit.lost).length,
    dom: spread(of(edits, "dom")),
    frame: spread(of(edits, "frame")),
    everywhere: spread(of(edits, "everywhere")),
    clockError: Math.max(0, ...of(edits, "clockError")),
    doubtful: edits.filter(edit => edit.doubtful).length,
    // A document that was loaded for an edit, or several.
    loads: of(edits, "loads").reduce((sum, loads) => sum + loads, 0) / (edits.length || 1),
  };
}

const ms = value => (value === null || value === undefined ? "–" : value < 10 ? value.toFixed(1) : value.toFixed(0));
const count = value => value.toLocaleString("en");
const both = found => (found ? `${ms(found.p50)} / ${ms(found.p95)}` : "–");

function table(heads, rows) {
  const line = cells => `| ${cells.join(" | ")} |`;
  return [line(heads), line(heads.map(() => "---")), ...rows.map(line)].join("\n");
}

function editsTable(rows) {
  const heads = ["guides", "edit", "server", "DOM p50 / p95", "frame p50 / p95", "everywhere p50 / p95", "loads"];
  return table(
    [...heads, "lost"],
    rows.map(row => [
      count(row.guides),
      row.kind,
      row.system,
      both(row.dom),
      both(row.frame),
      both(row.everywhere),
      row.loads.toFixed(1),
      `${row.lost} of ${row.edits}`,
    ]),
  );
}

function memoryTable(servers) {
  const mib = value => value.toFixed(0);
  return table(
    ["guides", "server", "start", "RSS, MiB", "PSS", "peak RSS"],
    servers.map(({ system, guides, start, memory: { rss, pss, peak } }) => [
      count(guides),
      system,
      `${(start / 1000).toFixed(1)} s`,
      mib(rss),
      mib(pss),
      mib(peak),
    ]),
  );
}

const PEER_GOALS = [
  ["Hugo server", 10, 10],
  ["VitePress dev", 3, 2],
];

/** What issue 20 asks for, as far as it was measured: what, at most, reached. */
export function goals({ rows, servers, besideAt }) {
  const row = (system, guides, kind) =>
    rows.find(row => [row.system, row.guides, row.kind].join() === [system, guides, kind].join());
  const found = [];
  const goal = (what, most, reached) => {
    if (Number.isFinite(reached)) found.push({ what, most, reached, met: reached <= most });
  };
  const ours = row("stepbook", besideAt, "text")?.dom;
  for (const [peer, p50, p95] of PEER_GOALS) {
    const theirs = row(peer, besideAt, "text")?.dom;
    goal(`text, p50, of ${peer}'s`, 1 / p50, ours?.p50 / theirs?.p50);
    goal(`text, p95, of ${peer}'s`, 1 / p95, ours?.p95 / theirs?.p95);
  }
  const text = guides => row("stepbook", guides, "text")?.dom?.p50;
  goal("text, p50 at 5,000 of that at 100", 1.3, text(5000) / text(100));
  const large = servers.find(({ system, guides }) => system === "stepbook" && guides === 5000);
  goal("memory (RSS) at 5,000, MiB", 400, large?.memory.rss);
  goal("title, this tab, of text's p50 at 5,000", 1.3, row("stepbook", 5000, "title")?.dom?.p50 / text(5000));
  goal("title, everywhere at 5,000, p95 ms", 500, row("stepbook", 5000, "title")?.everywhere?.p95);
  for (const kind of ["template", "css", "settings"])
    goal(`${kind} at 1,000, p95 ms`, 60, row("stepbook", 1000, kind)?.dom?.p95);
  return found;
}

const figure = value => (value < 10 ? value.toFixed(2) : value.toFixed(0));

/** The whole report in Markdown. */
export function markdown(result) {
  const goalRows = result.goals.map(({ what, most, reached, met }) => [
    what,
    figure(most),
    figure(reached),
    met ? "met" : "**missed**",
  ]);
  const { versions, cores, load } = result.machine;
  const loads = `load ${load.map(value => value.toFixed(1)).join(" before, ")} after`;
  const clockError = Math.max(...result.rows.map(row => row.clockError));
  const doubtful = result.rows.reduce((sum, row) => sum + row.doubtful, 0);
  return [
    `${versions.join(", ")}; ${cores} cores, ${loads}.`,
    `Clocks of page and harness compared to ±${ms(clockError)} ms; ${doubtful} times taken by the harness's own.`,
    editsTable(result.rows),
    memoryTable(result.servers),
    goalRows.length > 0 ? table(["goal", "at most", "reached", ""], goalRows) : "",
  ].join("\n\n");
}
