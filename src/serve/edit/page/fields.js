/* Fields of the panel: words of items, numbers of shapes, the side of a pin. What was typed is written after a pause,
   when the field is left and when the page is. */
(editor => {
  "use strict";

  const { state, view, shapes, element, words } = editor;

  const PAUSE = 500; // milliseconds after the last key
  let pause = 0;
  let visit = 0; // counts the fields that were left: what is typed in one visit is taken back together

  const fieldOf = key => editor.panel.querySelector('[data-key="' + key + '"]');

  /* Writes what was typed. Each act fills the panel again, so fields are looked up one by one. */
  function writeTyped() {
    clearTimeout(pause);
    const all = [...editor.panel.querySelectorAll("[data-key]")].filter(editor.isTyped);
    for (const key of all.map(({ dataset }) => dataset.key)) fieldOf(key)?.write?.();
  }

  function writeLater() {
    clearTimeout(pause);
    // The end of a composition begins the pause again.
    pause = setTimeout(() => editor.isComposing || writeTyped(), PAUSE);
  }

  /* Gives fields back what could not be written. */
  editor.returnTyped = all => {
    for (const { key, value } of all) {
      const found = fieldOf(key);
      if (found?.write && !editor.isTyped(found)) found.value = value;
    }
  };

  editor.forgetTyped = keys => {
    for (const key of keys) {
      const found = fieldOf(key);
      if (found) found.value = found.stored;
    }
  };

  addEventListener("pagehide", () => {
    writeTyped();
    if (state.adding?.words.trim()) editor.keepItem();
  });
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") writeTyped();
  });

  function grow(area) {
    area.style.height = "auto";
    area.style.height = area.scrollHeight + 2 + "px";
  }

  const leaves = event => !event.isComposing && (event.key === "Escape" || (event.key === "Enter" && !event.shiftKey));

  /* Enter and Escape lead back to the picture; what was typed is written. */
  function leave(event) {
    if (!leaves(event)) return;
    event.preventDefault();
    event.stopPropagation();
    view.stage.focus({ preventScroll: true });
  }

  /* A field for words of a target. `holds` tells whether they stand in a version of it as they did here; `owner` is
     what the words belong to, where another thing may get a field with the same key. */
  function field(made, stored, { target, holds, write, owner }) {
    made.value = made.stored = stored;
    made.version = target.version;
    made.target = target.id;
    made.owner = owner;
    made.write = () => {
      if (!editor.isTyped(made)) return;
      const { key } = made.dataset;
      const { value, version, target: shown, stored: before } = made;
      made.stored = value.trim();
      const group = key + " " + visit;
      write(made.stored, { key, value, version, target: shown, group, holds: then => holds(then, before) });
    };
    made.addEventListener("input", event => event.isComposing || writeLater());
    made.addEventListener("compositionend", writeLater);
    made.addEventListener("blur", () => {
      if (editor.isRefilling) return;
      // When the focus has reached the next field, which is filled again as well.
      setTimeout(() => {
        writeTyped();
        visit++;
      });
    });
    made.addEventListener("keydown", leave);
    return made;
  }

  /* The words of an item. */
  editor.wordsField = ({ index, number, words: stored }) => {
    const area = element("textarea", {
      rows: 1,
      "data-key": "words-" + index,
      placeholder: stored ? null : editor.otherWords(index),
      "aria-label": words("itemWords", { n: number }),
    });
    area.addEventListener("input", () => grow(area));
    requestAnimationFrame(() => grow(area));
    return field(area, stored, {
      target: state.list,
      holds: ({ items }, before) => items[index] === before,
      write: (value, typed) => editor.setWords(index, value, typed),
    });
  };

  /* The words of an item that is not there yet. */
  editor.newWordsField = () => {
    const { list } = state;
    const number = list.first + list.items.length;
    const area = element("textarea", {
      rows: 1,
      "data-key": "words-new",
      "aria-label": words("newWords", { n: number }),
    });
    area.value = state.adding.words;
    area.addEventListener("input", () => {
      state.adding.words = area.value;
      grow(area);
    });
    area.addEventListener("keydown", event => {
      if (!leaves(event)) return;
      // Words are kept. Without any, Enter waits for the mark.
      if (state.adding.words.trim()) editor.keepItem();
      else if (event.key === "Escape") editor.endItem();
      leave(event);
    });
    return area;
  };

  /* What the picture shows, for those who can't see it. */
  editor.altField = ({ alt }) => {
    const area = element("textarea", {
      rows: 2,
      "data-key": "alt",
      placeholder: words("altHint"),
      "aria-label": words("alt"),
    });
    area.addEventListener("input", () => grow(area));
    requestAnimationFrame(() => grow(area));
    const place = state.at;
    return field(area, alt, {
      target: state.list,
      owner: place,
      holds: ({ alts }, before) => alts[place] === before,
      write: (value, typed) => editor.setAlt(place, value, typed),
    });
  };

  /* The stand-in text of a redaction. */
  editor.standInField = ({ text, at }, index) => {
    const input = element("input", {
      type: "text",
      "data-key": "text-" + index,
      placeholder: words("standIn"),
      "aria-label": words("redaction", { n: index + 1 }) + " " + words("standIn"),
    });
    input.addEventListener("focus", () => {
      if (state.chosen?.kind !== "redaction" || state.chosen.index !== index)
        editor.choose({ kind: "redaction", index });
    });
    const thing = { kind: "redaction", index };
    return field(input, text ?? "", {
      target: editor.picture(),
      owner: state.at,
      holds: ({ redactions }, before) =>
        (redactions[index]?.text ?? "") === before && String(redactions[index]?.at) === String(at),
      write: (value, typed) => editor.setThing(thing, { at, text: value || null }, typed),
    });
  };

  const NAMES = { pin: ["x", "y"], arrow: ["x1", "y1", "x2", "y2"] };

  /* A shape's numbers, inside of the picture. */
  function allowed(shape, at) {
    const size = editor.picture().size;
    const whole = at.map((value, index) => Math.min(Math.max(Math.round(value), 0), size[index % 2]));
    if (!shapes.isArea(shape)) return whole;
    const [x, y] = [Math.min(whole[0], size[0] - 1), Math.min(whole[1], size[1] - 1)];
    const length = (value, from, all) => Math.min(Math.max(value, 1), all - from);
    return [x, y, length(whole[2], x, size[0]), length(whole[3], y, size[1])];
  }

  editor.numberFields = (thing, shape) => {
    const names = NAMES[shape.kind] ?? ["x", "y", "width", "height"];
    const one = (name, index) => {
      const key = ["at", thing.kind, thing.index, name].join("-");
      const input = element("input", { type: "number", inputmode: "numeric", min: 0, step: 1, "data-key": key });
      input.value = input.stored = String(shape.at[index]);
      input.addEventListener("change", () => {
        if (editor.isRefilling || input.value === "") return;
        const at = shape.at.slice();
        at[index] = Number(input.value);
        input.stored = input.value;
        // When the focus has reached the next field.
        setTimeout(() => editor.setThing(thing, editor.valueOf(thing, { ...shape, at: allowed(shape, at) })));
      });
      return element("label", {}, element("span", {}, words(name)), input);
    };
    return element("div", { class: "ed-numbers" }, ...names.map(one));
  };

  /* On which side of its shape a mark's number stands. */
  editor.sideField = (thing, mark) => {
    const sides = ["left", "right", "top", "bottom", null];
    const one = side => {
      const input = element("input", {
        type: "radio",
        name: "ed-side",
        checked: (mark.side ?? null) === side,
        "data-key": "side-" + side,
        on: { change: () => !editor.isRefilling && editor.setThing(thing, { ...mark, side }) },
      });
      return element("label", {}, input, element("span", {}, words(side ?? "automatic")));
    };
    const legend = element("legend", { "aria-label": words("sideName") }, words("side"));
    return element("fieldset", { class: "ed-side" }, legend, ...sides.map(one));
  };

  /* The number of a mark, among those of the list. */
  editor.numberField = (thing, mark) => {
    const numbers = editor.items().map(({ number }) => number);
    if (mark.n !== null && !numbers.includes(mark.n)) numbers.push(mark.n);
    const option = n =>
      element("option", { value: n ?? "", selected: n === mark.n }, n === null ? words("none") : String(n));
    const select = element(
      "select",
      {
        "data-key": "n-" + thing.index,
        on: {
          change() {
            if (select.value === "new") editor.setNewNumber();
            else editor.setNumber(select.value ? Number(select.value) : null);
          },
        },
      },
      ...[null, ...numbers].map(option),
      state.list && element("option", { value: "new" }, words("numberNew")),
    );
    return element("label", { class: "ed-number" }, element("span", {}, words("number")), select);
  };

  /* Goes to the words of what is chosen; false if it has none. */
  editor.focusWords = () => {
    const { chosen } = state;
    const item = chosen?.kind === "mark" ? editor.itemOf(editor.picture().marks[chosen.index]?.n) : null;
    const keys = {
      item: "words-" + chosen?.index,
      redaction: "text-" + chosen?.index,
      mark: item && "words-" + item.index,
    };
    const key = keys[chosen?.kind] ?? (chosen ? "n-" + chosen.index : null);
    const found = key && document.querySelector('[data-key="' + key + '"]');
    if (!found) return false;
    found.focus();
    if (found.setSelectionRange) found.setSelectionRange(found.value.length, found.value.length);
    return true;
  };
})(globalThis.stepbookEditor);
