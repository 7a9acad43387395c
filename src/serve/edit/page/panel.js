/* The panel beside the picture: pictures of the figure, the list's items, other marks, redactions, the crop, and what
   other languages lack. */
(editor => {
  "use strict";

  const { state, element, words } = editor;

  editor.panel = element("aside", { class: "ed-panel", "aria-label": words("panel") });

  const isChosen = (kind, index) => state.chosen?.kind === kind && state.chosen.index === index;
  const section = (title, ...content) => element("section", {}, element("h2", {}, title), ...content);

  function pictures() {
    if (state.pictures.length < 2) return null;
    const one = ({ file }, at) =>
      editor.button(words("pictureOf", { n: at + 1, file: file.split("/").pop() }), () => editor.choose(null, at), {
        class: "ed-place",
        "data-key": "picture-" + at,
        "aria-pressed": String(at === state.at),
      });
    return section(words("pictures"), element("div", { class: "ed-places" }, ...state.pictures.map(one)));
  }

  /* Marks that belong to no item. */
  function otherMarks() {
    const others = editor.shown().marks.flatMap((mark, index) => (editor.itemOf(mark.n) ? [] : [{ mark, index }]));
    if (!others.length) return null;
    const one = ({ mark, index }) => {
      const chosen = isChosen("mark", index);
      // A mark that is being drawn gets its item with it.
      const isOut = state.list && index < editor.picture().marks.length;
      const about =
        mark.n === null ? words("noNumber") : words(isOut ? "numberWithoutItem" : "numberOnly", { n: mark.n });
      return element(
        "li",
        { class: chosen ? "ed-item is-chosen" : "ed-item" },
        element(
          "button",
          {
            type: "button",
            class: "ed-kind",
            "data-key": "mark-" + index,
            "aria-pressed": String(chosen),
            on: { click: () => editor.choose({ kind: "mark", index }) },
          },
          editor.icon(mark.kind),
          element("span", {}, words(mark.kind), " ", element("small", {}, about)),
        ),
        chosen && editor.markFields(state.chosen),
      );
    };
    return section(words("otherMarks"), element("ul", { class: "ed-items" }, ...others.map(one)));
  }

  function redactions() {
    const all = editor.shown().redactions;
    if (!all.length) return null;
    const one = (redaction, index) => {
      const thing = { kind: "redaction", index };
      const chosen = isChosen("redaction", index);
      return element(
        "li",
        { class: chosen ? "ed-item ed-covered is-chosen" : "ed-item ed-covered" },
        element("button", {
          type: "button",
          class: "ed-swatch",
          "data-key": "redaction-" + index,
          "aria-label": words("redaction", { n: index + 1 }),
          "aria-pressed": String(chosen),
          on: { click: () => editor.choose(thing) },
        }),
        editor.standInField(redaction, index),
        chosen && fieldsOf(thing),
      );
    };
    return section(words("redactions"), element("ul", { class: "ed-items" }, ...all.map(one)));
  }

  function fieldsOf(thing, remove = "remove") {
    return element(
      "div",
      { class: "ed-fields" },
      editor.numberFields(thing, editor.shapeOf(thing)),
      element(
        "div",
        { class: "ed-commands" },
        editor.button(words(remove), () => editor.removeThing(thing), {
          class: "ed-command",
          "data-key": "do-" + remove,
        }),
      ),
    );
  }

  function crop() {
    if (!editor.shown().crop) return null;
    const thing = { kind: "crop", index: 0 };
    const chosen = isChosen("crop", 0);
    const change = () =>
      editor.button(words("cropEdit"), () => editor.useTool("crop"), { class: "ed-command", "data-key": "crop" });
    return section(
      words("cropped"),
      element(
        "div",
        { class: chosen ? "ed-item is-chosen" : "ed-item ed-bare" },
        chosen ? fieldsOf(thing, "cropRemove") : change(),
      ),
    );
  }

  function alt() {
    const picture = editor.picture();
    return state.list && section(words("alt"), element("div", { class: "ed-alt" }, editor.altField(picture)));
  }

  /* What another language lacks, with two ways out. */
  function missing(other) {
    const count = state.list.items.length - other.items.length;
    if (count <= 0 || state.later.has(other.id + count)) return null;
    const language = editor.languageName(other.language);
    const numbers = state.list.items
      .slice(other.items.length)
      .map((_, at) => state.list.first + other.items.length + at);
    const shown = editor.languageName(state.list.language);
    const way = (key, act) =>
      editor.button(words(key, { language: shown }), act, { class: "ed-link", "data-key": key + other.id });
    const values = { language, count: words(count === 1 ? "countOne" : "count", { n: count }) };
    return element(
      "section",
      { class: "ed-missing" },
      element(
        "p",
        {},
        element("b", {}, words("missing", values)),
        words("missingWhich", { n: numbers.join("、"), language }),
      ),
      element(
        "p",
        {},
        way("addEmpty", () => editor.addMissing(other, false)),
        way("addCopy", () => editor.addMissing(other, true)),
        way("later", () => {
          state.later.add(other.id + count);
          editor.changed();
        }),
      ),
    );
  }

  /* Why the picture's marks can't be changed here; null if they can. */
  editor.brokenWords = () => {
    const { broken, sidecar } = editor.picture();
    return broken && words("brokenPicture", { why: editor.why(broken), file: sidecar.split("/").pop() });
  };

  function broken() {
    const why = editor.brokenWords();
    return why && element("p", { class: "ed-note is-bad" }, why);
  }

  function file() {
    const { file: path, size } = editor.picture();
    const about = [path.split("/").pop(), size && words("pixels", { width: size[0], height: size[1] })];
    return section(
      words("file"),
      element("p", { class: "ed-file" }, about.filter(Boolean).join(" • ")),
      editor.button(words("replace"), () => editor.chooseReplacement(), { class: "ed-command", "data-key": "replace" }),
      element("p", { class: "ed-note ed-hint" }, words("replaceHint")),
    );
  }

  let wasChosen = "";
  let isPressed = false; // a button is held down: it must stay there until it is clicked
  let isLate = false;

  function show() {
    isLate = isPressed || editor.isComposing;
    if (!editor.picture() || isLate) return;
    const list = state.list ? state.others.map(missing) : [];
    const content = [
      broken(),
      pictures(),
      ...editor.itemList(),
      otherMarks(),
      redactions(),
      crop(),
      alt(),
      ...list,
      file(),
    ];
    editor.refill(editor.panel, content.filter(Boolean));
    // What was chosen on the picture comes into sight.
    const now = JSON.stringify([state.chosen, state.at]);
    if (now !== wasChosen) editor.panel.querySelector(".ed-item.is-chosen")?.scrollIntoView({ block: "nearest" });
    wasChosen = now;
  }

  function release() {
    isPressed = false;
    if (isLate) show();
  }

  // An input method loses what it composes when its field is replaced.
  editor.isComposing = false;
  for (const [name, is] of [
    ["compositionstart", true],
    ["compositionend", false],
    ["focusout", false],
  ]) {
    editor.panel.addEventListener(name, () => {
      editor.isComposing = is;
      if (!is) setTimeout(() => isLate && show());
    });
  }

  editor.panel.addEventListener("pointerdown", ({ target }) => {
    isPressed = target.closest("button, label") !== null;
  });
  // Before what the click does, which may need the panel as it will be.
  editor.panel.addEventListener(
    "click",
    () => {
      isPressed = false;
    },
    true,
  );
  for (const name of ["pointerup", "pointercancel"]) addEventListener(name, () => setTimeout(release));
  editor.onChange(show);
})(globalThis.stepbookEditor);
