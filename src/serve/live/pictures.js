/* The dialog that adds pictures to the text: where they go, which they are, what they show. Only where the preview may
   write. The program writes; the page changes when the stream of events tells of it. */
(live => {
  "use strict";

  const { element, files } = live;
  const MOST = 20; // pictures at once, as in src/serve/edit
  const LARGEST = 64 * 1024 * 1024; // bytes of a call

  const words = live.speaker({
    title: ["加入圖片", "Add pictures"],
    section: ["章節", "Section"],
    place: ["位置", "Place"],
    choose: ["選擇檔案…", "Choose files…"],
    hint: ["也可以貼上（Ctrl+V），或把檔案拖放到這裡。", "You can also paste them (Ctrl+V), or drop files here."],
    too: ["也加到{language}版", "Put it into the {language} text too"],
    tooMany: ["也加到{language}版", "Put them into the {language} text too"],
    addNone: ["加入", "Add"],
    addOne: ["加入圖片", "Add the picture"],
    add: ["加入 {n} 張圖片", "Add {n} pictures"],
    cancel: ["取消", "Cancel"],
    adding: ["正在加入…", "Adding…"],
    noPicture: ["不是圖片：{names}。", "No picture: {names}."],
    noneYet: ["還沒有圖片。", "There is no picture yet."],
    most: ["一次最多 {n} 張圖片；多的沒有放進來。", "At most {n} pictures at once; the rest was left out."],
    tooMuch: [
      "這些圖片一共 {bytes}，一次最多 {most}。請移除幾張，分次加入。",
      "The pictures come to {bytes}; at most {most} can be sent at once. Remove some and add them later.",
    ],
    folder: [
      "資料夾名稱最多 40 個字元，只能用英文字母、數字、- 和 _，且不能以 - 開頭。",
      "The name of a folder is at most 40 letters from A to Z, digits, - and _, and begins with no -.",
    ],
    unread: ["讀不到 {name}，檔案可能已經移走。", "{name} can’t be read; the file may have been moved."],
    moved: ["頁面剛才改過，請再確認位置。", "The page has changed; please look at the place again."],
  });

  let page = ""; // the address of this tab's page
  let key = null; // a promise of the key of this run
  let now = null; // the dialog that is open

  async function fetchKey() {
    try {
      const answer = await fetch("/__stepbook/edit.html");
      return live.keyIn(new DOMParser().parseFromString(await answer.text(), "text/html"));
    } catch (_) {
      throw { status: 0, why: live.gone };
    }
  }

  /* Calls the program. A preview that was started again has another key. */
  live.call = async (path, body) => {
    for (let isAgain = false; ; isAgain = true) {
      try {
        key ??= fetchKey();
        return await (await live.ask(path, body, await key)).json();
      } catch (fault) {
        if (fault.status !== 403 && fault.status !== 0) throw fault;
        key = null;
        if (fault.status === 0 || isAgain) throw fault;
      }
    }
  };

  /* Says what is wrong, with a file or in all. */
  function alarm(why, name = "") {
    now.fault.textContent = why ? (name && name + live.colon) + live.sentence(why) : "";
  }

  const chosenSection = () => now.sections[now.section.selectedIndex];

  /* Fills the lists of sections and of places from the page as it is. */
  function fillPlaces({ id, at }) {
    now.sections = live.sections();
    const option = ({ title, depth }) => element("option", {}, "\u2003".repeat(depth) + title);
    now.section.replaceChildren(...now.sections.map(option));
    const found = now.sections.findIndex(each => each.id === id);
    now.section.selectedIndex = Math.max(found, 0);
    fillGaps(found < 0 ? Number.POSITIVE_INFINITY : at);
    return found >= 0;
  }

  function fillGaps(at) {
    const all = live.placesIn(chosenSection());
    now.place.replaceChildren(...all.map(each => element("option", {}, each)));
    now.place.selectedIndex = Math.min(at, all.length - 1);
    askPlace();
  }

  const placeNames = () => now.place.textContent;

  /* The place as the program wants it. */
  function place() {
    const { id, blocks } = chosenSection();
    return { page, section: id, at: now.place.selectedIndex, of: blocks.length };
  }

  /* Asks in which texts the place is. A later question makes this one void. */
  function askPlace() {
    const mine = now;
    const asked = live.call("place", place()).then(
      ({ texts }) => ({ texts }),
      fault => ({ fault }),
    );
    mine.asked = asked;
    asked.then(({ texts, fault }) => {
      if (now !== mine || mine.asked !== asked) return;
      if (fault || mine.isLost) alarm(fault?.why);
      mine.isLost = Boolean(fault);
      if (texts) hear(texts);
    });
  }

  function hear(texts) {
    const isFirst = !now.texts;
    now.texts = texts;
    const [, ...others] = texts;
    const box = ({ language }) => {
      const input = element("input", { type: "checkbox" });
      input.checked = !now.without.has(language);
      input.addEventListener("change", () => {
        now.without[input.checked ? "delete" : "add"](language);
        speak();
      });
      const values = { language: live.languageName(language) };
      return element("label", {}, input, element("span", {}, words(now.rows.count() > 1 ? "tooMany" : "too", values)));
    };
    now.others.replaceChildren(...others.map(box));
    speak();
    // The pictures may have come before the fields for their words.
    if (isFirst && now.rows.count() && [now.box, now.chooser].includes(document.activeElement)) now.rows.focus();
  }

  function speak() {
    now.rows.speak((now.texts ?? []).filter(({ language }, at) => !at || !now.without.has(language)));
  }

  /* With pictures, the words of the first one; else where they are chosen. */
  function focusFirst() {
    if (!now.rows.count()) now.chooser.focus();
    else if (now.texts) now.rows.focus();
    else now.box.focus();
  }

  /* Shows how many pictures there are, after one was removed or some came. */
  function count(neighbour) {
    const n = now.rows.count();
    now.box.classList.toggle("is-empty", !n);
    now.add.textContent = words(n > 1 ? "add" : n ? "addOne" : "addNone", { n });
    now.others.hidden = !n;
    if (now.texts) hear(now.texts);
    alarm(tooMuch());
    if (neighbour) neighbour.remove.focus();
    else if (neighbour === null) now.chooser.focus();
  }

  /* What is wrong with the amount of pictures. */
  function tooMuch() {
    const rest = JSON.stringify({ ...place(), pictures: now.rows.pictures() });
    const bytes = now.rows.bytes() + new TextEncoder().encode(rest).length;
    if (bytes <= LARGEST) return null;
    const most = files.megabytes({ size: LARGEST * 0.75 });
    return words("tooMuch", { bytes: files.megabytes({ size: bytes * 0.75 }), most });
  }

  /* Takes files into the open dialog. */
  function take({ pictures, others }) {
    if (now.isWaiting) return;
    const room = MOST - now.rows.count();
    if (pictures.length) {
      const first = now.rows.add(pictures.slice(0, room));
      if (first && now.texts) now.rows.focus(first);
    }
    const names = others.map(({ name }) => name).join(live.comma);
    const said = [
      names && words("noPicture", { names }),
      pictures.length > room && words("most", { n: MOST }),
      tooMuch(),
    ];
    alarm(said.filter(Boolean).join(live.blank));
  }

  function wait(is) {
    now.isWaiting = is;
    now.fields.disabled = is;
    now.add.disabled = is;
    now.cancel.disabled = is;
    now.status.textContent = is ? words("adding") : "";
  }

  async function read(picture) {
    const { file, ...rest } = picture;
    try {
      return { data: await files.base64(file), ...rest };
    } catch (_) {
      throw { why: words("unread", { name: file.name }) };
    }
  }

  /* What keeps the pictures from being sent, and where that is mended. */
  function mistake() {
    const wrong = now.rows.wrong();
    if (!now.rows.count()) return { why: words("noneYet"), at: now.chooser };
    return wrong ? { why: words("folder"), at: wrong.keep } : { why: tooMuch() };
  }

  async function send() {
    if (!now.texts) askPlace();
    const { fault } = await now.asked;
    if (fault) throw fault;
    const where = place();
    const pictures = [];
    for (const picture of now.rows.pictures()) pictures.push(await read(picture));
    return live.call("add", { ...where, pictures });
  }

  async function submit(event) {
    event.preventDefault();
    if (now.isWaiting) return;
    const { why, at } = mistake();
    alarm(why);
    if (why) return at?.focus();
    wait(true);
    try {
      const answer = await send();
      wait(false);
      now.box.close();
      live.sayAdded(answer);
    } catch (fault) {
      if (fault.why === undefined) throw fault; // a mistake of this script
      wait(false);
      const row = now.rows.row(fault.picture);
      alarm(fault.why, row && now.rows.count() > 1 ? row.file.name : "");
      if (row) now.rows.focus(row);
      else now.add.focus();
    }
  }

  function labelled(name, field) {
    return element("label", {}, element("span", {}, words(name)), field);
  }

  function make() {
    const select = change => element("select", { on: { change } });
    const chooser = element("input", { type: "file", accept: "image/*", multiple: true });
    chooser.addEventListener("change", () => {
      take(files.sorted(chooser));
      chooser.value = ""; // so that the same file can be chosen again
    });
    now = {
      sections: [],
      texts: null, // the languages of the place, once they are known
      without: new Set(), // languages that the author has left out
      rows: live.pictureRows(count),
      section: select(() => fillGaps(Number.POSITIVE_INFINITY)),
      place: select(askPlace),
      chooser,
      others: element("div", { class: "sb-others", hidden: true }),
      status: element("p", { class: "sb-status", role: "status" }),
      fault: element("p", { class: "sb-fault", role: "alert" }),
      add: element("button", { type: "submit", class: "sb-primary" }),
      cancel: element("button", { type: "button", on: { click: () => now.box.close() } }, words("cancel")),
      asked: null, // a promise of the answer about the place
      isLost: false, // the program has not found the place
      isWaiting: false,
    };
    const choose = element("label", { class: "sb-button" }, chooser, element("span", {}, words("choose")));
    now.fields = element(
      "fieldset",
      {},
      element("div", { class: "sb-where" }, labelled("section", now.section), labelled("place", now.place)),
      element("div", { class: "sb-choose" }, choose, element("p", {}, words("hint"))),
      now.rows.list,
      now.others,
    );
    const answers = element("div", { class: "sb-answers" }, now.add, now.cancel, now.status);
    const heading = element("h2", { id: "sb-dialog-title" }, words("title"));
    const form = element("form", { novalidate: true, on: { submit } }, heading, now.fields, now.fault, answers);
    now.box = element(
      "dialog",
      { class: "sb-dialog", lang: live.lang, tabindex: "-1", "aria-labelledby": "sb-dialog-title" },
      form,
    );
  }

  function open(where) {
    make();
    const { box } = now;
    box.addEventListener("cancel", event => now.isWaiting && event.preventDefault());
    box.addEventListener("close", () => {
      // A browser lets nobody keep a dialog open by "cancel" alone. The answer that is awaited must be seen.
      if (now.isWaiting) return box.showModal();
      box.remove();
      now = null;
    });
    document.body.append(box);
    box.showModal();
    fillPlaces(where);
    count();
  }

  /* Opens the dialog with a place, `{ id, at }`, and files; one that is open takes the files. */
  live.addPictures = (where, taken = { pictures: [], others: [] }) => {
    if (!now) open(where);
    if (taken.pictures.length || taken.others.length) take(taken);
    focusFirst();
  };

  live.dialog = () => now?.box ?? null;

  /* The end of a section. */
  live.endOf = ({ id, blocks }) => ({ id, at: blocks.length });

  /* Begins with the page of this tab. */
  live.pictures = address => {
    page = address;
    document.addEventListener("stepbook:patched", () => {
      if (!now || now.isWaiting) return;
      const [was, at] = [placeNames(), now.place.selectedIndex];
      const isThere = fillPlaces({ id: chosenSection().id, at });
      if (!isThere || placeNames() !== was) alarm(words("moved"));
    });
  };
})(globalThis.stepbookLive);
