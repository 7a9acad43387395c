/* Which child of an element became which, between two states of a page.

   `live.js` is the files of this folder, joined in the order of src/serve/snapshot.rs. They share one object; no
   script of a page is theirs, nor do they know any. Some of them are in the mark editor's script too.

   What has the same words and pictures is the same, whatever its number: where a step is put in before others, they
   keep their elements and with them their pictures, boxes and places. */
(live => {
  "use strict";

  /* Most pairs that are compared; more are taken as they come. */
  const PAIRS = 40000;

  /* Most words that are looked at. */
  const WORDS = 300;

  const isElement = node => node.nodeType === Node.ELEMENT_NODE;
  const isBlank = node => node.nodeType === Node.TEXT_NODE && !node.data.trim();

  function sources(element) {
    const pictures = [...element.querySelectorAll("img")];
    if (element.localName === "img") pictures.push(element);
    return pictures.map(picture => picture.getAttribute("src"));
  }

  /* What a node says, without the numbers. */
  function key(node) {
    if (!isElement(node)) return node.nodeType + " " + node.data;
    return [node.localName, ...sources(node), node.textContent.replace(/\d+/g, "")].join(" ");
  }

  /* How often each word and picture is in an element; of a long text, its first words. */
  function bag(element) {
    const all = new Map();
    const add = word => all.set(word, (all.get(word) ?? 0) + 1);
    sources(element).forEach(add);
    const words = element.textContent.matchAll(/[^\s\p{P}]+/gu);
    for (let count = 0; count < WORDS; count++) {
      const { done, value } = words.next();
      if (done) break;
      add(value[0]);
    }
    return all;
  }

  function likeness(a, b, bags) {
    if (a.nodeType !== b.nodeType || a.localName !== b.localName) return 0;
    if (!isElement(a)) return a.data === b.data ? 1 : 0.3;
    const [mine, theirs] = [bags(a), bags(b)];
    let [common, whole] = [0, 0];
    for (const [word, count] of mine) {
      common += 2 * Math.min(count, theirs.get(word) ?? 0);
      whole += count;
    }
    for (const count of theirs.values()) whole += count;
    const same = name => (a.getAttribute(name) === b.getAttribute(name) ? 0.05 : 0);
    return 0.05 + same("id") + same("class") + (0.85 * common) / Math.max(whole, 1);
  }

  /* The pairs `[at in before, at in after]` that are most alike in all, both rising. */
  function likest(before, after) {
    const known = new Map();
    const bags = node => {
      if (!known.has(node)) known.set(node, bag(node));
      return known.get(node);
    };
    const wide = after.length + 1;
    const best = new Float32Array((before.length + 1) * wide);
    const alike = new Float32Array(best.length);
    for (let i = before.length - 1; i >= 0; i--) {
      for (let j = after.length - 1; j >= 0; j--) {
        const here = i * wide + j;
        alike[here] = likeness(before[i], after[j], bags);
        const paired = alike[here] ? alike[here] + best[here + wide + 1] : 0;
        best[here] = Math.max(paired, best[here + wide], best[here + 1]);
      }
    }
    const pairs = [];
    for (let [i, j] = [0, 0]; i < before.length && j < after.length; ) {
      const here = i * wide + j;
      if (alike[here] && best[here] === Math.fround(alike[here] + best[here + wide + 1])) pairs.push([i++, j++]);
      else if (best[here] === best[here + wide]) i++;
      else j++;
    }
    return pairs;
  }

  /* Pairs of the same kind as they come. */
  function inOrder(before, after) {
    const pairs = [];
    let from = 0;
    after.forEach((node, j) => {
      const i = before.findIndex((each, at) => at >= from && each.nodeName === node.nodeName);
      if (i < 0) return;
      pairs.push([i, j]);
      from = i + 1;
    });
    return pairs;
  }

  /* The longest row of pairs whose first numbers rise, of pairs whose second numbers do. */
  function rising(pairs) {
    const ends = []; // the last pair of the best row of each length
    const last = new Map(); // the pair before a pair in its row
    for (const pair of pairs) {
      let length = ends.length;
      while (length > 0 && ends[length - 1][0] > pair[0]) length--;
      last.set(pair, ends[length - 1]);
      ends[length] = pair;
    }
    const row = [];
    for (let pair = ends[ends.length - 1]; pair; pair = last.get(pair)) row.unshift(pair);
    return row;
  }

  /* The pairs of nodes that say the same, where no other says it. */
  function sameWords(before, after) {
    const places = nodes => {
      const all = new Map();
      nodes.forEach((node, at) => {
        const words = key(node);
        all.set(words, all.has(words) ? null : at);
      });
      return all;
    };
    const [mine, theirs] = [places(before), places(after)];
    const pairs = [];
    for (const [words, j] of theirs) {
      const i = mine.get(words);
      if (j !== null && i !== null && i !== undefined) pairs.push([i, j]);
    }
    return pairs.sort((a, b) => a[1] - b[1]);
  }

  /* Whether each node has another name than the rest, and both lists have the same names: no words are needed then. */
  function areNamedAlike(before, after) {
    if (before.length !== after.length || new Set(before.map(node => node.nodeName)).size < before.length) return false;
    return before.every((node, at) => node.nodeName === after[at].nodeName);
  }

  /* The pairs `[at in before, at in after]` of nodes of which none say the same. */
  function pairs(before, after) {
    if (areNamedAlike(before, after)) return before.map((_, at) => [at, at]);
    return before.length * after.length > PAIRS ? inOrder(before, after) : likest(before, after);
  }

  /* For each node of `after`, the node of `before` that says the same, or is most like it. */
  function paired(mine, theirs) {
    if (areNamedAlike(mine, theirs)) return new Map(theirs.map((node, at) => [node, mine[at]]));
    const found = new Map();
    const same = sameWords(mine, theirs);
    const fixed = rising(same);
    let [i, j] = [0, 0];
    for (const [toI, toJ] of [...fixed, [mine.length, theirs.length]]) {
      const [some, others] = [mine.slice(i, toI), theirs.slice(j, toJ)];
      for (const [a, b] of pairs(some, others)) found.set(others[b], some[a]);
      if (toI < mine.length) found.set(theirs[toJ], mine[toI]);
      [i, j] = [toI + 1, toJ + 1];
    }
    // What went past others is moved, if nothing else has taken its place.
    const taken = new Set(found.values());
    for (const [a, b] of same) {
      if (!found.has(theirs[b]) && !taken.has(mine[a])) found.set(theirs[b], mine[a]);
    }
    return found;
  }

  /* For each node of `after`, the node of `before` that it was, or null. */
  live.align = (before, after) => {
    const [mine, theirs] = [before, after].map(nodes => nodes.filter(node => !isBlank(node)));
    const found = paired(mine, theirs);
    // Blanks between elements stay where they are.
    const blanks = new Set(before.filter(isBlank));
    after.forEach((node, at) => {
      const blank = at ? found.get(after[at - 1])?.nextSibling : before[0];
      if (isBlank(node) && blanks.delete(blank)) found.set(node, blank);
    });
    return after.map(node => found.get(node) ?? null);
  };
})(globalThis.stepbookLive);
