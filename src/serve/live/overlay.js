/* What lies over the page: the findings, which the server writes, and the tools, which stand in the findings' corner or
   alone in a corner of the window. How they look is decided in themes/default/serve/overlay.css. */
(live => {
  "use strict";

  const { element, svg } = live;
  const SIGNS = {
    close: "M6 6l12 12M18 6L6 18",
    plus: "M12 5v14M5 12h14",
    picture: "M20 13v6H4V5h9M4 16l4.5-4.5 4 4L15 13l5 5M18 3v7M14.5 6.5h7",
  };
  const STILL = "stepbook:preview-still"; // stored: the author wants no mark and no scrolling

  let findings = null; // the findings beside their copy, while there are any
  let tools = null;
  const notes = new Map(); // what there is to say, by what it is about
  let said = []; // the parts of the note that is shown

  function stored(key) {
    try {
      return localStorage.getItem(key);
    } catch (_) {
      return null; // refused
    }
  }

  function store(key, value) {
    try {
      if (value === null) localStorage.removeItem(key);
      else localStorage.setItem(key, value);
    } catch (_) {
      // Refused: what was chosen lasts as long as the page.
    }
  }

  let still = stored(STILL) !== null;
  live.follows = () => !still;

  const aside = () => document.getElementById("sb-findings");

  live.sign = name =>
    svg("svg", { class: "sb-sign", viewBox: "0 0 24 24", "aria-hidden": "true" }, svg("path", { d: SIGNS[name] }));

  /* The tools stand in the findings while these are seen. */
  function settle() {
    const box = aside();
    const home = box && !box.hidden ? box : document.body;
    if (tools.parentNode !== home) home.append(tools);
  }

  /* Says something until it is taken back by `null`: words, or elements. */
  live.say = (about, ...parts) => {
    if (parts[0] === null) notes.delete(about);
    else notes.set(about, parts);
    const all = [...notes.values()].flatMap((one, at) => (at ? [" ", ...one] : one));
    if (all.length === said.length && all.every((part, at) => part === said[at])) return;
    said = all;
    tools.querySelector(".sb-note").replaceChildren(...all);
  };

  /* Adds something to the tools. */
  live.tool = made => {
    tools.querySelector(".sb-menu > div").append(made);
  };

  /* Takes the findings as the server writes them now; empty if there are none. */
  live.findings = html => {
    const next = new DOMParser().parseFromString(html, "text/html").getElementById("sb-findings");
    const box = aside();
    if (!next) {
      findings = null;
      document.body.append(tools);
      box?.remove();
    } else if (findings) {
      if (findings.copy.isEqualNode(next)) return;
      findings.change(next);
      box.hidden = false;
    } else begin(document.importNode(next, true));
    settle();
  };

  /* Puts findings on the page, or takes those that came with it. */
  function begin(box) {
    findings = live.copy(box);
    if (!box.isConnected) document.body.append(box);
    box.querySelector(".sb-close").addEventListener("click", () => {
      box.hidden = true;
      settle();
    });
  }

  function make() {
    const follow = element("input", { type: "checkbox" });
    follow.checked = !still;
    follow.addEventListener("change", () => {
      still = !follow.checked;
      store(STILL, still ? "yes" : null);
    });
    // Other tabs.
    addEventListener("storage", event => {
      if (event.key !== STILL) return;
      still = event.newValue !== null;
      follow.checked = !still;
    });
    tools = element(
      "div",
      { id: "sb-tools", class: "sb-tools", lang: "en" },
      element("p", { class: "sb-note", role: "status" }),
      element(
        "details",
        { class: "sb-menu" },
        element("summary", { "aria-label": "Preview" }, element("span", { "aria-hidden": "true" }, "⚙")),
        element("div", {}, element("label", {}, follow, "Show and go to what a save changed")),
      ),
    );
    if (aside()) begin(aside());
    settle();
  }

  make();
})(globalThis.stepbookLive);
