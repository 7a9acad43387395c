/* All that waits for the page to be read. */
(global => {
  "use strict";

  addEventListener("DOMContentLoaded", () => {
    const { colours, verified, language, resume, enlarge, checklist } = global.stepbookTools;
    colours();
    verified();
    language(global.stepbookGuide.start());
    resume();
    global.stepbookOpener.start();
    enlarge();
    checklist();
  });
})(globalThis);
