/* The search panel around the field that site.js has opened: templates/search.html, which the program puts before this
   file, filled with the words of the page's language. */
(global => {
  "use strict";

  const panel = document.getElementById("search");
  const field = document.getElementById("search-input");

  function take(element, from) {
    Array.from(from.attributes).forEach(({ name, value }) => {
      element.setAttribute(name, value);
    });
  }

  /* The field stays where it is, with its focus and what is being typed into it. */
  function furnish(parts) {
    const made = parts.querySelector("dialog");
    const drawn = made.querySelector("#search-input");
    const bar = field.parentNode;
    const all = Array.from(drawn.parentNode.childNodes);
    const at = all.indexOf(drawn);
    take(panel, made);
    take(bar, drawn.parentNode);
    take(field, drawn);
    Array.from(panel.childNodes)
      .concat(Array.from(bar.childNodes))
      .forEach(node => {
        if (node !== bar && node !== field) node.remove();
      });
    bar.prepend(...all.slice(0, at));
    bar.append(...all.slice(at + 1));
    panel.append(...Array.from(made.childNodes).filter(node => node !== drawn.parentNode));
    // Symbols that the page has already are not needed twice.
    const sprite = parts.querySelector(".sprite");
    Array.from(sprite.querySelectorAll("symbol")).forEach(symbol => {
      if (document.getElementById(symbol.id)) symbol.remove();
    });
    panel.append(sprite);
  }

  function listen() {
    const clear = document.getElementById("search-clear");
    clear.hidden = !field.value;
    field.addEventListener("input", () => {
      clear.hidden = !field.value;
    });
    clear.addEventListener("click", () => {
      field.value = "";
      field.dispatchEvent(new Event("input", { bubbles: true }));
      field.focus();
    });
    document.getElementById("search-close").addEventListener("click", () => {
      panel.close();
    });
  }

  // A theme's own template may have the whole panel in every page.
  if (!document.getElementById("search-results")) {
    const parts = document.createElement("template");
    parts.innerHTML = global.stepbookHtml;
    furnish(parts.content);
  }
  listen();
})(globalThis);
