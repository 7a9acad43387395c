/* The pictures that an author is about to add: for each one a row with a small view of it, its words in each
   language, and where the original of a large photo is kept. */
(live => {
  "use strict";

  const { element, files } = live;
  const ROOM = [112, 84]; // pixels of a small view, as in themes/default/serve/pictures-dialog.css

  const words = live.speaker({
    alt: ["替代文字（{language}）", "Alternative text ({language})"],
    size: ["{width} × {height} 像素，{bytes}", "{width} × {height} pixels, {bytes}"],
    noView: ["看不到預覽，{bytes}", "no view of it here, {bytes}"],
    remove: ["移除 {name}", "Remove {name}"],
    large: ["超過 2 MB 的照片會縮小。", "Photos of more than 2 MB are made smaller."],
    keep: ["把原始檔保留在", "Keep the original in"],
    keepHint: ["留空就不保留", "empty: it is not kept"],
    keepName: ["保留原始檔的資料夾，在 img/ 裡；留空就不保留", "Folder in img/ for the original; empty: not kept"],
  });

  let count = 0; // rows that were made, for their ids

  /* The words that a picture has in a text before somebody writes others, in the language of the text. */
  function proposed({ language, title }, at, of) {
    if (of < 2) return title;
    return /^zh\b/i.test(language) ? `${title}（${of} 張中的第 ${at + 1} 張）` : `${title} (${at + 1} of ${of})`;
  }

  function keepField() {
    const input = element("input", {
      type: "text",
      class: "sb-folder",
      placeholder: "originals",
      autocomplete: "off",
      spellcheck: "false",
      "aria-label": words("keepName"),
    });
    const name = element("span", {}, words("keep"));
    const hint = element("span", { class: "sb-hint", "aria-hidden": "true" }, words("keepHint"));
    const label = element("label", {}, name, element("code", {}, "img/"), input, hint);
    return { input, box: element("div", { class: "sb-large" }, element("p", {}, words("large")), label) };
  }

  function row(file, remove) {
    const id = "sb-picture-" + ++count;
    const view = element("canvas", { class: "sb-view", width: 1, height: 1, "aria-hidden": "true" });
    const about = element("span", { class: "sb-hint" }, files.megabytes(file));
    const keep = files.isLarge(file) ? keepField() : null;
    const alts = element("div", { class: "sb-alts" });
    const made = { file, alts, keep: keep?.input ?? null, fields: new Map() };
    const gone = element(
      "button",
      { type: "button", class: "sb-remove", "aria-label": words("remove", { name: file.name }) },
      live.sign("close"),
    );
    gone.addEventListener("click", () => remove(made));
    made.remove = gone;
    made.box = element(
      "li",
      {},
      view,
      element(
        "div",
        { class: "sb-row", role: "group", "aria-labelledby": id },
        element("p", { class: "sb-file" }, element("b", { id }, file.name), about),
        gone,
        alts,
        keep?.box,
      ),
    );
    files.show(view, file, ROOM).then(size => {
      view.classList.toggle("is-missing", !size);
      const bytes = files.megabytes(file);
      const [width, height] = size ?? [];
      about.textContent = words(size ? "size" : "noView", { width, height, bytes });
    });
    return made;
  }

  /* The field for the words of a row in one language. */
  function field(made, language) {
    const input = element("input", { type: "text", lang: language, autocomplete: "off" });
    input.addEventListener("input", () => {
      input.isTyped = true;
    });
    // Words that nobody has written give way to what is typed.
    input.addEventListener("focus", () => input.isTyped || input.select());
    const name = words("alt", { language: live.languageName(language) });
    const label = element("label", {}, element("span", {}, name), input);
    made.fields.set(language, { input, label });
    made.alts.append(label);
  }

  /* The list of pictures; `changed` is called when there are more or fewer. */
  live.pictureRows = changed => {
    const list = element("ol", { class: "sb-rows", role: "list" });
    let all = [];
    let texts = []; // the languages in which they are added, each with the section's title

    function speak() {
      all.forEach((made, at) => {
        for (const { language } of texts) if (!made.fields.has(language)) field(made, language);
        for (const [language, { input, label }] of made.fields) {
          const text = texts.find(each => each.language === language);
          label.hidden = !text;
          if (text && !input.isTyped) input.value = proposed(text, at, all.length);
        }
      });
    }

    function remove(made) {
      const at = all.indexOf(made);
      all = all.filter(each => each !== made);
      made.box.remove();
      speak();
      changed(all[at] ?? all.at(-1) ?? null);
    }

    return {
      list,
      count: () => all.length,
      /* How many bytes the pictures are in base64. */
      bytes: () => all.reduce((sum, { file }) => sum + 4 * Math.ceil(file.size / 3), 0),
      add(more) {
        const rows = more.map(file => row(file, remove));
        all.push(...rows);
        list.append(...rows.map(({ box }) => box));
        speak();
        changed();
        return rows[0] ?? null;
      },
      speak(next) {
        texts = next;
        speak();
      },
      /* Goes to the words of a picture. */
      focus(made = all[0]) {
        made?.fields.get(texts[0]?.language)?.input.focus();
      },
      row: at => all[at],
      /* The first picture whose folder for the original can't be one. */
      wrong: () => all.find(({ keep }) => keep?.value.trim() && !files.isFolder(keep.value.trim())),
      /* What is sent of the pictures, without their bytes. */
      pictures: () =>
        all.map(({ file, fields, keep }) => ({
          file,
          alts: Object.fromEntries(texts.map(({ language }) => [language, fields.get(language).input.value.trim()])),
          keep: keep?.value.trim() || null,
        })),
    };
  };
})(globalThis.stepbookLive);
