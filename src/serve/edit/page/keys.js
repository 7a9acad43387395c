/* The keyboard: everything that can be done by dragging. Keys that belong to a field, a button or a dialog are left to
   it. */
(editor => {
  "use strict";

  const { state, view, shapes } = editor;
  const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
  const TOOLS = { v: "choose", b: "box", e: "ellipse", a: "arrow", p: "pin", s: "spot", r: "redact", c: "crop" };
  const PAUSE = 700; // milliseconds between two digits of one number

  let isNudging = false;
  let digits = "";
  let pause = 0;

  /* Moves what is chosen, or resizes it with Alt. It is written when the key is let go. */
  function nudge(event) {
    const shape = editor.shapeOf(state.chosen);
    if (!shape || (state.draft && !isNudging) || editor.picture().broken) return false;
    const by = event.shiftKey ? 10 : 1;
    const [dx, dy] = ARROWS[event.key].map(step => step * by);
    const { size } = editor.picture();
    const next = event.altKey ? shapes.grown(shape, dx, dy, size) : shapes.moved(shape, dx, dy, size);
    isNudging = true;
    state.draft = { ...state.chosen, value: editor.valueOf(state.chosen, next) };
    view.reveal(next);
    editor.changed();
    return true;
  }

  /* With nothing chosen, the arrows move the view. */
  function look(event) {
    if (state.chosen || document.activeElement !== view.stage) return false;
    const [dx, dy] = ARROWS[event.key];
    view.pan(-40 * dx, -40 * dy);
    return true;
  }

  function endNudge() {
    if (!isNudging) return;
    isNudging = false;
    editor.commitDraft();
    editor.hear();
  }

  function setDigits() {
    const n = Number(digits);
    clearTimeout(pause);
    digits = "";
    editor.setNumber(n === 0 ? null : n);
  }

  /* Numbers of two digits are waited for where the list has so many items. */
  function digit(key) {
    digits += key;
    clearTimeout(pause);
    if (digits.length === 2 || editor.items().length < 10) setDigits();
    else pause = setTimeout(setDigits, PAUSE);
  }

  /* The next thing on the picture; false past the last one, so that Tab leads on. */
  function walk(by) {
    const { marks, redactions } = editor.shown();
    const all = [
      ...marks.map((_, index) => ({ kind: "mark", index })),
      ...redactions.map((_, index) => ({ kind: "redaction", index })),
    ];
    const now = all.findIndex(({ kind, index }) => kind === state.chosen?.kind && index === state.chosen.index);
    const next = now < 0 ? (by > 0 ? 0 : all.length - 1) : now + by;
    if (!all[next]) return false;
    editor.choose(all[next]);
    view.reveal(editor.shapeOf(all[next]));
    editor.hear();
    return true;
  }

  function withControl(event) {
    const key = event.key.toLowerCase();
    const typed = document.activeElement;
    // What was typed and is not written is taken back by the field itself.
    const isOwn = typed.stored === undefined ? !typed.matches("select") : editor.isTyped(typed);
    if (editor.isField(typed) && isOwn) return false;
    if (key === "z") event.shiftKey ? editor.redo() : editor.undo();
    else if (key === "y") editor.redo();
    else return false;
    return true;
  }

  const ACTS = {
    n: () => editor.beginItem(),
    l: () => editor.alignChosen(),
    m: () => editor.sameSize(),
    f: () => view.toggle(),
    "+": () => view.zoomTo(view.place.zoom * 1.25),
    "=": () => view.zoomTo(view.place.zoom * 1.25),
    "-": () => view.zoomTo(view.place.zoom / 1.25),
    "?": () => editor.showKeys(),
    delete: () => editor.askRemove(),
    backspace: () => editor.askRemove(),
  };

  function leave() {
    isNudging = false;
    if (editor.isDragging()) editor.leaveDrag();
    else if (state.adding?.words.trim()) editor.keepItem();
    else if (state.adding) editor.endItem();
    else editor.choose(null);
    return true;
  }

  /* What only means something on the picture, and not on a button. */
  function onStage(event) {
    if (document.activeElement !== view.stage && document.activeElement !== document.body) return false;
    if (event.key === "Tab" && document.activeElement === view.stage) return walk(event.shiftKey ? -1 : 1);
    if (event.key === "Enter") return editor.focusWords();
    if (event.key !== " ") return false;
    editor.holdSpace(true);
    return true;
  }

  function act(event) {
    if (event.ctrlKey || event.metaKey) return withControl(event);
    if (editor.isField(event.target)) return false;
    if (event.key === "Escape") return leave();
    if (ARROWS[event.key]) return !event.target.matches("input, [data-grip]") && (nudge(event) || look(event));
    if (event.altKey) return false;
    const key = event.key.toLowerCase();
    if (TOOLS[key]) editor.useTool(TOOLS[key]);
    else if (ACTS[key]) ACTS[key]();
    else if (/^\d$/.test(key) && state.chosen?.kind === "mark") digit(key);
    else return onStage(event);
    return true;
  }

  addEventListener("keydown", event => {
    if (event.isComposing || !editor.picture() || document.querySelector("dialog[open]")) return;
    // Alt alone would lead to the browser's menu.
    if (act(event) || (event.key === "Alt" && editor.isDragging())) event.preventDefault();
  });
  addEventListener("keyup", event => {
    if (event.key === " ") editor.holdSpace(false);
    if (ARROWS[event.key]) endNudge();
  });
  addEventListener("blur", endNudge);
})(globalThis.stepbookEditor);
