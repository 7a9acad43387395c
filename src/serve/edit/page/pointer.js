/* Pointers on the stage: one draws and moves, two fingers zoom and pan, the wheel pans, or zooms with Ctrl. */
(editor => {
  "use strict";

  const { view, state } = editor;
  const { stage } = view;

  const fingers = new Map(); // places of the fingers on the stage
  let pan = null; // the last place of a pointer that pans
  let pinch = null; // the last middle and spread of two fingers
  let isSpace = false;
  let frame = 0;
  let latest = null; // the last event of a drag that no frame has shown

  const pointOf = event => view.toPicture(view.onStage(event));

  function middleOf([[x1, y1], [x2, y2]]) {
    return { at: [(x1 + x2) / 2, (y1 + y2) / 2], spread: Math.max(Math.hypot(x2 - x1, y2 - y1), 1) };
  }

  function beginPinch() {
    editor.leaveDrag();
    pan = latest = null;
    pinch = middleOf([...fingers.values()]);
  }

  function movePinch() {
    const next = middleOf([...fingers.values()]);
    view.zoomTo((view.place.zoom * next.spread) / pinch.spread, pinch.at);
    view.pan(next.at[0] - pinch.at[0], next.at[1] - pinch.at[1]);
    pinch = next;
  }

  stage.addEventListener("pointerdown", event => {
    if (!editor.picture() || event.target.closest("button")) return;
    stage.focus({ preventScroll: true });
    event.preventDefault();
    stage.setPointerCapture(event.pointerId);
    if (event.pointerType === "touch") fingers.set(event.pointerId, view.onStage(event));
    if (fingers.size === 2) return beginPinch();
    if (fingers.size > 2 || editor.isDragging()) return;
    const pans = event.button === 1 || isSpace;
    if (!pans && event.button !== 0) return;
    if (pans || !editor.beginDrag(pointOf(event), event)) {
      pan = { at: view.onStage(event), moved: false, isPlain: !pans };
    }
  });

  function flush() {
    cancelAnimationFrame(frame);
    frame = 0;
    if (latest) editor.moveDrag(pointOf(latest), latest);
    latest = null;
  }

  stage.addEventListener("pointermove", event => {
    if (fingers.has(event.pointerId)) fingers.set(event.pointerId, view.onStage(event));
    if (pinch) {
      if (fingers.size === 2) movePinch();
      return;
    }
    if (pan) {
      const at = view.onStage(event);
      const by = [at[0] - pan.at[0], at[1] - pan.at[1]];
      if (!pan.moved && Math.hypot(...by) < 4) return;
      view.pan(...by);
      pan = { ...pan, at, moved: true };
      return;
    }
    if (event.buttons) {
      latest = event;
      frame ||= requestAnimationFrame(flush);
    } else if (editor.picture()) stage.style.cursor = isSpace ? "grab" : editor.cursorAt(pointOf(event), event);
  });

  function lift(event, isDone) {
    fingers.delete(event.pointerId);
    if (pinch) {
      if (!fingers.size) pinch = null;
      return;
    }
    if (pan) {
      if (isDone && pan.isPlain && !pan.moved) editor.choose(null);
      pan = null;
      return;
    }
    if (!isDone) return editor.leaveDrag();
    state.isReleasing = true;
    try {
      flush();
      editor.endDrag(pointOf(event));
    } finally {
      state.isReleasing = false;
    }
    if (!editor.isBusy()) editor.changed();
  }
  stage.addEventListener("pointerup", event => lift(event, true));
  stage.addEventListener("pointercancel", event => lift(event, false));
  // A long press is a drag and must not open a menu.
  stage.addEventListener("contextmenu", event => event.preventDefault());
  stage.addEventListener("dblclick", event => {
    if (state.chosen && state.tool === "choose") editor.focusWords();
    event.preventDefault();
  });

  stage.addEventListener(
    "wheel",
    event => {
      if (!editor.picture()) return;
      event.preventDefault();
      const lines = event.deltaMode === 1 ? 20 : 1;
      const at = view.onStage(event);
      if (event.ctrlKey || event.metaKey) view.zoomTo(view.place.zoom * Math.exp(-event.deltaY * lines * 0.0025), at);
      else if (event.shiftKey && !event.deltaX) view.pan(-event.deltaY * lines, 0);
      else view.pan(-event.deltaX * lines, -event.deltaY * lines);
    },
    { passive: false },
  );

  /* The space bar held turns a drag into a pan. */
  editor.holdSpace = is => {
    isSpace = is;
    stage.style.cursor = is ? "grab" : "default";
  };
})(globalThis.stepbookEditor);
