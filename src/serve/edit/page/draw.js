/* Draws over the picture: the crop's shade, redactions that let the picture through, the marks as the site draws them,
   handles of what is chosen, and the lines that a drag snaps to. */
(editor => {
  "use strict";

  const { state, view, shapes, svg } = editor;
  const HANDLE = 11; // a handle's side
  const SHORT = 30; // a side on which there is no room for a third handle

  let drawn = null; // the marks of a state that is not written yet, as the program draws them
  let isAsking = false;
  let isStale = false;
  let put = null; // the text of the SVG that is shown

  const scaled = value => value * view.place.zoom;

  function rect(at, attributes) {
    const [x, y, width, height] = at.map(scaled);
    return svg("rect", { x, y, width, height, ...attributes });
  }

  function pattern() {
    const lines = svg("path", { class: "ed-hatch", d: "M-2 2L2-2M0 10L10 0M8 12L12 8" });
    const box = { id: "ed-hatch", width: 10, height: 10, patternUnits: "userSpaceOnUse" };
    return svg("defs", {}, svg("pattern", box, lines));
  }

  function shade(crop) {
    const [width, height] = editor.picture().size.map(scaled);
    const [x, y, w, h] = crop.map(scaled);
    const d = `M0 0H${width}V${height}H0ZM${x} ${y}V${y + h}H${x + w}V${y}Z`;
    return [
      svg("path", { class: "ed-shade", d }),
      rect(crop, { class: "ed-frame-ground" }),
      rect(crop, { class: "ed-frame" }),
    ];
  }

  function redaction({ at }, index) {
    const chosen = state.chosen?.kind === "redaction" && state.chosen.index === index;
    return svg(
      "g",
      { class: chosen ? "ed-redaction is-chosen" : "ed-redaction" },
      rect(at, { class: "ed-redaction-ground" }),
      rect(at, { fill: "url(#ed-hatch)" }),
      rect(at, { class: "ed-redaction-edge" }),
    );
  }

  function drawBelow({ redactions, crop }) {
    view.below.replaceChildren(pattern(), ...redactions.map(redaction), ...(crop ? shade(crop) : []));
  }

  /* The marks lie over the crop, which is all that readers see. */
  function drawMarks({ crop }) {
    const [left, top, width, height] = (crop ?? [0, 0, ...editor.picture().size]).map(scaled);
    const { style } = view.marks;
    style.left = left + "px";
    style.top = top + "px";
    style.width = width + "px";
    style.height = height + "px";
    const text = drawn ?? editor.picture().svg;
    if (text !== put) view.marks.innerHTML = text;
    put = text;
  }

  /* Handles are the same size at every zoom; those in the middle of a short side are left out. */
  function handles(shape) {
    const { left, top, right, bottom } = shapes.bounds(shape);
    const short = { across: scaled(right - left) < SHORT, down: scaled(bottom - top) < SHORT };
    return shapes.handles(shape).flatMap(({ name, x, y }) => {
      if ((short.across && /^[ns]$/.test(name)) || (short.down && /^[ew]$/.test(name))) return [];
      const corner = { x: scaled(x) - HANDLE / 2, y: scaled(y) - HANDLE / 2 };
      return [svg("rect", { class: "ed-handle", width: HANDLE, height: HANDLE, rx: 2.5, ...corner })];
    });
  }

  /* A pin has no handles and no line of its own. */
  function ring({ at }) {
    const [cx, cy] = at.map(scaled);
    return svg("circle", { class: "ed-ring", cx, cy, r: 18 });
  }

  function guide({ x, y }) {
    const [width, height] = editor.picture().size.map(scaled);
    const ends =
      x === undefined
        ? { x1: 0, x2: width, y1: scaled(y), y2: scaled(y) }
        : { x1: scaled(x), x2: scaled(x), y1: 0, y2: height };
    return svg("line", { class: "ed-guide", ...ends });
  }

  function drawAbove(shown) {
    const shape = editor.shapeOf(state.chosen, shown);
    view.above.replaceChildren(
      ...state.guides.map(guide),
      ...(shape ? handles(shape) : []),
      ...(shape?.kind === "pin" ? [ring(shape)] : []),
    );
  }

  editor.drawAll = () => {
    if (!editor.picture()) return;
    const shown = editor.shown();
    // What a redaction or the crop leaves is judged undimmed.
    const covers = state.tool === "redact" || state.tool === "crop" || state.chosen?.kind === "redaction";
    view.sheet.classList.toggle("is-covering", covers);
    drawBelow(shown);
    drawMarks(shown);
    drawAbove(shown);
  };

  /* Asks for the marks of the state that is shown. One call is under way at most; after it the latest state is asked
     for. */
  async function ask() {
    isStale = true;
    if (isAsking) return;
    isAsking = true;
    while (isStale) {
      isStale = false;
      const { id } = editor.picture();
      try {
        const { svg: text } = await editor.server.draw({ picture: id, ...editor.shown() });
        if (isAhead() && editor.picture().id === id) {
          drawn = text;
          editor.drawAll();
        }
      } catch (fault) {
        if (fault.status === 0) editor.say("bad", fault.why);
        break;
      }
    }
    isAsking = false;
  }

  const isAhead = () => state.draft !== null || editor.isBusy();

  editor.onChange(() => {
    if (!editor.picture()) return;
    // What was drawn last stays until the act has answered, which should not wait for a call of this kind.
    if (state.isReleasing) isStale = false;
    else if (isAhead()) ask();
    else drawn = null;
    editor.drawAll();
  });

  /* Which mark's pin lies at a point of the window; -1 if there is none. The groups of the SVG are in the order of the
     marks. */
  editor.pinAt = ({ clientX, clientY }, reach) => {
    const groups = [...view.marks.querySelectorAll("g.mark")];
    return groups.findIndex(group => {
      const circle = group.querySelector(".pin circle");
      if (!circle) return false;
      const { left, top, width } = circle.getBoundingClientRect();
      const away = Math.hypot(clientX - left - width / 2, clientY - top - width / 2);
      return away <= width / 2 + reach;
    });
  };
})(globalThis.stepbookEditor);
