// Runs inside a page: where the marked elements are, in pixels of the picture.
//
//   data-mark="1"            the mark's number; empty = a state that carries no number
//   data-mark-shape          box (default), ellipse, spot, arrow, pin
//   data-mark-pad            space between element and shape, CSS pixels (default 6; arrow and pin: 8)
//   data-mark-from           side that an arrow comes from or a pin sits on: left right top bottom
//   data-mark-length         length of an arrow, CSS pixels (default 90)
//   data-redact="stand-in"   to be painted over; empty = no stand-in text
//   data-redact-pad          default 2
//   data-crop="60" / "40 80" the picture is cut to this element and so much around it (vertical, horizontal)

/* global document */
export function measure({ scale, width, height }) {
  const fail = (element, why) => {
    throw new Error(`${element.outerHTML.slice(0, 90)}: ${why}`);
  };
  const rect = element => {
    const r = element.getBoundingClientRect();
    const [x, y] = [Math.round(r.left * scale), Math.round(r.top * scale)];
    const [right, bottom] = [Math.round(r.right * scale), Math.round(r.bottom * scale)];
    if (right <= x || bottom <= y) fail(element, "has no size");
    if (x < 0 || y < 0 || right > width || bottom > height) fail(element, "is outside the picture");
    return [x, y, right - x, bottom - y];
  };
  const grow = ([x, y, w, h], dy, dx = dy) => {
    const [left, top] = [Math.max(0, x - dx), Math.max(0, y - dy)];
    return [left, top, Math.min(width, x + w + dx) - left, Math.min(height, y + h + dy) - top];
  };
  const px = (element, name, otherwise) => Math.round(Number(element.dataset[name] ?? otherwise) * scale);
  const edge = ([x, y, w, h], side, gap) =>
    ({
      left: [x - gap, y + Math.round(h / 2)],
      right: [x + w + gap, y + Math.round(h / 2)],
      top: [x + Math.round(w / 2), y - gap],
      bottom: [x + Math.round(w / 2), y + h + gap],
    })[side];
  const away = { left: [-1, 0], right: [1, 0], top: [0, -1], bottom: [0, 1] };

  const geometry = (element, shape, target) => {
    const side = element.dataset.markFrom ?? "left";
    if (shape === "arrow") {
      const [x, y] = edge(target, side, px(element, "markPad", 8));
      const length = px(element, "markLength", 90);
      const [dx, dy] = away[side];
      return [x + dx * length, y + dy * length, x, y];
    }
    if (shape === "pin") return edge(target, side, px(element, "markPad", 8));
    return grow(target, px(element, "markPad", 6));
  };

  const mark = [...document.querySelectorAll("[data-mark]")].map(element => {
    const target = rect(element);
    const shape = element.dataset.markShape ?? "box";
    const n = element.dataset.mark === "" ? null : Number(element.dataset.mark);
    return { n, shape, element: target, geometry: geometry(element, shape, target) };
  });
  mark.sort((a, b) => (a.n ?? 99) - (b.n ?? 99));

  const redact = [...document.querySelectorAll("[data-redact]")].map(element => {
    const target = rect(element);
    return { element: target, box: grow(target, px(element, "redactPad", 2)), text: element.dataset.redact || null };
  });

  const cut = document.querySelector("[data-crop]");
  const around = cut?.dataset.crop.split(" ").map(value => Math.round(Number(value) * scale));
  return {
    crop: cut ? grow(rect(cut), ...around) : null,
    redact,
    mark,
  };
}
