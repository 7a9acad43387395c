/* Progress through a guide: what ticking does, where to go on, what is stored of it and read back.

   Functions of values, without the page and without storage; guide.js shows what they say, and
   tests/search/progress.test.mjs holds them to their laws.

   A book is `{steps, every}`: a guide's steps, and all of them in the order of the text, subs behind their step.
   A step is `{id, label, title, count, heading, subs, parent}`: `count` is the number of steps of its series,
   `heading` says whether the text has a heading of its number (a step may be no more than the number of its subs).
   `done` is the set of ids that are ticked, `at` the step being read or null. */
(global => {
  "use strict";

  /* A book of steps as the list beside the text has them; subs learn their parent here. */
  function book(list) {
    const steps = list.map(step => {
      const made = { ...step, parent: null };
      made.subs = step.subs.map(sub => ({ ...sub, parent: made, subs: [] }));
      return made;
    });
    return { steps, every: steps.flatMap(step => [step, ...step.subs]) };
  }

  /* A step without subs stands for itself; one whose number has no heading is done when all its subs are. */
  function isDone(step, done) {
    if (done.has(step.id) || (step.parent && done.has(step.parent.id))) return true;
    return step.subs.length > 0 && step.subs.every(sub => done.has(sub.id));
  }

  /* What is done after a tick is set or taken away: ticking a step ticks its subs; ticking the last sub ticks the
     step; taking a tick away from a sub takes it from the step. An unknown id changes nothing: the same set. */
  function tick({ every }, done, id, on) {
    const step = every.find(each => each.id === id);
    if (!step) return done;
    const after = new Set(done);
    [step, ...step.subs].forEach(each => {
      if (on) after.add(each.id);
      else after.delete(each.id);
    });
    if (!step.parent) return after;
    const { id: parent, subs } = step.parent;
    if (on) {
      if (subs.every(sub => after.has(sub.id))) after.add(parent);
    } else if (after.delete(parent)) {
      subs
        .filter(sub => sub !== step)
        .forEach(sub => {
          after.add(sub.id);
        });
    }
    return after;
  }

  function count({ steps }, done) {
    return steps.filter(step => isDone(step, done)).length;
  }

  /* The step that stands at the top of the list: itself, or the one it is part of. */
  function top(step) {
    return step.parent || step;
  }

  /* A number without a heading is not a place to go on from; its first sub is. */
  function stands(step) {
    return step.heading || !step.subs.length;
  }

  /* The step that the reader is at: the one being read, else the first that is not done; null when all are. */
  function current({ every }, done, at) {
    return at || every.find(step => stands(step) && !isDone(step, done)) || null;
  }

  /* Where to go on another day: at the step that was read, or past it if it is done. */
  function next({ every }, done, now) {
    if (!isDone(now, done)) return now;
    const open = every.filter(step => step === now || (stands(step) && !isDone(step, done)));
    return open[open.indexOf(now) + 1] || open[0];
  }

  /* Whether there is something to go on with, so that it does not say "begin". */
  function begun(book, done, now) {
    return count(book, done) > 0 || now !== book.every.find(stands);
  }

  /* The pieces of a bar, one for each step: `now`, `done` or nothing. */
  function segments({ steps }, done, now) {
    return steps.map(step => {
      if (now && step === top(now)) return "now";
      return isDone(step, done) ? "done" : "";
    });
  }

  /* The step being read: the last whose top has passed the upper third of the window; at the end of the page the last
     of all, if it is in sight; none at the very beginning. `tops` are the distances of all steps from the window's
     upper edge, null for a step without a place. */
  function reached({ every }, tops, { height, scrolled, whole }) {
    if (scrolled < 8) return null;
    const last = every.length - 1;
    const atEnd = height + scrolled >= whole - 2;
    if (atEnd && tops[last] !== null && tops[last] < height * 0.8) return every[last];
    return every.filter((_, index) => tops[index] !== null && tops[index] <= height * 0.35).pop() || null;
  }

  /* What is stored of this guide: nothing while it has neither been read nor ticked. */
  function stored(book, done, at) {
    if (!done.size && !at) return null;
    return { done: Array.from(done), at: place(book, done, at).id };
  }

  /* What the home page needs to lead back into this guide; nothing when all of it is done. `page` is what the page
     knows: `{guide, lang, title, collection, of}`, where `of` stands between a label and the number of steps. */
  function strip(book, done, at, page) {
    if (count(book, done) === book.steps.length) return null;
    const now = next(book, done, place(book, done, at));
    const { label, count: whole } = top(now);
    return {
      guide: page.guide,
      at: now.id,
      lang: page.lang,
      label,
      of: label + page.of + whole,
      step: now.title,
      title: page.title,
      collection: page.collection,
      bar: segments(book, done, now),
    };
  }

  function place(book, done, at) {
    return current(book, done, at) || book.steps[book.steps.length - 1];
  }

  /* The ticks of what was stored, whatever else lies under that key. */
  function ticks(value) {
    return new Set(value && Array.isArray(value.done) ? value.done : []);
  }

  /* The strip that was stored, or null: `at` is its address from the home page, `bar` holds known kinds only. */
  function lastRead(value) {
    if (!value || typeof value.guide !== "string" || !Array.isArray(value.bar)) return null;
    const page = value.guide.split("/").map(encodeURIComponent).join("/") + ".html";
    const bar = value.bar.map(kind => (kind === "now" || kind === "done" ? kind : ""));
    return { ...value, page, address: page + "#" + encodeURIComponent(value.at), bar };
  }

  global.stepbookProgress = {
    book,
    isDone,
    tick,
    count,
    top,
    current,
    next,
    begun,
    segments,
    reached,
    stored,
    strip,
    ticks,
    lastRead,
  };
})(globalThis);
