/* A pencil on each picture, which opens it in the mark editor. Only where the preview may write. */
(live => {
  "use strict";

  /* Puts pencils on pictures that have none. */
  function draw(page) {
    for (const picture of document.querySelectorAll("figure[id^=fig-]")) {
      if (picture.querySelector(".sb-pencil")) continue;
      const number = picture.id.slice("fig-".length);
      const link = document.createElement("a");
      link.className = "sb-pencil";
      link.href = `/__stepbook/edit.html?page=${encodeURIComponent(page)}&picture=${number}`;
      link.lang = "en";
      link.setAttribute("aria-label", `Edit the marks of picture ${number}`);
      link.textContent = "✎";
      (picture.querySelector(".shot") ?? picture).append(link);
    }
  }

  /* Begins with the page of this tab. After a change, pictures may have other numbers. */
  live.pencils = page => {
    const again = () => {
      for (const link of document.querySelectorAll(".sb-pencil")) link.remove();
      draw(page);
    };
    draw(page);
    document.addEventListener("stepbook:patched", again);
  };
})(globalThis.stepbookLive);
