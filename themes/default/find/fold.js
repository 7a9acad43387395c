/* Folding: texts in the form in which they are compared, and the hashes of their grams.

   `find.js` is the files of this folder, joined. The same rule stands in src/render/search/fold.rs;
   tests/search/cases.json holds both to it. */
(global => {
  "use strict";

  const VARIANTS = new Map();
  const { radicals, simplified, usual } = global.stepbookVariants;
  [radicals, simplified, usual].forEach(pairs => {
    pairs.replace(/\s/g, "").replace(/(.)(.)/gu, (_, from, to) => {
      VARIANTS.set(from, to);
    });
  });
  // biome-ignore lint/suspicious/noMisleadingCharacterClass: marks of accents are meant, each by itself.
  const SILENT = /^['\u00ad\u02bc\u0300-\u036f\u200b-\u200d\u2019\u2060\ufe00-\ufe0f\ufeff]$/;
  const LETTER = /^[\p{Alphabetic}\p{N}]$/u;

  function isWide(character) {
    return character !== undefined && character.codePointAt(0) >= 0x2e80;
  }

  /* The folded text. `places` gets, for each UTF-16 unit of it, where its source begins and ends. */
  function fold(text, places) {
    let out = "";
    let last;
    let parted = false;
    let at = 0;
    for (const source of text) {
      const end = at + source.length;
      if (!SILENT.test(source)) {
        const code = source.charCodeAt(0);
        const plain = code >= 0xff01 && code <= 0xff5e ? String.fromCharCode(code - 0xfee0) : source;
        for (let c of plain.toLowerCase()) {
          if (SILENT.test(c)) continue;
          c = VARIANTS.get(c) || c;
          if (!LETTER.test(c)) {
            parted = true;
            continue;
          }
          if (parted && last !== undefined && !isWide(last) && !isWide(c)) {
            out += " ";
            if (places) places.push([at, at]);
          }
          parted = false;
          last = c;
          out += c;
          if (places) for (let unit = 0; unit < c.length; unit++) places.push([at, end]);
        }
      }
      at = end;
    }
    return out;
  }

  /* Hashes of a folded text's grams: wide characters, pairs with one in them, triples of others. */
  function grams(folded) {
    const found = [];
    folded.split(" ").forEach(word => {
      const letters = Array.from(word);
      letters.forEach((c, at) => {
        const before = letters[at - 2];
        const last = letters[at - 1];
        if (isWide(c)) found.push(hash([c]));
        if (last && (isWide(last) || isWide(c))) found.push(hash([last, c]));
        else if (before && !isWide(before)) found.push(hash([before, last, c]));
      });
    });
    return found;
  }

  function hash(gram) {
    let value = 0x811c9dc5;
    gram.forEach(c => {
      value = Math.imul(value ^ c.codePointAt(0), 0x01000193);
    });
    return (value ^ (value >>> 15)) >>> 0;
  }

  global.stepbookFold = { isWide, fold, grams };
})(globalThis);
