// Sidecars as text and as data.
//
// The drawing script is the only writer; the reader knows no more of TOML than what
// the writer uses, and says so loudly when somebody's edit goes beyond it.

/** The order in which the shapes of a mark are looked for. */
export const SHAPES = ["box", "ellipse", "spot", "arrow", "pin"];

const row = (key, value, width) => `${key.padEnd(width)} = ${value}`;
const list = numbers => `[${numbers.join(", ")}]`;

/** A sidecar's text: geometry in pixels of the source picture. */
export function write({ size, crop, redact, mark }) {
  const out = [row("size", list(size), 4)];
  if (crop) out.push(row("crop", list(crop), 4));
  for (const { box, text } of redact) {
    out.push("", "[[redact]]", row("box", list(box), text ? 4 : 3));
    if (text) out.push(row("text", JSON.stringify(text), 4));
  }
  for (const { n, shape, geometry } of mark) {
    out.push("", "[[mark]]");
    if (n !== null) out.push(row("n", n, shape.length));
    out.push(row(shape, list(geometry), shape.length));
  }
  return `${out.join("\n")}\n`;
}

/** The data of a sidecar's text; throws on anything that `write` would not write. */
export function read(text) {
  const top = { redact: [], mark: [] };
  let table = top;
  text.split("\n").forEach((raw, index) => {
    const line = raw.replace(/\s+#.*$|^#.*$/, "").trim();
    if (!line) return;
    const head = /^\[\[(redact|mark)\]\]$/.exec(line);
    if (head) {
      table = {};
      top[head[1]].push(table);
      return;
    }
    const pair = /^(\w+)\s*=\s*(.+)$/.exec(line);
    if (!pair) throw new Error(`line ${index + 1}: can't read \`${line}\``);
    table[pair[1]] = JSON.parse(pair[2]);
  });
  return {
    size: top.size,
    crop: top.crop ?? null,
    redact: top.redact.map(({ box, text: words }) => ({ box, text: words ?? null })),
    mark: top.mark.map(mark => {
      const shape = SHAPES.find(name => name in mark);
      return { n: mark.n ?? null, shape, geometry: mark[shape] };
    }),
  };
}
