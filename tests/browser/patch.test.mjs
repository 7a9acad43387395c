// How the preview changes one tree into another (src/serve/live/patch.js), held to its law with random trees.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { launch, open } from "./harness.mjs";
import { preview } from "./preview.mjs";

let site;
let browser;

before(async () => {
  site = await preview();
  browser = await launch();
});
after(async () => {
  await site?.stop();
  await browser?.close();
});

/** In the browser: changes a random tree into random others and compares; returns what went wrong. */
function randomChanges(rounds) {
  let seed = 1;
  const random = most => {
    seed = (seed * 48271) % 2147483647;
    return seed % most;
  };
  const words = ["一", "two", "three four", "五", "", " "];
  const tree = depth => {
    const made = document.createElement(["p", "ul", "li", "section", "b", "img"][random(6)]);
    if (random(3) === 0) made.id = `id-${random(9)}`;
    if (random(3) === 0) made.className = ["a", "a b", "c"][random(3)];
    if (made.localName === "img") return made;
    for (let left = random(depth ? 6 : 2); left > 0; left--) {
      made.append(depth && random(2) ? tree(depth - 1) : words[random(words.length)]);
    }
    return made;
  };
  const vary = element => {
    const made = element.cloneNode(true);
    const all = [made, ...made.querySelectorAll("*")];
    for (let left = 1 + random(4); left > 0; left--) {
      const one = all[random(all.length)];
      const way = random(5);
      if (way === 0) one.append(tree(2));
      else if (way === 1 && one !== made) one.remove();
      else if (way === 2) one.prepend(words[random(words.length)]);
      else if (way === 3 && one.parentElement) one.parentElement.append(one);
      else one.setAttribute("title", words[random(words.length)]);
    }
    // As a parser makes it: no two texts beside each other, and no empty one.
    made.normalize();
    return made;
  };
  const elsewhere = document.implementation.createHTMLDocument("");
  const host = document.body.appendChild(document.createElement("div"));
  const wrong = [];
  for (let round = 0; round < rounds; round++) {
    const shown = document.createElement("section");
    shown.append(tree(3), tree(3));
    shown.normalize();
    host.replaceChildren(shown);
    const copy = globalThis.stepbookLive.copy(shown);
    // What scripts and readers do to the page in between.
    const added = document.createElement("i");
    shown.append(added);
    shown.classList.add("scripted");
    let wanted = shown.cloneNode(true);
    wanted.lastChild.remove();
    wanted.classList.remove("scripted");
    for (let change = 0; change < 4; change++) {
      wanted = vary(wanted);
      copy.change(elsewhere.importNode(wanted, true));
      const now = shown.cloneNode(true);
      now.querySelector("i").remove();
      now.normalize();
      now.classList.remove("scripted");
      for (const each of [now, wanted]) if (!each.className) each.removeAttribute("class");
      const right = shown.contains(added) && shown.matches(".scripted") && now.isEqualNode(wanted);
      if (!right) wrong.push([round, change, wanted.outerHTML, now.outerHTML]);
    }
  }
  host.remove();
  return wrong.slice(0, 3);
}

test("any tree becomes any other, and keeps what scripts have added", async () => {
  const page = await open(browser);
  await page.goto(`${site.at}en/index.html`);
  assert.deepEqual(await page.evaluate(randomChanges, 1000), []);
  await page.context().close();
});
