/* Dialogs: what becomes of an item, a conflict, all keys. */
(editor => {
  "use strict";

  const { state, element, words } = editor;

  /* Shows a dialog until one of its buttons is pressed, and returns that button's key; "" after Escape. Enter in a
     field is the first button. */
  editor.ask = (title, content, buttons) =>
    new Promise(answer => {
      const heading = element("h2", { id: "ed-dialog-title" }, title);
      const press = key =>
        editor.button(words(key), () => box.close(key), {
          class: key === buttons[0] ? "ed-done" : "ed-plain",
          autofocus: key === buttons[0],
        });
      const row = element("div", { class: "ed-answers" }, ...buttons.map(press));
      const box = element(
        "dialog",
        { class: "ed-dialog", "aria-labelledby": "ed-dialog-title" },
        heading,
        ...content,
        row,
      );
      box.addEventListener("keydown", event => {
        if (event.key !== "Enter" || event.isComposing || !editor.isField(event.target)) return;
        event.preventDefault();
        box.close(buttons[0]);
      });
      box.addEventListener("close", () => {
        box.remove();
        answer(box.returnValue);
      });
      document.body.append(box);
      box.showModal();
    });

  /* Removes what is chosen, after the author has said what becomes of its item. */
  editor.askRemove = async () => {
    const thing = state.chosen;
    if (thing?.kind === "item") return editor.removeItem(thing.index);
    if (!editor.shapeOf(thing)) return;
    const mark = thing.kind === "mark" ? editor.picture().marks[thing.index] : null;
    const item = mark && editor.itemOf(mark.n);
    if (!item) return editor.removeThing(thing);
    const text = [words("removeAsk", { n: item.number }), words("removeItemToo")];
    if (item.marks.length > 1) text.unshift(element("b", {}, words("removeOthers")));
    const title = words("removeTitle", { n: item.number });
    const answer = await editor.ask(
      title,
      text.map(line => element("p", {}, line)),
      ["keepItem", "withItem", "cancel"],
    );
    if (answer === "keepItem") editor.removeThing(thing);
    else if (answer === "withItem") editor.removeItem(item.index);
    editor.view.stage.focus({ preventScroll: true });
  };

  /* A text whose lines that the other one has not are marked. */
  function compared(text, other) {
    const known = new Set(other.split("\n"));
    const line = words => (known.has(words) ? words + "\n" : element("mark", {}, words + "\n"));
    return element("pre", { tabindex: "0" }, ...text.split("\n").map(line));
  }

  editor.showConflict = async ({ why, conflicts }) => {
    const of = ({ file, now, wanted }) =>
      element(
        "div",
        { class: "ed-conflict" },
        element("p", {}, element("code", {}, file)),
        element("div", {}, element("h3", {}, words("conflictNow")), compared(now, wanted)),
        element("div", {}, element("h3", {}, words("conflictWanted")), compared(wanted, now)),
      );
    editor.say("bad", words("failed", { why: words("changedMeanwhile") }));
    await editor.ask(words("conflictTitle"), [element("p", {}, why), ...conflicts.map(of)], ["loadAgain"]);
  };

  const KEYS = [
    [["V"], "keyChoose"],
    [["B"], "box"],
    [["E"], "ellipse"],
    [["A"], "arrow"],
    [["P"], "pin"],
    [["S"], "spot"],
    [["R"], "redact"],
    [["C"], "crop"],
    [["Tab", "Shift+Tab"], "keyTab"],
    [["← ↑ → ↓"], "keyMove"],
    [["Alt + ← ↑ → ↓"], "keyResize"],
    [["0 … 9"], "keyNumber"],
    [["N"], "keyNew"],
    [["Del"], "keyDelete"],
    [["Enter"], "keyEnter"],
    [["Esc"], "keyLeave"],
    [["Ctrl+Z"], "undo"],
    [["Ctrl+Y", "Ctrl+Shift+Z"], "redo"],
    [["Ctrl+V"], "replace"],
    [["Alt", "Ctrl"], "keyNoSnap"],
    [["L"], "keyAlign"],
    [["M"], "keySame"],
    [["+", "−"], "keyZoom"],
    [["F"], "keyFit"],
    [["␣"], "keyPan"],
    [["?"], "allKeys"],
  ];

  editor.showKeys = async () => {
    const row = ([keys, what]) =>
      element(
        "div",
        {},
        element("dt", {}, ...keys.map(key => element("kbd", {}, key))),
        element("dd", {}, words(what)),
      );
    const table = element("dl", { class: "ed-keys", tabindex: "0" }, ...KEYS.map(row));
    const answer = await editor.ask(words("keysTitle"), [table], ["close", "tourAgain"]);
    if (answer === "tourAgain") editor.showTour();
  };
})(globalThis.stepbookEditor);
