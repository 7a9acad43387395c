// PNG to smaller PNG, the same pixels: an 8-bit palette where the colours fit one, else RGB
// without alpha; each row with the filter that leaves least. Written by ourselves so that the
// pictures don't change with a tool's version.
import zlib from "node:zlib";

const SIGNATURE = Buffer.from([137, 80, 78, 71, 13, 10, 26, 10]);
const FILTERS = 5;

function chunks(png) {
  const found = [];
  for (let at = 8; at < png.length; ) {
    const length = png.readUInt32BE(at);
    found.push({ type: png.toString("latin1", at + 4, at + 8), data: png.subarray(at + 8, at + 8 + length) });
    at += 12 + length;
  }
  return found;
}

function paeth(a, b, c) {
  const [pa, pb, pc] = [Math.abs(b - c), Math.abs(a - c), Math.abs(a + b - 2 * c)];
  if (pa <= pb && pa <= pc) return a;
  return pb <= pc ? b : c;
}

/** What PNG's filter `kind` predicts for a byte from its left, upper and upper left neighbours. */
function predict(kind, left, up, corner) {
  switch (kind) {
    case 1:
      return left;
    case 2:
      return up;
    case 3:
      return (left + up) >> 1;
    case 4:
      return paeth(left, up, corner);
    default:
      return 0;
  }
}

function unfilter(raw, width, height, bytes) {
  const stride = width * bytes;
  const out = Buffer.alloc(stride * height);
  for (let y = 0; y < height; y += 1) {
    const kind = raw[y * (stride + 1)];
    for (let x = 0; x < stride; x += 1) {
      const at = y * stride + x;
      const left = x >= bytes ? out[at - bytes] : 0;
      const up = y ? out[at - stride] : 0;
      const corner = x >= bytes && y ? out[at - stride - bytes] : 0;
      out[at] = raw[y * (stride + 1) + 1 + x] + predict(kind, left, up, corner);
    }
  }
  return out;
}

/** The pixels of a PNG as Chromium writes it (8-bit RGB or RGBA): `{ width, height, rgb }`. */
export function decode(png) {
  const all = chunks(png);
  const head = all[0].data;
  const [width, height, depth, type] = [head.readUInt32BE(0), head.readUInt32BE(4), head[8], head[9]];
  if (depth !== 8 || ![2, 6].includes(type) || head[12]) throw new Error("not the kind of PNG that Chromium writes");
  const bytes = type === 6 ? 4 : 3;
  const raw = zlib.inflateSync(Buffer.concat(all.filter(chunk => chunk.type === "IDAT").map(chunk => chunk.data)));
  const pixels = unfilter(raw, width, height, bytes);
  if (bytes === 3) return { width, height, rgb: pixels };
  const rgb = Buffer.alloc(width * height * 3);
  for (let i = 0, j = 0; i < pixels.length; i += 4, j += 3) pixels.copy(rgb, j, i, i + 3);
  return { width, height, rgb };
}

/** Indices and palette when there are at most 256 colours, else nothing. */
function palette(rgb) {
  const seen = new Map();
  const indices = Buffer.alloc(rgb.length / 3);
  for (let i = 0, j = 0; i < rgb.length; i += 3, j += 1) {
    const colour = rgb.readUIntBE(i, 3);
    let index = seen.get(colour);
    if (index === undefined) {
      index = seen.size;
      if (index === 256) return null;
      seen.set(colour, index);
    }
    indices[j] = index;
  }
  const colours = Buffer.alloc(seen.size * 3);
  for (const [colour, index] of seen) colours.writeUIntBE(colour, index * 3, 3);
  return { indices, colours };
}

function filterRows(pixels, width, height, bytes, kinds) {
  const stride = width * bytes;
  const out = Buffer.alloc((stride + 1) * height);
  const tries = Array.from({ length: FILTERS }, () => Buffer.alloc(stride));
  for (let y = 0; y < height; y += 1) {
    let best = { sum: Infinity };
    for (const kind of kinds) {
      let sum = 0;
      for (let x = 0; x < stride; x += 1) {
        const at = y * stride + x;
        const left = x >= bytes ? pixels[at - bytes] : 0;
        const up = y ? pixels[at - stride] : 0;
        const corner = x >= bytes && y ? pixels[at - stride - bytes] : 0;
        const value = (pixels[at] - predict(kind, left, up, corner)) & 255;
        tries[kind][x] = value;
        sum += value < 128 ? value : 256 - value;
      }
      if (sum < best.sum) best = { sum, kind };
    }
    out[y * (stride + 1)] = best.kind;
    tries[best.kind].copy(out, y * (stride + 1) + 1);
  }
  return out;
}

function chunk(type, data) {
  const body = Buffer.concat([Buffer.from(type, "latin1"), data]);
  const out = Buffer.alloc(body.length + 8);
  out.writeUInt32BE(data.length, 0);
  body.copy(out, 4);
  out.writeUInt32BE(crc(body), body.length + 4);
  return out;
}

function crc(data) {
  let sum = 0xffffffff;
  for (const byte of data) {
    sum ^= byte;
    for (let bit = 0; bit < 8; bit += 1) sum = sum & 1 ? (sum >>> 1) ^ 0xedb88320 : sum >>> 1;
  }
  return (sum ^ 0xffffffff) >>> 0;
}

/** The smaller PNG of a PNG. */
export function pack(png) {
  const { width, height, rgb } = decode(png);
  const few = palette(rgb);
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head[8] = 8;
  head[9] = few ? 3 : 2;
  const attempts = few
    ? [filterRows(few.indices, width, height, 1, [0])]
    : [filterRows(rgb, width, height, 3, [0]), filterRows(rgb, width, height, 3, [0, 1, 2, 3, 4])];
  const packed = attempts.map(rows => zlib.deflateSync(rows, { level: 9, memLevel: 9 }));
  packed.sort((a, b) => a.length - b.length);
  return Buffer.concat([
    SIGNATURE,
    chunk("IHDR", head),
    ...(few ? [chunk("PLTE", few.colours)] : []),
    chunk("IDAT", packed[0]),
    chunk("IEND", Buffer.alloc(0)),
  ]);
}
