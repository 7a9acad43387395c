/* Where a picture has straight edges: buttons, fields, frames of windows. Marks snap to them. */
(editor => {
  "use strict";

  const STEP = 12; // smallest difference of brightness, of 255, between two pixels of an edge
  const FILLED = 0.7; // part of a side along which an edge must go
  const BORDER = 2; // pixels: the thickest border line
  const LARGEST = 16e6; // pixels; a larger picture is a photograph, which has no such edges

  /* Counts, for each column, in how many rows above a row the brightness jumps from the column before; and the same
     for rows. With them the edge along any side is one subtraction. */
  editor.edges = ({ data, width, height }) => {
    if (width * height > LARGEST) return { across: () => 0, down: () => 0 };
    const light = new Uint8Array(width * height);
    for (let at = 0; at < light.length; at++) {
      light[at] = (data[4 * at] * 54 + data[4 * at + 1] * 183 + data[4 * at + 2] * 19) >> 8;
    }
    const columns = new Uint16Array(width * (height + 1));
    const rows = new Uint16Array(height * (width + 1));
    for (let y = 0; y < height; y++) {
      for (let x = 0; x < width; x++) {
        const here = light[y * width + x];
        const left = x > 0 && Math.abs(here - light[y * width + x - 1]) >= STEP;
        const above = y > 0 && Math.abs(here - light[(y - 1) * width + x]) >= STEP;
        columns[(y + 1) * width + x] = columns[y * width + x] + left;
        rows[y * (width + 1) + x + 1] = rows[y * (width + 1) + x] + above;
      }
    }
    const share = (from, to, count) => (to > from ? count / (to - from) : 0);
    return {
      /* The part of the line x from row `top` to row `bottom` at which there is an edge. */
      across(x, top, bottom) {
        const [from, to] = [Math.max(top, 0), Math.min(bottom, height)];
        if (x < 0 || x >= width || to <= from) return 0;
        return share(from, to, columns[to * width + x] - columns[from * width + x]);
      },
      /* The part of the line y from column `left` to column `right` at which there is an edge. */
      down(y, left, right) {
        const [from, to] = [Math.max(left, 0), Math.min(right, width)];
        if (y < 0 || y >= height || to <= from) return 0;
        return share(from, to, rows[y * (width + 1) + to] - rows[y * (width + 1) + from]);
      },
    };
  };

  /* The place nearest to `value`, at most `reach` away, where `strength` says that there is an edge; null without
     one. Of the two edges of a border line, the one to the outside: 1 or -1 is the way there. */
  function edge(value, reach, strength, outside) {
    const isEdge = place => Math.abs(place - value) <= reach && strength(place) >= FILLED;
    for (let away = 0; away <= reach; away++) {
      const found = [value - away, value + away].filter(isEdge);
      if (!found.length) continue;
      const nearest = found.reduce((best, place) => (strength(place) > strength(best) ? place : best));
      for (let thick = BORDER; thick > 0; thick--) {
        if (isEdge(nearest + thick * outside)) return nearest + thick * outside;
      }
      return nearest;
    }
    return null;
  }

  /* Where a side of a shape goes when it is dragged near an edge of the picture or of another mark. `lines` are
     those of other marks, which win over the picture's; without `strength` there are no others. */
  editor.snapped = (value, { reach, lines, strength, outside }) => {
    const near = lines.filter(line => Math.abs(line - value) <= reach);
    if (near.length)
      return near.reduce((best, line) => (Math.abs(line - value) < Math.abs(best - value) ? line : best));
    return strength && edge(Math.round(value), reach, strength, outside);
  };
})(globalThis.stepbookEditor);
