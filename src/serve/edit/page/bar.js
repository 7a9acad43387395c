/* The bar with the tools, and the foot that says what was written. */
(editor => {
  "use strict";

  const { state, view, element, words } = editor;
  const TOOLS = ["choose", "box", "ellipse", "arrow", "pin", "spot", "redact", "crop"];
  const KEYS = { choose: "V", box: "B", ellipse: "E", arrow: "A", pin: "P", spot: "S", redact: "R", crop: "C" };

  const title = element("h1", {}, words("editor"));
  const about = element("p", { class: "ed-about" });
  const back = element(
    "a",
    { class: "ed-close", href: "/", "aria-label": words("back"), title: words("back") },
    editor.icon("close"),
  );
  const done = element("a", { class: "ed-done", href: "/" }, words("done"));

  const tools = TOOLS.map(tool =>
    element(
      "button",
      {
        type: "button",
        class: "ed-tool",
        "data-tool": tool,
        "aria-pressed": "false",
        "aria-keyshortcuts": KEYS[tool],
        title: words(tool) + " " + KEYS[tool],
        on: { click: () => editor.useTool(tool) },
      },
      editor.icon(tool),
      element("span", {}, words(tool)),
    ),
  );
  const undo = editor.iconButton("undo", words("undo"), () => editor.undo(), {
    class: "ed-plain",
    "aria-keyshortcuts": "Control+Z",
  });
  const redo = editor.iconButton("redo", words("redo"), () => editor.redo(), {
    class: "ed-plain",
    "aria-keyshortcuts": "Control+Y",
  });
  const zoom = editor.button("100%", () => view.toggle(), { class: "ed-plain ed-zoom" });

  editor.bar = element(
    "header",
    { class: "ed-bar" },
    element("div", { class: "ed-title" }, back, element("div", { class: "ed-names" }, title, about)),
    element("div", { class: "ed-tools", role: "toolbar", "aria-label": words("tools") }, ...tools),
    element("div", { class: "ed-ends" }, undo, redo, zoom, done),
  );

  const status = element("p", { class: "ed-status", role: "status" }, words("loading"));
  const said = element("p", { class: "ed-heard", "aria-live": "polite" });
  const keys = editor.button("? " + words("allKeys"), () => editor.showKeys(), { class: "ed-link" });
  editor.foot = element(
    "footer",
    { class: "ed-foot" },
    status,
    element("div", { class: "ed-hints" }, element("span", {}, words("hints")), keys),
    said,
  );

  /* Says something in the foot; `kind` is "bad" for what went wrong. */
  editor.say = (kind, ...content) => {
    status.className = "ed-status" + (kind ? " is-" + kind : "");
    status.replaceChildren(...content);
  };

  const short = file => file.split("/").slice(-2).join("/");

  editor.saySaved = (word, saved) => {
    const files = saved.flatMap(({ file, lines }) => [
      element("code", { title: file }, short(file)),
      // A picture has no lines.
      lines > 0 && element("span", { class: "ed-lines" }, words(lines === 1 ? "linesOne" : "lines", { n: lines })),
    ]);
    editor.say("good", element("b", {}, "✓ " + words(word)), ...files.filter(Boolean));
  };

  /* Tells a screen reader what is chosen now. */
  editor.hear = () => {
    const shape = editor.shapeOf(state.chosen);
    if (!shape) return;
    const kind = words(shape.kind === "redaction" ? "redact" : shape.kind);
    const at = shape.at.join(", ");
    said.textContent = shape.n ? words("heardMark", { n: shape.n, kind, at }) : words("heardOther", { kind, at });
  };

  editor.showZoom = () => {
    const n = Math.round(view.place.zoom * 100);
    zoom.textContent = n + "%";
    const name = words(view.place.fits ? "zoomFull" : "zoomFit", { n });
    zoom.setAttribute("aria-label", name);
    zoom.title = name;
  };

  function showTitle() {
    const { figure, others } = state;
    const picture = editor.picture();
    const address = "/" + state.page.split("/").map(encodeURIComponent).join("/");
    back.href = done.href = address + "#" + figure.anchor;
    title.textContent = figure.title;
    const parts = [figure.step && words("step", { n: figure.step }), picture.file.split("/").pop()];
    const shared = others.map(({ language }) => editor.languageName(language)).join("、");
    if (shared) parts.push(words("sharedWith", { language: shared }));
    about.textContent = parts.filter(Boolean).join(" • ");
    document.title = words("editor") + " – " + figure.title;
  }

  editor.onChange(() => {
    if (!editor.picture()) return;
    showTitle();
    for (const tool of tools) tool.setAttribute("aria-pressed", String(tool.dataset.tool === state.tool));
    undo.setAttribute("aria-disabled", String(!editor.canUndo()));
    redo.setAttribute("aria-disabled", String(!editor.canRedo()));
  });
})(globalThis.stepbookEditor);
