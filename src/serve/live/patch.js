/* Changes the page in place into the one that the server would send now.

   Beside the page stands a copy of what the server sent, which no script touches. A new page is compared with that
   copy, not with the page, and only what differs is changed, in both: whatever scripts and readers have made of the
   page since – classes, ticks, open parts, moved and added elements, words typed – is left as it is. That is why
   no morphing library does here what is needed: they know two states, what is there and what shall be, and would
   undo all of it. */
(live => {
  "use strict";

  const inert = document.implementation.createHTMLDocument("");

  /* The page's node of each node of a copy. */
  const shown = new WeakMap();

  /* Attributes whose change nobody sees. */
  const QUIET = /^(id|class|href|for|lang|role|content|open|data-.*|aria-.*)$/;

  /* What the preview itself put into the page. */
  function isOwn(node) {
    if (node.nodeType !== Node.ELEMENT_NODE) return false;
    if (node.localName !== "link" && node.localName !== "script") return /^sb-(findings|tools)$/.test(node.id);
    return (node.getAttribute("src") ?? node.getAttribute("href") ?? "").startsWith("/__stepbook/");
  }

  /* A copy of a part of the page as it is now. In a document of its own, so that its pictures are not loaded. */
  function copied(node) {
    const made = inert.importNode(node, false);
    shown.set(made, node);
    for (const child of node.childNodes) {
      if (!isOwn(child)) made.append(copied(child));
    }
    return made;
  }

  /* Binds the nodes of two equal trees. */
  function bind(copy, node) {
    shown.set(copy, node);
    const children = node.childNodes;
    copy.childNodes.forEach((child, at) => {
      bind(child, children[at]);
    });
  }

  /* Puts a node of the page to where its copy already is. Its neighbours may have been moved by a script. */
  function place(copy, node) {
    const parent = shown.get(copy.parentNode);
    const near = from => {
      const there = shown.get(from);
      return there && there.parentNode === parent && there;
    };
    let before = null;
    for (let next = copy.nextSibling; next && !before; next = next.nextSibling) before = near(next);
    for (let last = copy.previousSibling; last && !before; last = last.previousSibling) {
      if (!near(last)) continue;
      before = near(last).nextSibling;
      break;
    }
    // Moved so, an element keeps its focus, and a film goes on.
    if (parent.moveBefore && node.isConnected && parent.isConnected) parent.moveBefore(node, before);
    else parent.insertBefore(node, before || null);
  }

  function insert(next, parent, before, report) {
    parent.insertBefore(next, before);
    const made = document.importNode(next, true);
    bind(next, made);
    place(next, made);
    if (made.nodeType === Node.ELEMENT_NODE) report.changed.push(made);
    else if (made.data.trim()) report.changed.push(made.parentElement);
    return next;
  }

  function remove(copy, report) {
    const node = shown.get(copy);
    if (node.nodeType === Node.ELEMENT_NODE || node.data.trim()) {
      report.near.push(node.nextElementSibling || node.previousElementSibling || node.parentElement);
    }
    copy.remove();
    node.remove();
  }

  /* Only the characters that differ are replaced: a selection beside them stays. */
  function text(copy, next, report) {
    const node = shown.get(copy);
    const words = next.data;
    if (node.parentNode instanceof HTMLTitleElement) {
      copy.data = words;
      // The browser takes longer to put the words on the tab than the rest of a change takes.
      report.later.push(() => {
        node.data = words;
      });
      return;
    }
    const old = node.data;
    let start = 0;
    while (start < old.length && old[start] === words[start]) start++;
    let end = 0;
    const most = Math.min(old.length, words.length) - start;
    while (end < most && old[old.length - 1 - end] === words[words.length - 1 - end]) end++;
    node.replaceData(start, old.length - end - start, words.slice(start, words.length - end));
    copy.data = words;
    if (node.isConnected && words.trim() !== old.trim()) report.changed.push(node.parentElement);
  }

  /* A style sheet gives way when its next state is there, so that the page is never without looks. */
  function restyle(copy, href) {
    const old = shown.get(copy);
    const made = old.cloneNode();
    made.href = href;
    made.onload = () => {
      old.remove();
    };
    shown.set(copy, made);
    old.after(made);
  }

  function set(copy, name, value) {
    const node = shown.get(copy);
    if (name === "href" && node.localName === "link" && node.rel === "stylesheet") {
      if (value !== null) restyle(copy, value);
    } else if (name === "class") {
      const split = words => (words ?? "").split(/\s+/).filter(Boolean);
      node.classList.remove(...split(copy.getAttribute(name)));
      node.classList.add(...split(value));
      if (value === null && !node.classList.length) node.removeAttribute(name);
    } else if (value === null) node.removeAttribute(name);
    else if (node.getAttribute(name) !== value) node.setAttribute(name, value);
    if (value === null) copy.removeAttribute(name);
    else copy.setAttribute(name, value);
  }

  function attributes(copy, next, report) {
    const differ = [...next.attributes].filter(({ name, value }) => copy.getAttribute(name) !== value);
    const gone = [...copy.attributes].filter(({ name }) => !next.hasAttribute(name));
    for (const { name, value } of differ) set(copy, name, value);
    for (const { name } of gone) set(copy, name, null);
    if ([...differ, ...gone].some(({ name }) => !QUIET.test(name))) report.changed.push(shown.get(copy));
  }

  function children(copy, next, report) {
    const before = [...copy.childNodes];
    const after = [...next.childNodes].filter(child => !isOwn(child));
    let start = 0;
    while (start < before.length && start < after.length && before[start].isEqualNode(after[start])) start++;
    let [endBefore, endAfter] = [before.length, after.length];
    // One node on each side is the pair that has just been compared.
    const isLone = () => endBefore === start + 1 && endAfter === start + 1;
    while (endBefore > start && endAfter > start && !isLone()) {
      if (!before[endBefore - 1].isEqualNode(after[endAfter - 1])) break;
      endBefore--;
      endAfter--;
    }
    const wanted = after.slice(start, endAfter);
    const was = live.align(before.slice(start, endBefore), wanted);
    const kept = new Set(was);
    for (const child of before.slice(start, endBefore)) {
      if (!kept.has(child)) remove(child, report);
    }
    let follows = before[endBefore] ?? null;
    for (let at = wanted.length - 1; at >= 0; at--) {
      const child = was[at] ?? insert(wanted[at], copy, follows, report);
      if (child.nextSibling !== follows) {
        copy.insertBefore(child, follows);
        place(child, shown.get(child));
      }
      follows = child;
    }
    was.forEach((child, at) => {
      if (child && (isLone() || !child.isEqualNode(wanted[at]))) change(child, wanted[at], report);
    });
  }

  function change(copy, next, report) {
    if (copy.nodeType !== Node.ELEMENT_NODE) text(copy, next, report);
    // Scripts are on, so nobody sees it; and the parser reads it in another way then.
    else if (copy.localName !== "noscript") {
      attributes(copy, next, report);
      children(copy, next, report);
    }
  }

  /* A copy of an element of the page, and how to change both into another element: what comes of that are the
     elements that look different now, those beside which something is gone, and what can wait until the next frame
     is shown. */
  live.copy = element => {
    const copy = copied(element);
    return {
      copy,
      change(next) {
        const report = { changed: [], near: [], later: [] };
        change(copy, next, report);
        return report;
      },
    };
  };

  /* What a page must have in common with the one before for being changed into it: which scripts run, what they may
     do, and which page it is. */
  live.nature = root => {
    const scripts = [...root.querySelectorAll("script")].filter(script => !isOwn(script) && !/json/.test(script.type));
    const meta = root.querySelector('meta[http-equiv="Content-Security-Policy"]');
    return JSON.stringify([
      scripts.map(script => [script.type, (script.getAttribute("src") ?? script.text).split("?")[0]]),
      meta && meta.content,
    ]);
  };
})(globalThis.stepbookLive);
