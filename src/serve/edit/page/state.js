/* What the editor shows: the figure as the program has it, what is chosen, the tool, and the draft of a drag. */
(editor => {
  "use strict";

  const query = new URLSearchParams(location.search);
  const state = {
    // A finding names a place in a text instead of a page and a picture: these come with the figure.
    place: query.has("text") ? { text: query.get("text"), at: Number(query.get("at")) } : null,
    page: query.get("page") ?? "",
    number: Number(query.get("picture") ?? 1), // of the picture on the page
    figure: null, // title, step and anchor
    pictures: [],
    list: null,
    others: [],
    at: 0, // the picture that is shown
    chosen: null, // { kind: "mark" | "redaction" | "crop" | "item", index }
    tool: "choose",
    draft: null, // { kind, index, value }: what a drag makes, before it is written
    isReleasing: false, // a drag is ending
    guides: [], // lines that a draft snaps to: { x } or { y }
    adding: null, // the words of a new item are being asked for
    later: new Set(), // lists of other languages that the author will see to
  };
  editor.state = state;

  const heard = [];
  editor.onChange = act => heard.push(act);
  /* Shows the state; called after each change of it. */
  editor.changed = () => {
    for (const act of heard) act();
  };

  editor.picture = () => state.pictures[state.at] ?? null;

  /* The marks, redactions and crop of the picture, with what a drag makes of them. */
  editor.shown = () => {
    const { marks, redactions, crop } = editor.picture();
    const { draft } = state;
    const drafted = (all, kind) => {
      if (draft?.kind !== kind) return all;
      const next = all.slice();
      next[draft.index] = draft.value;
      return next;
    };
    return {
      marks: drafted(marks, "mark"),
      redactions: drafted(redactions, "redaction"),
      crop: draft?.kind === "crop" ? draft.value : crop,
    };
  };

  /* A thing of the picture as a shape: its value with a `kind` that shapes.js knows; null if there is none. */
  editor.shapeOf = (thing, shown = editor.shown()) => {
    if (thing?.kind === "mark") return shown.marks[thing.index] ?? null;
    if (thing?.kind === "crop") return shown.crop && { kind: "crop", at: shown.crop };
    const redaction = thing?.kind === "redaction" ? shown.redactions[thing.index] : null;
    return redaction ? { ...redaction, kind: "redaction" } : null;
  };

  /* The value of a thing again, from its shape. */
  editor.valueOf = (thing, shape) => {
    if (thing.kind === "crop") return shape.at;
    if (thing.kind === "redaction") return { at: shape.at, text: shape.text ?? null };
    return shape;
  };

  /* The items of the list, each with its number and the places of its marks. */
  editor.items = () => {
    const { list, pictures } = state;
    return (list?.items ?? []).map((words, index) => {
      const number = list.first + index;
      const marks = pictures.flatMap((picture, at) =>
        picture.marks.flatMap((mark, which) => (mark.n === number ? [{ at, index: which }] : [])),
      );
      return { index, number, words, marks };
    });
  };

  /* The words of an item in another language, which has the same list. */
  editor.otherWords = index => state.others[0]?.items[index] || null;

  /* The item that a number means. */
  editor.itemOf = n => editor.items().find(({ number }) => number === n) ?? null;

  /* The number that the next mark gets: that of the item chosen, or of the first one that has no mark. */
  editor.nextNumber = kind => {
    const waiting = editor.items().filter(({ marks }) => !marks.length);
    const { chosen } = state;
    const wanted = chosen?.kind === "item" && waiting.find(({ index }) => index === chosen.index);
    if (wanted) return wanted.number;
    // A spot most often shows the place that other marks are about.
    return kind === "spot" ? null : (waiting[0]?.number ?? null);
  };

  const isThere = thing => {
    if (!thing) return true;
    if (thing.kind === "item") return thing.index < editor.items().length;
    return editor.shapeOf(thing) !== null;
  };

  editor.choose = (thing, at = state.at) => {
    state.at = at;
    state.chosen = thing;
    // What is typed for a new item is kept.
    if (thing && state.adding?.words.trim()) {
      editor.keepItem();
      state.chosen = thing;
    }
    if (thing) state.adding = null;
    editor.changed();
  };

  /* Chooses nothing if what was chosen is gone. */
  editor.keepChosen = () => {
    if (!isThere(state.chosen)) state.chosen = null;
  };

  editor.useTool = tool => {
    if (!editor.picture()) return;
    state.tool = tool;
    const { chosen } = state;
    // What is chosen can be changed with the tool: a crop only with its own.
    if (tool === "crop") state.chosen = editor.shown().crop ? { kind: "crop", index: 0 } : null;
    else if (chosen?.kind === "crop") state.chosen = null;
    editor.changed();
  };
})(globalThis.stepbookEditor);
