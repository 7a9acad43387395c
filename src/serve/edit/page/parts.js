/* Small parts of the page: elements, icons, buttons. */
(editor => {
  "use strict";

  const ICONS = {
    choose: "M6 4l12 8.5-5.5 1L9.5 19z",
    box: "M5 7h14v10H5z",
    ellipse: "M4 12a8 5.2 0 1 0 16 0a8 5.2 0 1 0-16 0",
    arrow: "M5 19L19 5M9 5h10v10",
    pin: "M12 21c-4-5-6-8-6-11a6 6 0 0 1 12 0c0 3-2 6-6 11zM12 12a2 2 0 1 0 0-4a2 2 0 1 0 0 4",
    spot: "M4 8V4h4M16 4h4v4M20 16v4h-4M8 20H4v-4M12 16a4 4 0 1 0 0-8a4 4 0 1 0 0 8M11 4h2M11 20h2M4 11v2M20 11v2",
    redact: "M4 7h16v10H4z",
    crop: "M7 2v15h15M2 7h15v15",
    undo: "M9 6L4 11l5 5M4 11h10a5 5 0 0 1 0 10h-3",
    redo: "M15 6l5 5-5 5M20 11H10a5 5 0 0 0 0 10h3",
    close: "M6 6l12 12M18 6L6 18",
    grip: "M5 7h14M5 12h14M5 17h14",
    up: "M6 15l6-6 6 6",
    down: "M6 9l6 6 6-6",
    plus: "M12 5v14M5 12h14",
    remove: "M5 7h14M10 4h4M7 7l1 13h8l1-13M10.5 11v5M13.5 11v5",
  };

  const { element, svg } = globalThis.stepbookLive;
  Object.assign(editor, { element, svg });

  editor.icon = name =>
    editor.svg(
      "svg",
      { class: "ed-icon ed-icon-" + name, viewBox: "0 0 24 24", "aria-hidden": "true" },
      editor.svg("path", { d: ICONS[name] }),
    );

  /* A button with an icon, whose words are its name. */
  editor.iconButton = (icon, words, act, attributes = {}) =>
    editor.element(
      "button",
      { type: "button", "aria-label": words, title: words, on: { click: act }, ...attributes },
      editor.icon(icon),
    );

  editor.button = (words, act, attributes = {}) =>
    editor.element("button", { type: "button", on: { click: act }, ...attributes }, words);

  /* Whether keys go to what is typed in. */
  editor.isField = element => element?.matches?.("input:not([type=radio]), textarea, select") ?? false;

  /* Whether something is typed that is not written. Spaces around words are not. */
  editor.isTyped = ({ stored, value }) => stored !== undefined && value.trim() !== stored.trim();

  /* Puts what was typed into the field that stands for the old one, with what it was typed over; false without such a
     field. */
  function carry(old, next) {
    if (!next || next.owner !== old.owner) return false;
    const { value, stored, version, target } = old;
    if (editor.isTyped(old)) Object.assign(next, { value, stored, version, target });
    else if (next.stored === stored) next.value = value;
    return true;
  }

  /* Fills an element again, with the focus, the selection and what was typed left as they are. Elements are known by
     their `data-key`. */
  editor.refill = (box, content) => {
    const focus = box.contains(document.activeElement) ? document.activeElement : null;
    const typed = new Map();
    for (const field of box.querySelectorAll("[data-key]")) {
      if (field.stored !== undefined && field.value !== field.stored) typed.set(field.dataset.key, field);
    }
    const key = focus?.dataset.key;
    const range = focus?.matches("textarea, input[type=text]") ? [focus.selectionStart, focus.selectionEnd] : null;
    const { scrollTop } = box;
    editor.isRefilling = true;
    box.replaceChildren(...content);
    const gone = [...typed].filter(([name, old]) => !carry(old, box.querySelector('[data-key="' + name + '"]')));
    const next = key && box.querySelector('[data-key="' + key + '"]');
    next?.focus({ preventScroll: true });
    if (range && next?.setSelectionRange) next.setSelectionRange(...range);
    box.scrollTop = scrollTop;
    editor.isRefilling = false;
    for (const [, old] of gone) old.write?.();
  };
})(globalThis.stepbookEditor);
