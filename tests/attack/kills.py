#!/usr/bin/env python3
"""Kills builds at random moments, or lets the disk refuse one call after another.

Run by hand, with the program to attack; needs nothing but Python 3, and strace for --inject.

  tests/attack/kills.py target/debug/stepbook                 400 kills, content changing in between
  tests/attack/kills.py target/debug/stepbook --kills 1000 --seed 7 --pdf
  tests/attack/kills.py target/debug/stepbook --inject        each call of a build fails once, by strace

What must hold after each kill: every file of the site is whole (the bytes it had before, or those of
a clean build of the content as it is now); no link that a reader can follow from index.html leads to
a file that is not there. At the end and now and then: the next build equals a clean one.

What must hold after each refused call on the site's own files: exit code 2, one sentence, and the old
site byte for byte; where the call concerned the cache or the clearing away: the new site.
Refusals of the system's files (libraries, /proc, fonts) are counted apart: there the site must be
old or new, whole.

Exit code: 0 if all held, 1 if not.
"""
import argparse, html, os, pathlib, random, re, shutil, signal, subprocess, sys, tempfile, time, urllib.parse

GUIDE = "+++\ntitle = \"{title}\"\n+++\n\n## Step: Sign in\n\n1. {text}\n\n"
HIDDEN = ".stepbook"


def put(path, text):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text if isinstance(text, bytes) else text.encode())


def files(folder):
    """Path -> bytes of the files of a site, without manifests and waiting rooms."""
    found = {}
    for dir, _, names in os.walk(folder):
        for name in names:
            path = pathlib.Path(dir, name)
            inside = path.relative_to(folder).as_posix()
            if not inside.startswith(HIDDEN):
                found[inside] = path.read_bytes()
    return found


def dangling(site):
    """Links that a reader can reach from index.html and that lead to no file."""
    missing, seen, open_ = set(), {"index.html"}, ["index.html"]
    while open_:
        page = open_.pop()
        if page not in site:
            if page != "index.html":
                missing.add(page)
            continue
        if not page.endswith(".html"):
            continue
        text = site[page].decode()
        links = re.findall(r'(?:href|src)="?([^"\s>]+)', text) + re.findall(r"url=([^\">\s]+)", text)
        for link in links:
            link = urllib.parse.unquote(html.unescape(link).split("#")[0].split("?")[0])
            if not link or re.match(r"[a-z]+:", link):
                continue
            to = os.path.normpath(os.path.join(os.path.dirname(page), link))
            if to not in seen:
                seen.add(to)
                open_.append(to)
    return sorted(missing)


class Content:
    """The content of a site, which changes: new pages, removed pages, edits, and the links between pages."""

    def __init__(self, root, dice, pages):
        self.root, self.dice, self.count = root, dice, 0
        self.pages = {}
        put(root / "stepbook.toml", "languages = [\"en\", \"de\"]\n[title]\nen = \"Guides\"\nde = \"Hefte\"\n")
        for _ in range(pages):
            self.new()
        self.write()

    def new(self):
        self.count += 1
        self.pages[f"c{self.dice.randrange(5)}/g{self.count}"] = 0

    def change(self):
        for page in self.dice.sample(sorted(self.pages), min(3, len(self.pages) - 4)):
            del self.pages[page]
        for _ in range(3):
            self.new()
        for page in self.dice.sample(sorted(self.pages), len(self.pages) // 2):
            self.pages[page] += 1
        self.write()

    def write(self):
        content = self.root / "content"
        shutil.rmtree(content, ignore_errors=True)
        names = sorted(self.pages)
        for page, version in self.pages.items():
            # Random links to pages of this state; a page gets the same ones for the same state.
            dice = random.Random(f"{page} {version} {len(names)} {names[0]}")
            links = [f"[{to}](../{to}.en.md)" for to in dice.sample(names, min(4, len(names)))]
            text = f"Version {version}. " * 20 + ", ".join(links) + ", [form](files/form.txt)"
            for lang in ["en", "de"]:
                put(content / f"{page}.{lang}.md", GUIDE.format(title=page, text=text))
            put(content / page.split("/")[0] / "files/form.txt", f"form {version}\n" * 50)


class Attack:
    def __init__(self, arguments):
        self.program = os.path.abspath(arguments.program)
        self.dice = random.Random(arguments.seed)
        self.pdf, self.verbose = arguments.pdf, arguments.verbose
        base = "/dev/shm" if os.path.isdir("/dev/shm") else None
        self.home = pathlib.Path(tempfile.mkdtemp(prefix="kills-", dir=base))
        self.environment = dict(os.environ, XDG_STATE_HOME=str(self.home / "state"), NO_COLOR="1")
        self.bad = []

    def command(self, root, *more):
        build = [self.program, "build", "--quiet", "--root", str(root), *more]
        return build if self.pdf else build + ["--no-pdf"]

    def build(self, root):
        return subprocess.run(self.command(root), env=self.environment, capture_output=True, text=True)

    def clean(self, root):
        """The files that a build of this content makes in a new folder."""
        other = self.home / "clean"
        shutil.rmtree(other, ignore_errors=True)
        other.mkdir()
        shutil.copy(root / "stepbook.toml", other)
        shutil.copytree(root / "content", other / "content")
        done = self.build(other)
        if done.returncode > 1:
            sys.exit(f"a clean build fails: {done.stderr}")
        return files(other / "public")

    def fault(self, words):
        self.bad.append(words)
        print("FAULT", words, flush=True)


def kills(attack, count):
    root = attack.home / "site"
    root.mkdir()
    content = Content(root, attack.dice, 24)
    begin = time.monotonic()
    attack.build(root)
    whole = time.monotonic() - begin
    public, met, torn, dead = root / "public", 0, 0, 0
    for number in range(count):
        content.change()
        new, before = attack.clean(root), files(public)
        build = subprocess.Popen(attack.command(root), env=attack.environment, stderr=subprocess.DEVNULL)
        if number % 4:
            while not (public / ".stepbook-tmp").exists() and build.poll() is None:
                pass
            time.sleep(attack.dice.random() * whole / 2 ** attack.dice.randrange(1, 8))
        else:
            time.sleep(attack.dice.random() * whole)
        build.send_signal(signal.SIGKILL)
        build.wait()
        after = files(public)
        met += (public / ".stepbook-tmp").exists()
        for path, bytes in after.items():
            if bytes not in (before.get(path), new.get(path)):
                torn += 1
                attack.fault(f"kill {number}: {path} is neither old nor new")
        missing = dangling(after)
        dead += bool(missing)
        if missing:
            attack.fault(f"kill {number}: a reader finds {missing} missing")
        if number % 20 == 19:
            attack.build(root)
            if files(public) != new or (public / ".stepbook-tmp").exists():
                attack.fault(f"kill {number}: the next build is not a clean one")
            print(f"{number + 1} kills, {met} in the midst of writing, {torn} torn, {dead} dangling", flush=True)


CALLS = ["openat", "read", "getdents64", "newfstatat", "statx", "readlink", "faccessat2", "lseek"]
MOVES = ["write", "mkdir", "rename", "unlink", "rmdir", "fdatasync", "syncfs"]


def inject(attack, calls, errors):
    template, root = attack.home / "template", attack.home / "site"
    template.mkdir()
    content = Content(template, attack.dice, 8)
    # Both builds have the same path, since the name of the lock depends on it.
    shutil.copytree(template, root)
    attack.build(root)
    shutil.rmtree(template)
    shutil.copytree(root, template)
    content.change()
    old, new = files(template / "public"), attack.clean(template)
    for call in calls:
        for error in errors:
            tally = {"refused": 0, "no matter": 0, "system": 0}
            number = 0
            while True:
                number += 1
                shutil.rmtree(root)
                shutil.copytree(template, root)
                log = attack.home / "log"
                strace = ["strace", "-f", "-y", "-o", str(log), "-e", f"trace={call}",
                          "-e", f"inject={call}:error={error}:when={number}"]
                done = subprocess.run(strace + attack.command(root, "--threads", "1"),
                                      env=attack.environment, capture_output=True, text=True)
                hit = [line for line in log.read_text(errors="replace").splitlines() if "(INJECTED)" in line]
                if not hit:
                    break
                kind = judge(attack, done, "\n".join(hit), root, (old, new))
                if attack.verbose:
                    print(f"  {kind}: {done.returncode} {done.stderr.strip()[:200]} <- {hit}", flush=True)
                tally[kind] = tally.get(kind, 0) + 1
                # strace counts the calls of each thread: the n-th call of two threads may be refused.
                tally["on two threads"] = tally.get("on two threads", 0) + (len(hit) > 1)
            print(f"{call} {error}: {number - 1} calls: {tally}", flush=True)


def judge(attack, done, line, root, sites):
    old, new = sites
    after = files(root / "public")
    ours = str(root) in line
    where = line.replace(str(root), "SITE")
    if "panicked" in done.stderr or done.returncode < 0 or done.returncode > 2:
        if ours:
            attack.fault(f"{where}: exit {done.returncode}: {done.stderr[:300]}")
            return "fault"
        return "system, hard"
    for path, bytes in after.items():
        if bytes not in (old.get(path), new.get(path)):
            attack.fault(f"{where}: {path} is neither old nor new")
    if done.returncode == 2 and ours:
        moved = re.search(r"\b(rename|unlink|rmdir|mkdir)\(", line)
        if after != old and not moved:
            attack.fault(f"{where}: exit 2, but not the old site: {done.stderr}")
        if dangling(after):
            attack.fault(f"{where}: a reader finds {dangling(after)} missing")
        if "error: " not in done.stderr and "write(2<" not in line:
            attack.fault(f"{where}: no word")
        return "refused"
    if ours:
        if after != new:
            attack.fault(f"{where}: exit {done.returncode}, but not the new site: {done.stderr}")
        return "no matter"
    return "system"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program")
    parser.add_argument("--kills", type=int, default=400)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--pdf", action="store_true", help="with handouts")
    parser.add_argument("--inject", action="store_true")
    parser.add_argument("--verbose", action="store_true", help="each refused call and what came of it")
    parser.add_argument("--calls", default=",".join(CALLS + MOVES))
    parser.add_argument("--errors", default="EIO,EACCES")
    arguments = parser.parse_args()
    attack = Attack(arguments)
    if arguments.inject:
        inject(attack, arguments.calls.split(","), arguments.errors.split(","))
    else:
        kills(attack, arguments.kills)
    print(f"{len(attack.bad)} faults")
    shutil.rmtree(attack.home, ignore_errors=True)
    sys.exit(bool(attack.bad))


main()
