/* Elements of the search panel, and the piece of a picture that is drawn beside a result.

   `search.js` is the files of this folder, joined: draw, dialog, panel. */
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

  function icon(href) {
    return svg("svg", { class: "i", "aria-hidden": "true" }, svg("use", { href }));
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
      const { n, x, y, r, pointer } = crop.pin;
      const path = of => (pointer ? [svg("path", { class: of, d: "M" + pointer.join(" ") + "z" })] : []);
      shot.append(
        ...path("halo"),
        svg("circle", { cx: x, cy: y, r }),
        ...path("tip"),
        svg("text", { class: "pin-text", x, y, dy: ".36em", "font-size": r * (n > 9 ? 1.05 : 1.25) }, n),
      );
    }
    return shot;
  }

  /* A mark's line twice, as on the page: the halo below, the line above it. */
  function outline({ rect, ellipse, path, head }, scale) {
    if (rect) {
      const [x, y, width, height] = rect;
      return twice("rect", [{ x, y, width, height, rx: 4 * scale }]);
    }
    if (ellipse) {
      const [rx, ry] = [ellipse[2] / 2, ellipse[3] / 2];
      return twice("ellipse", [{ cx: ellipse[0] + rx, cy: ellipse[1] + ry, rx, ry }]);
    }
    if (!path) return [];
    const lines = [];
    for (let at = 2; at < path.length; at += 2) {
      const [x1, y1, x2, y2] = path.slice(at - 2, at + 2);
      lines.push({ x1, y1, x2, y2 });
    }
    return twice("line", lines).concat(head ? tip(lines[lines.length - 1], scale) : []);
  }

  function twice(name, each) {
    return ["halo", "line"].flatMap(of => each.map(attributes => svg(name, { class: of, ...attributes })));
  }

  /* The head of an arrow at the end of a line. */
  function tip({ x1, y1, x2, y2 }, scale) {
    const degrees = (Math.atan2(y2 - y1, x2 - x1) * 180) / Math.PI;
    const transform = "translate(" + x2 + " " + y2 + ") rotate(" + degrees + ") scale(" + scale * 0.8 + ")";
    return ["halo", "tip"].map(of => svg("path", { class: of, d: "M3 0-9-6v12z", transform }));
  }

  global.stepbookDraw = { element, icon, drawn };
})(globalThis);
