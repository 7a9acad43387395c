/* The calls to the program. What they throw is said in live/server.js. */
(editor => {
  "use strict";

  const live = globalThis.stepbookLive;
  const key = live.keyIn(document);
  const ask = (path, body) => live.ask(path, body, key);

  const json = async (path, body) => (await ask(path, body)).json();

  editor.server = {
    figure: wanted => json("figure", wanted),
    draw: body => json("draw", body),
    act: edits => json("act", { edits }),
    replace: body => json("replace", body),
    undo: id => json("undo", { undo: id }),
    async source(id) {
      return createImageBitmap(await (await ask("source", { picture: id })).blob());
    },
  };
})(globalThis.stepbookEditor);
