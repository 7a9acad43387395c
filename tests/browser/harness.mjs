// What the browser tests share: one build of content/, three ways to publish it, one browser.
//
// The site is built once into a temporary folder and then opened as readers meet it: at the root of a domain, under a
// sub-path as school hosting has it, and from the disk by file://.

import { execFileSync } from "node:child_process";
import fs from "node:fs";
import http from "node:http";
import os from "node:os";
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { chromium } from "playwright-core";

export const ROOT = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../..");
export const STEPBOOK = process.env.STEPBOOK ?? path.join(ROOT, "target/debug/stepbook");
const SUB_PATH = "/~office/guides/";
const TYPES = {
  html: "text/html; charset=utf-8",
  css: "text/css",
  js: "text/javascript",
  svg: "image/svg+xml",
  png: "image/png",
  jpg: "image/jpeg",
  webp: "image/webp",
  xml: "text/xml",
  txt: "text/plain; charset=utf-8",
};

export function temporary(name) {
  return fs.mkdtempSync(path.join(os.tmpdir(), `stepbook-${name}-`));
}

/** Builds our own content, or that of another site, into a temporary folder and returns it. */
export function buildSite(root = ROOT, ...more) {
  const out = path.join(temporary("site"), "public");
  execFileSync(STEPBOOK, ["build", "--quiet", "--root", root, "--out", out, ...more], {
    stdio: ["ignore", "inherit", "inherit"],
  });
  return out;
}

/** Serves a folder as plain web hosting does: no redirects but for folders, no headers beyond the type. */
async function host(site, base) {
  const server = http.createServer((request, response) => {
    const at = decodeURIComponent(new URL(request.url, "http://x").pathname);
    let file = path.join(site, at.slice(base.length));
    if (!at.startsWith(base)) {
      response.writeHead(404);
      return response.end();
    }
    if (fs.existsSync(file) && fs.statSync(file).isDirectory()) file = path.join(file, "index.html");
    if (!fs.existsSync(file)) {
      response.writeHead(404, { "content-type": TYPES.html });
      return response.end("not here");
    }
    response.writeHead(200, { "content-type": TYPES[file.split(".").pop()] ?? "application/octet-stream" });
    response.end(fs.readFileSync(file));
  });
  await new Promise(ready => server.listen(0, "127.0.0.1", ready));
  return { at: `http://127.0.0.1:${server.address().port}${base}`, close: () => server.close() };
}

/** The three ways to publish: name, address of the site's root (ending in a slash), close. */
export async function hostings(site) {
  return [
    { name: "domain root", ...(await host(site, "/")) },
    { name: "sub-path", ...(await host(site, SUB_PATH)) },
    { name: "file://", at: pathToFileURL(site).href + "/", close() {} },
  ];
}

export async function launch() {
  return chromium.launch({
    executablePath: "/usr/bin/chromium",
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
    ],
  });
}

/** A page of its own context; what it says on the console, and what it asks for, is kept. */
export async function open(browser, options = {}) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, locale: "zh-TW", ...options });
  const page = await context.newPage();
  page.said = [];
  page.asked = [];
  page.on("console", message => page.said.push(message.text()));
  page.on("pageerror", error => page.said.push(String(error)));
  page.on("request", request => page.asked.push(request.url()));
  return page;
}

/**
 * Runs a part of a test again, twice at most, if a tab of the browser crashed. Chromium itself crashes now and then
 * where many tabs load at once, which says nothing about the page. Any other error is one.
 */
export async function unlessCrashed(run) {
  for (let left = 2; ; left--) {
    try {
      return await run();
    } catch (error) {
      if (left === 0 || !/(Page|Target) crashed/.test(String(error))) throw error;
    }
  }
}

/** All HTML pages of a built site, relative to it. */
export function htmlPages(site, folder = "") {
  return fs
    .readdirSync(path.join(site, folder), { withFileTypes: true })
    .flatMap(entry => {
      const name = path.posix.join(folder, entry.name);
      if (entry.isDirectory()) return htmlPages(site, name);
      return name.endsWith(".html") ? [name] : [];
    })
    .sort();
}
