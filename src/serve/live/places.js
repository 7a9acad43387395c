/* Copies where a step stands in the author's files, such as `content/elearn/register.en.md:42`: by a click on its
   heading with Alt, or from the tools for the step that is being read. */
(live => {
  "use strict";

  const SHOWN = 4000; // milliseconds
  const { page } = document.currentScript.dataset;

  let timer = 0;

  function say(words) {
    clearTimeout(timer);
    live.say("place", words);
    timer = setTimeout(() => live.say("place", null), SHOWN);
  }

  /* Copies the place of the element that `find` chooses among those that have one. */
  async function copy(find) {
    const answer = await fetch(`/__stepbook/places?page=${encodeURIComponent(page)}`);
    const places = new Map(Object.entries(await answer.json()));
    const element = find(places);
    if (!element) return say("There is no step here.");
    const place = places.get(element.id);
    try {
      await navigator.clipboard.writeText(place);
      say(`Copied: ${place}`);
    } catch (_) {
      say(place); // refused, or an address without https
    }
  }

  /* The last element that has passed the upper third of the window, else the first. */
  function read(places) {
    const all = [...document.querySelectorAll("main [id]")].filter(({ id }) => places.has(id));
    return all.findLast(element => element.getBoundingClientRect().top < innerHeight / 3) ?? all[0];
  }

  function start(find) {
    // If it fails, the preview has ended, which is said.
    copy(find).catch(() => {});
  }

  document.addEventListener("click", event => {
    const heading = event.altKey && event.target.closest("main :is(h2, h3, h4, h5, h6)");
    if (!heading) return;
    event.preventDefault();
    start(places => {
      let element = heading;
      while (element && !places.has(element.id)) element = element.parentElement;
      return element;
    });
  });

  const button = document.createElement("button");
  button.type = "button";
  button.textContent = "Copy the place of this step";
  button.addEventListener("click", () => {
    button.closest("details").open = false; // it would lie over what is said
    start(read);
  });
  live.tool(button);
})(globalThis.stepbookLive);
