#!/usr/bin/env python3
"""Random repeated patterns: does any text take time that grows faster than it?

    tests/attack/patterns.py PROGRAM [--count 1000] [--seed 1] [--through check|page|handout] [--size 32]

PROGRAM is a stepbook. Run by hand: an hour finds more than a test could wait
for. Patterns are made of pieces of Markdown, HTML, Chinese and front matter,
repeated up to 32 KiB and to 128 KiB (`--size`). Many of them are pages of one
site, so that a process is started for sixteen; if such a site takes more than
its share of time, each page is tried alone, three times. Time is the
processor's, so other programs may run. With `--through page` pages are
rendered, with `--through handout` they are printed; else they are only
checked. What is printed can be made again: the Python expression of the text,
and the times in seconds. Exit code 1 if there is any.
"""
import argparse
import os
import random
import resource
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

PIECES = """
\\n|\\n\\n|\\n    |\\t| |  \\n|\\\\\\n|## 步驟：甲\\n|## Step: a\\n|### 步驟 1-1：乙\\n|### 續\\n|## 節 {#a}\\n|#### x\\n|# |===\\n|---\\n|***|* * *\\n
- |1. |9) |* |+ |- [ ] |    - |> |> > |> [!NOTE]\\n|> [!WARNING]\\n> |: |甲\\n: 乙\\n|- **好** → [](#a)\\n|結果：|Result: |甲 ➔ |A -> |→
*|**|***|_|__|~|~~|`|``|```|```x\\n|~~~\\n|$|^|==|\\\\|&|&amp;|&#0;|&#x41;|&lt
[|]|![|](|)|][|[a]|[]|[](|[a](b)|[a](#a)|[](#step-1)|[a](b.zh-TW.md)|[a](<|[a]: b\\n|[a]: <b> 'c\\n|[^1]|[^1]: |[^|[a](b "c|![x](i.png)|![x](i.png "c")\\n|![](|\\n1. 做。\\n
<|>|</|</：|<a|<a |<a>|</a>|<b>|</b>|<b |<i>|<sub>|</sub>|<kbd>|</kbd>|<br>|<wbr>|<div>\\n|</div>\\n|<div>\\n\\n|</div>\\n\\n|<details>|<summary>|<p>|</p>|<ul><li>|<table><tr><td>|</table>|<!--|-->|<!|<!A|<?|?>|<![CDATA[|]]>|<script>|</script>|<style>|<pre>|<textarea>|<svg>|<x y="|"|'|=|a="b" |onclick=|<http://a.b>|<a@b.c>|http://a.b/|www.a.b|a@b.c
||| a | b |\\n| - | - |\\n|\\n| 甲 |\\n|:-:|\\|
:::tip\\n|:::|:::\\n|::: details 甲\\n|!!! note "甲"\\n    |??? tip\\n    |=== "甲"\\n|{% hint %}\\n|{% endhint %}\\n|> [!info]- 甲\\n|[!NOTE]\\n|%%|%%\\n|{/*|*/}|{# | #}|{%a %}|[TOC]\\n|---\\na: b\\n|C:\\\\a|\\\\\\\\a\\\\b|<OK>|<a id="b">|</a>|電話：1\\n|https://a.tw/|⽤|读|📞|：乙\\n:丙\\n
登入|，|。|「|」|（|）|：|我的e政府|我的 E 政府|E政府|帳號|var |Term|a|b |A1|0912-345-678|A123456789|!|!!|,|.|...|(|{|}|{#a}|{.b}|#|+++\\n|\u2060|\u200b|\u3000|\u00a0|\ufeff|e\u0301|👨\u200d👩\u200d👧|\u202e|\r\n|\r|\u0000|\u2028
""".replace("|||", "\x00").replace("|-", "\x01-")


def pieces():
    found = []
    for line in PIECES.strip("\n").split("\n"):
        for piece in line.split("|"):
            piece = piece.replace("\x00", "|").replace("\x01", "|")
            piece = piece.replace("\\n", "\n").replace("\\t", "\t").replace("\\\\", "\\")
            if piece:
                found.append(piece)
    return found + ["|", "| a ", "|\n", "| - | - |\n"]


ALL = pieces()
COMMANDS = {"check": ["check", "--format", "json"], "page": ["build", "--no-pdf"], "handout": ["pdf"]}
SETTINGS = """languages = ["zh-TW"]
[title]
zh-TW = "冊"
[check]
orphan-image = "off"
[[term]]
zh-TW = "我的E政府"
variants = ["我的e政府", "我的 E 政府", "E政府", "var"]
meaning.zh-TW = "帳號"
[[term]]
zh-TW = "Term"
variants = ["a b", "帳號"]
"""
# Only a page with steps is printed.
GUIDE = "# 乙\n\n## 步驟：甲\n\n"
# A picture of 9 x 9 pixels.
PICTURE = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000009000000090800000000" "f9d27f97"
    "0000000f49444154789c636060f8ff1f1fc6100000c06d0fa1" "00000000" "0000000049454e44ae426082"
)


class Pattern:
    """A text that can be made in any size: some pieces occur once, some are repeated."""

    def __init__(self, rng):
        some = lambda least, most: "".join(rng.choice(ALL) for _ in range(rng.randint(least, most)))
        self.head = some(0, 2) if rng.random() < 0.5 else ""
        self.unit = some(1, rng.choice([1, 2, 3, 4, 6]))
        self.close = some(1, 2) if rng.random() < 0.25 else ""
        self.tail = some(0, 2) if rng.random() < 0.4 else ""
        self.counted = rng.random() < 0.2
        self.front = rng.random() < 0.03

    def text(self, size):
        unit = self.unit + ("{}" if self.counted else "")
        count = max(1, size // max(1, len((unit + self.close).encode("utf-8", "replace"))))
        body = "".join(self.unit + str(i) for i in range(count)) if self.counted else self.unit * count
        body = self.head + body + self.tail + self.close * (count if self.close else 0)
        return "+++\ntitle = \"甲\"\n" + body + "\n+++\n" if self.front else body

    def __repr__(self):
        named = ("head", "unit", "close", "tail", "counted", "front")
        return ", ".join(f"{name}={getattr(self, name)!r}" for name in named if getattr(self, name))


def seconds(options, texts, limit=120):
    """The processor time, in seconds, that the program takes for a site of these pages."""
    site = Path(tempfile.mkdtemp(dir=options.place))
    try:
        (site / "content/c").mkdir(parents=True)
        (site / "stepbook.toml").write_text(SETTINGS, "utf-8")
        (site / "content/c/i.png").write_bytes(PICTURE)
        (site / "content/c/b.zh-TW.md").write_text(GUIDE + "完成。\n", "utf-8")
        for at, text in enumerate(texts):
            if options.through == "handout" and not text.startswith("+++"):
                text = GUIDE + text
            (site / f"content/c/p{at}.zh-TW.md").write_bytes(text.encode("utf-8"))
        process = subprocess.Popen(
            [options.program, *COMMANDS[options.through], "--quiet", "--threads", "1", "--root", str(site)],
            stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
            preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_CPU, (limit, limit)),
        )
        said = process.stderr.read()
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = 0
        if os.WIFSIGNALED(status):
            return float(limit)
        if os.WEXITSTATUS(status) not in (0, 1) or b"fault of stepbook" in said or b"panicked" in said:
            raise SystemExit(f"exit code {os.WEXITSTATUS(status)}: {said[-500:]!r}\n{[text[:300] for text in texts]!r}")
        return usage.ru_utime + usage.ru_stime
    finally:
        shutil.rmtree(site)


def is_slow(options, pattern, base):
    """Tries a pattern alone, at two sizes, and takes the shortest of three times for each.

    Four times the size takes sixteen times as long if the time grows with the square. Short times are not exact, so a
    pattern that looks slow is tried once more at four times the size.
    """
    least = lambda size: min(seconds(options, [pattern.text(size)]) for _ in range(3)) - base
    small, large = least(options.size << 10), least(options.size << 12)
    if large < 0.2 or large < 8 * max(small, 0.01):
        return None
    largest = seconds(options, [pattern.text(options.size << 14)]) - base
    return (large, largest) if largest > 8 * large else None


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program")
    parser.add_argument("--count", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--through", choices=COMMANDS, default="check")
    parser.add_argument("--size", type=int, default=32, help="KiB; each pattern is tried at four times that too")
    options = parser.parse_args()
    options.place = "/dev/shm" if os.path.isdir("/dev/shm") else None
    os.nice(10)
    rng = random.Random(options.seed)
    base = min(seconds(options, []) for _ in range(5))
    slow = 0
    for begun in range(0, options.count, 16):
        batch = [Pattern(rng) for _ in range(16)]
        times = [seconds(options, [p.text(size << 10) for p in batch]) - base for size in (options.size, 4 * options.size)]
        if times[1] > 5.5 * max(times[0], 0.05):
            for pattern in batch:
                found = is_slow(options, pattern, base)
                if found:
                    slow += 1
                    print(f"{found[0]:.2f} -> {found[1]:.2f}: {pattern!r}", flush=True)
        print(f"{begun + 16} tried, {slow} slow, {times[0]:.2f} -> {times[1]:.2f}", file=sys.stderr, flush=True)
    sys.exit(1 if slow else 0)


if __name__ == "__main__":
    main()
