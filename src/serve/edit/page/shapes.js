/* Shapes of marks and redactions as numbers, as a sidecar has them: `{ kind, at }`, where `at` is [x, y, width, height]
   of a box, an ellipse, a spot, a redaction or the crop, [x1, y1, x2, y2] of an arrow and [x, y] of a pin. All
   lengths are whole pixels of the source picture. Nothing here is drawn: these are functions of values. */
(editor => {
  "use strict";

  const isArea = ({ kind }) => kind !== "arrow" && kind !== "pin";
  const within = (value, low, high) => Math.min(Math.max(value, low), Math.max(low, high));

  /* The corner points of a shape: two, or one of a pin. */
  function ends({ kind, at }) {
    if (kind === "pin") return [at];
    if (kind === "arrow") return [at.slice(0, 2), at.slice(2)];
    return [at.slice(0, 2), [at[0] + at[2], at[1] + at[3]]];
  }

  function bounds(shape) {
    const points = ends(shape);
    const [xs, ys] = [points.map(([x]) => x), points.map(([, y]) => y)];
    return { left: Math.min(...xs), top: Math.min(...ys), right: Math.max(...xs), bottom: Math.max(...ys) };
  }

  /* The area between two points; at least one pixel wide and high. */
  function area([x1, y1], [x2, y2]) {
    const [left, top] = [Math.min(x1, x2), Math.min(y1, y2)];
    return [left, top, Math.max(Math.abs(x2 - x1), 1), Math.max(Math.abs(y2 - y1), 1)];
  }

  /* The points by which a shape is resized, by their names: compass points, or the ends of an arrow. */
  function handles(shape) {
    const { left, top, right, bottom } = bounds(shape);
    if (shape.kind === "pin") return [];
    if (shape.kind === "arrow") return ends(shape).map(([x, y], end) => ({ name: ["tail", "head"][end], x, y }));
    const [middle, centre] = [(top + bottom) / 2, (left + right) / 2];
    const points = { nw: [left, top], n: [centre, top], ne: [right, top], e: [right, middle] };
    Object.assign(points, { se: [right, bottom], s: [centre, bottom], sw: [left, bottom], w: [left, middle] });
    return Object.entries(points).map(([name, [x, y]]) => ({ name, x, y }));
  }

  /* The shape at another place, as far as the picture lets it go. */
  function moved(shape, dx, dy, [width, height]) {
    const { left, top, right, bottom } = bounds(shape);
    const [x, y] = [Math.round(dx), Math.round(dy)];
    // What lies outside already may come back, but goes no further out.
    const by = [
      within(x, Math.min(-left, 0), Math.max(width - right, 0)),
      within(y, Math.min(-top, 0), Math.max(height - bottom, 0)),
    ];
    const at = isArea(shape) ? [0, 1] : shape.at.map((_, index) => index);
    return { ...shape, at: shape.at.map((value, index) => (at.includes(index) ? value + by[index % 2] : value)) };
  }

  /* The shape with one of its handles at this point of the picture. A side that passes the opposite one becomes it. */
  function resized(shape, handle, [toX, toY], [width, height]) {
    const [x, y] = [within(Math.round(toX), 0, width), within(Math.round(toY), 0, height)];
    if (shape.kind === "arrow") {
      const [tail, head] = ends(shape);
      return { ...shape, at: handle === "tail" ? [x, y, ...head] : [...tail, x, y] };
    }
    const { left, top, right, bottom } = bounds(shape);
    const across = handle.includes("w") ? [x, right] : handle.includes("e") ? [left, x] : [left, right];
    const down = handle.includes("n") ? [y, bottom] : handle.includes("s") ? [top, y] : [top, bottom];
    return { ...shape, at: area([across[0], down[0]], [across[1], down[1]]) };
  }

  /* The shape that a tool draws from one point to another one. */
  function drawn(kind, from, to, [width, height]) {
    const inside = ([x, y]) => [within(Math.round(x), 0, width), within(Math.round(y), 0, height)];
    const [first, last] = [inside(from), inside(to)];
    if (kind === "pin") return { kind, at: last };
    return { kind, at: kind === "arrow" ? [...first, ...last] : area(first, last) };
  }

  /* The shape, larger by so many pixels at its lower right corner, or with its arrow's head there. */
  function grown(shape, dx, dy, size) {
    if (shape.kind === "pin") return moved(shape, dx, dy, size);
    const [x, y] = ends(shape)[1];
    if (shape.kind === "arrow") return resized(shape, "head", [x + dx, y + dy], size);
    const [left, top] = ends(shape)[0];
    return resized(shape, "se", [Math.max(x + dx, left + 1), Math.max(y + dy, top + 1)], size);
  }

  /* How far a point is from what one sees of a shape; 0 on it. An area is seen whole, an arrow as its line. */
  function distance(shape, [x, y]) {
    const [first, last = first] = ends(shape);
    if (isArea(shape)) {
      const { left, top, right, bottom } = bounds(shape);
      return Math.hypot(Math.max(left - x, 0, x - right), Math.max(top - y, 0, y - bottom));
    }
    const [dx, dy] = [last[0] - first[0], last[1] - first[1]];
    const along = dx || dy ? ((x - first[0]) * dx + (y - first[1]) * dy) / (dx * dx + dy * dy) : 0;
    const near = within(along, 0, 1);
    return Math.hypot(x - first[0] - near * dx, y - first[1] - near * dy);
  }

  /* The index of the shape that a click at a point means: of those within reach the smallest, so that a mark inside
     another one can be taken. -1 if there is none. */
  function hit(shapes, point, reach) {
    const size = shape => {
      const { left, top, right, bottom } = bounds(shape);
      return isArea(shape) ? (right - left) * (bottom - top) : 0;
    };
    let found = -1;
    shapes.forEach((shape, index) => {
      if (distance(shape, point) > reach) return;
      if (found < 0 || size(shape) <= size(shapes[found])) found = index;
    });
    return found;
  }

  editor.shapes = { isArea, ends, bounds, handles, moved, resized, drawn, grown, distance, hit };
})(globalThis.stepbookEditor);
