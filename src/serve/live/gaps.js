/* The gap between two blocks at which a picture would go: shown near the pointer and under dragged files. Leads to the
   dialog, as pasting and dropping do. Only where the preview may write. */
(live => {
  "use strict";

  const { element, files } = live;
  const NEAR = 11; // pixels from the middle of a gap, at least
  const BUTTON = 44; // width of the button beside the text

  const words = live.speaker({ add: ["在這裡加入圖片", "Add a picture here"] });

  let line = null;
  let shown = null; // the gap that is shown
  let last = null; // the last place of the pointer
  let frame = 0;

  const isOpen = () => document.querySelector("dialog[open]");

  function hide() {
    shown = null;
    line.hidden = true;
  }

  /* Shows a gap over the page, where nothing is moved by it. The button stands left of the text if there is room. */
  function show(gap, isDropping) {
    shown = gap;
    const { left, width, y } = gap;
    const { style } = line;
    style.left = left + scrollX + "px";
    style.top = y + scrollY + "px";
    style.width = width + "px";
    style.setProperty("--sb-room", Math.min(Math.max(left, 24), BUTTON) + "px");
    line.classList.toggle("is-dropping", isDropping);
    line.hidden = false;
  }

  const isNear = ({ away, half, left, width }, x) =>
    away <= Math.max(half, NEAR) && x >= left - BUTTON - 8 && x <= left + width + 8;

  /* Looks which gap the pointer is near to. While something is selected or dragged, there is none. */
  function look() {
    frame = 0;
    if (!last || isOpen() || last.buttons) return hide();
    const target = document.elementFromPoint(last.x, last.y);
    if (line.contains(target)) return;
    const gap = live.isAroundText(target) ? live.nearestGap(last.y) : null;
    if (gap && isNear(gap, last.x)) show(gap, false);
    else hide();
  }

  function lookLater() {
    if (!frame) frame = requestAnimationFrame(look);
  }

  function follow() {
    addEventListener("pointermove", event => {
      if (event.pointerType === "touch") return;
      last = { x: event.clientX, y: event.clientY, buttons: event.buttons };
      lookLater();
    });
    addEventListener("pointerdown", event => !line.contains(event.target) && hide());
    document.documentElement.addEventListener("pointerleave", () => {
      last = null;
      hide();
    });
    addEventListener("scroll", () => last && lookLater(), { passive: true });
    addEventListener("resize", hide);
    document.addEventListener("stepbook:patched", () => {
      hide();
      if (last) lookLater();
    });
  }

  const place = ({ id, at }) => ({ id, at });

  /* Where pasted pictures go: into the gap that is shown, else behind what is being read. */
  function placeOfPaste() {
    const section = live.sectionRead();
    return shown ? place(shown) : section && live.endOf(section);
  }

  function add(where, taken) {
    hide();
    live.addPictures(where, taken);
  }

  function paste(event) {
    // Another dialog of the page is open.
    if (isOpen() && isOpen() !== live.dialog()) return;
    const pictures = files.pasted(event);
    if (!pictures.length) return;
    event.preventDefault();
    const where = placeOfPaste();
    if (where) add(where, { pictures, others: [] });
    else live.sayNoPlace();
  }

  /* Files over the page. What is refused here would be opened by the browser instead of the page. */
  function over(event) {
    if (!files.hasFiles(event)) return;
    event.preventDefault();
    const own = live.dialog();
    const gap = isOpen() ? null : live.nearestGap(event.clientY);
    event.dataTransfer.dropEffect = own || gap ? "copy" : "none";
    own?.classList.add("is-dropping");
    if (gap) show(gap, true);
    else hide();
  }

  function endDrop() {
    live.dialog()?.classList.remove("is-dropping");
    hide();
  }

  function drop(event) {
    if (!files.hasFiles(event)) return;
    event.preventDefault();
    const taken = files.sorted(event.dataTransfer);
    const where = live.dialog() ? null : shown && place(shown);
    endDrop();
    if (live.dialog()) live.addPictures(null, taken);
    else if (where && taken.pictures.length) live.addPictures(where, taken);
    else if (taken.others.length) live.sayNoPicture(taken.others);
  }

  function make() {
    const button = element(
      "button",
      // The keyboard has the buttons of the headings.
      { type: "button", tabindex: "-1", "aria-label": words("add"), title: words("add") },
      live.sign("plus"),
    );
    button.addEventListener("click", () => add(place(shown)));
    line = element("div", { class: "sb-gap", lang: live.lang, hidden: true }, button);
    document.body.append(line);
  }

  /* Begins to follow the pointer, pastes and files. */
  live.gaps = () => {
    make();
    follow();
    addEventListener("paste", paste);
    addEventListener("dragover", over);
    addEventListener("dragleave", event => event.relatedTarget ?? endDrop());
    addEventListener("drop", drop);
  };
})(globalThis.stepbookLive);
