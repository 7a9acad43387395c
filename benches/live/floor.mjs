// What the measuring itself costs: a server that does nothing but look at one file and tell the page its text.
//   node floor.mjs FILE PORT [DELAY [reload]]
// No preview of this machine can be faster by much: the system's event, one read, one event to the browser, one patch.
// With a delay in ms, and by a reload instead of a patch, it shows whether the harness measures rightly
// (tests/browser/benchmark.test.mjs).

import fs from "node:fs";
import http from "node:http";

const [file, port, delay = 0, way = "patch"] = process.argv.slice(2);
const blocks = () => fs.readFileSync(file, "utf8").split("\n\n").slice(1);
const open = new Set();
let text = blocks();

function page() {
  const escaped = block => block.replace(/[&<>]/g, sign => `&#${sign.charCodeAt(0)};`);
  const html = text.map(block => (block.startsWith("## ") ? `<h2>${escaped(block)}</h2>` : `<p>${escaped(block)}</p>`));
  return `<!doctype html><meta charset="utf-8"><title>Floor</title><main>${html.join("\n")}</main><script>
new EventSource("/events").onmessage = ({ data }) => {
  const { at, block, way } = JSON.parse(data)
  if (way === "reload") location.reload()
  else document.querySelector("main").children[at].textContent = block
}
</script>`;
}

function tell(next) {
  next.forEach((block, at) => {
    if (block === text[at]) return;
    for (const response of open) response.write(`data: ${JSON.stringify({ at, block, way })}\n\n`);
  });
  text = next;
}

fs.watch(file, () => {
  const next = blocks();
  if (next.length !== text.length) return; // A file that is half written.
  if (Number(delay) > 0) setTimeout(tell, Number(delay), next);
  else tell(next);
});

http
  .createServer((request, response) => {
    if (request.url !== "/events") return response.end(page());
    response.writeHead(200, { "content-type": "text/event-stream" });
    response.flushHeaders();
    open.add(response);
    request.on("close", () => open.delete(response));
  })
  .listen(Number(port), "127.0.0.1");
