/* What a finding over a page has offered to do: begins with it, as soon as the figure is there. */
(editor => {
  "use strict";

  const { state, view, words } = editor;

  /* Whether readers see a shape: it lies inside of the picture and of its crop. */
  function isSeen(mark) {
    const { crop, size } = editor.picture();
    const [x, y, width, height] = crop ?? [0, 0, ...size];
    const { left, top, right, bottom } = editor.shapes.bounds(mark);
    return left >= x && top >= y && right <= x + width && bottom <= y + height;
  }

  const acts = {
    /* An item has no mark: the next box is its. */
    draw() {
      const waiting = editor.items().find(({ marks }) => !marks.length);
      if (!waiting) return;
      editor.choose({ kind: "item", index: waiting.index });
      editor.useTool("box");
      editor.say("", words("drawNow", { n: waiting.number }));
    },
    /* A mark has no item: it is written, if it is the next one, and asks for its words. */
    async item() {
      const { list } = state;
      const index = editor.picture().marks.findIndex(({ n }) => n !== null && !editor.itemOf(n));
      if (index < 0) return;
      editor.choose({ kind: "mark", index });
      const next = list && list.first + list.items.length;
      if (editor.picture().marks[index].n !== next) return;
      await editor.act([{ target: list.id, acts: [{ item: { add: [list.items.length, ""] } }] }]);
      editor.focusWords();
    },
    /* A mark, a redaction or the crop does not lie where it is seen. */
    show() {
      const { marks, redactions } = editor.picture();
      const mark = marks.findIndex(one => !isSeen(one));
      const [width, height] = editor.picture().size;
      const isOut = ({ at: [x, y, wide, high] }) => x < 0 || y < 0 || x + wide > width || y + high > height;
      const redaction = redactions.findIndex(isOut);
      if (mark >= 0) editor.choose({ kind: "mark", index: mark });
      else if (redaction >= 0) editor.choose({ kind: "redaction", index: redaction });
      else return editor.useTool("crop");
      view.reveal(editor.shapeOf(state.chosen));
    },
    alt() {
      document.querySelector('[data-key="alt"]')?.focus();
    },
  };

  editor.mend = name => {
    if (editor.picture() && Object.hasOwn(acts, name ?? "")) acts[name]();
  };
})(globalThis.stepbookEditor);
