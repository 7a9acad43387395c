/* A tour of three notes, shown once. */
(editor => {
  "use strict";

  const SEEN = "stepbook:editor-tour";
  const NOTES = ["tour1", "tour2", "tour3"];

  function isSeen() {
    try {
      return localStorage.getItem(SEEN) !== null;
    } catch (_) {
      return true; // refused: it would come each time
    }
  }

  editor.showTour = async () => {
    try {
      localStorage.setItem(SEEN, "yes");
    } catch (_) {
      // Refused: it is shown when it is asked for.
    }
    for (const [at, note] of NOTES.entries()) {
      const title = editor.words("tour", { n: at + 1, of: NOTES.length });
      const isLast = at + 1 === NOTES.length;
      const content = [editor.element("p", {}, editor.words(note))];
      const answer = await editor.ask(title, content, isLast ? ["begin"] : ["next", "close"]);
      if (answer !== "next") break;
    }
    editor.view.stage.focus({ preventScroll: true });
  };

  editor.firstTour = () => {
    if (!isSeen()) editor.showTour();
  };
})(globalThis.stepbookEditor);
