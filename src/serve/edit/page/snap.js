/* Snapping: where the sides of a shape go when they come near an edge of the picture or a line of another shape. */
(editor => {
  "use strict";

  const { view, shapes } = editor;
  const REACH = 7; // pixels of the screen

  const reach = () => Math.min(Math.max(Math.round(REACH / view.place.zoom), 1), 12);

  /* The lines of all shapes but the one that is dragged. What a redaction covers has nothing to do with marks. */
  function linesBut(thing) {
    const { marks, redactions, crop } = editor.shown();
    const others = [];
    marks.forEach((mark, index) => {
      if (thing.kind !== "redaction" && (thing.kind !== "mark" || thing.index !== index)) others.push(mark);
    });
    redactions.forEach(({ at }, index) => {
      if (thing.kind !== "redaction" || thing.index !== index) others.push({ kind: "redaction", at });
    });
    if (crop && thing.kind !== "crop") others.push({ kind: "crop", at: crop });
    const all = others.filter(shapes.isArea).map(shapes.bounds);
    return {
      across: all.flatMap(({ left, right }) => [left, right]),
      down: all.flatMap(({ top, bottom }) => [top, bottom]),
    };
  }

  function finders(thing, shape) {
    const { left, top, right, bottom } = shapes.bounds(shape);
    const lines = linesBut(thing);
    const { edges } = view;
    // The edges of a field are not those of the words in it, nor of what an ellipse goes around.
    const snaps = shape.kind !== "redaction" && shape.kind !== "ellipse";
    const find =
      (along, [first, last], strength) =>
      value => {
        const outside = value < (first + last) / 2 ? -1 : 1;
        return editor.snapped(value, { reach: reach(), lines: along, strength: snaps ? strength : null, outside });
      };
    return {
      across: find(lines.across, [left, right], x => edges.across(x, top, bottom)),
      down: find(lines.down, [top, bottom], y => edges.down(y, left, right)),
    };
  }

  /* How far to go so that one of two sides meets a line: the shorter way. */
  function nearest(sides, find) {
    const found = sides.flatMap(side => {
      const line = find(side);
      return line === null ? [] : [{ by: line - side, line }];
    });
    return found.reduce((best, each) => (best && Math.abs(best.by) <= Math.abs(each.by) ? best : each), null);
  }

  /* The point at which a handle meets lines, with these lines. */
  editor.snapPoint = (thing, shape, [x, y], handle) => {
    if (!shapes.isArea(shape)) return { point: [x, y], guides: [] };
    const find = finders(thing, shape);
    const toX = /[ew]/.test(handle) ? find.across(x) : null;
    const toY = /[ns]/.test(handle) ? find.down(y) : null;
    const guides = [...(toX === null ? [] : [{ x: toX }]), ...(toY === null ? [] : [{ y: toY }])];
    return { point: [toX ?? x, toY ?? y], guides };
  };

  /* A moved shape with its sides on lines that are near. */
  editor.snapMoved = (thing, shape) => {
    if (!shapes.isArea(shape)) return { shape, guides: [] };
    const { left, top, right, bottom } = shapes.bounds(shape);
    const find = finders(thing, shape);
    const [toX, toY] = [nearest([left, right], find.across), nearest([top, bottom], find.down)];
    const guides = [...(toX ? [{ x: toX.line }] : []), ...(toY ? [{ y: toY.line }] : [])];
    return { shape: shapes.moved(shape, toX?.by ?? 0, toY?.by ?? 0, editor.picture().size), guides };
  };
})(globalThis.stepbookEditor);
