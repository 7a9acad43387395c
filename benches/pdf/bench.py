#!/usr/bin/env python3
"""Our handouts beside other ways to a PDF, interleaved: wall and CPU time, peak memory, bytes and pages.

  bench.py --stepbook PATH [--rounds N] [--quick] [--work DIR] [--only CASE,…] [--json FILE]

One guide of 12 pictures is printed by stepbook, by headless Chromium (new process, and one that is kept running), by
WeasyPrint – both from the page that stepbook builds – and by Typst's compiler from a document with the same text and
pictures; then stepbook alone makes the handouts of 100 guides in two languages. Every round runs each case once, in
turn, so that a drifting machine touches all alike; figures are medians, ratios are taken round by round.

  wall    from the start of the process to its end; for a kept Chromium from the request to the finished file
  CPU     user + system of the process and all its descendants (we adopt orphans, so none is lost)
  memory  a single process: its largest resident set, by wait4. Chromium: the largest sum over its processes of the
          proportional set size, so that shared pages count once; read every 50 ms in a run of its own, which isn't timed
  beyond  size of the PDF less that of the picture files of the page
  first   the site is built, as for the browser's page, but no handout is kept; `bare`: nothing is kept, pictures neither
  further a site of 9 guides less a site of 1, by 8, in one thread: all that each more costs in the same process,
          pictures of its own included
  edited  one sentence changed in a process that keeps its state: from `cargo bench --bench pdf -- --json SITE`, if
          benches/pdf.rs is there. It prints lines such as {"case": "edited", "ms": 7.9}

--quick: one round and 10 guides instead of 100. A peer that is missing is left out, with a line on how to get it.
Linux; Python 3.11, only its standard library (a bigger parent would show in its children's resident sets).
"""
import argparse, ctypes, importlib.util, json, os, re, resource, shutil, signal, statistics as st, subprocess, sys
import threading, time
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
MORE = 8  # further guides in one process
TICK = os.sysconf("SC_CLK_TCK")
LANG = "zh-TW"
CHROMIUM = ["--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking",
            "--no-pdf-header-footer"]
# Goals: (what, case, figure, peer or None, limit)
GOALS = [
    ("first handout in a new process, wall", "first", "wall", "chromium", 1 / 25),
    ("each further one, wall", "further", "wall", "chromium-kept", 1 / 40),
    ("one sentence edited, wall", "edited", "wall", "chromium-kept", 1 / 60),
    ("pages of one guide", "first", "pages", "chromium", .7),
    ("bytes beyond the pictures' own", "first", "beyond", None, 150e3),
    ("100 guides x 2 languages, wall s", "many", "wall", None, 5),
    ("100 guides x 2 languages, peak MB", "many", "peak", None, 160e6),
]


# ---- processes ----

def descendants(pid):
    """The process and all below it, by /proc."""
    parents = {}
    for entry in os.listdir("/proc"):
        if entry.isdigit():
            try: stat = Path(f"/proc/{entry}/stat").read_text()
            except OSError: continue
            parents.setdefault(int(stat.rsplit(")", 1)[1].split()[1]), []).append(int(entry))
    tree, todo = [], [pid]
    while todo:
        at = todo.pop()
        tree.append(at); todo += parents.get(at, [])
    return tree


def tree_cpu(pid):
    total = 0
    for at in descendants(pid):
        try: total += sum(map(int, Path(f"/proc/{at}/stat").read_text().rsplit(")", 1)[1].split()[11:15]))
        except OSError: pass
    return total / TICK


def tree_memory(pid):
    total = 0
    for at in descendants(pid):
        try: total += int(re.search(r"^Pss:\s+(\d+)", Path(f"/proc/{at}/smaps_rollup").read_text(), re.M)[1]) * 1024
        except (OSError, TypeError): pass
    return total


class Watch(threading.Thread):
    """The largest memory of a process tree while it runs."""
    def __init__(self, pid):
        super().__init__(daemon=True)
        self.pid, self.peak, self.over = pid, 0, threading.Event()
        self.start()

    def run(self):
        while not self.over.wait(.05): self.peak = max(self.peak, tree_memory(self.pid))

    def end(self):
        self.over.set(); self.join()
        return self.peak


def reap(group):
    """Waits for what a finished process left behind, for 3 s; then ends it."""
    until = time.monotonic() + 3
    while True:
        try:
            if os.waitpid(-1, os.WNOHANG)[0]: continue
        except ChildProcessError: return
        if time.monotonic() > until:
            try: os.killpg(group, signal.SIGKILL)
            except ProcessLookupError: return
        time.sleep(.01)


def run(command, log, watched=False, cwd=None):
    """Runs a command to its end: wall, CPU, peak memory; fails loudly."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    with open(log, "wb") as to:
        begin = time.monotonic()
        child = subprocess.Popen(list(map(str, command)), stdout=to, stderr=to, stdin=subprocess.DEVNULL,
                                 start_new_session=True, cwd=cwd)
        watch = Watch(child.pid) if watched else None
        _, status, own = os.wait4(child.pid, 0)
        wall = time.monotonic() - begin
    child.returncode = os.waitstatus_to_exitcode(status)
    peak = watch.end() if watched else own.ru_maxrss * 1024
    reap(child.pid)
    now = resource.getrusage(resource.RUSAGE_CHILDREN)
    if child.returncode:
        raise SystemExit(f"{command[0]} ended with {child.returncode}; see {log}")
    return {"wall": wall, "cpu": now.ru_utime + now.ru_stime - used.ru_utime - used.ru_stime, "peak": peak}


# ---- the corpus ----

class Corpus:
    """A site, the pages built of it and its Typst documents."""
    def __init__(self, work, stepbook, guides, pictures):
        self.at = work / f"{guides}x{pictures}"
        self.site, self.public, self.typst = self.at / "site", self.at / "public", self.at / "typst"
        subprocess.run([sys.executable, HERE / "gen.py", "--out", self.at, "--guides", str(guides),
                        "--pictures", str(pictures)], check=True)
        # Handouts are measured by themselves: the pages need none, where `build` would make them.
        said = subprocess.run([stepbook, "build", "--help"], check=True, capture_output=True, text=True).stdout
        subprocess.run([stepbook, "build", "--quiet", "--root", self.site, "--out", self.public,
                        *(["--no-pdf"] if "--no-pdf" in said else [])], check=True)
        self.kept, self.saved = self.site / ".stepbook", self.at / "kept"
        shutil.copytree(self.kept, self.saved)

    def rewind(self, bare):
        """What the build kept, or nothing: never what an earlier handout left."""
        shutil.rmtree(self.kept, ignore_errors=True)
        if not bare: shutil.copytree(self.saved, self.kept)

    def page(self, guide): return self.public / LANG / f"bench/g{guide:03d}.html"

    def pictures(self, guide):
        """The picture files of a guide's page, in order."""
        page = self.page(guide)
        found = re.findall(r'<img src="([^"?]+)', page.read_text("utf-8"))
        return [page.parent / at for at in found if "/img/" in at]

    def feed_typst(self, guide):
        """Gives Typst the very files that the page shows."""
        for number, file in enumerate(self.pictures(guide)):
            shutil.copyfile(file, self.typst / f"g{guide:03d}.{number}.png")


def pages(pdf):
    said = subprocess.run(["pdfinfo", pdf], check=True, capture_output=True, text=True).stdout
    return int(re.search(r"^Pages:\s+(\d+)", said, re.M)[1])


def weigh(result, pdf, corpus):
    """Adds what a finished file weighs."""
    if not pdf.exists(): raise SystemExit(f"{pdf} was not written; see the logs beside it")
    size = pdf.stat().st_size
    own = sum(file.stat().st_size for file in set(corpus.pictures(0)))
    return result | {"bytes": size, "beyond": size - own, "pages": pages(pdf)}


# ---- the cases: each takes a round's number (-1: memory of a tree) and gives one result ----

class Cases:
    def __init__(self, x, work):
        self.stepbook, self.work = Path(x.stepbook).resolve(), work
        self.one = Corpus(work, self.stepbook, 1, 12)
        self.few = Corpus(work, self.stepbook, MORE + 1, 12)
        self.many = Corpus(work, self.stepbook, 10 if x.quick else 100, 3)
        self.one.feed_typst(0)

    def ours(self, corpus, name, *options, bare=False):
        """`stepbook pdf` in a new process."""
        out = self.work / f"out/{name}"
        shutil.rmtree(out, ignore_errors=True)
        corpus.rewind(bare)
        command = [self.stepbook, "pdf", *options, "--root", corpus.site, "--out", out]
        return run(command, self.work / f"{name}.log"), out

    def first(self, _, bare=False):
        result, out = self.ours(self.one, "first", "bench/g000", "--lang", LANG, bare=bare)
        return weigh(result, out / LANG / "bench/g000.pdf", self.one)

    def first_bare(self, round_): return self.first(round_, bare=True)

    def chromium(self, round_):
        pdf, profile = self.work / "out/chromium.pdf", self.work / "profile"
        pdf.unlink(missing_ok=True)
        shutil.rmtree(profile, ignore_errors=True)
        command = ["chromium", *CHROMIUM, f"--user-data-dir={profile}", f"--print-to-pdf={pdf}", self.one.page(0).as_uri()]
        return weigh(run(command, self.work / "chromium.log", watched=round_ < 0), pdf, self.one)

    def weasyprint(self, _):
        pdf = self.work / "out/weasyprint.pdf"
        pdf.unlink(missing_ok=True)
        command = [sys.executable, "-m", "weasyprint", self.one.page(0), pdf]
        return weigh(run(command, self.work / "weasyprint.log"), pdf, self.one)

    def typst(self, _):
        pdf = self.work / "out/typst.pdf"
        pdf.unlink(missing_ok=True)
        script = "import sys, typst; typst.compile(sys.argv[1], output=sys.argv[2])"
        command = [sys.executable, "-c", script, self.one.typst / f"g000.{LANG}.typ", pdf]
        return weigh(run(command, self.work / "typst.log"), pdf, self.one)

    def further(self, _):
        alone, _out = self.ours(self.one, "further-1", "--lang", LANG, "--threads", "1")
        all_, out = self.ours(self.few, "further", "--lang", LANG, "--threads", "1")
        made = len(list(out.rglob("*.pdf")))
        if made != MORE + 1: raise SystemExit(f"stepbook made {made} of {MORE + 1} handouts; see {self.work}/further.log")
        return {key: (all_[key] - alone[key]) / MORE for key in ("wall", "cpu")} | {"peak": all_["peak"]}

    def chromium_kept(self, round_):
        (self.work / "out").mkdir(exist_ok=True)
        command = ["node", HERE / "peers/warm.mjs", shutil.which("chromium"), ROOT / "tests/package.json"]
        child = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, start_new_session=True)
        watch = Watch(child.pid) if round_ < 0 else None
        said = iter(child.stdout.readline, "")
        if next(said, "") != "ready\n": raise SystemExit("the kept Chromium did not start; its words are above")
        walls, cpu = [], 0
        for guide in range(MORE + 1):
            pdf, begun = self.work / f"out/kept-{guide}.pdf", time.monotonic()
            before = tree_cpu(child.pid) if guide == 1 else 0
            print(self.few.page(guide).as_uri(), pdf, sep="\t", file=child.stdin, flush=True)
            if next(said, "") != "done\n": raise SystemExit("the kept Chromium gave up; its words are above")
            walls.append(time.monotonic() - begun); cpu = cpu or before
        cpu = (tree_cpu(child.pid) - cpu) / MORE
        peak = watch.end() if watch else 0
        child.stdin.close(); child.wait(); reap(child.pid)
        return {"wall": st.mean(walls[1:]), "cpu": cpu, "peak": peak}

    def edited(self, _):
        said = subprocess.run(["cargo", "bench", "--quiet", "--bench", "pdf", "--", "--json", self.few.site], cwd=ROOT,
                              check=True, stdout=subprocess.PIPE, text=True).stdout
        found = {line["case"]: line["ms"] / 1e3 for line in map(json.loads, said.splitlines())}
        return {"wall": found["edited"]} | {f"kept {case}": wall for case, wall in found.items()}

    def many_guides(self, _):
        result, out = self.ours(self.many, "many", "--lang", "all", bare=True)
        files = list(out.rglob("*.pdf"))
        wanted = len(list(self.many.site.glob("content/bench/g*.md")))
        if len(files) != wanted: raise SystemExit(f"stepbook made {len(files)} of {wanted} handouts; see {self.work}/many.log")
        return result | {"bytes": sum(file.stat().st_size for file in files), "pages": sum(map(pages, files))}


def available(cases, wanted):
    """The cases that can run here: key, words, function, whether memory needs a run of its own."""
    chromium, module = shutil.which("chromium"), importlib.util.find_spec
    playwright = (ROOT / "tests/node_modules/playwright-core").is_dir() and shutil.which("node")
    counts = len(list(cases.many.site.glob("content/bench/g*.en.md")))
    every = [
        ("first", "**stepbook, new process**", cases.first, False, True, ""),
        ("bare", "**stepbook, new process, nothing cached**", cases.first_bare, False, True, ""),
        ("chromium", "Chromium, new process", cases.chromium, True, chromium, "apt-get install chromium"),
        ("weasyprint", "WeasyPrint", cases.weasyprint, False, module("weasyprint"), "pip install weasyprint"),
        ("typst", "Typst (its Python binding)", cases.typst, False, module("typst"), "pip install typst"),
        ("further", "**stepbook, each further one**", cases.further, False, True, ""),
        ("chromium-kept", "Chromium kept running", cases.chromium_kept, True, chromium and playwright,
         "apt-get install chromium nodejs, then npm ci in tests/"),
        ("edited", "**stepbook, one sentence edited**", cases.edited, False, (ROOT / "benches/pdf.rs").exists(),
         "needs benches/pdf.rs"),
        ("many", f"**stepbook, {counts} guides x 2 languages**", cases.many_guides, False, True, ""),
    ]
    for key, *_, there, how in every:
        if not there and wanted(key): print(f"! {key} is left out: {how}", file=sys.stderr)
    return [case[:4] for case in every if case[4] and wanted(case[0])]


# ---- the tables ----

def middle(rows, key):
    known = [row[key] for row in rows if key in row]
    return st.median(known) if known else None


def ratio(results, case, key, peer):
    """Median of the ratios, round by round; None if either is missing."""
    pairs = [(a[key], b[key]) for a, b in zip(results.get(case, []), results.get(peer, [])) if key in a and key in b]
    return st.median(a / b for a, b in pairs) if pairs else None


def fraction(value):
    if value is None: return "–"
    return f"1/{1 / value:.0f}" if 0 < value < .2 else f"{value:.2f}"


def table(results, words, alone):
    print("| | wall | ours is | CPU | ours is | peak memory | size | beyond pictures | pages |")
    print("| --- | --- | --- | --- | --- | --- | --- | --- | --- |")
    for key, rows in results.items():
        ours = {"chromium-kept": "further"}.get(key, "first")
        beside = key in ("chromium", "weasyprint", "typst", "chromium-kept")
        ratios = [fraction(ratio(results, ours, what, key)) if beside else "" for what in ("wall", "cpu")]
        cells = {what: middle(rows, what) for what in ("wall", "cpu", "bytes", "beyond", "pages")}
        cells["peak"] = middle(alone.get(key, rows), "peak")
        put = lambda what, form, by=1: "" if cells[what] is None else form.format(cells[what] / by)
        print(f"| {words[key]} | {put('wall', '{:.0f} ms', 1e-3)} | {ratios[0]} | {put('cpu', '{:.0f} ms', 1e-3)} | {ratios[1]} "
              f"| {put('peak', '{:.0f} MB', 1e6)} | {put('bytes', '{:.0f} KB', 1e3)} | {put('beyond', '{:.0f} KB', 1e3)} "
              f"| {put('pages', '{:.0f}')} |")


def goals(results, quick):
    print("\n| goal | at most | reached | |\n| --- | --- | --- | --- |")
    for what, case, key, peer, limit in GOALS:
        got = ratio(results, case, key, peer) if peer else middle(results.get(case, []), key)
        scale = {"beyond": 1e3, "peak": 1e6}.get(key, 1)
        show = fraction if peer else lambda value: "–" if value is None else f"{value / scale:.{1 if key == 'wall' else 0}f}"
        verdict = "not measured" if got is None else "met" if got <= limit else "**missed**"
        if case == "many" and quick: verdict = "10 guides only"
        beside = {"chromium": " of Chromium's", "chromium-kept": " of a kept Chromium's"}.get(peer, "")
        print(f"| {what.replace(', wall', ', wall' + beside) if key == 'wall' else what + beside} | {show(limit)} | {show(got)} | {verdict} |")


def main():
    a = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    a.add_argument("--stepbook", required=True); a.add_argument("--rounds", type=int, default=5)
    a.add_argument("--quick", action="store_true"); a.add_argument("--work", default="/tmp/stepbook-pdf-bench")
    a.add_argument("--only", help="cases, such as first,chromium"); a.add_argument("--json")
    x = a.parse_args()
    if not shutil.which("pdfinfo"): raise SystemExit("pdfinfo is missing: apt-get install poppler-utils")
    if not Path(x.stepbook).is_file(): raise SystemExit(f"there is no program {x.stepbook}: cargo build --release")
    ctypes.CDLL(None).prctl(36, 1, 0, 0, 0)  # PR_SET_CHILD_SUBREAPER: orphans of our children become ours
    work = Path(x.work).resolve(); (work / "out").mkdir(parents=True, exist_ok=True)
    rounds = 1 if x.quick else x.rounds
    cases = available(Cases(x, work), lambda key: not x.only or key in x.only.split(","))
    alone = {}
    for key, _, measure, tree, in cases:  # warms the page cache, and reads the memory of trees
        result = measure(-1)
        if tree: alone[key] = [result]
    results = {key: [] for key, *_ in cases}
    for round_ in range(rounds):
        for key, _, measure, _ in cases: results[key].append(measure(round_))
    print(f"{rounds} round{'s' * (rounds > 1)}, load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores\n")
    table(results, {key: words for key, words, *_ in cases}, alone)
    goals(results, x.quick)
    if x.json: Path(x.json).write_text(json.dumps({"rounds": results, "memory": alone}, indent=1))


if __name__ == "__main__":
    main()
