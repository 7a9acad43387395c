// Runs in every document of a measured tab before the page's own scripts, and tells the harness when an edit is there.
//
// What is awaited stands in the tab's session storage, so that a document which replaces another one knows it too: a
// reload and a patch in place are told by the same words. The harness takes the earliest report of each edit.
(() => {
  if (!location.protocol.startsWith("http")) return;
  const KEY = "live:awaited";
  const clock = () => performance.timeOrigin + performance.now();
  let awaited = JSON.parse(sessionStorage.getItem(KEY) ?? "null");
  let told = null;

  // Not in scripts and styles, and not in the findings that a preview lays over its page.
  const isShown = node => !node.parentElement.closest("script, style, template, noscript, #sb-findings");

  function hasText(mark) {
    if (!document.body || !document.body.textContent.includes(mark)) return false;
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) if (texts.currentNode.data.includes(mark) && isShown(texts.currentNode)) return true;
    return false;
  }

  const isThere = {
    text: ({ mark }) => hasText(mark),
    style: ({ mark }) =>
      document.body !== null &&
      getComputedStyle(document.documentElement).getPropertyValue("--live-mark").trim() === mark,
    // The place of the first mark on the picture; it comes whole with its start tag, also while a page is parsed.
    shape: ({ before }) => ![null, before].includes(window.livePlace()),
  };
  window.livePlace = () => document.querySelector("svg.marks rect.line")?.getAttribute("x") ?? null;

  function look() {
    if (!awaited || told === awaited.mark || !isThere[awaited.sign](awaited)) return;
    told = awaited.mark;
    const mark = told;
    window.liveReport({ mark, what: "dom", at: clock() });
    requestAnimationFrame(() => {
      // A task after the frame's callbacks runs when style, layout and paint of that frame are done.
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => window.liveReport({ mark, what: "frame", at: clock() });
      port2.postMessage(null);
    });
  }

  // No mutation tells that a style sheet came into force: the document is asked at every frame while one is awaited.
  function lookAtFrames() {
    if (awaited?.sign !== "style" || told === awaited.mark) return;
    look();
    requestAnimationFrame(lookAtFrames);
  }

  window.liveAwait = next => {
    awaited = next;
    sessionStorage.setItem(KEY, JSON.stringify(next));
    lookAtFrames();
  };
  const seen = { childList: true, subtree: true, characterData: true, attributeFilter: ["x", "href"] };
  new MutationObserver(look).observe(document, seen);
  addEventListener("load", look, { capture: true });
  lookAtFrames();
})();
