/* The piece of a picture that is shown beside a result: where it is cut, and what is drawn on it.

   A classic script without any of the page; search.js draws what it says, tests/search/crop.test.mjs holds it to its
   laws. Marks are what src/render/search/shot.rs writes, in pixels of the picture: `{n, pin: [x, y, dx, dy]}` and the
   line: `rect` or `ellipse`, [x, y, width, height], or `path`, [x, y, x, y, …], with `head`. A pin is a point and its
   offset in CSS pixels; three more offsets are the points of its pointer, a triangle. */
(global => {
  "use strict";

  // In CSS pixels: what is shown (style.css, .hit-shot), the pin, room around a shape and around a pin's middle.
  const SIZE = [134, 78];
  const PIN = 10;
  const AROUND = 8;
  const AROUND_PIN = 13;
  // An arrow is about what lies before its head.
  const BEFORE_HEAD = 26;
  // The pin stands where it does on the page, a little closer to its shape.
  const CLOSER = 14 / 17;
  // At half its size a screenshot can still be read; less of it would be a button without a place.
  const HALF = 2;

  /* `{view: [x, y, width, height], scale, marks, pin: {n, x, y, r, pointer}}`: around the mark of that number, else the
     first. `scale` is pixels of the picture per CSS pixel; `marks` are those to draw: it, and others of its number that
     are in view; `pin` may be null, and its `pointer`, which is a triangle: [x, y, x, y, x, y]. */
  function crop(size, marks, number) {
    const own = (number && marks.find(mark => mark.n === number)) || marks[0];
    const most = Math.min(size[0] / SIZE[0], size[1] / SIZE[1]);
    const ends = [0, 1].map(axis => (own ? edges(own, axis) : []));
    const fits = own ? Math.max(HALF, ...ends.map((all, axis) => needed(all, SIZE[axis]))) : most;
    const scale = Math.min(most, fits);
    const pinned = Boolean(own && own.pin);
    const [x, y] = SIZE.map((length, axis) => {
      const hangs = pinned ? ends[axis][ends[axis].length - 1][0] : null;
      return start(size[axis], length * scale, ends[axis], { scale, axis, hangs });
    });
    const view = [x, y, SIZE[0] * scale, SIZE[1] * scale];
    const drawn = own
      ? marks.filter(mark => mark === own || (own.n && mark.n === own.n && whole(mark, view, scale)))
      : [];
    return { view, scale, marks: drawn, pin: pinned ? pin(own, view, scale) : null };
  }

  /* What must be seen of a mark along one axis: points of the picture, each with CSS pixels of room before and behind
     it. That of the pin is the last one. */
  function edges(mark, axis) {
    const all = outline(mark, axis);
    if (!mark.pin) return all;
    const offset = mark.pin[2 + axis] * CLOSER;
    return [...all, [mark.pin[axis], AROUND_PIN - offset, AROUND_PIN + offset]];
  }

  function outline({ rect, ellipse, path, head, pin }, axis) {
    const area = rect || ellipse;
    const points = area ? [area[axis], area[axis] + area[2 + axis]] : axisOf(path || pin.slice(0, 2), axis);
    return points.map((at, index) => {
      const room = head && index === points.length - 1 ? BEFORE_HEAD : AROUND;
      return [at, room, room];
    });
  }

  /* Every second number of `[x, y, x, y, …]`. */
  function axisOf(points, axis) {
    return points.filter((_, index) => index % 2 === axis);
  }

  /* The least scale at which all of that fits into a length. */
  function needed(ends, length) {
    let scale = 0;
    ends.forEach(([low, before]) => {
      ends.forEach(([high, , behind]) => {
        scale = Math.max(scale, (high - low) / (length - before - behind));
      });
    });
    return scale;
  }

  /* Where the view begins: that in its middle, but never past the picture. Of too much, what is around the point that
     the pin `hangs` on, if there is one. */
  function start(side, span, ends, { scale, axis, hangs }) {
    const most = Math.max(0, side - span);
    if (!ends.length) return axis ? 0 : most / 2;
    const low = Math.min(...ends.map(([at, before]) => at - before * scale));
    const high = Math.max(...ends.map(([at, , behind]) => at + behind * scale));
    const fits = high - low <= span;
    const at = fits || hangs === null ? (low + high - span) / 2 : between(low, hangs - span / 2, high - span);
    return between(0, at, most);
  }

  function pin(mark, view, scale) {
    const place = (index, axis) => mark.pin[axis] + mark.pin[index + axis] * CLOSER * scale;
    const [x, y] = [0, 1].map(axis => {
      const room = (PIN + 2) * scale;
      const end = view[axis] + view[axis + 2] - room;
      return between(view[axis] + room, place(2, axis), end);
    });
    const moved = [x - place(2, 0), y - place(2, 1)];
    const points = [4, 6, 8].flatMap(index => [0, 1].map(axis => place(index, axis) + moved[axis]));
    const pointer = mark.pin.length > 4 ? points : null;
    return { n: mark.n, x, y, r: PIN * scale, pointer };
  }

  /* Whether all of a mark's line is in the view: half a frame more would only puzzle. */
  function whole(mark, view, scale) {
    return [0, 1].every(axis =>
      outline(mark, axis).every(([at, before, behind]) => {
        const [low, high] = [at - (before / 2) * scale, at + (behind / 2) * scale];
        return low >= view[axis] && high <= view[axis] + view[axis + 2];
      }),
    );
  }

  function between(low, value, high) {
    return Math.max(low, Math.min(high, value));
  }

  global.stepbookCrop = crop;
})(globalThis);
