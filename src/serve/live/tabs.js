/* The tabs of one browser and the one stream of events that they share: browsers open only six connections to a
   server, and the preview should not use them up.

   The tab that holds the lock listens, passes the news on, and tells the server which pages the tabs show. Where a
   browser has no locks (an address of the network without https), each tab listens for itself while it is seen. */
(live => {
  "use strict";

  const NAME = "stepbook:preview";
  const MOST = 32; // pages that the server hears of, as in src/serve/looking.rs
  const AGAIN = 500; // milliseconds until a stream that the browser gave up is opened again

  const channel = navigator.locks && globalThis.BroadcastChannel ? new BroadcastChannel(NAME) : null;
  const own = { tab: Math.random().toString(36).slice(2), page: null, at: Date.now() };

  let hear = null; // called with each event's name and data
  let leads = false;
  let source = null; // the open stream
  let again = 0; // the timer that opens it again
  const tabs = new Map();
  let stream = null; // its number
  let latest; // the last state, for tabs that come: nothing before there is one, null when the server is gone
  let found = null; // the last findings, for tabs that come
  let reported = "";

  function pass(name, data) {
    if (channel) channel.postMessage({ name, data });
    hear(name, data);
  }

  /* Tells the server which pages are looked at, the latest first. */
  function report() {
    if (!leads || stream === null) return;
    const sorted = [...tabs.values()].sort((a, b) => b.at - a.at);
    const pages = [...new Set(sorted.map(({ page }) => page))].slice(0, MOST);
    const query = [`stream=${stream}`, ...pages.map(page => `page=${encodeURIComponent(page)}`)].join("&");
    if (query === reported) return;
    reported = query;
    fetch(`/__stepbook/looking?${query}`).catch(() => {
      reported = ""; // the stream ends too, and its next number is reported
    });
  }

  function note(tab) {
    tabs.set(tab.tab, tab);
    report();
  }

  function announce() {
    if (channel) channel.postMessage({ name: "tab", data: own });
    note(own);
  }

  /* The events of the server, as long as this tab is open. */
  function listen() {
    leads = true;
    note(own);
    if (channel) channel.postMessage({ name: "who" });
    source = new EventSource("/__stepbook/events");
    for (const name of ["page", "state", "findings"]) {
      source.addEventListener(name, ({ data }) => {
        const news = JSON.parse(data);
        if (name === "state") latest = { ...latest, version: news.version, scripts: news.scripts };
        if (name === "findings") found = news;
        pass(name, news);
      });
    }
    source.addEventListener("stream", ({ data }) => {
      latest = JSON.parse(data);
      stream = latest.stream;
      pass("stream", latest);
      report();
    });
    source.onerror = () => {
      stream = latest = null;
      pass("lost", null);
      // After an answer that is no stream, a browser does not try again by itself.
      if (source.readyState !== EventSource.CLOSED) return;
      source.close();
      again = setTimeout(listen, AGAIN);
    };
  }

  function rest() {
    clearTimeout(again);
    source?.close();
    source = stream = null;
    reported = "";
  }

  /* Listens while the tab is seen, so that many tabs leave each other a connection. */
  function listenWhileSeen() {
    const turn = () => {
      rest();
      if (document.visibilityState === "visible") listen();
    };
    document.addEventListener("visibilitychange", turn);
    turn();
  }

  /* What the other tabs say. */
  function message({ name, data }) {
    if (name === "tab") {
      note(data);
      if (!leads || latest === undefined) return;
      channel.postMessage({ name: latest ? "stream" : "lost", data: latest });
      if (latest && found) channel.postMessage({ name: "findings", data: found });
    } else if (name === "gone") {
      tabs.delete(data);
      report();
    } else if (name === "who") announce();
    else hear(name, data);
  }

  /* Begins with the page of this tab; `heard` is called with all news. */
  live.listen = (page, heard) => {
    hear = heard;
    own.page = page;
    if (channel) channel.onmessage = ({ data }) => message(data);
    announce();
    const looked = () => {
      if (document.visibilityState !== "visible") return;
      own.at = Date.now();
      announce();
    };
    addEventListener("focus", looked);
    document.addEventListener("visibilitychange", looked);
    addEventListener("pageshow", event => event.persisted && looked());
    addEventListener("pagehide", () => {
      if (channel) channel.postMessage({ name: "gone", data: own.tab });
    });
    if (channel) navigator.locks.request(NAME, () => new Promise(listen));
    else listenWhileSeen();
  };
})(globalThis.stepbookLive);
