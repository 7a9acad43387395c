/* The view: where the picture lies on the stage and how large. Positions are pixels of the stage; a point of the
   picture is pixels of the picture. Nothing is scaled by a transform, so that lines and pins keep their sizes. */
(editor => {
  "use strict";

  const LEAST = 0.05;
  const MOST = 16;
  const NARROW = 900; // a window's width below which the whole picture would be small

  const canvas = editor.element("canvas", { class: "ed-canvas", "aria-hidden": "true" });
  const below = editor.svg("svg", { class: "ed-below", "aria-hidden": "true" });
  const marks = editor.element("div", { class: "ed-marks", inert: true });
  const above = editor.svg("svg", { class: "ed-above", "aria-hidden": "true" });
  const sheet = editor.element("div", { class: "ed-sheet" }, canvas, below, marks, above);
  const stage = editor.element("div", { class: "ed-stage", tabindex: "0", role: "application" }, sheet);

  const place = { left: 0, top: 0, zoom: 1, fits: true };
  const view = { stage, sheet, canvas, below, marks, above, place, bitmap: null, edges: null };
  editor.view = view;

  const size = () => editor.picture()?.size ?? [1, 1];
  const room = () => [stage.clientWidth, stage.clientHeight];
  const clamped = zoom => Math.min(Math.max(zoom, LEAST), MOST);

  function show() {
    const { style } = sheet;
    const [width, height] = size();
    style.left = place.left + "px";
    style.top = place.top + "px";
    style.width = width * place.zoom + "px";
    style.height = height * place.zoom + "px";
    sheet.classList.toggle("is-large", place.zoom >= 3);
    editor.drawAll();
    editor.showZoom();
  }

  /* Keeps a part of the picture on the stage. */
  function keep() {
    const [wide, high] = room();
    const [width, height] = size().map(length => length * place.zoom);
    const part = 48;
    place.left = Math.min(Math.max(place.left, part - width), wide - part);
    place.top = Math.min(Math.max(place.top, part - height), high - part);
  }

  /* Shows an area of the picture as large as it goes. */
  function showArea([x, y, width, height], margin) {
    const [wide, high] = room();
    const zoom = Math.min((wide - 2 * margin) / width, (high - 2 * margin) / height);
    place.zoom = clamped(zoom);
    place.left = (wide - width * place.zoom) / 2 - x * place.zoom;
    place.top = (high - height * place.zoom) / 2 - y * place.zoom;
  }

  /* The whole picture; in a narrow window, what readers see of it. */
  view.fit = () => {
    const narrow = innerWidth <= NARROW;
    const { crop } = editor.picture();
    showArea((narrow && crop) || [0, 0, ...size()], narrow ? 16 : 30);
    place.fits = true;
    show();
  };

  view.zoomTo = (zoom, [x, y] = room().map(length => length / 2)) => {
    const next = clamped(zoom);
    place.left = x - ((x - place.left) * next) / place.zoom;
    place.top = y - ((y - place.top) * next) / place.zoom;
    place.zoom = next;
    place.fits = false;
    keep();
    show();
  };

  view.pan = (dx, dy) => {
    place.left += dx;
    place.top += dy;
    place.fits = false;
    keep();
    show();
  };

  view.toggle = () => (place.fits ? view.zoomTo(1) : view.fit());

  /* A point of the stage, from one of the window. */
  view.onStage = ({ clientX, clientY }) => {
    const { left, top } = stage.getBoundingClientRect();
    return [clientX - left, clientY - top];
  };

  view.toPicture = ([x, y]) => [(x - place.left) / place.zoom, (y - place.top) / place.zoom];

  /* Brings a shape onto the stage if it is out of sight. */
  view.reveal = shape => {
    const { left, top, right, bottom } = editor.shapes.bounds(shape);
    const [wide, high] = room();
    const off = (from, to, start, length) => {
      const [first, last] = [start + from * place.zoom, start + to * place.zoom];
      if (last < 24 || first > length - 24) return length / 2 - (first + last) / 2;
      return 0;
    };
    const by = [off(left, right, place.left, wide), off(top, bottom, place.top, high)];
    if (by[0] || by[1]) view.pan(...by);
  };

  /* Takes a picture's pixels. */
  view.take = bitmap => {
    canvas.width = bitmap.width;
    canvas.height = bitmap.height;
    const pen = canvas.getContext("2d", { willReadFrequently: true });
    pen.drawImage(bitmap, 0, 0);
    view.bitmap = bitmap;
    view.edges = editor.edges(pen.getImageData(0, 0, bitmap.width, bitmap.height));
  };

  new ResizeObserver(() => {
    // A drag keeps the picture under the pointer.
    if (!view.bitmap || editor.isDragging()) return;
    if (place.fits) view.fit();
    else {
      keep();
      show();
    }
  }).observe(stage);
})(globalThis.stepbookEditor);
