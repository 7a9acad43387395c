#!/usr/bin/env python3
"""Guides for the benchmark of handouts: the same text and pictures for stepbook and for the Typst command line.

  gen.py --out DIR --guides N --pictures K

Writes DIR/site (a stepbook site: N guides in zh-TW and en, one step for each of K pictures) and DIR/typst (one Typst
document for each guide and language). Words come from words.toml, pictures and their marks from content/elearn/img;
all are 1280 x 800. Guide 0 shows its pictures whole; every other guide crops them a little differently, so that no two
guides share a picture. The same arguments give the same bytes. Needs Python 3.11, only its standard library.
"""
import argparse, json, random, re, shutil, tomllib
from pathlib import Path

HERE = Path(__file__).resolve().parent
PICTURES = HERE.parents[1] / "content/elearn/img"
LANGS = ("zh-TW", "en")
WIDE, HIGH = 1280, 800
KINDS = ("NOTE", "TIP", "WARNING", "IMPORTANT")
CONFIG = """languages = ["zh-TW", "en"]
[title]
zh-TW = "研習平台操作手冊"
en = "Learning platform guides"
[owner]
zh-TW = "青禾國民小學教務處資訊組"
en = "Academic Affairs Office, Qinghe Elementary School"
"""


def name(guide): return f"g{guide:03d}"


def crop(guide, marks):
    """A frame that differs from guide to guide and cuts no mark."""
    left, top = guide % 16, guide // 16
    for mark in marks:
        x, y = (mark.get("box") or mark.get("ellipse") or mark.get("spot") or mark.get("pin") or mark["arrow"])[:2]
        left, top = min(left, int(x)), min(top, int(y))
    return [left, top, WIDE - left, HIGH - top]


def picture(guide, words, site):
    """Puts the picture and its sidecar into the site; returns what a document must know of it."""
    source = PICTURES / f"{words['file']}.png"
    sidecar = tomllib.loads(Path(f"{source}.toml").read_text("utf-8"))
    if sidecar["size"] != [WIDE, HIGH]:
        raise SystemExit(f"{source}: the benchmark wants {WIDE} x {HIGH}; choose another picture in words.toml")
    file = f"{name(guide)}-{words['file']}.png"
    shutil.copyfile(source, site / "img" / file)
    frame = crop(guide, sidecar["mark"])
    lines = [f"size = [{WIDE}, {HIGH}]"] + ([f"crop = {frame}"] if guide else [])
    for kind in ("redact", "mark"):
        for entry in sidecar.get(kind, []):
            lines += [f"[[{kind}]]"] + [f"{key} = {json.dumps(value, ensure_ascii=False)}" for key, value in entry.items()]
    (site / "img" / f"{file}.toml").write_text("\n".join(lines) + "\n", "utf-8")
    return {"file": file, "frame": frame, "marks": sidecar["mark"]}


def sentences(chance, words, count):
    picked = (sentence.format(n=chance.randint(3, 90)) for sentence in chance.sample(words["sentences"], count))
    return words["join"].join(picked)


def blocks(guide, lang, words, shown):
    """A guide as a list of (kind, ...), free of any markup but **bold** and <kbd>."""
    chance, own = random.Random(f"{guide}/{lang}"), words[lang]
    yield "para", sentences(chance, own, 3)
    for at, (of, seen) in enumerate(shown):
        text, step = of[lang], at + 1
        yield "head", 2, f"{own['step']} {step}{own['colon']}{text['title']}"
        yield "para", sentences(chance, own, 2)
        if step % 6 == 2: yield "menu", own["menu"]
        if step % 6 == 3: yield "bullets", own["bullets"]
        if step % 6 == 5:
            yield "head", 3, f"{own['panel']}{own['colon']}{text['title']}"
            yield "para", sentences(chance, own, 1)
        yield "figure", seen, text["alt"], text["caption"]
        yield "items", text["items"]
        if step % 3 == 1: yield "alert", (at // 3) % 4, own["alerts"][(at // 3) % 4]
        if step % 3 == 0: yield "result", own["result"] + chance.choice(own["results"])
    yield "head", 2, own["trouble"]
    yield "table", own["table"]


def markdown(own, guide, content):
    out = ["+++", f"title = \"{own['title'].format(n=guide + 1)}\"", f"summary = \"{own['summary']}\"",
           f"audience = \"{own['audience']}\"", f"needs = {json.dumps(own['needs'], ensure_ascii=False)}",
           f"minutes = 20\nplatform = \"https://www.example.edu.tw/\"\nverified = 2026-11-20\norder = {guide + 1}", "+++"]
    for kind, *rest in content:
        out.append("")
        match kind:
            case "para" | "result": out.append(rest[0])
            case "head": out.append(f"{'#' * rest[0]} {rest[1]}")
            case "menu": out.append(" ➔ ".join(rest[0]))
            case "bullets": out += [f"- {item}" for item in rest[0]]
            case "items": out += [f"{number}. {item}" for number, item in enumerate(rest[0], 1)]
            case "alert": out += [f"> [!{KINDS[rest[0]]}]", f"> {rest[1]}"]
            case "figure": out.append(f"![{rest[1]}](img/{rest[0]['file']} \"{rest[2]}\")")
            case "table":
                rows = [f"| {' | '.join(row)} |" for row in rest[0]]
                out += [rows[0], "| --- | --- | --- |"] + rows[1:]
    return "\n".join(out) + "\n"


def typst_text(text):
    text = re.sub(r"([\\#$@<>_`~\[\]])", r"\\\1", text)
    text = re.sub(r"\\<kbd\\>(.*?)\\</kbd\\>", r"#key[\1]", text)
    return re.sub(r"\*\*(.+?)\*\*", r"#strong[\1]", text)


def typst_marks(seen):
    """Each mark as (shape, x, y, width, height, number), in shares of the frame."""
    left, top, wide, high = seen["frame"]
    for mark in seen["marks"]:
        shape = next(key for key in ("box", "ellipse", "spot", "arrow", "pin") if key in mark)
        x, y, w, h = (*mark[shape], 0, 0)[:4]
        if shape == "arrow": w, h = w - x, h - y
        number = mark.get("n", 0)
        yield f'("{shape}", {(x - left) / wide:.5f}, {(y - top) / high:.5f}, {w / wide:.5f}, {h / high:.5f}, {number})'


def typst(own, guide, lang, content):
    out = ['#import "peer.typ": *', f"#show: guide.with(lang: \"{lang}\", title: \"{own['title'].format(n=guide + 1)}\")",
           typst_text(own["summary"]), "", f"{own['audience']} · " + " · ".join(own["needs"])]
    number = 0
    for kind, *rest in content:
        out.append("")
        match kind:
            case "para" | "result": out.append(typst_text(rest[0]))
            case "head": out.append(f"{'=' * (rest[0] - 1)} {typst_text(rest[1])}")
            case "menu": out.append(" ➔ ".join(rest[0]))
            case "bullets": out += [f"- {typst_text(item)}" for item in rest[0]]
            case "items": out += [f"{at}. {typst_text(item)}" for at, item in enumerate(rest[0], 1)]
            case "alert": out.append(f"#alert[{own['kinds'][rest[0]]}][{typst_text(rest[1])}]")
            case "figure":
                marks = ", ".join(typst_marks(rest[0]))
                out.append(f'#shot("{name(guide)}.{number}.png", "{rest[1]}", [{rest[2]}], ({marks},))')
                number += 1
            case "table":
                cells = ", ".join(f"[{typst_text(cell)}]" for row in rest[0] for cell in row)
                out.append(f"#table(columns: 3, {cells})")
    return "\n".join(out) + "\n"


def main():
    a = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    a.add_argument("--out", required=True); a.add_argument("--guides", type=int, default=1)
    a.add_argument("--pictures", type=int, default=12)
    x = a.parse_args()
    out = Path(x.out)
    shutil.rmtree(out, ignore_errors=True)
    folder = out / "site/content/bench"
    (folder / "img").mkdir(parents=True)
    (out / "typst").mkdir()
    (out / "site/stepbook.toml").write_text(CONFIG, "utf-8")
    shutil.copyfile(HERE / "peers/peer.typ", out / "typst/peer.typ")
    words = tomllib.loads((HERE / "words.toml").read_text("utf-8"))
    for lang in LANGS:
        title = {"zh-TW": "研習平台操作手冊", "en": "Guides"}[lang]
        for at in (folder.parent, folder):
            (at / f"index.{lang}.md").write_text(f'+++\ntitle = "{title}"\n+++\n', "utf-8")
    for guide in range(x.guides):
        every = words["picture"]
        chosen = [every[(guide * x.pictures + at) % len(every)] for at in range(x.pictures)]
        shown = [(of, picture(guide, of, folder)) for of in chosen]
        for lang in LANGS:
            content = list(blocks(guide, lang, words, shown))
            (folder / f"{name(guide)}.{lang}.md").write_text(markdown(words[lang], guide, content), "utf-8")
            (out / f"typst/{name(guide)}.{lang}.typ").write_text(typst(words[lang], guide, lang, content), "utf-8")


if __name__ == "__main__":
    main()
