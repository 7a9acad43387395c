/* Search: only the way in. The panel's script and its data are fetched when it is opened for the first time. */
(global => {
  "use strict";

  const { root, words, one, all, say } = global.stepbookPage;

  let asked = false;

  function load() {
    asked = true;
    const script = document.createElement("script");
    script.src = root.dataset.root + "assets/search.js?v=" + root.dataset.version;
    script.onerror = () => {
      asked = false;
      script.remove();
      say(one("#search-count"), words.searchFailed);
    };
    document.body.append(script);
  }

  function open(event) {
    const panel = one("#search");
    const input = one("#search-input");
    event.preventDefault();
    if (panel.open) {
      input.select();
      return;
    }
    panel.showModal();
    input.focus();
    input.select();
    if (!asked) load();
    panel.dispatchEvent(new CustomEvent("search:open"));
  }

  /* Ctrl+K anywhere; `/` where it is no letter of a text. */
  function opens(event) {
    if ((event.ctrlKey || event.metaKey) && !event.altKey && event.key.toLowerCase() === "k") return true;
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || one("dialog[open]")) return false;
    const texts = "input:not([type=checkbox]), textarea, select, [contenteditable]";
    return !(event.target.closest && event.target.closest(texts));
  }

  function start() {
    const panel = one("#search");
    if (!panel || !panel.showModal) return;
    const input = one("#search-input");
    const clear = one("#search-clear");
    all("[data-search]").forEach(link => {
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
    panel.addEventListener("click", event => {
      if (event.target === panel) panel.close();
    });
    one("#search-close").addEventListener("click", () => {
      panel.close();
    });
    input.addEventListener("input", () => {
      clear.hidden = !input.value;
    });
    clear.addEventListener("click", () => {
      input.value = "";
      input.dispatchEvent(new Event("input", { bubbles: true }));
      input.focus();
    });
  }

  global.stepbookOpener = { start };
})(globalThis);
