/* The loupe: the pixels around the pointer while something is dragged. */
(editor => {
  "use strict";

  const { view, element, state } = editor;
  const SCALE = 8; // pixels of the screen for one of the picture

  const canvas = element("canvas", { class: "ed-loupe-picture" });
  const label = element("span", { class: "ed-loupe-label" });
  const loupe = element("div", { class: "ed-loupe", hidden: true, "aria-hidden": "true" }, canvas, label);
  view.stage.append(loupe);

  /* The area of the stage that the dragged shape covers. */
  function covered() {
    const shape = editor.shapeOf(state.chosen);
    if (!shape) return null;
    const { left, top, right, bottom } = editor.shapes.bounds(shape);
    const { zoom, left: x, top: y } = view.place;
    return { left: x + left * zoom, top: y + top * zoom, right: x + right * zoom, bottom: y + bottom * zoom };
  }

  /* Beside the pointer, or the finger, where it covers least of the shape. */
  function place([x, y], side) {
    const [away, margin] = [36, 8];
    const [wide, high] = [view.stage.clientWidth, view.stage.clientHeight];
    const inside = (value, all) => Math.min(Math.max(value, margin), all - side - margin);
    const shape = covered();
    const shared = (from, to, first) => Math.max(Math.min(to, first + side) - Math.max(from, first), 0);
    const costs = ([left, top]) => {
      const isUnder = shared(x - away / 2, x + away / 2, left) && shared(y - away / 2, y + away / 2, top);
      const hides = shape && shared(shape.left, shape.right, left) * shared(shape.top, shape.bottom, top);
      return (hides || 0) + (isUnder ? side * side * 2 : 0);
    };
    const [before, behind] = [-away - side, away];
    const ways = [
      [behind, before],
      [behind, behind],
      [before, behind],
      [before, before],
    ];
    const all = ways.map(([dx, dy]) => [inside(x + dx, wide), inside(y + dy, high)]);
    const [left, top] = all.reduce((best, one) => (costs(one) < costs(best) ? one : best));
    loupe.style.left = left + "px";
    loupe.style.top = top + "px";
  }

  function lines(pen, toLoupe, side) {
    const { accent, guide } = colours();
    const shape = editor.shapeOf(state.chosen);
    pen.lineWidth = 3;
    pen.strokeStyle = accent;
    pen.setLineDash([]);
    if (shape) {
      const [first, last = first] = editor.shapes.ends(shape).map(toLoupe);
      pen.beginPath();
      if (shape.kind === "arrow") {
        pen.moveTo(...first);
        pen.lineTo(...last);
      } else pen.rect(...first, last[0] - first[0], last[1] - first[1]);
      pen.stroke();
    }
    pen.lineWidth = 1;
    pen.strokeStyle = guide;
    pen.setLineDash([3, 3]);
    pen.beginPath();
    pen.moveTo(side / 2, 0);
    pen.lineTo(side / 2, side);
    pen.moveTo(0, side / 2);
    pen.lineTo(side, side / 2);
    pen.stroke();
  }

  function colours() {
    const style = getComputedStyle(view.stage);
    return { accent: style.getPropertyValue("--pin").trim() || "#c2321c", guide: "#0a5c78" };
  }

  /* Shows the pixel at a point of the picture; `pointer` is where the pointer is on the stage. */
  editor.showLoupe = (point, pointer) => {
    if (!view.bitmap) return;
    loupe.hidden = false;
    const side = loupe.clientWidth;
    const ratio = globalThis.devicePixelRatio || 1;
    canvas.width = canvas.height = side * ratio;
    const pen = canvas.getContext("2d");
    pen.scale(ratio, ratio);
    pen.imageSmoothingEnabled = false;
    const seen = side / SCALE;
    const corner = point.map(value => value - seen / 2);
    pen.drawImage(view.bitmap, ...corner, seen, seen, 0, 0, side, side);
    lines(pen, ([x, y]) => [(x - corner[0]) * SCALE, (y - corner[1]) * SCALE], side);
    label.textContent = point.map(value => Math.round(value)).join(", ");
    place(pointer, side);
  };

  editor.hideLoupe = () => {
    loupe.hidden = true;
  };
})(globalThis.stepbookEditor);
