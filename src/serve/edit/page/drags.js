/* Drags: what a press on the picture means, and what it makes of the shapes. */
(editor => {
  "use strict";

  const { state, view, shapes } = editor;
  const MARKS = ["box", "ellipse", "arrow", "pin", "spot"];
  const LEAST = 4; // pixels of the screen: less is a click, or a shape drawn by mistake

  let drag = null;
  editor.isDragging = () => drag !== null || state.draft !== null;

  const same = (a, b) => a?.kind === b?.kind && a?.index === b?.index;
  const onScreen = length => length * view.place.zoom;

  /* How far a point is from the line of a shape, in pixels of the screen. */
  function awayFromLine(shape, point) {
    const away = shapes.distance(shape, point);
    if (away > 0 || !shapes.isArea(shape)) return onScreen(away);
    const { left, top, right, bottom } = shapes.bounds(shape);
    return onScreen(Math.min(point[0] - left, right - point[0], point[1] - top, bottom - point[1]));
  }

  /* The things that a tool can take hold of. */
  function things() {
    const { marks, redactions, crop } = editor.shown();
    const of = (kind, all) => all.map((_, index) => ({ kind, index }));
    if (state.tool === "crop") return crop ? [{ kind: "crop", index: 0 }] : [];
    if (state.tool === "redact") return of("redaction", redactions);
    if (state.tool === "choose") return [...of("redaction", redactions), ...of("mark", marks)];
    return of("mark", marks);
  }

  function handleAt(point, reach) {
    const shape = editor.shapeOf(state.chosen);
    if (!shape) return null;
    const { left, top, right, bottom } = shapes.bounds(shape);
    // Inside of a small shape there is room left to move it.
    const inner = shapes.isArea(shape) ? Math.max(5, onScreen(Math.min(right - left, bottom - top)) * 0.3) : reach;
    const limit = shapes.distance(shape, point) === 0 ? Math.min(reach, inner) : reach;
    let best = null;
    for (const handle of shapes.handles(shape)) {
      const away = onScreen(Math.hypot(handle.x - point[0], handle.y - point[1]));
      if (away <= limit && (!best || away < best.away)) best = { ...handle, away };
    }
    return best?.name ?? null;
  }

  /* The thing under a point that a drag moves. With a tool that draws, a shape is held at its line, and the chosen one
     anywhere, so that one can draw inside of others. */
  function held(point, reach) {
    const all = things();
    const found = all.filter(thing => {
      const shape = editor.shapeOf(thing);
      if (state.tool === "choose" || same(thing, state.chosen)) return onScreen(shapes.distance(shape, point)) <= reach;
      return awayFromLine(shape, point) <= Math.min(reach, 12);
    });
    const index = shapes.hit(
      found.map(thing => editor.shapeOf(thing)),
      point,
      reach / view.place.zoom,
    );
    return found[index] ?? null;
  }

  /* The mark whose pin is dragged to another side. */
  function sided(event, reach) {
    if (state.tool === "redact" || state.tool === "crop") return null;
    const index = editor.pinAt(event, reach / 3);
    const mark = editor.shown().marks[index];
    if (!mark) return null;
    const thing = { kind: "mark", index };
    return { what: shapes.isArea(mark) ? "side" : "move", thing, base: mark };
  }

  function drawing() {
    const { marks, redactions, crop } = editor.shown();
    if (state.tool === "redact")
      return { what: "draw", thing: { kind: "redaction", index: redactions.length }, kind: "redaction" };
    if (state.tool === "crop") return { what: "draw", thing: { kind: "crop", index: 0 }, kind: "crop", crop };
    if (!MARKS.includes(state.tool)) return null;
    // The number is decided now, while the item that it belongs to is chosen.
    const n = editor.newNumber(state.tool);
    return { what: "draw", thing: { kind: "mark", index: marks.length }, kind: state.tool, n };
  }

  /* What a press here would begin; null if nothing. */
  function meaning(point, event) {
    if (!view.bitmap) return null;
    const reach = event.pointerType === "touch" ? 24 : 9;
    const handle = handleAt(point, reach);
    if (handle) return { what: "resize", thing: state.chosen, base: editor.shapeOf(state.chosen), handle };
    const side = sided(event, reach);
    if (side) return side;
    const thing = held(point, reach);
    if (thing) return { what: "move", thing, base: editor.shapeOf(thing) };
    return drawing();
  }

  const CURSORS = { nw: "nwse", se: "nwse", ne: "nesw", sw: "nesw", n: "ns", s: "ns", e: "ew", w: "ew" };

  editor.cursorAt = (point, event) => {
    const found = meaning(point, event);
    if (!found) return "default";
    if (found.what === "draw") return "crosshair";
    if (found.what === "resize") return CURSORS[found.handle] ? CURSORS[found.handle] + "-resize" : "move";
    return found.what === "side" ? "grab" : "move";
  };

  /* Begins a drag at a point of the picture; false if there is nothing to drag. */
  editor.beginDrag = (point, event) => {
    const found = meaning(point, event);
    if (!found || editor.picture().broken) return false;
    drag = { ...found, from: point, moved: false, chosen: state.chosen };
    return true;
  };

  function nearestSide(mark, [x, y]) {
    const { left, top, right, bottom } = shapes.bounds(mark);
    const beyond = { left: left - x, right: x - right, top: top - y, bottom: y - bottom };
    return Object.keys(beyond).reduce((best, side) => (beyond[side] > beyond[best] ? side : best));
  }

  function drawnTo(point, free) {
    const { size } = editor.picture();
    const shape = shapes.drawn(drag.kind, drag.from, point, size);
    if (free || !shapes.isArea(shape)) return { shape, guides: [] };
    const from = editor.snapPoint(drag.thing, shape, drag.from, "se");
    const to = editor.snapPoint(drag.thing, shape, point, "se");
    const whole = shapes.drawn(drag.kind, from.point, to.point, size);
    // Both ends must not meet on one line.
    const fits = onScreen(whole.at[2]) >= LEAST && onScreen(whole.at[3]) >= LEAST;
    return fits ? { shape: whole, guides: [...from.guides, ...to.guides] } : { shape, guides: [] };
  }

  function shapeAt(point, free) {
    const { what, base, handle, thing } = drag;
    const { size } = editor.picture();
    if (what === "draw") return drawnTo(point, free);
    if (what === "side") return { shape: { ...base, side: nearestSide(base, point) }, guides: [] };
    const [dx, dy] = [point[0] - drag.from[0], point[1] - drag.from[1]];
    if (what === "move") {
      const shape = shapes.moved(base, dx, dy, size);
      return free ? { shape, guides: [] } : editor.snapMoved(thing, shape);
    }
    // From where the handle is, not from where in it the pointer is.
    const start = shapes.handles(base).find(({ name }) => name === handle);
    const to = [start.x + dx, start.y + dy];
    const shape = shapes.resized(base, handle, to, size);
    if (free) return { shape, guides: [] };
    const { point: snapped, guides } = editor.snapPoint(thing, shape, to, handle);
    return { shape: shapes.resized(base, handle, snapped, size), guides };
  }

  /* The point that the loupe shows. */
  function looked({ what, handle }, shape, point) {
    if (what === "resize") {
      const { x, y } = shapes.handles(shape).find(({ name }) => name === handle);
      return [x, y];
    }
    if (what !== "draw" || !shapes.isArea(shape)) return point;
    const { left, top, right, bottom } = shapes.bounds(shape);
    return [point[0] < drag.from[0] ? left : right, point[1] < drag.from[1] ? top : bottom];
  }

  editor.moveDrag = (point, event) => {
    if (!drag) return;
    const far = event.pointerType === "touch" ? 8 : LEAST;
    const away = onScreen(Math.hypot(point[0] - drag.from[0], point[1] - drag.from[1]));
    if (!drag.moved && away < far) return;
    drag.moved = true;
    const { shape, guides } = shapeAt(point, event.altKey || event.ctrlKey);
    const number = drag.n === undefined ? {} : { n: drag.n, side: null };
    state.draft = { ...drag.thing, value: editor.valueOf(drag.thing, { ...shape, ...number }) };
    state.guides = guides;
    state.chosen = drag.thing;
    editor.changed();
    editor.showLoupe(looked(drag, shape, point), view.onStage(event));
  };

  /* Writes the draft. */
  editor.commitDraft = () => {
    const { draft } = state;
    state.draft = null;
    state.guides = [];
    if (!draft) return;
    const { marks, redactions } = editor.picture();
    const count = { mark: marks.length, redaction: redactions.length, crop: 1 }[draft.kind];
    if (draft.index < count) return editor.setThing(draft, draft.value);
    if (draft.kind === "redaction") {
      editor.addRedaction(draft.value);
      return editor.focusWords();
    }
    const isNew = editor.addMark(draft.value);
    if (isNew) editor.focusWords();
  };

  function isTooSmall({ value }) {
    const [first, last = first] = shapes.ends(editor.shapeOf(state.draft) ?? value);
    return onScreen(Math.hypot(last[0] - first[0], last[1] - first[1])) < LEAST;
  }

  /* A press without a drag chooses what lies there. */
  function click(point, ended) {
    if (ended.kind === "pin") {
      const shape = shapes.drawn("pin", point, point, editor.picture().size);
      if (editor.addMark({ ...shape, n: ended.n })) editor.focusWords();
      return;
    }
    if (ended.what !== "draw") return editor.choose(ended.thing);
    const all = things();
    const index = shapes.hit(
      all.map(thing => editor.shapeOf(thing)),
      point,
      0,
    );
    editor.choose(all[index] ?? null);
  }

  editor.endDrag = point => {
    if (!drag) return;
    const ended = drag;
    editor.hideLoupe();
    if (ended.moved && ended.what === "draw" && ended.kind !== "pin" && isTooSmall(state.draft))
      return editor.leaveDrag();
    drag = null;
    if (ended.moved) editor.commitDraft();
    else click(point, ended);
    editor.idle();
  };

  /* Drops the draft. */
  editor.leaveDrag = () => {
    if (drag) state.chosen = drag.chosen;
    drag = state.draft = null;
    state.guides = [];
    editor.hideLoupe();
    editor.keepChosen();
    editor.changed();
  };
})(globalThis.stepbookEditor);
