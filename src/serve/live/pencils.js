/* A pencil on each picture, which opens it in the mark editor, and a button at each heading, which adds pictures to
   what stands below it. Only where the preview may write. */
(live => {
  "use strict";

  const { element } = live;

  const words = live.speaker({
    edit: ["編輯圖 {number} 的標記", "Edit the marks of picture {number}"],
    add: ["在「{title}」加入圖片", "Add a picture to “{title}”"],
    addBefore: ["在第一節之前加入圖片", "Add a picture before the first section"],
    addWhole: ["在這一頁加入圖片", "Add a picture to this page"],
    addHere: ["加入圖片…", "Add pictures…"],
  });

  /* Links and buttons that are there are kept, so that none loses the focus; pictures and steps may have got other
     numbers. */
  function drawPencils(page) {
    for (const picture of document.querySelectorAll("figure[id^=fig-]")) {
      const number = picture.id.slice("fig-".length);
      const link = picture.querySelector(".sb-pencil") ?? element("a", { class: "sb-pencil", lang: live.lang }, "✎");
      link.href = `/__stepbook/edit.html?page=${encodeURIComponent(page)}&picture=${number}`;
      link.setAttribute("aria-label", words("edit", { number }));
      if (!link.parentNode) (picture.querySelector(".shot") ?? picture).append(link);
    }
  }

  /* Where the button of a section stands: with what is beside its heading, or in the heading. */
  function home({ id, head }) {
    if (id !== null) return head.querySelector(".step-side") ?? head;
    return document.querySelector(".guide-head h1, .page-head h1");
  }

  const sections = new WeakMap(); // of the buttons

  function newButton() {
    const button = element("button", { type: "button", class: "sb-add", lang: live.lang }, live.sign("picture"));
    button.addEventListener("click", () => live.addPictures(live.endOf(sections.get(button))));
    return button;
  }

  function drawButtons() {
    const all = live.sections();
    const drawn = new Set();
    for (const section of all) {
      const at = home(section);
      if (!at) continue;
      const name = section.id === null ? words(all.length > 1 ? "addBefore" : "addWhole") : words("add", section);
      const button = at.querySelector(".sb-add") ?? newButton();
      sections.set(button, section);
      button.setAttribute("aria-label", name);
      button.title = name;
      if (at.lastElementChild !== button) at.append(button);
      drawn.add(button);
    }
    for (const button of document.querySelectorAll(".sb-add")) if (!drawn.has(button)) button.remove();
  }

  /* Begins with the page of this tab. */
  live.pencils = page => {
    const draw = () => {
      drawPencils(page);
      drawButtons();
    };
    draw();
    document.addEventListener("stepbook:patched", draw);
    const tool = element("button", { type: "button", lang: live.lang }, words("addHere"));
    tool.addEventListener("click", () => {
      const section = live.sectionRead();
      const menu = tool.closest("details");
      menu.open = false;
      menu.querySelector("summary").focus({ preventScroll: true }); // what had the focus is not seen any more
      if (section) live.addPictures(live.endOf(section));
      else live.sayNoPlace();
    });
    live.tool(tool);
  };
})(globalThis.stepbookLive);
