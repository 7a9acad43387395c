/* Replaces the picture by another file, which is chosen, pasted or dropped. A dialog shows both and says what becomes
   of the marks. */
(editor => {
  "use strict";

  const { view, element, words } = editor;
  const { files, sentence } = globalThis.stepbookLive;
  const ROOM = [236, 180]; // pixels of a small view, as in themes/default/serve/edit-replace.css
  const LARGEST = 48 * 1024 * 1024 - 65536; // bytes of a file that is sent as base64 in 64 MiB

  const pixels = ([width, height]) => width + " × " + height;

  const chooser = element("input", { type: "file", accept: "image/*" });
  chooser.addEventListener("change", () => {
    const taken = files.sorted(chooser);
    chooser.value = "";
    take(taken);
  });

  editor.chooseReplacement = () => chooser.click();

  function shownSmall(name, canvas, size) {
    const about = size ? pixels(size) : words("noView");
    return element(
      "figure",
      { class: size ? "ed-small-view" : "ed-small-view is-missing" },
      element("figcaption", {}, element("b", {}, words(name)), " ", element("span", {}, about)),
      canvas,
    );
  }

  const canvas = () => element("canvas", { width: 1, height: 1, "aria-hidden": "true" });

  /* What becomes of marks and redactions when a picture of this size takes the place. */
  function consequences(picture, file, size) {
    const { marks, redactions, crop } = picture;
    const all = [];
    const next = size && files.storedSize(file, size);
    if (String(next) === String(picture.size)) all.push(words("marksStay"));
    else if (next && picture.size && (marks.length || redactions.length || crop)) {
      all.push(words("marksScaled", { from: pixels(picture.size), to: pixels(next) }));
    }
    const lines = all.map(line => element("p", {}, line));
    if (redactions.length) lines.push(element("p", { class: "ed-look" }, words("lookAtRedactions")));
    return lines;
  }

  function keepField(file) {
    if (!files.isLarge(file)) return { input: null, box: null };
    const input = element("input", {
      type: "text",
      placeholder: "originals",
      autocomplete: "off",
      spellcheck: "false",
      "aria-label": words("keepName"),
    });
    const name = element("span", {}, words("keepOriginal"));
    const hint = element("small", { "aria-hidden": "true" }, words("keepHint"));
    const label = element("label", {}, name, element("code", {}, "img/"), input, hint);
    const about = element("p", {}, words("largePhoto", { bytes: files.megabytes(file) }));
    return { input, box: element("div", { class: "ed-large" }, about, label) };
  }

  /* Sends the file; what is wrong with it comes back in words. */
  async function send(picture, file, keep) {
    if (keep && !files.isFolder(keep)) return words("badFolder");
    if (file.size > LARGEST) return words("tooLarge", { name: file.name, most: files.megabytes({ size: LARGEST }) });
    let data = "";
    try {
      data = await files.base64(file);
    } catch (_) {
      return words("unread", { name: file.name });
    }
    let why = null;
    editor.say("", words("replacing"));
    await editor.replace(picture, { data, keep: keep || null }, answer => {
      why = answer.why ?? null;
      if (why) editor.say("bad", words("failed", { why }));
    });
    return why;
  }

  /* Asks whether this file shall take the place of the picture, until it has or nobody wants it. */
  async function offer(file) {
    const picture = editor.picture();
    const [before, after] = [canvas(), canvas()];
    if (view.bitmap) files.draw(before, view.bitmap, ROOM);
    const size = await files.show(after, file, ROOM);
    const keep = keepField(file);
    const views = element(
      "div",
      { class: "ed-views" },
      shownSmall("pictureNow", before, view.bitmap && picture.size),
      shownSmall("pictureNew", after, size),
    );
    const title = words("replaceTitle", { file: picture.file.split("/").pop() });
    for (let why = ""; why !== null; ) {
      const fault = why && element("p", { class: "ed-fault", role: "alert" }, sentence(why));
      const content = [views, ...consequences(picture, file, size), keep.box, fault].filter(Boolean);
      const answer = await editor.ask(title, content, ["replaceNow", "cancel"]);
      if (answer !== "replaceNow") break;
      why = await send(picture, file, keep.input?.value.trim());
    }
    view.stage.focus({ preventScroll: true });
  }

  const isReady = () => editor.picture() && !document.querySelector("dialog[open]");

  function take({ pictures, others }) {
    if (!isReady()) return;
    if (pictures.length > 1) editor.say("bad", words("onePicture"));
    else if (pictures.length) offer(pictures[0]);
    else if (others.length) editor.say("bad", words("notPicture", { name: others[0].name }));
  }

  addEventListener("paste", event => {
    const pictures = files.pasted(event);
    if (!pictures.length) return;
    event.preventDefault();
    take({ pictures, others: [] });
  });

  const showDrop = is => document.body.classList.toggle("is-dropping", is);

  // What is refused here would be opened by the browser instead of the page.
  addEventListener("dragover", event => {
    if (!files.hasFiles(event)) return;
    event.preventDefault();
    event.dataTransfer.dropEffect = isReady() ? "copy" : "none";
    showDrop(isReady());
  });
  addEventListener("dragleave", event => event.relatedTarget ?? showDrop(false));
  addEventListener("drop", event => {
    if (!files.hasFiles(event)) return;
    event.preventDefault();
    showDrop(false);
    take(files.sorted(event.dataTransfer));
  });

  view.stage.append(element("p", { class: "ed-drop", "aria-hidden": "true" }, words("replaceDrop")));
})(globalThis.stepbookEditor);
