/* Elements of the search panel, and the piece of a picture that is drawn beside a result.

   `search.js` is the files of this folder, joined. */
(global => {
  "use strict";

  function element(name, attributes, ...content) {
    return fitted(document.createElement(name), attributes, content);
  }

  function fitted(made, attributes, content) {
    Object.keys(attributes).forEach(key => {
      if (attributes[key] !== null && attributes[key] !== undefined) made.setAttribute(key, attributes[key]);
    });
    made.append(...content);
    return made;
  }

  function svg(name, attributes, ...content) {
    return fitted(document.createElementNS("http://www.w3.org/2000/svg", name), attributes, content);
  }

  function icon(name) {
    return svg("svg", { class: "i", "aria-hidden": "true" }, svg("use", { href: "#i-" + name }));
  }

  /* What crop.js says of a sight. The picture is not loaded yet: its address, from `root`, waits in `data-href`. */
  function drawn({ picture: [address, width, height, ...marks], number }, root) {
    const crop = global.stepbookCrop([width, height], marks, number);
    const shot = svg(
      "svg",
      { class: "hit-shot", viewBox: crop.view.join(" "), "aria-hidden": "true" },
      svg("image", { "data-href": new URL(address, root).href, width, height }),
    );
    crop.marks.forEach(mark => {
      shot.append(...outline(mark, crop.scale));
    });
    if (crop.pin) {
      const { n, x, y, r } = crop.pin;
      shot.append(
        svg("circle", { cx: x, cy: y, r }),
        svg("text", { class: "pin-text", x, y, dy: ".36em", "font-size": r * (n > 9 ? 1.05 : 1.25) }, n),
      );
    }
    return shot;
  }

  /* A mark twice, as on the page: the halo below, the line above it. */
  function outline([, shape, x, y, width, height], scale) {
    if (!width && !height) return [];
    const twice = (name, attributes) => ["halo", "line"].map(of => svg(name, { class: of, ...attributes }));
    if (shape === 0) return twice("rect", { x, y, width, height, rx: 4 * scale });
    if (shape === 1) return twice("ellipse", { cx: x + width / 2, cy: y + height / 2, rx: width / 2, ry: height / 2 });
    const turn =
      "translate(" +
      (x + width) +
      " " +
      (y + height) +
      ") rotate(" +
      (Math.atan2(height, width) * 180) / Math.PI +
      ") scale(" +
      scale * 0.8 +
      ")";
    const head = of => svg("path", { class: of, d: "M3 0-9-6v12z", transform: turn });
    const [halo, line] = twice("line", { x1: x, y1: y, x2: x + width, y2: y + height });
    return [halo, line, head("halo"), head("tip")];
  }

  global.stepbookDraw = { element, icon, drawn };
})(globalThis);
