/* Shows an author what a save has changed: the first block that looks different is marked for a moment, and scrolled
   to if it is out of sight. */
(live => {
  "use strict";

  const BLOCK = "p, li, h1, h2, h3, h4, h5, h6, dt, dd, td, th, figure, pre, blockquote";
  const LASTS = 1600; // as the animation in themes/default/serve/overlay.css

  /* Elements of the frame are no text: what follows the reader, and lists of links. */
  function isText(element) {
    if (!element.isConnected || element.closest("nav, dialog, #sb-findings, #sb-tools")) return false;
    if (!element.closest("main")) return false;
    if (element.checkVisibility && !element.checkVisibility()) return false;
    for (let each = element; each.localName !== "main"; each = each.parentElement) {
      if (/fixed|sticky/.test(getComputedStyle(each).position)) return false;
    }
    return true;
  }

  /* The first of some elements in the order of the page. */
  function first(elements) {
    const earlier = (a, b) => a.compareDocumentPosition(b) & Node.DOCUMENT_POSITION_PRECEDING;
    return elements.reduce((best, each) => (best && !earlier(best, each) ? best : each), null);
  }

  function mark(block) {
    const running = block.getAnimations().filter(({ animationName }) => animationName === "sb-changed");
    for (const animation of running) animation.currentTime = 0;
    clearTimeout(block.stepbookMarked);
    block.classList.add("sb-changed");
    block.stepbookMarked = setTimeout(() => {
      block.classList.remove("sb-changed");
    }, LASTS);
  }

  /* Somebody who types or has something open must not lose the place. */
  function isBusy() {
    const typed = "input:not([type=checkbox]), textarea, select, [contenteditable]";
    return document.querySelector("dialog[open]") || document.activeElement?.matches(typed);
  }

  live.notice = ({ changed, near }) => {
    if (!live.follows()) return;
    const element = first(changed.filter(isText)) || first(near.filter(each => each && isText(each)));
    if (!element) return;
    const block = element.closest(BLOCK) || element;
    const { top, bottom } = block.getBoundingClientRect();
    const away = bottom < innerHeight * 0.1 || top > innerHeight * 0.95;
    if (away && !isBusy()) block.scrollIntoView({ block: "center", behavior: "instant" });
    mark(block);
  };
})(globalThis.stepbookLive);
