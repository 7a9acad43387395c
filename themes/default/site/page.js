/* What the scripts of a page share, and what decides its first paint.

   `site.js` is the files of this folder, joined in the order of src/theme/embedded.rs: page, progress, guide, search,
   tools, start. One file, since a request costs more than a few bytes that come early.

   Classic scripts without requests of their own, so that they work from a USB stick (file://) and under a strict CSP.
   What they say and put into a page is templates/site.html, which the program puts before this file, filled with the
   words of the page's language; data-* attributes of the script element say otherwise. Every part is skipped where its
   elements are missing.

   The script stands in the head: what decides the first paint is done at once, all else when the page has been read.
   It stands behind the stylesheet, which it thus waits for: where a reader is in a guide can only be measured with
   styles. */
(global => {
  "use strict";

  const root = document.documentElement;
  const SITE = "stepbook:" + root.dataset.site;
  const THEME = "stepbook:theme";

  function one(selector, within) {
    return (within || document).querySelector(selector);
  }

  function all(selector, within) {
    return Array.from((within || document).querySelectorAll(selector));
  }

  /* A text with `{key}` replaced by the value of that name. */
  function fill(text, values) {
    return text.replace(/\{(\w+)\}/g, (hole, key) => (key in values ? values[key] : hole));
  }

  /* Says a text only when it changed: a live region would say it again. */
  function say(element, text) {
    if (element && element.textContent !== text) element.textContent = text;
  }

  /* The stored text; null where there is none or storage is refused. */
  function recall(key) {
    try {
      return localStorage.getItem(key);
    } catch (_) {
      return null;
    }
  }

  /* Stores a text, or takes it away if it is null. Refused: what was done lasts as long as the page. */
  function keep(key, text) {
    try {
      if (text === null) localStorage.removeItem(key);
      else localStorage.setItem(key, text);
    } catch (_) {
      // There is nothing to tell the reader: the page works on.
    }
  }

  function read(key) {
    try {
      return JSON.parse(recall(key));
    } catch (_) {
      return null;
    }
  }

  function write(key, value) {
    keep(key, value === null ? null : JSON.stringify(value));
  }

  /* What the program put before this file. */
  const parts = document.createElement("template");
  parts.innerHTML = global.stepbookHtml || "";

  /* Puts the symbol of an icon into the page, where it is only as long as the page itself uses it. */
  function need(name) {
    const symbol = document.getElementById("i-" + name) ? null : one("#i-" + name, parts.content);
    if (symbol) one(".sprite defs").append(symbol);
  }

  /* A piece of templates/site.html, for once; null if it has none. */
  function part(selector) {
    const made = one(selector, parts.content);
    if (!made) return null;
    all("use", made).forEach(use => {
      need(use.getAttribute("href").slice(3));
    });
    return made;
  }

  /* The pieces of a bar, one for each step, by their kinds. */
  function pieces(bar, kinds) {
    while (bar.children.length > kinds.length) bar.lastChild.remove();
    kinds.forEach((kind, at) => {
      (bar.children[at] || bar.appendChild(document.createElement("i"))).className = kind;
    });
  }

  function icon(name) {
    need(name);
    const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    svg.setAttribute("class", "i");
    svg.setAttribute("aria-hidden", "true");
    svg.appendChild(document.createElementNS(svg.namespaceURI, "use")).setAttribute("href", "#i-" + name);
    return svg;
  }

  /* Before the first paint, so that nothing flashes or moves: the chosen colours, and room for the guide to go on
     with. */
  root.classList.add("js");
  const chosen = recall(THEME);
  if (chosen === "light" || chosen === "dark") root.dataset.theme = chosen;
  if (recall(SITE)) root.classList.add("has-progress");

  const { src: own, dataset } = document.currentScript;
  const said = parts.content.firstElementChild;
  const words = { ...(said && said.dataset), ...dataset };
  global.stepbookPage = {
    root,
    words,
    SITE,
    THEME,
    one,
    all,
    fill,
    say,
    recall,
    keep,
    read,
    write,
    need,
    part,
    pieces,
    icon,
    own,
  };
})(globalThis);
