/* Calls that change files, from the preview and from the mark editor. */
(live => {
  "use strict";

  /* Sends `body` to /__stepbook/edit/`path`. An answer that is none of 200 is thrown as `{ status, why, conflicts }`,
     with whatever else it says; status 0 means that the program did not answer. */
  live.ask = async (path, body, key) => {
    const text = JSON.stringify(body);
    let answer;
    try {
      answer = await fetch("/__stepbook/edit/" + path, {
        method: "POST",
        headers: { "X-Stepbook-Key": key, "Content-Type": "application/json" },
        body: text,
        // What is written while the page is left must arrive; browsers let a call of 64 KiB outlive its page.
        keepalive: path === "act" && text.length < 20_000,
      });
    } catch (_) {
      throw { status: 0, why: live.gone };
    }
    if (answer.ok) return answer;
    const heard = await answer.text();
    let said = {};
    try {
      said = JSON.parse(heard);
    } catch (_) {
      said = { why: heard }; // the guard speaks plain text
    }
    const why = live.why(said) || String(answer.status);
    throw { ...said, status: answer.status, why, conflicts: said.conflicts ?? [] };
  };

  /* The key of this run that stands in the head of the mark editor's page. */
  live.keyIn = page => page.querySelector('meta[name="stepbook-key"]')?.content ?? "";
})(globalThis.stepbookLive);
