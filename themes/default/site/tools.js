/* The small tools of a page: colours, age of a verification, language switch, going on where one left off, enlarged
   pictures, checklist. */
(global => {
  "use strict";

  const { root, words, SITE, THEME, one, all, fill, say, keep, read, need, part, pieces, icon } = global.stepbookPage;

  /* Fills the button of colours and puts a second one at the foot: phones have no room for the first. */
  function furnish() {
    const foot = one(".foot-in");
    const button = part("[data-theme-toggle]");
    if (!button) return;
    all("[data-theme-toggle]").forEach(each => {
      if (!each.firstElementChild) each.append(...button.cloneNode(true).childNodes);
    });
    if (foot && !one("[data-theme-toggle]", foot)) foot.insertBefore(button, one(".foot-in > nav"));
  }

  /* Colours: as the device, light, dark, and round again. Returns what names the buttons. */
  function colours() {
    const order = ["auto", "light", "dark"];
    furnish();
    const names = () => ({ auto: words.themeAuto, light: words.themeLight, dark: words.themeDark });
    const buttons = all("[data-theme-toggle]");
    const now = () => root.dataset.theme || "auto";
    const label = () => {
      buttons.forEach(button => {
        button.setAttribute("aria-label", names()[now()]);
        button.title = names()[now()];
      });
    };
    const choose = () => {
      const next = order[(order.indexOf(now()) + 1) % order.length];
      if (next === "auto") delete root.dataset.theme;
      else root.dataset.theme = next;
      keep(THEME, next === "auto" ? null : next);
      label();
    };
    buttons.forEach(button => {
      button.addEventListener("click", choose);
    });
    label();
    return label;
  }

  /* Whole months between two days. */
  function months(from, to) {
    const all = (to.getFullYear() - from.getFullYear()) * 12 + to.getMonth() - from.getMonth();
    return to.getDate() < from.getDate() ? all - 1 : all;
  }

  /* A date of verification older than a year turns into a warning; a younger one tells its age when pointed at. False
     if what was a warning is none any more, which takes a new page. */
  function verified() {
    const now = new Date();
    return all("time[data-verified]").every(time => {
      const day = new Date(time.dateTime + "T00:00");
      const warned = Boolean(time.closest(".stale"));
      if (Number.isNaN(day.getTime())) return !warned;
      const age = months(day, now);
      if (age >= 12) {
        if (!warned) warn(time);
      } else if (age < 1) time.title = words.thisMonth;
      else time.title = fill(age === 1 ? words.monthsOne : words.months, { n: age });
      return age >= 12 || !warned;
    });
  }

  function warn(time) {
    const place = time.closest(".meta, .fact");
    if (!place) return;
    place.classList.add("stale");
    time.append(words.comma + words.stale);
    const use = one(".meta > svg use", place.parentNode) && one("svg use", place);
    need("warning");
    if (use) use.setAttribute("href", "#i-warning");
    else time.before(icon("warning"));
  }

  /* The language switch lands on the step that is being read: `where` tells its id. */
  function language(where) {
    all("a[data-language]").forEach(link => {
      const plain = link.getAttribute("href").split("#")[0];
      link.addEventListener("click", () => {
        const id = where() || location.hash.slice(1);
        link.href = plain + (id ? "#" + id : "");
      });
    });
    const menu = one(".lang-menu");
    if (!menu) return;
    document.addEventListener("click", event => {
      if (!menu.contains(event.target)) menu.open = false;
    });
  }

  /* Home: go on with the guide read last. Room for it was made before the first paint. */
  function resume() {
    const strip = one("[data-continue]");
    if (!strip) return;
    const last = global.stepbookProgress.lastRead(read(SITE));
    if (!last) {
      root.classList.remove("has-progress");
      return;
    }
    const same = last.lang === root.lang;
    const row = one('.row a[href="' + last.page + '"]');
    const collection = row ? one("h2", row.closest(".shelf")).textContent : "";
    say(one("[data-continue-title]", strip), row ? row.textContent : last.title);
    say(one("[data-continue-collection]", strip), same ? last.collection : collection);
    pieces(one("[data-segs]", strip), last.bar);
    say(one("[data-continue-label]", strip), same ? last.of : last.bar.indexOf("now") + 1 + words.of + last.bar.length);
    if (same) {
      say(one("[data-continue-step]", strip), last.step);
      say(one("[data-continue-word]", strip), fill(words.resume, { label: last.label }));
    } else if (!row) one("[data-continue-title]", strip).lang = last.lang;
    one("[data-continue-go]", strip).href = last.address;
  }

  /* The picture of a link "Enlarge", in a dialog together with its marks. */
  function enlarged(link) {
    const figure = link.closest("figure");
    const shot = one(".shot", figure).cloneNode(true);
    const picture = one("img", shot);
    all("[id]", shot).forEach(each => {
      if (each.localName !== "mask") each.removeAttribute("id");
    });
    all("a", shot).forEach(each => {
      each.removeAttribute("href");
    });
    picture.loading = "eager";
    picture.removeAttribute("srcset");
    picture.src = link.href;
    const close = document.createElement("button");
    close.type = "button";
    close.className = "icon-btn";
    close.setAttribute("aria-label", words.close);
    close.append(icon("close"));
    const box = document.createElement("dialog");
    box.className = "zoom";
    box.setAttribute("aria-label", one("figcaption", figure).firstElementChild.textContent);
    box.append(close, shot);
    box.addEventListener("click", ({ target }) => {
      if (target === box || close.contains(target)) box.close();
    });
    return box;
  }

  /* "Enlarge" is a link to the picture; a browser with dialogs shows it over the page. */
  function enlarge() {
    if (!document.createElement("dialog").showModal) return;
    document.addEventListener("click", event => {
      const link = event.target.closest && event.target.closest("a.enlarge");
      if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
      event.preventDefault();
      const box = enlarged(link);
      document.body.append(box);
      box.addEventListener("close", () => {
        box.remove();
        link.focus({ preventScroll: true });
      });
      box.showModal();
    });
  }

  /* The checklist: the list of steps with boxes, alone on paper. */
  function checklist() {
    all("[data-print-list]").forEach(button => {
      button.addEventListener("click", () => {
        root.classList.add("print-list");
        const after = () => {
          root.classList.remove("print-list");
        };
        addEventListener("afterprint", after, { once: true });
        setTimeout(() => {
          print();
        }, 0);
      });
    });
  }

  global.stepbookTools = { colours, verified, language, resume, enlarge, checklist };
})(globalThis);
