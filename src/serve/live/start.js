/* Keeps the page as the server has it: news come in, the page is changed in place, or loaded again at the same place
   where that can't be. */
(live => {
  "use strict";

  const PLACE = "stepbook:preview-place";
  const root = document.documentElement;
  const { page, version: first, scripts, lost, edits } = document.currentScript.dataset;

  let version = Number(first);
  let fresh = false; // this page came after the last news of a state
  let ending = 0; // the timer of the note that the preview has ended
  let turn = 0; // counts pages, so that an answer that comes late does not take back a later one
  let follow = null; // what is left to do for the last change, at the next frame

  const copy = live.copy(root);
  // Scripts in the head may have set some already; what the server has sent is set when it differs from these.
  for (const { name } of [...copy.copy.attributes]) copy.copy.removeAttribute(name);
  let nature = live.nature(root);

  function returnToPlace() {
    const saved = JSON.parse(sessionStorage.getItem(PLACE) ?? "null");
    sessionStorage.removeItem(PLACE);
    if (saved?.path !== location.pathname) return;
    history.scrollRestoration = "manual";
    const back = () => scrollTo({ left: 0, top: saved.top, behavior: "instant" });
    back();
    addEventListener("load", back, { once: true });
  }

  function reload() {
    sessionStorage.setItem(PLACE, JSON.stringify({ path: location.pathname, top: scrollY }));
    location.reload();
  }

  /* Whether the scripts of the page would begin in another way: they read these once. */
  function isOther(next) {
    const differs = name => root.getAttribute(name) !== next.getAttribute(name);
    return ["data-root", "data-guide"].some(differs) || live.nature(next) !== nature;
  }

  /* Does what the last change left to do, if it is not done. */
  function catchFrame() {
    follow?.();
  }

  /* Calls a function right before the next frame. Both it and the frame need to know where everything is now, which
     is so computed once. A tab that is not seen has no frames, and one that is left before its frame gets none. */
  function atFrame(act) {
    follow = () => {
      follow = null;
      act();
    };
    if (document.hidden) catchFrame();
    else requestAnimationFrame(catchFrame);
  }

  document.addEventListener("visibilitychange", catchFrame);

  /* Changes the page into this document. The theme's scripts are told; one that can't follow prevents the default. */
  function take(next) {
    catchFrame();
    if (isOther(next.documentElement)) return reload();
    if (copy.copy.isEqualNode(next.documentElement)) return;
    const report = copy.change(next.documentElement);
    nature = live.nature(next.documentElement);
    atFrame(() => {
      const followed = document.dispatchEvent(new CustomEvent("stepbook:patched", { cancelable: true }));
      if (!followed) return reload();
      live.notice(report);
      // Behind the frame; in order, should a second change have come before it.
      setTimeout(() => {
        for (const act of report.later) act();
      });
    });
  }

  function parsed(html) {
    return new DOMParser().parseFromString(html, "text/html");
  }

  /* Asks for the page, after news that this tab has missed. */
  async function catchUp() {
    const mine = ++turn;
    const answer = await fetch(location.pathname);
    const html = await answer.text();
    if (mine !== turn) return;
    if (!answer.ok && lost === undefined) return gone(true);
    const next = parsed(html);
    const script = next.querySelector('script[src="/__stepbook/live.js"]');
    if (!script || script.dataset.scripts !== scripts) return reload();
    version = Number(script.dataset.version);
    gone(false);
    take(next);
  }

  function gone(is) {
    live.say("page", is ? "This page is not in the site any more." : null);
  }

  /* Whether this is a picture of the theme on this page. Pictures of the content have another name when they differ. */
  function shows(path) {
    if (!/^assets\/.*\.(?!css|js)/.test(path)) return false;
    const address = new URL(root.dataset.root || "./", location.href).pathname + path;
    return [...document.images].some(picture => decodeURI(new URL(picture.src).pathname) === decodeURI(address));
  }

  function state(news) {
    const was = fresh;
    fresh = false;
    if (news.version === version) return;
    if (news.scripts !== scripts || news.changed.some(shows)) return reload();
    // The server compares the pages that tabs show. Whether others differ, only asking for them tells.
    const unknown = lost === undefined && !news.compared.includes(page);
    const concerned = news.all || unknown || news.changed.includes(page) || lost !== undefined;
    if (concerned && !was) missed();
    else version = news.version;
  }

  function missed() {
    // If it fails, the stream has ended too, and its return leads here again.
    catchUp().catch(() => {});
  }

  const hear = {
    stream(news) {
      clearTimeout(ending);
      ending = 0;
      live.say("server", null);
      if (news.scripts !== scripts) reload();
      else if (news.version !== version) missed();
    },
    lost() {
      // A stream that only breaks is back before that. Of a preview that has ended, this comes again and again.
      ending ||= setTimeout(() => live.say("server", "The preview has ended."), 600);
    },
    page(news) {
      if (news.path !== page) return;
      turn++;
      fresh = true;
      gone(news.html === null);
      if (news.html !== null) take(parsed(news.html));
    },
    state,
    // They come with the stream only: an answer to a question may be overtaken by newer ones.
    findings({ html }) {
      live.findings(html);
    },
  };

  returnToPlace();
  if (edits !== undefined && lost === undefined) {
    live.pictures(page);
    live.gaps();
    live.pencils(page);
  }
  live.listen(page, (name, data) => {
    hear[name](data);
  });
})(globalThis.stepbookLive);
