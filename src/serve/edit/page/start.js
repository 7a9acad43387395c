/* Puts the parts together, asks for the figure, and follows what happens to its files elsewhere. */
(editor => {
  "use strict";

  const { state, view, element, words } = editor;
  const PAUSE = 80; // milliseconds: one save tells several times

  let shown = null; // the id of the picture whose pixels are shown
  let isOther = false; // the picture's pixels may have changed
  let pictures = null; // the pictures of the page, as it was last told
  let isStale = false; // files changed while there was something to do
  let later = 0;
  let ending = 0;

  view.stage.setAttribute("aria-label", words("stage"));
  document.body.className = "ed by-pointer";
  for (const [name, is] of [
    ["pointerdown", true],
    ["keydown", false],
  ]) {
    addEventListener(name, () => document.body.classList.toggle("by-pointer", is), true);
  }
  document.body.append(editor.bar, element("main", { class: "ed-main" }, view.stage, editor.panel), editor.foot);

  async function showPicture() {
    const picture = editor.picture();
    if (!picture || (picture.id === shown && !isOther)) return;
    const isSame = picture.id === shown;
    let isResized = false;
    shown = picture.id;
    isOther = false;
    if (!isSame) view.bitmap = null;
    try {
      const bitmap = await editor.server.source(picture.id);
      if (shown !== picture.id) return;
      isResized = bitmap.width !== view.bitmap?.width || bitmap.height !== view.bitmap?.height;
      view.take(bitmap);
    } catch (fault) {
      editor.say("bad", fault.why ?? words("noPicture"));
    }
    if (!isSame || isResized) view.fit();
  }
  editor.onChange(showPicture);

  /* Asks for the picture's pixels again, at the next change. */
  editor.takePixels = () => {
    isOther = true;
  };

  /* Asks for the figure again, now or when nothing is under way. */
  function refresh() {
    clearTimeout(later);
    later = setTimeout(() => {
      isStale = editor.isDragging() || editor.isBusy();
      if (!isStale) editor.refresh();
    }, PAUSE);
  }

  editor.idle = () => {
    if (isStale) refresh();
  };

  const hear = {
    page(news) {
      if (news.path !== state.page) return;
      const now = String(news.html?.match(/<img [^>]*>/g));
      isOther ||= now !== pictures;
      pictures = now;
      refresh();
    },
    state: refresh,
    stream() {
      if (ending) {
        editor.say("", words("ready"));
        refresh();
      }
      clearTimeout(ending);
      ending = 0;
    },
    lost() {
      ending ||= setTimeout(() => editor.say("bad", globalThis.stepbookLive.gone), 600);
    },
  };

  async function start() {
    try {
      await editor.loadFigure();
    } catch (fault) {
      if (fault.why === undefined) throw fault;
      document.body.classList.add("is-empty");
      editor.say("bad", fault.why);
      return;
    }
    editor.say("", words("ready"));
    view.stage.focus({ preventScroll: true });
    editor.mend(new URLSearchParams(location.search).get("do"));
    editor.firstTour();
    globalThis.stepbookLive.listen(state.page, (name, data) => hear[name]?.(data));
  }

  start();
})(globalThis.stepbookEditor);
