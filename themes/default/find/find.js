/* Finding steps: what search.js asks, without any of the page.

   A classic script; the files of search/ (written by src/render/search.rs) call its begin(), add() and sift().
   Parts: index · query · rating · marking · picture · what to load. Nothing here touches the document, and the
   tests in tests/search/ run it without one. */
(global => {
  "use strict";

  const { isWide, fold, grams } = global.stepbookFold;

  /* ---- Index: what the files bring ---- */

  let languages = [];
  let terms = [];
  /* Words of mainland China, each with the one of Taiwan. */
  const elsewhere = global.stepbookVariants.words.split(",").map(pair => {
    return pair
      .trim()
      .split(" ")
      .map(word => fold(word));
  });

  function begin(head) {
    languages = head.languages.map(entry => {
      return { pages: new Map(), have: [], rows: null, ...entry };
    });
    terms = head.terms.map(forms => {
      return Array.from(new Set(forms.map(form => fold(form))));
    });
  }

  function language(lang) {
    return languages.find(entry => entry.lang === lang);
  }

  function add(lang, at, pages) {
    const own = language(lang);
    if (!own || own.have[at]) return;
    own.have[at] = true;
    pages.forEach((record, order) => {
      // Twins have the same address but for the language in front.
      const key = record.at.slice(lang.length);
      const page = { ...record, lang, key, order: at * 10000 + order };
      page.context = fold(record.title + " " + record.in);
      page.docs = record.docs.map(([id, kind, badge, title, text, from, shots], order) => {
        return {
          id,
          kind,
          badge,
          title,
          text,
          from,
          shots,
          page,
          order,
          name: fold(title),
          head: fold(badge + " " + title),
          body: fold(text),
        };
      });
      own.pages.set(key, page);
    });
  }

  function sift(lang, rows) {
    language(lang).rows = rows.map(row => row.map(atob));
  }

  /* ---- Query: what the reader may mean ---- */

  /* A reading is `{phrase, words, cost}`: all words must be found. The first is what was typed; the others have a
     term replaced by another form of it, in whatever language, or a word by the one of Taiwan. */
  function read(query) {
    const phrase = fold(query);
    const readings = [
      reading(
        query
          .split(/\s+/)
          .map(word => fold(word))
          .join(" "),
        phrase,
        0,
      ),
    ];
    terms.forEach(forms => {
      const form = forms.filter(form => occurs(phrase, form)).sort(longer)[0];
      if (!form) return;
      const at = phrase.indexOf(form);
      forms.forEach(other => {
        if (other === form || readings.length > 8) return;
        const words = phrase.slice(0, at) + " " + other + " " + phrase.slice(at + form.length);
        readings.push(reading(words, fold(words), 3));
      });
    });
    elsewhere.forEach(([theirs, ours]) => {
      if (!phrase.includes(theirs) || readings.length > 8) return;
      const words = phrase.replace(theirs, " " + ours + " ");
      readings.push(reading(words, fold(words), 3));
    });
    return readings.filter(reading => reading.words.length);
  }

  function reading(words, phrase, cost) {
    return { phrase, cost, words: Array.from(new Set(words.split(" ").filter(Boolean))) };
  }

  function longer(a, b) {
    return b.length - a.length;
  }

  /* Whether a term stands in a text as a word of its own: `id` is not in `video`. */
  function occurs(text, form) {
    const at = form ? find(text, form) : -1;
    if (at < 0 || !startsWord(text, at)) return false;
    const next = text.slice(at + form.length);
    return !next || next[0] === " " || isWide(next) || isWide(Array.from(form).pop());
  }

  /* ---- Rating: titles before text, whole phrases before words, beginnings of words before their insides ---- */

  function startsWord(text, at) {
    return at === 0 || text[at - 1] === " " || isWide(text[at]) || text.charCodeAt(at - 1) >= 0x2e80;
  }

  /* Where a word is: at the beginning of a word if it is there too. */
  function find(text, word) {
    const first = text.indexOf(word);
    for (let at = first; at >= 0; at = text.indexOf(word, at + 1)) {
      if (startsWord(text, at)) return at;
    }
    return first;
  }

  const TERM = 4; // an entry of the glossary

  /* How well a step answers a reading; 0: not at all. A word may stand in the guide's name, but not all of them. */
  function rate(doc, reading) {
    let sum = 0;
    let own = false;
    let first = Infinity;
    for (const word of reading.words) {
      const inHead = find(doc.head, word);
      const inBody = find(doc.body, word);
      if (inHead >= 0) {
        sum += startsWord(doc.head, inHead) ? 30 : 24;
        first = 0;
      } else if (inBody >= 0) {
        sum += startsWord(doc.body, inBody) ? 10 : 8;
        first = Math.min(first, inBody);
      } else if (doc.page.context.includes(word)) {
        sum += 3;
        continue;
      } else {
        return 0;
      }
      own = true;
    }
    if (!own) return 0;
    let score = Math.floor(sum / reading.words.length);
    if (doc.name === reading.phrase || doc.head === reading.phrase) score += 20;
    else if (doc.head.startsWith(reading.phrase) || doc.name.startsWith(reading.phrase)) score += 14;
    else if (doc.head.includes(reading.phrase)) score += 10;
    else if (doc.body.includes(reading.phrase)) score += 5;
    // A guide's opening comes after its steps, unless its title is meant.
    if (!doc.kind && first) score -= 12;
    // What a word means comes after the steps that have it.
    if (doc.kind === TERM) score = Math.min(score, 11);
    // The fraction only orders guides among each other: within a guide, steps keep their order.
    return Math.max(score - reading.cost, 0) + 0.9 / (1 + first / 100);
  }

  /* The guides with something found in them, best first: `{page, hits: [{doc, found, reading, score}]}`. `doc` is
     what is shown, in the language of the reader if it exists there; `found` is where the words stand. */
  function search(readings, lang, others) {
    const hits = new Map();
    const own = language(lang);
    // The reader's own language first: what it has, stays.
    [own, ...languages.filter(entry => entry !== own && others)].forEach(entry => {
      entry.pages.forEach(page => {
        searchPage(page, readings, own, hits);
      });
    });
    const groups = new Map();
    hits.forEach(hit => {
      const page = hit.doc.page;
      if (!groups.has(page)) groups.set(page, { page, hits: [], best: 0 });
      const group = groups.get(page);
      group.hits.push(hit);
      group.best = Math.max(group.best, hit.score);
    });
    const list = Array.from(groups.values());
    list.forEach(group => {
      group.hits.sort((a, b) => {
        return Math.floor(b.score) - Math.floor(a.score) || a.doc.order - b.doc.order;
      });
    });
    return list.sort((a, b) => b.best - a.best || a.page.order - b.page.order);
  }

  function searchPage(page, readings, own, hits) {
    page.docs.forEach(doc => {
      // What is shown here in another language is found where it is at home.
      if (doc.from) return;
      let best = 0;
      let which = null;
      readings.forEach(reading => {
        const score = rate(doc, reading);
        if (score > best) {
          best = score;
          which = reading;
        }
      });
      if (!which) return;
      const key = page.key + "#" + doc.id;
      let shown = doc;
      if (page.lang !== own.lang) {
        const twin = own.pages.get(page.key);
        shown = (twin && twin.docs.find(other => other.id === doc.id)) || doc;
        best = Math.max(best - 6, 0.1);
      }
      const known = hits.get(key);
      if (known && (known.found.page.lang === own.lang || known.score >= best)) return;
      hits.set(key, { doc: shown, found: doc, reading: which, score: best });
    });
  }

  /* ---- Marking: what was found, shown ---- */

  /* Parts of a text, `{text, mark}`, with what was found marked: the phrase if it is there, else the words. */
  function mark(text, reading) {
    const places = [];
    const folded = fold(text, places);
    const ranges = [];
    const wanted = folded.includes(reading.phrase) ? [reading.phrase] : reading.words;
    wanted.forEach(word => {
      for (let at = folded.indexOf(word); at >= 0; at = folded.indexOf(word, at + word.length)) {
        if (word.length < 3 && !startsWord(folded, at)) continue;
        ranges.push([places[at][0], places[at + word.length - 1][1]]);
      }
    });
    ranges.sort((a, b) => a[0] - b[0]);
    const parts = [];
    let done = 0;
    ranges.forEach(range => {
      if (range[1] <= done) return;
      const from = Math.max(range[0], done);
      const before = text.slice(done, from);
      const last = parts[parts.length - 1];
      if (last && !before.trim()) {
        last.text += before + text.slice(from, range[1]);
      } else {
        if (before) parts.push({ text: before, mark: false });
        parts.push({ text: text.slice(from, range[1]), mark: true });
      }
      done = range[1];
    });
    if (done < text.length) parts.push({ text: text.slice(done), mark: false });
    return parts;
  }

  /* The line of a text that shows best why it was found, by its index; one about a mark before what only describes a
     picture. -1: none does. */
  function bestLine(doc, reading) {
    let best = -1;
    let most = 0;
    doc.text.split("\n").forEach((line, at) => {
      const folded = fold(line);
      const count = reading.words.filter(word => folded.includes(word)).length + folded.includes(reading.phrase);
      const value = count && count + (sightOf(doc, at).number ? 0.5 : 0);
      if (value > most) {
        most = value;
        best = at;
      }
    });
    return best;
  }

  /* That line, or the first, shortened around the first mark. */
  function snippet(doc, reading) {
    const parts = mark(doc.text.split("\n")[Math.max(bestLine(doc, reading), 0)], reading);
    if (parts[0] && !parts[0].mark && parts.length > 1) parts[0].text = tail(parts[0].text, 72);
    const last = parts[parts.length - 1];
    if (last && !last.mark) last.text = lead(last.text, 200);
    return parts;
  }

  /* The end, or the beginning, of a text: so wide at most, where a wide character takes two; never half a word. */
  function tail(text, width) {
    const letters = Array.from(text);
    const from = letters.length - fitting(letters.slice().reverse(), width);
    return from > 0 ? "…" + letters.slice(from).join("").trimStart() : text;
  }

  function lead(text, width) {
    const letters = Array.from(text);
    const to = fitting(letters, width);
    return to < letters.length ? letters.slice(0, to).join("").trimEnd() + "…" : text;
  }

  /* How many letters fit, in whole words; pieces of one only if it alone is too wide. */
  function fitting(letters, width) {
    let count = 0;
    while (count < letters.length && width > 0) {
      width -= isWide(letters[count]) ? 2 : 1;
      count += 1;
    }
    const inWord = at =>
      at > 0 && at < letters.length && [letters[at - 1], letters[at]].every(c => c !== " " && !isWide(c));
    let whole = count;
    while (inWord(whole)) whole -= 1;
    return whole || count;
  }

  /* ---- Picture: the one that a result is about ---- */

  /* The picture and the number of its mark that the line with the words is about, else the step's first picture
     and 0: `{picture: [address, width, height, mark, …], number}`, as src/render/search/shot.rs writes them. */
  function sight(doc, reading) {
    return doc.shots ? sightOf(doc, bestLine(doc, reading)) : null;
  }

  function sightOf(doc, line) {
    const shots = doc.shots || [];
    let which = shots[0];
    let number = 0;
    for (let at = 1; at < shots.length; at += 3) {
      if (shots[at] === line) [which, number] = shots.slice(at + 1, at + 3);
    }
    return { picture: doc.shots && doc.page.pics[which], number };
  }

  /* ---- What to load: which files a query needs ---- */

  /* Pieces not loaded yet that can hold a reading, those with it in a title first; without a sieve, all. */
  function missing(readings, lang, others) {
    const wanted = new Map();
    languages.forEach(entry => {
      if ((entry.lang !== lang && !others) || (entry.sieve && !entry.rows)) return;
      entry.pieces.forEach((_, at) => {
        const rank = entry.rows ? sieveRank(entry.rows[at], readings) : 1;
        // The reader's own language is needed for the titles.
        [entry, language(lang)].forEach(owner => {
          if (!rank || !owner || owner.have[at]) return;
          const name = owner.lang + "-" + at;
          const known = wanted.get(name);
          if (!known || known.rank < rank)
            wanted.set(name, { name: name, version: owner.pieces[at], at: at, rank: rank });
        });
      });
    });
    return Array.from(wanted.values()).sort((a, b) => b.rank - a.rank || a.at - b.at);
  }

  function sieveRank(row, readings) {
    let rank = 0;
    readings.forEach(reading => {
      const hashes = reading.words.flatMap(grams);
      if (holds(row[1], hashes)) rank = Math.max(rank, holds(row[0], hashes) ? 2 : 1);
    });
    return rank;
  }

  function holds(bits, hashes) {
    return hashes.every(hash => {
      const number = hash & (bits.length * 8 - 1);
      return (bits.charCodeAt(number >> 3) >> (number & 7)) & 1;
    });
  }

  function sieves(lang, others) {
    return languages
      .filter(entry => entry.sieve && !entry.rows && (others || entry.lang === lang))
      .map(entry => ({ name: entry.lang + "-sieve", version: entry.sieve }));
  }

  global.stepbookSearch = {
    begin,
    add,
    sift,
    fold,
    grams,
    read,
    search,
    mark,
    snippet,
    sight,
    missing,
    sieves,
    ready: () => languages.length > 0,
    name: lang => language(lang).name,
  };
})(globalThis);
