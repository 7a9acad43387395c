// Loads find.js and an index that a Rust test wrote (tests/search/fixture), as a page would, but without a page.
import fs from "node:fs";
import vm from "node:vm";

const here = name => new URL(name, import.meta.url);
/** `find.js` as it is published: its files, joined. */
const script = ["variants", "fold", "find"]
  .map(name => fs.readFileSync(here(`../../themes/default/find/${name}.js`), "utf8"))
  .join("");

/** The file of the index, without the head that its snapshot has. */
function file(folder, name) {
  return fs.readFileSync(here(`${folder}/${name}.js.snap`), "utf8").replace(/^---\n[\s\S]*?\n---\n/, "");
}

/** A site with nothing loaded but the list of its files. */
export function open(folder) {
  const context = vm.createContext({ atob });
  vm.runInContext(script, context);
  const find = context.stepbookSearch;
  const loaded = new Set();
  const load = name => {
    loaded.add(name);
    vm.runInContext(file(folder, name), context);
  };
  load("index");
  return { find, load, loaded };
}

/** Searches as search.js does: loads what the query needs, to the end, then looks. */
export function search(site, query, lang = "zh-TW", others = true) {
  const { find, load } = site;
  for (const part of find.sieves(lang, others)) load(part.name);
  const readings = find.read(query);
  const missing = () => (readings.length ? find.missing(readings, lang, others) : []);
  for (let parts = missing(); parts.length; parts = missing()) {
    for (const part of parts) load(part.name);
  }
  return readings.length ? find.search(readings, lang, others) : [];
}

/** What a reader sees of the results: `title > badge title | snippet`, marks in brackets. */
export function lines(site, groups) {
  const shown = parts => parts.map(part => (part.mark ? `[${part.text}]` : part.text)).join("");
  return Array.from(groups).flatMap(group =>
    Array.from(group.hits, ({ doc, found, reading }) => {
      const from = found.page.lang === doc.page.lang && doc === found ? "" : ` (${found.page.lang})`;
      const head = [group.page.title, doc.badge, shown(site.find.mark(doc.title, reading))].filter(Boolean).join(" > ");
      return `${head}${from} | ${shown(site.find.snippet(found, reading))}`;
    }),
  );
}
