/* The search box: loads what find.js needs and shows what it found, with the pieces of pictures that crop.js cuts.

   A classic script that site.js puts into the page when the box is opened for the first time. Every further file is
   a classic script too (find.js, crop.js, then the search/*.js of the site), so that all of it works by file:// and
   under `default-src 'self'`. The panel's HTML is described in README.md, part D. */
(() => {
  "use strict";

  const { element, icon, drawn } = window.stepbookDraw;

  const FIRST = 20; // results shown before "more"
  const ENOUGH = 60; // results after which no further piece is loaded unasked
  const AT_ONCE = 6; // pieces on their way at one time

  const own = document.currentScript.src;
  const root = new URL("../", own);
  const panel = document.getElementById("search");
  const words = panel.dataset;
  const input = document.getElementById("search-input");
  const results = document.getElementById("search-results");
  const count = document.getElementById("search-count");
  const more = document.getElementById("search-more");
  const others = document.getElementById("search-other");

  let composing = false; // between the keys of an input method, before a character is chosen
  let underway = 0;
  const asked = new Set();
  const broken = new Set(); // asked for in vain; asked for again with the next query, not in a loop
  let options = []; // the results as elements, in order
  let active = -1;
  let shown = FIRST;
  let last = null; // the query that is shown
  let planned = false;

  /* ---- Loading ---- */

  /* What everything else is found with. */
  function start() {
    broken.forEach(address => {
      asked.delete(address);
    });
    broken.clear();
    load(new URL("find.js" + new URL(own).search, own).href);
    load(new URL("crop.js" + new URL(own).search, own).href);
    load(new URL("search/index.js" + new URL(own).search, root).href);
  }

  /* Loads a script once; scripts run in the order in which they were asked for. */
  function load(address) {
    if (asked.has(address)) return;
    asked.add(address);
    underway += 1;
    const script = document.createElement("script");
    script.async = false;
    script.src = address;
    script.onload = () => {
      underway -= 1;
      refresh();
    };
    script.onerror = () => {
      underway -= 1;
      broken.add(address);
      script.remove();
      refresh();
    };
    document.head.append(script);
  }

  function loadPart(part) {
    load(new URL("search/" + part.name + ".js?v=" + part.version, root).href);
  }

  function withOthers() {
    return !others || others.checked;
  }

  /* Asks for what the query still needs; true if that is anything. */
  function need(readings, found) {
    const find = window.stepbookSearch;
    const lang = words.lang;
    find.sieves(lang, withOthers()).forEach(loadPart);
    const parts = find.missing(readings, lang, withOthers());
    const enough = found >= ENOUGH && found >= shown;
    if (!enough) parts.slice(0, Math.max(0, AT_ONCE - underway)).forEach(loadPart);
    return parts.length > 0;
  }

  /* ---- The list ---- */

  /* Work is done once a frame, however many files arrive in it. */
  function refresh() {
    if (planned || composing) return;
    planned = true;
    requestAnimationFrame(() => {
      planned = false;
      show();
    });
  }

  function show() {
    const find = window.stepbookSearch;
    const query = input.value;
    if (query !== last) {
      last = query;
      shown = FIRST;
      active = 0;
      start();
    }
    if (!find || !find.ready() || !window.stepbookCrop) return empty(broken.size ? words.failed : words.loading);
    const readings = find.read(query);
    if (!readings.length) {
      need([], 0);
      return empty(query.trim() ? null : words.start, query);
    }
    const groups = find.search(readings, words.lang, withOthers());
    const total = groups.reduce((sum, group) => sum + group.hits.length, 0);
    const partial = need(readings, total);
    if (!total) return empty(broken.size ? words.failed : partial || underway ? words.loading : null, query);
    fill(groups);
    tell(total, groups.filter(group => group.hits[0].doc.kind !== 4).length, partial);
  }

  /* No list: a line of text instead, or what to do when nothing was found. */
  function empty(line, query) {
    options = [];
    active = 0;
    more.hidden = true;
    // An empty list box would be announced as one.
    results.setAttribute("role", "group");
    results.replaceChildren();
    if (line === null) {
      line = phrase("none", query.trim(), "query");
      results.append(
        element("p", { class: "search-none" }, element("b", {}, line), element("span", {}, words.noneHint)),
      );
    }
    say(line);
    select(-1);
  }

  function fill(groups) {
    const chosen = options[active] && options[active].href;
    let left = shown;
    options = [];
    results.setAttribute("role", "listbox");
    results.replaceChildren(
      ...groups
        .map((group, at) => {
          const hits = group.hits.slice(0, Math.max(0, left));
          left -= hits.length;
          return hits.length ? section(group, hits, "hits-" + (at + 1)) : "";
        })
        .filter(Boolean),
    );
    const again = options.findIndex(option => option.href === chosen);
    select(active > 0 && again >= 0 ? again : Math.min(Math.max(active, 0), options.length - 1));
  }

  function section(group, hits, id) {
    const page = group.page;
    const head = element(
      "div",
      { class: "hits-head", id },
      element("b", {}, page.title),
      " ",
      page.in ? element("span", {}, page.in) : "",
      " ",
      element("span", { class: "hits-count" }, phrase("hits", group.hits.length)),
    );
    return element("div", { role: "group", class: "hits", "aria-labelledby": id }, head, ...hits.map(option));
  }

  function option(hit) {
    const { doc, found } = hit;
    const foreign = found.page.lang !== words.lang;
    const address = new URL(doc.page.at, root);
    if (doc.id) address.hash = doc.id;
    const text = element(
      "span",
      { class: "hit-text" },
      element("b", { class: "hit-title", lang: doc.from || other(doc.page.lang) }, marked(doc.title, hit)),
    );
    if (foreign)
      text.append(
        " ",
        element(
          "span",
          { class: "found-in" },
          icon(words.foundIcon),
          phrase("foundIn", languageName(found.page.lang), "language"),
        ),
      );
    const line = window.stepbookSearch.snippet(found, hit.reading);
    if (line.length)
      text.append(" ", element("span", { class: "hit-words", lang: other(found.page.lang) }, pieces(line)));
    const link = element(
      "a",
      { role: "option", class: "hit", id: "hit-" + (options.length + 1), href: address.href, tabindex: "-1" },
      badge(doc),
      text,
    );
    const picture = shot(address.href, window.stepbookSearch.sight(found, hit.reading));
    if (picture) link.append(picture);
    options.push(link);
    return link;
  }

  function badge(doc) {
    const plain = { 0: words.intro, 3: words.section, 4: words.glossary }[doc.kind];
    if (doc.badge) return element("span", { class: doc.kind === 2 ? "badge sub" : "badge" }, doc.badge);
    return element("span", { class: "badge plain" }, plain || "");
  }

  /* ---- The picture beside a result ---- */

  const shots = new Map(); // by result and mark: what is shown again while typing goes on doesn't flicker
  const seen =
    "IntersectionObserver" in window &&
    new IntersectionObserver(
      entries => {
        entries
          .filter(entry => entry.isIntersecting)
          .forEach(entry => {
            look(entry.target);
          });
      },
      { root: results, rootMargin: "160px" },
    );

  function shot(result, sight) {
    if (!sight) return null;
    const key = result + " " + sight.number;
    if (!shots.has(key)) {
      shots.set(key, drawn(sight, root));
      if (seen) seen.observe(shots.get(key));
      else look(shots.get(key));
    }
    return shots.get(key);
  }

  /* Pictures are loaded when they come into view. */
  function look(shot) {
    const image = shot.firstChild;
    if (!image.hasAttribute("href")) image.setAttribute("href", image.dataset.href);
    if (seen) seen.unobserve(shot);
  }

  function marked(text, hit) {
    return pieces(window.stepbookSearch.mark(text, hit.reading));
  }

  function pieces(parts) {
    const all = document.createDocumentFragment();
    parts.forEach(part => {
      all.append(part.mark ? element("mark", {}, part.text) : part.text);
    });
    return all;
  }

  function other(lang) {
    return lang === words.lang ? null : lang;
  }

  /* "英文" in Chinese, "Chinese" in English: browsers know; else as the language calls itself. */
  function languageName(lang) {
    try {
      return new Intl.DisplayNames([words.lang], { type: "language" }).of(lang.split("-")[0]);
    } catch (_) {
      return window.stepbookSearch.name(lang);
    }
  }

  function tell(total, guides, partial) {
    const line = phrase("count", total, "n", partial ? "+" : "");
    count.replaceChildren(element("b", {}, line), guides ? phrase("within", guides, "guides") : "");
    const left = total - options.length;
    more.hidden = left <= 0;
    if (left > 0) more.textContent = phrase("more", left, "n", partial ? "+" : "");
  }

  function say(line) {
    if (count.textContent !== line) count.textContent = line;
  }

  /* A word of the theme with its value filled in; `KEY-one` for one. */
  function phrase(key, value, name, suffix) {
    const pattern = (value === 1 && !suffix && words[key + "One"]) || words[key];
    return pattern.split("{" + (name || "n") + "}").join(value + (suffix || ""));
  }

  /* ---- Keys and pointer: the combobox pattern of the ARIA practices; the focus stays in the input ---- */

  function select(at) {
    active = at;
    options.forEach((option, index) => {
      option.setAttribute("aria-selected", String(index === at));
    });
    input.setAttribute("aria-expanded", String(options.length > 0));
    if (options[at]) {
      input.setAttribute("aria-activedescendant", options[at].id);
      options[at].scrollIntoView({ block: "nearest" });
    } else {
      input.removeAttribute("aria-activedescendant");
    }
  }

  /* Where a key leads, or nothing. Home and End belong to the text first: only at its very end do they move the
     choice. */
  function target(key) {
    const end = options.length - 1;
    if (key === "ArrowDown") return active < end ? active + 1 : 0;
    if (key === "ArrowUp") return active > 0 ? active - 1 : end;
    if (key === "Home" && input.selectionEnd === 0) return 0;
    if (key === "End" && input.selectionStart === input.value.length) return end;
    return undefined;
  }

  input.addEventListener("keydown", event => {
    // 229: a key that the input method takes for itself (Safari says so only here).
    if (event.isComposing || event.keyCode === 229 || !options.length) return;
    const at = target(event.key);
    if (at !== undefined) {
      event.preventDefault();
      select(at);
    } else if (event.key === "Enter" && options[active]) {
      event.preventDefault();
      if (event.ctrlKey || event.metaKey) window.open(options[active].href, "_blank", "noopener");
      else options[active].click();
    }
  });

  results.addEventListener("pointermove", event => {
    const at = options.indexOf(event.target.closest(".hit"));
    if (at >= 0 && at !== active) select(at);
  });

  // A result in this very page loads nothing: the panel must not stay open over it.
  results.addEventListener("click", event => {
    if (event.target.closest(".hit") && !event.ctrlKey && !event.metaKey && !event.shiftKey) panel.close();
  });

  more.addEventListener("click", () => {
    shown += FIRST;
    refresh();
    input.focus();
  });

  input.addEventListener("input", event => {
    if (!event.isComposing) refresh();
  });
  input.addEventListener("compositionstart", () => {
    composing = true;
  });
  input.addEventListener("compositionend", () => {
    composing = false;
    refresh();
  });
  panel.addEventListener("search:open", refresh);
  if (others)
    others.addEventListener("change", () => {
      last = null;
      refresh();
    });

  refresh();
})();
