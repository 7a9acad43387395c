/* A guide on its page: the list of steps, the boxes to tick, the bars, and the sheet of phones. What they show is
   decided in progress.js. */
(global => {
  "use strict";

  const { root, words, SITE, one, all, fill, say, read, write, part, pieces, icon } = global.stepbookPage;
  const rules = global.stepbookProgress;
  const key = SITE + ":" + root.dataset.guide;

  const BAR =
    "<p><b data-bar-label></b> <span data-bar-title></span><a data-bar-go></a></p>" +
    '<div class="segs" data-segs aria-hidden="true"></div>';

  let book = null;
  const views = new Map(); // what shows a step, by its id: {row, link, place, box}
  let done = new Set();
  let at = null; // the step being read

  /* A step as the list beside the text has it. */
  function entry(item, boxes) {
    const link = one("a", item);
    const id = link.getAttribute("href").slice(1);
    const box = boxes.get(id);
    const { count, label } = item.closest("[data-count]").dataset;
    views.set(id, { row: item, link, place: document.getElementById(id), box });
    return {
      id,
      label: item.dataset.label || fill(label, { n: one("b", link).textContent }),
      title: one(".rail-t", link).firstChild.data.trim(),
      count,
      heading: Boolean(box),
      subs: all("li", item).map(sub => entry(sub, boxes)),
    };
  }

  function tick(id, on) {
    const after = rules.tick(book, done, id, on);
    if (after === done) return;
    done = after;
    store();
    show();
  }

  function store() {
    write(key, rules.stored(book, done, at));
    if (!done.size && !at) return;
    const here = one(".crumbs [aria-current]") || one("h1");
    const above = all(".crumbs a");
    const strip = rules.strip(book, done, at, {
      guide: root.dataset.guide,
      lang: root.lang,
      title: here.textContent,
      collection: above.length > 1 ? above.pop().textContent : "",
      of: words.of,
    });
    write(SITE, strip);
  }

  function soFar() {
    return fill(words.soFar, { n: rules.count(book, done), total: book.steps.length });
  }

  /* `步驟 2／5`. */
  function ofAll(step) {
    const { label, count } = rules.top(step);
    return label + words.of + count;
  }

  function show() {
    const step = rules.current(book, done, at);
    showList(step);
    all("[data-done]").forEach(each => {
      say(each, soFar());
    });
    const line = one(".top-line i");
    if (line) line.style.transform = "scaleX(" + rules.count(book, done) / book.steps.length + ")";
    one("[data-reset-row]").hidden = !done.size;
    showBar(step);
    if (one("[data-sheet-open]")) showPill(step);
  }

  function showList(step) {
    book.every.forEach(each => {
      const finished = rules.isDone(each, done);
      const { row, link, box } = views.get(each.id);
      row.classList.toggle("done", finished);
      if (finished && !one(".i", link)) (each.parent ? link : one(".rail-n", link)).append(icon("tick"));
      if (each === step) link.setAttribute("aria-current", "step");
      else link.removeAttribute("aria-current");
      if (box) box.checked = finished;
    });
  }

  function showBar(step) {
    const bar = one("[data-bar]");
    const go = one("[data-bar-go]", bar);
    if (!go) return;
    const segments = one("[data-segs]", bar);
    if (segments) pieces(segments, rules.segments(book, done, step));
    say(one("[data-bar-label]", bar), at ? ofAll(at) : soFar());
    say(one("[data-bar-title]", bar), at ? at.title : "");
    say(go, goOn(step));
    if (step && !at && !one(".i", go)) go.append(icon("down"));
    go.href = step && !at ? "#" + step.id : "#main";
  }

  /* What the link of the bar says: how much is done while reading, else where to begin or to go on. */
  function goOn(step) {
    if (at) return fill(words.doneShort, { n: rules.count(book, done) });
    if (!step) return words.allDone;
    return fill(rules.begun(book, done, step) ? words.resume : words.begin, { label: step.label });
  }

  function showPill(step) {
    const pill = one("[data-sheet-open]");
    say(one("[data-pill-label]", pill), step ? ofAll(step) : soFar());
    say(one("[data-pill-title]", pill), step ? step.title : words.allDone);
  }

  /* Finds the step being read; what changed is shown and stored. */
  function look() {
    const tops = book.every.map(({ id }) => {
      const { place } = views.get(id);
      return place ? place.getBoundingClientRect().top : null;
    });
    const found = rules.reached(book, tops, { height: innerHeight, scrolled: scrollY, whole: root.scrollHeight });
    if (found === at) return;
    at = found;
    show();
    if (!found) return;
    store();
    follow(views.get(found.id).link);
  }

  /* Keeps the current entry in sight in a list that scrolls by itself; the page stays where it is. */
  function follow(link) {
    const box = one(".rail");
    if (!box || box.scrollHeight <= box.clientHeight) return;
    const entry = link.getBoundingClientRect();
    const list = box.getBoundingClientRect();
    if (entry.top < list.top + 40) box.scrollTop -= list.top + 40 - entry.top;
    else if (entry.bottom > list.bottom - 40) box.scrollTop += entry.bottom - list.bottom + 40;
  }

  /* All that does nothing without this script: bar, buttons under the list, pill and sheet of phones. A theme's own
     template may have them. */
  function furnish() {
    const bar = one("[data-bar]");
    if (bar && !bar.firstElementChild) bar.innerHTML = BAR;
    if (one("[data-sheet-open]")) return;
    const box = part("#sheet");
    if (!box) return;
    const pdf = one("[data-pdf]");
    const links = part(".rail-links");
    if (pdf) {
      one("[data-sheet-pdf]", box).href = pdf.href;
      one("[data-print-list]", box).remove();
      links.prepend(pdf.parentNode);
      one(".rail-links").replaceWith(links);
    } else {
      one("[data-sheet-pdf]", box).remove();
      one(".rail").append(links);
    }
    one(".rail-head").append(part(".hint"));
    one("#main").after(part("[data-sheet-open]"));
    document.body.append(box);
  }

  /* On phones the same list of steps opens in a sheet: it is moved there and back, so there is one list only. */
  function sheet(rail) {
    const box = one("#sheet");
    const home = rail.parentNode;
    if (!box || !box.showModal) return;
    one("[data-sheet-open]").addEventListener("click", () => {
      one("[data-sheet-body]", box).append(rail);
      box.showModal();
      const current = one("[aria-current]", rail);
      if (!current) return;
      current.scrollIntoView({ block: "center" });
      current.focus({ preventScroll: true });
    });
    box.addEventListener("close", () => {
      home.append(rail);
    });
    box.addEventListener("click", event => {
      if (event.target === box || event.target.closest("a, [data-sheet-close], [data-print-list]")) box.close();
    });
    matchMedia("(min-width: 1081px)").addEventListener("change", () => {
      if (box.open) box.close();
    });
  }

  function listen() {
    let waiting = false;
    const onScroll = () => {
      if (waiting) return;
      waiting = true;
      requestAnimationFrame(() => {
        waiting = false;
        look();
      });
    };
    addEventListener("scroll", onScroll, { passive: true });
    document.addEventListener("change", event => {
      if (event.target.dataset.tick) tick(event.target.dataset.tick, event.target.checked);
    });
    // Another tab of the same guide.
    addEventListener("storage", event => {
      if (event.key !== key) return;
      done = rules.ticks(read(key));
      show();
    });
    one("[data-reset]").addEventListener("click", () => {
      done = new Set();
      write(key, null);
      write(SITE, null);
      show();
    });
  }

  /* The box to tick of a step: the page has its place, with the word of paper, "done". */
  function boxIn(label) {
    const known = one("input", label);
    if (known) return known;
    const box = document.createElement("input");
    box.type = "checkbox";
    const [todo, ticked, step] = [0, 0, 0].map(() => document.createElement("span"));
    todo.textContent = words.mark || label.textContent;
    ticked.append(...label.childNodes);
    step.className = "vh";
    label.append(box, todo, ticked, step);
    return box;
  }

  /* Reads the steps of the page. */
  function gather() {
    const boxes = new Map(all(".tick").map(label => [label.closest(".step").id, boxIn(label)]));
    views.clear();
    book = rules.book(all(".rail-list > li").map(item => entry(item, boxes)));
    book.every.forEach(({ id, label }) => {
      const box = boxes.get(id);
      if (!box) return;
      box.dataset.tick = id;
      say(one(".vh", box.parentNode), (words.colon || ": ") + label);
    });
    at = null;
  }

  /* Shows the steps again after the preview has changed them; false if that takes a new page. */
  function again() {
    if (Boolean(one("[data-rail-box]")) !== Boolean(book)) return false;
    if (!book) return true;
    gather();
    show();
    look();
    return true;
  }

  /* Begins with the guide of this page, if it has steps; returns what tells the id of the step being read. */
  function start() {
    const rail = one("[data-rail-box]");
    if (!rail) return () => "";
    gather();
    done = rules.ticks(read(key));
    furnish();
    listen();
    show();
    look();
    sheet(rail);
    return () => {
      look();
      return at ? at.id : "";
    };
  }

  global.stepbookGuide = { start, again };
})(globalThis);
