/* Search: only the way in. The panel's script and its data are fetched when it is opened for the first time. */
(global => {
  "use strict";

  const { own, words, one, all, say, icon } = global.stepbookPage;

  let asked = false;

  /* search.js lies beside this script, with the same language and version in its name. */
  function load() {
    asked = true;
    const script = document.createElement("script");
    script.src = own.replace(/site(\.[\w-]+)?\.js/, "search$1.js");
    script.onerror = () => {
      asked = false;
      script.remove();
      fail();
    };
    document.body.append(script);
  }

  function fail() {
    if (!one("#search-count")) {
      const line = document.createElement("p");
      line.id = "search-count";
      line.setAttribute("role", "status");
      const status = document.createElement("div");
      status.className = "search-status";
      status.append(line);
      one("#search").append(status);
    }
    say(one("#search-count"), words.searchFailed);
  }

  /* The panel, so far as one can type into it: search.js builds the rest around the field, and whoever opens it need
     not wait for that. */
  function panel(link) {
    const label = link.getAttribute("aria-label") || link.textContent;
    const field = document.createElement("input");
    field.id = "search-input";
    field.type = "text";
    field.autocomplete = "off";
    field.setAttribute("aria-label", label);
    const bar = document.createElement("div");
    bar.className = "search-bar";
    bar.append(icon("search"), field);
    const made = document.createElement("dialog");
    made.id = "search";
    made.className = "search";
    made.setAttribute("aria-label", label);
    made.append(bar);
    document.body.append(made);
    return made;
  }

  function open(event) {
    const link = one("[data-search]");
    const box = one("#search") || panel(link);
    const field = one("#search-input");
    event.preventDefault();
    if (box.open) {
      field.select();
      return;
    }
    box.showModal();
    field.focus();
    field.select();
    if (!asked) load();
    box.dispatchEvent(new CustomEvent("search:open"));
  }

  /* Ctrl+K anywhere; `/` where it is no letter of a text. */
  function opens(event) {
    if ((event.ctrlKey || event.metaKey) && !event.altKey && event.key.toLowerCase() === "k") return true;
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || one("dialog[open]")) return false;
    const texts = "input:not([type=checkbox]), textarea, select, [contenteditable]";
    return !(event.target.closest && event.target.closest(texts));
  }

  function start() {
    const links = all("[data-search]");
    if (!links.length || !document.createElement("dialog").showModal) return;
    links.forEach(link => {
      link.setAttribute("role", "button");
      link.setAttribute("aria-haspopup", "dialog");
      link.addEventListener("click", open);
      link.addEventListener("keydown", event => {
        if (event.key === " ") open(event);
      });
    });
    document.addEventListener("keydown", event => {
      if (opens(event)) open(event);
    });
    // Beside the panel.
    document.addEventListener("click", event => {
      if (event.target.id === "search") event.target.close();
    });
  }

  global.stepbookOpener = { start };
})(globalThis);
