/* The calls to the program. An answer that is none of 200 is thrown as `{ status, why, conflicts }`; status 0 means
   that the program did not answer. */
(editor => {
  "use strict";

  const key = document.querySelector('meta[name="stepbook-key"]').content;

  async function ask(path, body) {
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
      throw { status: 0, why: editor.words("gone") };
    }
    if (answer.ok) return answer;
    const heard = await answer.text();
    let said = {};
    try {
      said = JSON.parse(heard);
    } catch (_) {
      said = { why: heard }; // the guard speaks plain text
    }
    const why = [editor.why(said) || String(answer.status), said.said].filter(Boolean).join(" ");
    throw { status: answer.status, why, conflicts: said.conflicts ?? [] };
  }

  const json = async (path, body) => (await ask(path, body)).json();

  editor.server = {
    figure: wanted => json("figure", wanted),
    draw: body => json("draw", body),
    act: edits => json("act", { edits }),
    undo: id => json("undo", { undo: id }),
    async source(id) {
      return createImageBitmap(await (await ask("source", { picture: id })).blob());
    },
  };
})(globalThis.stepbookEditor);
