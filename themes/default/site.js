/*
 * What a page does beyond being read: progress through a guide, the sheet of steps, colours, the way to search, print.
 * A classic script without requests of its own, so that it works from a USB stick (file://) and under a strict CSP. Its words are its own
 * data-* attributes. Every part is skipped where its elements are missing; where storage is refused, things last as long as the page.
 * It stands in the head: what decides the first paint is done at once, all else when the page has been read. One file for both, since a
 * request costs more than the few bytes that come early. It stands behind the stylesheet, which it thus waits for: where a reader is in a
 * guide can only be measured with styles.
 */
(function () {
  'use strict';
  var root = document.documentElement;
  var words = document.currentScript.dataset;
  var SITE = 'stepbook:' + root.dataset.site;

  function one(selector, within) { return (within || document).querySelector(selector); }
  function all(selector, within) { return Array.prototype.slice.call((within || document).querySelectorAll(selector)); }
  function fill(text, values) { return text.replace(/\{(\w+)\}/g, function (hole, key) { return key in values ? values[key] : hole; }); }
  function say(element, text) { if (element && element.textContent !== text) element.textContent = text; }
  function read(key) { try { return JSON.parse(localStorage.getItem(key)); } catch (refused) { return null; } }
  /* Refused: what was done lasts as long as the page. */
  function write(key, value) {
    try { if (value === null) localStorage.removeItem(key); else localStorage.setItem(key, JSON.stringify(value)); } catch (refused) {}
  }
  function icon(name) {
    var svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
    svg.setAttribute('class', 'i');
    svg.setAttribute('aria-hidden', 'true');
    svg.appendChild(document.createElementNS(svg.namespaceURI, 'use')).setAttribute('href', '#i-' + name);
    return svg;
  }

  /* Before the first paint, so that nothing flashes or moves: the chosen colours, and room for the guide to go on with. */
  root.classList.add('js');
  try {
    var chosen = localStorage.getItem('stepbook:theme');
    if (chosen === 'light' || chosen === 'dark') root.dataset.theme = chosen;
    if (localStorage.getItem(SITE)) root.classList.add('has-progress');
  } catch (refused) {}

  /* Colours: as the device, light, dark, and round again. */
  function colours() {
    var order = ['auto', 'light', 'dark'];
    var buttons = all('[data-theme-toggle]');
    var names = { auto: words.themeAuto, light: words.themeLight, dark: words.themeDark };
    function now() { return root.dataset.theme || 'auto'; }
    function label() { buttons.forEach(function (button) { button.setAttribute('aria-label', names[now()]); button.title = names[now()]; }); }
    function choose() {
      var next = order[(order.indexOf(now()) + 1) % order.length];
      if (next === 'auto') delete root.dataset.theme; else root.dataset.theme = next;
      try { if (next === 'auto') localStorage.removeItem('stepbook:theme'); else localStorage.setItem('stepbook:theme', next); } catch (refused) {}
      label();
    }
    buttons.forEach(function (button) { button.addEventListener('click', choose); });
    label();
  }

  /* A date of verification older than a year turns into a warning; a younger one tells its age when pointed at. */
  function verified() {
    var now = new Date();
    all('time[data-verified]').forEach(function (time) {
      var day = new Date(time.dateTime + 'T00:00');
      if (isNaN(day)) return;
      var months = (now.getFullYear() - day.getFullYear()) * 12 + now.getMonth() - day.getMonth() - (now.getDate() < day.getDate() ? 1 : 0);
      if (months < 12) {
        time.title = months < 1 ? words.thisMonth : fill(months === 1 ? words.monthsOne : words.months, { n: months });
        return;
      }
      var place = time.closest('.meta, .fact');
      if (!place) return;
      place.classList.add('stale');
      time.append(words.comma + words.stale);
      var use = one('.meta > svg use', place.parentNode) && one('svg use', place);
      if (use) use.setAttribute('href', '#i-warning'); else time.before(icon('warning'));
    });
  }

  /* The steps of a guide, as the list beside the text has them. A step without subs stands for itself; one whose
     number has no heading is done when all its subs are. */
  function guide() {
    var rail = one('[data-rail-box]');
    if (!rail) return null;
    var key = SITE + ':' + root.dataset.guide;
    var stored = read(key) || {};
    var done = new Set(Array.isArray(stored.done) ? stored.done : []);
    var boxes = {};
    all('[data-tick]').forEach(function (box) { boxes[box.dataset.tick] = box; });
    function entry(item, parent) {
      var made = {
        id: item.dataset.rail, label: item.dataset.label, title: one('.rail-t', item).firstChild.data.trim(), row: item, link: one('a', item),
        place: document.getElementById(item.dataset.rail), parent: parent, subs: [], series: item.closest('[data-count]')
      };
      if (!parent) made.subs = all('li[data-rail]', item).map(function (sub) { return entry(sub, made); });
      return made;
    }
    var steps = all('.rail-list > li').map(function (item) { return entry(item, null); });
    var every = [];
    steps.forEach(function (step) { every.push(step); every.push.apply(every, step.subs); });
    function isDone(step) {
      return done.has(step.id) || (step.subs.length > 0 && step.subs.every(function (sub) { return done.has(sub.id); })) || (step.parent !== null && done.has(step.parent.id));
    }
    return { key: key, rail: rail, done: done, boxes: boxes, steps: steps, every: every, isDone: isDone };
  }

  function progress() {
    var book = guide();
    if (!book) return;
    var steps = book.steps, at = null, scrolled = false;
    var bar = one('[data-bar]'), line = one('.top-line i'), pill = one('[data-sheet-open]');

    /* Ticking a step ticks its subs; ticking the last sub ticks the step; taking a tick away from a sub takes it from the step. */
    function tick(id, on) {
      var step = book.every.find(function (each) { return each.id === id; });
      if (!step) return;
      [step].concat(step.subs).forEach(function (each) { if (on) book.done.add(each.id); else book.done.delete(each.id); });
      if (step.parent) {
        if (!on) {
          if (book.done.delete(step.parent.id)) step.parent.subs.forEach(function (sub) { if (sub !== step) book.done.add(sub.id); });
        } else if (step.parent.subs.every(function (sub) { return book.done.has(sub.id); })) book.done.add(step.parent.id);
      }
      store();
      show();
    }
    /* A number without a heading is not a place to go on from; its first sub is. */
    function stands(step) { return !(step.subs.length && !book.boxes[step.id]); }
    function current() { return (scrolled && at) || book.every.find(function (each) { return stands(each) && !book.isDone(each); }) || null; }
    /* Where to go on another day: at the step that was read, or past it if it is done. */
    function next(now) {
      var open = book.every.filter(function (each) { return each === now || stands(each) && !book.isDone(each); });
      return now && book.isDone(now) ? open[open.indexOf(now) + 1] || open[0] : now;
    }
    function top(step) { return step.parent || step; }
    function of(step) { return top(step).label + words.of + top(step).series.dataset.count; }
    function count() { return steps.filter(book.isDone).length; }

    function store() {
      if (!book.done.size && !scrolled) { write(book.key, null); return; }
      var now = current() || steps[steps.length - 1];
      var finished = count() === steps.length;
      write(book.key, { done: Array.from(book.done), at: now.id });
      now = next(now);
      write(SITE, finished ? null : {
        guide: root.dataset.guide, at: now.id, lang: root.lang, label: top(now).label, of: of(now), step: now.title,
        title: one('.crumbs [aria-current]') ? one('.crumbs [aria-current]').textContent : one('h1').textContent,
        collection: all('.crumbs a').length > 1 ? all('.crumbs a').pop().textContent : '',
        bar: steps.map(function (step) { return step === top(now) ? 'now' : book.isDone(step) ? 'done' : ''; })
      });
    }
    function show() {
      var n = count(), now = current(), done = fill(words.soFar, { n: n, total: steps.length });
      book.every.forEach(function (step) {
        var finished = book.isDone(step);
        step.row.classList.toggle('done', finished);
        if (step === now) step.link.setAttribute('aria-current', 'step'); else step.link.removeAttribute('aria-current');
        if (book.boxes[step.id]) book.boxes[step.id].checked = finished;
      });
      all('[data-done]').forEach(function (each) { say(each, done); });
      if (line) line.style.transform = 'scaleX(' + n / steps.length + ')';
      one('[data-reset-row]').hidden = !book.done.size;
      all('[data-bar] [data-segs] i').forEach(function (seg, i) {
        seg.className = now && steps[i] === top(now) ? 'now' : book.isDone(steps[i]) ? 'done' : '';
      });
      var go = one('[data-bar-go]', bar);
      if (scrolled && now) {
        say(one('[data-bar-label]', bar), of(now));
        say(one('[data-bar-title]', bar), now.title);
        say(go, fill(words.doneShort, { n: n }));
        go.href = '#main';
      } else {
        say(one('[data-bar-label]', bar), done);
        say(one('[data-bar-title]', bar), '');
        say(go, now ? fill(n || now !== book.every.find(stands) ? words.resume : words.begin, { label: now.label }) : words.allDone);
        if (now && !one('.i', go)) go.append(icon('down'));
        go.href = now ? '#' + now.id : '#main';
      }
      if (pill) {
        say(one('[data-pill-label]', pill), now ? of(now) : done);
        say(one('[data-pill-title]', pill), now ? now.title : words.allDone);
      }
    }
    /* The step being read: the last whose top has passed the upper third of the window. */
    function look() {
      var edge = innerHeight * 0.35, found = null;
      book.every.forEach(function (step) { if (step.place && step.place.getBoundingClientRect().top <= edge) found = step; });
      if (innerHeight + scrollY >= root.scrollHeight - 2 && scrollY > 0) {
        var last = book.every[book.every.length - 1];
        if (last.place && last.place.getBoundingClientRect().top < innerHeight * 0.8) found = last;
      }
      if (scrollY < 8) found = null;
      if (found === at && scrolled === !!found) return;
      at = found;
      scrolled = !!found;
      show();
      if (found) { store(); follow(found.link); }
    }
    /* Keeps the current entry in sight in a list that scrolls by itself; the page stays where it is. */
    function follow(link) {
      var box = one('.rail');
      if (!box || box.scrollHeight <= box.clientHeight) return;
      var a = link.getBoundingClientRect(), b = box.getBoundingClientRect();
      if (a.top < b.top + 40) box.scrollTop -= b.top + 40 - a.top; else if (a.bottom > b.bottom - 40) box.scrollTop += a.bottom - b.bottom + 40;
    }
    var waiting = false;
    addEventListener('scroll', function () {
      if (waiting) return;
      waiting = true;
      requestAnimationFrame(function () { waiting = false; look(); });
    }, { passive: true });
    document.addEventListener('change', function (event) { if (event.target.dataset.tick) tick(event.target.dataset.tick, event.target.checked); });
    /* Another tab of the same guide. */
    addEventListener('storage', function (event) {
      if (event.key !== book.key) return;
      book.done.clear();
      ((read(book.key) || {}).done || []).forEach(function (id) { book.done.add(id); });
      show();
    });
    one('[data-reset]').addEventListener('click', function () {
      book.done.clear();
      write(book.key, null);
      write(SITE, null);
      show();
    });
    show();
    look();
    sheet(book.rail);
    language(function () { look(); return at ? at.id : ''; });
  }

  /* On phones the same list of steps opens in a sheet: it is moved there and back, so there is one list only. */
  function sheet(rail) {
    var box = one('#sheet'), home = rail.parentNode;
    if (!box || !box.showModal) return;
    one('[data-sheet-open]').addEventListener('click', function () {
      one('[data-sheet-body]', box).append(rail);
      box.showModal();
      var now = one('[aria-current]', rail);
      if (now) { now.scrollIntoView({ block: 'center' }); now.focus({ preventScroll: true }); }
    });
    box.addEventListener('close', function () { home.append(rail); });
    box.addEventListener('click', function (event) {
      if (event.target === box || event.target.closest('a, [data-sheet-close], [data-print-list]')) box.close();
    });
    matchMedia('(min-width: 1081px)').addEventListener('change', function () { if (box.open) box.close(); });
  }

  /* The language switch lands on the step that is being read. */
  function language(where) {
    all('a[data-language]').forEach(function (link) {
      var plain = link.getAttribute('href').split('#')[0];
      link.addEventListener('click', function () {
        var id = where() || location.hash.slice(1);
        link.href = plain + (id ? '#' + id : '');
      });
    });
    var menu = one('.lang-menu');
    if (menu) document.addEventListener('click', function (event) { if (!menu.contains(event.target)) menu.open = false; });
  }

  /* Home: go on with the guide read last. Room for it was made before the first paint. */
  function resume() {
    var strip = one('[data-continue]'), last = strip && read(SITE);
    if (!last || !last.guide || !Array.isArray(last.bar)) { root.classList.remove('has-progress'); return; }
    var same = last.lang === root.lang;
    var address = last.guide.split('/').map(encodeURIComponent).join('/') + '.html';
    var row = one('.row a[href="' + address + '"]');
    say(one('[data-continue-title]', strip), row ? row.textContent : last.title);
    say(one('[data-continue-collection]', strip), same ? last.collection : row ? one('h2', row.closest('.shelf')).textContent : '');
    var segs = one('[data-segs]', strip);
    last.bar.forEach(function (kind) { segs.appendChild(document.createElement('i')).className = kind === 'now' || kind === 'done' ? kind : ''; });
    say(one('[data-continue-label]', strip), same ? last.of : last.bar.indexOf('now') + 1 + words.of + last.bar.length);
    if (same) {
      say(one('[data-continue-step]', strip), last.step);
      say(one('[data-continue-word]', strip), fill(words.resume, { label: last.label }));
    } else if (!row) one('[data-continue-title]', strip).lang = last.lang;
    one('[data-continue-go]', strip).href = address + '#' + encodeURIComponent(last.at);
  }

  /* Search: only the way in. The panel's script and its data are fetched when it is opened for the first time. */
  function search() {
    var panel = one('#search');
    if (!panel || !panel.showModal) return;
    var input = one('#search-input'), clear = one('#search-clear'), asked = false;
    function open(event) {
      if (event) event.preventDefault();
      if (panel.open) { input.select(); return; }
      panel.showModal();
      input.focus();
      input.select();
      if (!asked) {
        asked = true;
        var script = document.createElement('script');
        script.src = root.dataset.root + 'assets/search.js?v=' + root.dataset.version;
        script.onerror = function () { asked = false; script.remove(); say(one('#search-count'), words.searchFailed); };
        document.body.append(script);
      }
      panel.dispatchEvent(new CustomEvent('search:open'));
    }
    all('[data-search]').forEach(function (link) {
      link.setAttribute('role', 'button');
      link.setAttribute('aria-haspopup', 'dialog');
      link.addEventListener('click', open);
      link.addEventListener('keydown', function (event) { if (event.key === ' ') open(event); });
    });
    document.addEventListener('keydown', function (event) {
      var typing = event.target.closest && event.target.closest('input:not([type=checkbox]), textarea, select, [contenteditable]');
      if ((event.ctrlKey || event.metaKey) && !event.altKey && event.key.toLowerCase() === 'k') open(event);
      else if (event.key === '/' && !typing && !event.ctrlKey && !event.metaKey && !event.altKey && !one('dialog[open]')) open(event);
    });
    panel.addEventListener('click', function (event) { if (event.target === panel) panel.close(); });
    one('#search-close').addEventListener('click', function () { panel.close(); });
    input.addEventListener('input', function () { clear.hidden = !input.value; });
    clear.addEventListener('click', function () {
      input.value = '';
      input.dispatchEvent(new Event('input', { bubbles: true }));
      input.focus();
    });
  }

  /* "Enlarge" is a link to the picture; with a dialog it shows the picture together with its marks. */
  function enlarge() {
    document.addEventListener('click', function (event) {
      var link = event.target.closest && event.target.closest('a.enlarge');
      if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey || !HTMLDialogElement.prototype.showModal) return;
      event.preventDefault();
      var figure = link.closest('figure'), box = document.createElement('dialog'), close = document.createElement('button');
      var shot = one('.shot', figure).cloneNode(true), picture = one('img', shot);
      all('[id]', shot).forEach(function (each) { if (each.localName !== 'mask') each.removeAttribute('id'); });
      all('a', shot).forEach(function (each) { each.removeAttribute('href'); });
      picture.loading = 'eager';
      picture.removeAttribute('srcset');
      picture.src = link.href;
      box.className = 'zoom';
      box.setAttribute('aria-label', one('figcaption', figure).firstElementChild.textContent);
      close.type = 'button';
      close.className = 'icon-btn';
      close.setAttribute('aria-label', words.close);
      close.append(icon('close'));
      box.append(close, shot);
      document.body.append(box);
      box.addEventListener('click', function (click) { if (click.target === box || close.contains(click.target)) box.close(); });
      box.addEventListener('close', function () { box.remove(); link.focus({ preventScroll: true }); });
      box.showModal();
    });
  }

  /* The checklist: the list of steps with boxes, alone on paper. */
  function checklist() {
    all('[data-print-list]').forEach(function (button) {
      button.addEventListener('click', function () {
        root.classList.add('print-list');
        addEventListener('afterprint', function () { root.classList.remove('print-list'); }, { once: true });
        setTimeout(function () { print(); }, 0);
      });
    });
  }

  addEventListener('DOMContentLoaded', function () {
    colours();
    verified();
    if (one('[data-rail-box]')) progress(); else language(function () { return ''; });
    if (one('[data-continue]')) resume();
    search();
    enlarge();
    checklist();
  });
})();
