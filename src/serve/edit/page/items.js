/* The list's items in the panel, each with the number of its marks. */
(editor => {
  "use strict";

  const { state, view, element, words } = editor;
  const MARKS = ["box", "ellipse", "arrow", "pin", "spot"];

  const isChosen = (kind, index) => state.chosen?.kind === kind && state.chosen.index === index;
  const button = (key, act, title = null) =>
    editor.button(words(key), act, { class: "ed-command", "data-key": "do-" + key, title });
  const small = (icon, act, disabled = false) =>
    editor.iconButton(icon, words(icon), act, { class: "ed-command ed-small", "data-key": "do-" + icon, disabled });

  /* Words without the signs of Markdown, as a reader sees them. */
  const plain = text => text.replace(/!?\[([^\]]*)\]\([^)]*\)/g, "$1").replace(/\*\*|`|<\/?\w+>/g, "");

  /* What can be changed of a mark. */
  editor.markFields = (thing, order = []) => {
    const mark = editor.shown().marks[thing.index];
    const isArea = editor.shapes.isArea(mark);
    return element(
      "div",
      { class: "ed-fields" },
      editor.numberFields(thing, mark),
      element(
        "div",
        { class: "ed-placing" },
        editor.numberField(thing, mark),
        mark.n !== null && isArea && editor.sideField(thing, mark),
      ),
      element(
        "div",
        { class: "ed-commands" },
        isArea && button("align", () => editor.alignChosen(), words("keyAlign")),
        isArea && button("sameSize", () => editor.sameSize(), words("keySame")),
        ...order,
        small("remove", () => editor.askRemove()),
      ),
    );
  };

  /* A tool that can draw a mark. */
  function readyToDraw() {
    if (!MARKS.includes(state.tool)) state.tool = "box";
  }

  function chooseItem(item) {
    const [first] = item.marks.filter(({ at }) => at === state.at).concat(item.marks);
    if (first) return editor.choose({ kind: "mark", index: first.index }, first.at);
    readyToDraw();
    editor.choose({ kind: "item", index: item.index });
  }

  /* The buttons of an item's marks, where it has several. */
  function places({ marks }) {
    if (marks.length < 2) return null;
    const one = ({ at, index }, which) =>
      editor.button(words("place", { n: which + 1 }), () => editor.choose({ kind: "mark", index }, at), {
        class: "ed-place",
        "data-key": "place-" + at + "-" + index,
        "aria-pressed": String(state.at === at && isChosen("mark", index)),
      });
    return element("div", { class: "ed-places" }, ...marks.map(one));
  }

  /* Where an item goes when its grip is at this height. */
  function targetAt(y, list) {
    const rows = [...list.querySelectorAll("[data-item]")];
    const after = rows.findIndex(row => {
      const { top, height } = row.getBoundingClientRect();
      return y < top + height / 2;
    });
    return { rows, before: after < 0 ? rows.length : after };
  }

  function grip({ index, number }) {
    const made = editor.iconButton("grip", words("moveItem", { n: number }), () => {}, {
      class: "ed-grip",
      "data-key": "grip-" + index,
      "data-grip": true,
    });
    const to = place => {
      editor.moveItem(index, place);
      document.querySelector('[data-key="grip-' + place + '"]')?.focus();
    };
    made.addEventListener("keydown", event => {
      if (event.key !== "ArrowUp" && event.key !== "ArrowDown") return;
      event.preventDefault();
      to(index + (event.key === "ArrowUp" ? -1 : 1));
    });
    made.addEventListener("pointerdown", event => {
      made.setPointerCapture(event.pointerId);
      const list = made.closest("ol");
      let before = null;
      const show = moved => {
        const found = targetAt(moved.clientY, list);
        before = found.before;
        found.rows.forEach((row, at) => {
          row.classList.toggle("is-before", at === before);
          row.classList.toggle("is-after", at === before - 1 && before === found.rows.length);
        });
      };
      const end = ended => {
        made.removeEventListener("pointermove", show);
        for (const row of list.children) row.classList.remove("is-before", "is-after");
        if (before !== null && ended.type === "pointerup") to(before > index ? before - 1 : before);
      };
      made.addEventListener("pointermove", show);
      for (const name of ["pointerup", "pointercancel"]) made.addEventListener(name, end, { once: true });
    });
    return made;
  }

  /* Buttons that move an item, for those who do not drag. */
  function order({ index }) {
    const last = state.list.items.length - 1;
    return [
      small("up", () => editor.moveItem(index, index - 1), index === 0),
      small("down", () => editor.moveItem(index, index + 1), index === last),
    ];
  }

  function opened(item, thing) {
    if (thing) return [editor.wordsField(item), places(item), editor.markFields(thing, order(item))];
    return [
      editor.wordsField(item),
      element("p", { class: "ed-waits" }, words("noMark")),
      element(
        "div",
        { class: "ed-fields ed-commands" },
        button("putInMiddle", () => editor.placeInMiddle()),
        ...order(item),
        small("remove", () => editor.removeItem(item.index)),
      ),
    ];
  }

  function row(item) {
    const mark = state.chosen?.kind === "mark" ? editor.shown().marks[state.chosen.index] : null;
    const chosen = mark?.n === item.number || isChosen("item", item.index);
    const waits = !item.marks.length;
    const n = editor.button(String(item.number), () => chooseItem(item), {
      class: waits ? "ed-n is-waiting" : "ed-n",
      "data-key": "item-" + item.index,
      "aria-label": words(waits ? "chooseItem" : "chooseMark", { n: item.number }),
      "aria-pressed": String(chosen),
    });
    const text = () =>
      element(
        "button",
        {
          type: "button",
          class: "ed-words",
          "data-key": "text-of-" + item.index,
          on: { click: () => openWords(item) },
        },
        plain(item.words) || element("i", {}, plain(editor.otherWords(item.index) ?? "") || words("emptyItem")),
        waits && element("small", {}, words("noMark")),
      );
    return element(
      "li",
      { class: "ed-item" + (chosen ? " is-chosen" : "") + (waits ? " is-waiting" : ""), "data-item": item.index },
      n,
      element("div", { class: "ed-body" }, ...(chosen ? opened(item, mark ? state.chosen : null) : [text()])),
      grip(item),
    );
  }

  function openWords(item) {
    chooseItem(item);
    document.querySelector('[data-key="words-' + item.index + '"]')?.focus();
  }

  function newRow() {
    const { first, items } = state.list;
    return element(
      "li",
      { class: "ed-item is-chosen is-waiting" },
      element("span", { class: "ed-n is-waiting", "aria-hidden": "true" }, String(first + items.length)),
      element(
        "div",
        { class: "ed-body" },
        editor.newWordsField(),
        element("p", { class: "ed-waits" }, words("noMark")),
        element(
          "div",
          { class: "ed-fields ed-commands" },
          button("putInMiddle", () => editor.placeInMiddle()),
          button("cancel", () => editor.endItem()),
        ),
      ),
    );
  }

  /* Asks for the words of a new item; without a list, the mark is made at once. */
  editor.beginItem = () => {
    if (editor.refuses()) return;
    readyToDraw();
    if (!state.list) return editor.addMark(editor.middleShape(state.tool));
    state.adding ||= { words: "" };
    state.chosen = null;
    editor.changed();
    document.querySelector('[data-key="words-new"]').focus();
  };

  editor.endItem = () => {
    state.adding = null;
    editor.changed();
    view.stage.focus({ preventScroll: true });
  };

  /* Puts the mark of the item that waits in the middle of the picture. */
  editor.placeInMiddle = () => {
    readyToDraw();
    editor.addMark(editor.middleShape(state.tool));
    view.stage.focus({ preventScroll: true });
  };

  editor.itemList = () => {
    const { list } = state;
    const add = element(
      "button",
      { type: "button", class: "ed-add", "data-key": "add", on: { click: () => editor.beginItem() } },
      editor.icon("plus"),
      element("span", {}, words(list ? "newItem" : "newMark")),
      element("kbd", {}, "N"),
    );
    if (!list) return [element("p", { class: "ed-note" }, words("noList")), add];
    const rows = [...editor.items().map(row), state.adding && newRow()];
    return [
      element("h2", {}, words("items", { language: editor.languageName(list.language) })),
      element("ol", { class: "ed-items" }, ...rows),
      !state.adding && add,
    ];
  };
})(globalThis.stepbookEditor);
