/* Where a picture can go: the sections of the page, the blocks of each, and the gaps between these. The program finds
   the same places in the text by counting blocks; it must count them in the same way. */
(live => {
  "use strict";

  const BODY = ".guide-body, .leaf > .prose";
  const HEAD = ".step-head, .panel-head, h2";
  const SECTION = ":is(.step, .section, .panel)[id]";
  const ALONE = 12; // pixels below the last block of a section
  const LONGEST = 36; // columns of the words of a block; a Chinese character takes two

  const words = live.speaker({
    opening: ["第一節之前", "Before the first section"],
    whole: ["整頁", "The whole page"],
    atBeginning: ["最前面", "At the beginning"],
    atEnd: ["最後面", "At the end"],
    after: ["在「{words}」之後", "After “{words}”"],
    picture: ["圖片：{words}", "Picture: {words}"],
    block: ["第 {n} 段", "Block {n}"],
  });

  const bodyOf = () => document.querySelector(BODY);
  const headOf = element => (element.firstElementChild?.matches(HEAD) ? element.firstElementChild : null);

  /* What a heading says, such as `Step 2: Sign in`. */
  function title(head) {
    const heading = head.querySelector("h2, h3, h4, h5, h6") ?? head;
    const copy = heading.cloneNode(true);
    const badge = copy.querySelector(".badge");
    for (const other of copy.querySelectorAll(".sb-add, .chip, .badge")) other.remove();
    const texts = [badge, copy].map(each => each?.textContent.replace(/\s+/g, " ").trim());
    return texts.filter(Boolean).join(live.colon);
  }

  function depth(element) {
    let count = 0;
    for (let each = element.parentElement; each; each = each.parentElement) count += each.localName === "section";
    return count;
  }

  function section(element) {
    const head = headOf(element);
    if (!head) return null;
    const blocks = [...element.children].filter(child => child !== head && !child.matches("section, p.fallback"));
    return { id: element.id, title: title(head), depth: depth(element), element, head, blocks };
  }

  /* What stands before the first section. */
  function opening(body) {
    const all = [...body.children];
    const end = all.findIndex(({ localName }) => localName === "section");
    const isWhole = !body.querySelector("section:not(.footnotes)");
    const blocks = end < 0 ? all : all.slice(0, end);
    return { id: null, title: words(isWhole ? "whole" : "opening"), depth: 0, element: body, head: null, blocks };
  }

  /* The sections of the page in their order; the first one has no id and is what stands before the others. */
  live.sections = () => {
    const body = bodyOf();
    return body ? [opening(body), ...[...body.querySelectorAll(SECTION)].map(section).filter(Boolean)] : [];
  };

  /* The section that is being read: the last one whose heading has passed the upper third of the window. */
  live.sectionRead = () => {
    const [before, ...all] = live.sections();
    const last = all.findLast(({ head }) => head.getBoundingClientRect().top < innerHeight / 3);
    return last ?? all[0] ?? before ?? null;
  };

  /* The first words of a block. */
  function firstWords(block, at) {
    const picture = block.querySelector("figure img");
    const text = (picture ? picture.alt : block.textContent).replace(/\s+/g, " ").trim();
    let [short, columns] = ["", 0];
    for (const { segment } of new Intl.Segmenter().segment(text)) {
      columns += /[\u2e80-\uffef]/.test(segment) ? 2 : 1;
      if (columns > LONGEST) break;
      short += segment;
    }
    if (short.length < text.length) short = short.trimEnd() + "…";
    return picture ? words("picture", { words: short }) : short || words("block", { n: at + 1 });
  }

  /* The places of a section in words, by how many blocks stand before each. */
  live.placesIn = ({ blocks }) =>
    [...blocks, null].map((_, at) => {
      if (at === 0) return words("atBeginning");
      if (at === blocks.length) return words("atEnd");
      return words("after", { words: firstWords(blocks[at - 1], at - 1) });
    });

  /* The heights of a section's gaps in the window. */
  function gapsIn(section) {
    const { element, head, blocks } = section;
    const { left, width, top } = element.getBoundingClientRect();
    const notice = head?.nextElementSibling?.matches("p.fallback") ? head.nextElementSibling : head;
    const next = blocks.at(-1)?.nextElementSibling ?? (notice ? notice.nextElementSibling : element.firstElementChild);
    // What has no height is not seen, and has its gaps where its neighbours are.
    const lines = [...blocks, next].map(each => each?.getBoundingClientRect());
    let above = notice?.getBoundingClientRect().bottom ?? top - ALONE;
    return lines.map((_, at) => {
      const below = lines.slice(at).find(each => each?.height)?.top ?? Number.POSITIVE_INFINITY;
      const half = at === blocks.length ? Math.min((below - above) / 2, ALONE) : (below - above) / 2;
      const y = above + (Number.isFinite(half) ? half : ALONE);
      if (lines[at]?.height) above = lines[at].bottom;
      return { id: section.id, at, y, half: Math.abs(half), left, width };
    });
  }

  /* The gap that is nearest to this height of the window; null on a page without a text. */
  live.nearestGap = height => {
    let best = null;
    for (const each of live.sections()) {
      for (const gap of gapsIn(each)) {
        gap.away = Math.abs(gap.y - height);
        if (!best || gap.away < best.away) best = gap;
      }
    }
    return best;
  };

  /* Whether this element of the page is its text, or what lies around that; but no heading. */
  live.isAroundText = element => {
    const body = bodyOf();
    if (!body || !element) return false;
    return element.contains(body) || (body.contains(element) && !element.closest(HEAD + ", .footnotes"));
  };
})(globalThis.stepbookLive);
