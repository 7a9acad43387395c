// The kinds of edit: which file is written, and how the open page shows that it is there.
//
// Every edit has a marker of its own, a word that stands nowhere else. A file is always made of the original and of the
// latest markers of all kinds that write it, so that an edit of the text does not take the title's back.

import fs from "node:fs";
import path from "node:path";
import { sidecar } from "./systems.mjs";

const OLD = / ?livemark\d+z/g;
const original = file => fs.readFileSync(file, "utf8").replace(OLD, "");

function replaced(text, from, to) {
  if (!text.includes(from)) throw new Error(`the corpus has no ${from}`);
  return text.replace(from, () => to);
}

/** The guide with markers in its title and in the paragraph under its fifth step. */
function guideText(text, { title, text: inText }) {
  const paragraph = text.match(/^## Step 5: .*\n\n(.+)$/m)?.[1];
  if (!paragraph) throw new Error("the guide has no paragraph under step 5");
  const told = inText ? replaced(text, paragraph, `${paragraph} ${inText}`) : text;
  const heading = told.match(/^title = "(.*)"$/m)?.[0];
  return title && heading ? replaced(told, heading, heading.replace(/"$/, ` ${title}"`)) : told;
}

/** Of each kind: the sign by which the page shows it, the file, and the file's text. */
export const KINDS = {
  text: { sign: "text", file: site => site.text, write: guideText },
  title: { sign: "text", file: site => site.text, write: guideText },
  template: {
    sign: "text",
    file: site => path.join(site.root, "themes/live/templates/guide.html"),
    write: (text, { template }) => replaced(text, "</header>", `</header>\n<p> ${template}</p>`),
    restored: text => text.replace("\n<p></p>", ""),
  },
  css: {
    sign: "style",
    file: site => path.join(site.root, "themes/live/assets/extra.css"),
    write: (_, { css }) => `:root { --live-mark: ${css} }\n`,
    restored: () => ":root { --live-mark: none }\n",
  },
  settings: {
    sign: "text",
    file: site => path.join(site.root, "stepbook.toml"),
    write: (text, { settings }) => replaced(text, 'en = "Guides"', `en = "Guides ${settings}"`),
  },
  sidecar: {
    sign: "shape",
    file: site => site.picture,
    write: (_, { sidecar: mark }) => sidecar(100 + (Number(mark.match(/\d+/)[0]) % 800)),
    restored: () => sidecar(100),
  },
};

/** The files of one site as they were, and the markers that stand in them. */
export class Editor {
  #marks = {};
  #originals = new Map();

  constructor(site, kinds) {
    this.site = site;
    for (const kind of kinds) {
      const file = KINDS[kind].file(site);
      const text = original(file);
      this.#originals.set(file, KINDS[kind].restored?.(text) ?? text);
    }
    this.restore();
  }

  /** Writes in place, as most editors do, and returns when the writing call began and when it had returned. */
  save(kind, mark) {
    this.#marks[kind] = mark;
    const { file, write } = KINDS[kind];
    const text = write(this.#originals.get(file(this.site)), this.#marks);
    const began = performance.now();
    fs.writeFileSync(file(this.site), text);
    return { began, saved: performance.now() };
  }

  restore() {
    for (const [file, text] of this.#originals)
      if (fs.readFileSync(file, "utf8") !== text) fs.writeFileSync(file, text);
  }
}
