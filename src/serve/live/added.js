/* Notes about pictures: what was added, with a way to take it back. */
(live => {
  "use strict";

  const { element } = live;
  const SHOWN = 6000; // milliseconds of a note with nothing to do
  const NAMED = 3; // most files that are named

  const words = live.speaker({
    added: ["已加入 {names}。", "Added {names}."],
    addedMany: ["已加入 {n} 張圖片。", "Added {n} pictures."],
    smaller: ["照片從 {from} 縮小為 {to} 像素。", "The photo was made smaller, from {from} to {to} pixels."],
    smallerOne: ["其中 1 張已縮小。", "One of them was made smaller."],
    smallerMany: ["其中 {n} 張已縮小。", "{n} of them were made smaller."],
    undo: ["復原", "Undo"],
    close: ["關閉", "Close"],
    undone: ["已復原，{names} 已移除。", "Taken back: {names}."],
    undoneMany: ["已復原，{n} 張圖片已移除。", "Taken back: {n} pictures."],
    notUndone: ["沒有復原：{why}", "Not taken back: {why}"],
    noPicture: ["不是圖片：{names}", "No picture: {names}"],
    noPlace: ["這一頁沒有可以放圖片的地方。", "There is no place for a picture on this page."],
  });

  let last = null; // what can be taken back: `{ undo, added }`
  let timer = 0;

  const short = ({ file }) => file.split("/").slice(-2).join("/");
  const pixels = ([width, height]) => width + " × " + height;

  function say(text, ...more) {
    clearTimeout(timer);
    const tools = document.getElementById("sb-tools");
    const isFocused = tools.querySelector(".sb-note").contains(document.activeElement);
    live.say("pictures", element("span", { lang: live.lang }, text), ...more);
    // What had the focus may be gone.
    if (isFocused) tools.querySelector("summary").focus({ preventScroll: true });
  }

  function sayBriefly(text) {
    say(text);
    timer = setTimeout(() => live.say("pictures", null), SHOWN);
  }

  const about = (one, many, added) =>
    added.length > NAMED ? words(many, { n: added.length }) : words(one, { names: added.map(short).join(live.comma) });

  function smaller(added) {
    const all = added.filter(({ from }) => from);
    if (!all.length) return "";
    if (added.length > 1) return words(all.length > 1 ? "smallerMany" : "smallerOne", { n: all.length });
    return words("smaller", { from: pixels(all[0].from), to: pixels(all[0].size) });
  }

  async function takeBack() {
    if (!last) return;
    const { undo, added } = last;
    last = null;
    try {
      await live.call("undo", { undo });
      sayBriefly(about("undone", "undoneMany", added));
    } catch (fault) {
      if (fault.why === undefined) throw fault;
      // It may work again when the file is as it was.
      last = { undo, added };
      sayWithUndo(live.sentence(words("notUndone", { why: fault.why })));
    }
  }

  function forget() {
    last = null;
    live.say("pictures", null);
  }

  function sayWithUndo(text) {
    const undo = element(
      "button",
      { type: "button", class: "sb-undo", "aria-keyshortcuts": "Control+Z", lang: live.lang, on: { click: takeBack } },
      words("undo"),
    );
    const close = element(
      "button",
      { type: "button", class: "sb-forget", "aria-label": words("close"), lang: live.lang, on: { click: forget } },
      live.sign("close"),
    );
    say(text, " ", undo, close);
  }

  /* Says what was added: the answer of the program. */
  live.sayAdded = ({ undo, added }) => {
    last = { undo, added };
    sayWithUndo([about("added", "addedMany", added), smaller(added)].filter(Boolean).join(live.blank));
  };

  live.sayNoPicture = others => {
    sayBriefly(words("noPicture", { names: others.map(({ name }) => name).join(live.comma) }));
  };
  live.sayNoPlace = () => sayBriefly(words("noPlace"));

  addEventListener("keydown", event => {
    if (!last || event.key.toLowerCase() !== "z" || event.shiftKey || !(event.ctrlKey || event.metaKey)) return;
    if (document.querySelector("dialog[open]") || event.target.closest?.("input, textarea, select")) return;
    event.preventDefault();
    takeBack();
  });
})(globalThis.stepbookLive);
