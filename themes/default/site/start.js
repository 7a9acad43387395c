/* All that waits for the page to be read. */
(global => {
  "use strict";

  const { all } = global.stepbookPage;

  /* What answers to a click by itself, and has to be there from the beginning. */
  function bound() {
    return all(
      "[data-search], [data-theme-toggle], [data-language], [data-print-list], [data-sheet-open], [data-reset]",
    );
  }

  addEventListener("DOMContentLoaded", () => {
    const { colours, verified, language, resume, enlarge, checklist } = global.stepbookTools;
    const label = colours();
    verified();
    language(global.stepbookGuide.start());
    resume();
    global.stepbookOpener.start();
    enlarge();
    checklist();
    const known = new Set(bound());
    // The preview has changed the page; where that takes a new page, it loads one.
    document.addEventListener("stepbook:patched", event => {
      label();
      resume();
      const followed = verified() && global.stepbookGuide.again() && bound().every(each => known.has(each));
      if (!followed) event.preventDefault();
    });
  });
})(globalThis);
