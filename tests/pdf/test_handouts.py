#!/usr/bin/env python3
"""Laws of our handouts, as other programs read them. Run by tests/pdf/run.sh, which says what it needs.

`stepbook pdf` makes every guide of content/ and of tests/pdf/site/ in every language and layout; then poppler,
qpdf, MuPDF, outloud and pdfua read them. A test is one law over all of them and lists every place that breaks it.
A single law: tests/pdf/run.sh STEPBOOK Layout.test_no_line_begins_or_ends_with_the_wrong_punctuation
"""

import collections
import difflib
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import unittest

import PIL.Image
import pikepdf
import pymupdf

from reading import CLOSING, LAYOUTS, OPENING, Handout, Site, painted_on, picture_of, shown, told_on_pages, typed

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
STEPBOOK = os.environ.get("STEPBOOK", "")
BIN = pathlib.Path(sys.executable).parent
WORK = pathlib.Path(tempfile.mkdtemp(prefix="stepbook-pdf-"))
SITES = [Site.read(ROOT), Site.read(HERE / "site")]


def run(*command, **options):
    return subprocess.run([str(part) for part in command], capture_output=True, text=True, **options)


def make(site, out, *flags, **options):
    """Makes every handout of a site; returns the messages of the runs that failed."""
    said = []
    for layout in LAYOUTS:
        done = run(STEPBOOK, "pdf", "--quiet", "--root", site.root, "--out", out, "--layout", layout, *flags, **options)
        if done.returncode or done.stderr.strip():
            said.append(f"{site.root.name}, {layout}: exit code {done.returncode}\n{done.stderr}")
    return said


def setUpModule():
    if not STEPBOOK:
        raise unittest.SkipTest("run this by tests/pdf/run.sh")
    pymupdf.TOOLS.mupdf_display_errors(False)
    for site in SITES:
        SAID.extend(make(site, WORK / site.root.name))
        for guide in site.guides:
            for lang in site.languages:
                for layout in LAYOUTS:
                    handout = Handout(site, guide, lang, layout, WORK / site.root.name)
                    (HANDOUTS if handout.path.exists() else MISSING).append(handout)


def tearDownModule():
    shutil.rmtree(WORK, ignore_errors=True)


SAID, HANDOUTS, MISSING = [], [], []


class Law(unittest.TestCase):
    def each(self, faults_of, handouts=None):
        """Fails with a list of the faults of all handouts."""
        found = [f"{handout}: {fault}" for handout in (HANDOUTS if handouts is None else handouts) for fault in faults_of(handout)]
        self.assertTrue(HANDOUTS, "no handout was made")
        if found:
            self.fail(f"{len(found)} faults\n" + "\n".join(found))


class Made(Law):
    def test_every_guide_has_a_handout_in_every_layout(self):
        if MISSING:
            self.fail("not made: " + ", ".join(map(str, MISSING)) + "\n" + "\n".join(SAID))

    def test_what_fails_says_so_and_what_works_says_nothing(self):
        if MISSING and not SAID:
            self.fail(f"{len(MISSING)} handouts failed with exit code 0, in silence")
        if SAID and not MISSING:
            self.fail("\n".join(SAID))

    def test_a_character_without_a_glyph_is_a_finding_at_its_place(self):
        root = WORK / "glyph"
        shutil.copytree(HERE / "site", root)
        file = root / "content/hard/alone.zh-TW.md"
        file.write_text(file.read_text().rstrip() + "\n\n這個字印不出來：\U00017000。\n")
        line = file.read_text().count("\n")
        done = run(STEPBOOK, "check", "--root", root)
        self.assertIn("missing-glyph", done.stderr)
        self.assertIn(f"content/hard/alone.zh-TW.md:{line}:9", done.stderr)


    def test_a_character_may_come_from_the_systems_fonts_where_the_site_allows_it(self):
        root = WORK / "hangul"
        shutil.copytree(HERE / "site", root)
        file = root / "content/hard/alone.zh-TW.md"
        file.write_text(file.read_text().rstrip() + "\n\n韓文：한국어。\n")
        print_it = [STEPBOOK, "pdf", "hard/alone", "--lang", "zh-TW", "--quiet", "--root", root, "--out", root / "out"]
        self.assertIn("missing-glyph", run(*print_it).stderr)
        settings = root / "stepbook.toml"
        settings.write_text("print.system_fonts = true\n" + settings.read_text())
        self.assertEqual(run(*print_it).stderr, "")
        text = run("pdftotext", root / "out/zh-TW/hard/alone.pdf", "-").stdout
        self.assertIn("韓文：한국어。", text)


class Lasting(Law):
    def test_the_file_says_what_it_is(self):
        def faults(handout):
            info = dict(re.findall(r"^([\w ]+): +(.*)$", run("pdfinfo", handout.path).stdout, flags=re.M))
            wanted = {"Tagged": "yes", "JavaScript": "no", "PDF version": "1.7", "Creator": "stepbook", "Encrypted": "no",
                      "Title": handout.site.front(handout.guide, handout.lang)["title"]}
            yield from (f"{key} is {info.get(key)!r}, not {value!r}" for key, value in wanted.items() if info.get(key) != value)
        self.each(faults)

    def test_it_calls_itself_pdf_a_2a_and_pdf_ua_1(self):
        def faults(handout):
            metadata = handout.pdf.get_xml_metadata()
            for entry in ("<pdfaid:part>2<", "<pdfaid:conformance>A<", "<pdfuaid:part>1<"):
                if entry not in metadata:
                    yield f"its metadata lack {entry}"
        self.each(faults)

    def test_its_dates_are_the_day_it_was_verified(self):
        def faults(handout):
            day = handout.site.front(handout.guide, handout.lang)["verified"].strftime("D:%Y%m%d")
            for key in ("creationDate", "modDate"):
                if not handout.pdf.metadata[key].startswith(day):
                    yield f"{key} is {handout.pdf.metadata[key]}, not {day}"
        self.each(faults)

    def test_it_names_no_folder_of_the_author(self):
        def faults(handout):
            plain = subprocess.run(["qpdf", "--qdf", "--object-streams=disable", handout.path, "-"], capture_output=True).stdout
            for secret in {str(ROOT), str(WORK), os.path.expanduser("~") + "/"}:
                if len(secret) > 2 and secret.encode() in plain:
                    yield f"it holds {secret}"
        self.each(faults)

    def test_qpdf_finds_it_sound(self):
        def faults(handout):
            done = run("qpdf", "--check", handout.path)
            if done.returncode:
                yield done.stdout + done.stderr
        self.each(faults)

    def test_fonts_are_embedded_and_subset(self):
        def faults(handout):
            fonts = {font[3]: font for page in handout.pdf for font in page.get_fonts(full=True)}
            for name, font in fonts.items():
                if font[1] == "n/a" or not re.match(r"[A-Z]{6}\+", name):
                    yield f"{name} is not embedded as a subset"
        self.each(faults)

    def test_the_same_bytes_again_elsewhere_and_in_another_locale(self):
        elsewhere = {"PATH": os.environ["PATH"], "HOME": "/nonexistent", "TZ": "Pacific/Kiritimati", "LANG": "zh_TW.UTF-8", "LC_ALL": "tr_TR.UTF-8"}
        for site in SITES:
            make(site, WORK / "again", "--threads", "1", cwd="/", env=elsewhere)
            for handout in (it for it in HANDOUTS if it.site is site):
                with self.subTest(str(handout)):
                    self.assertTrue((WORK / "again" / handout.relative).read_bytes() == handout.path.read_bytes(), "the bytes differ")
            shutil.rmtree(WORK / "again")


class Accessible(Law):
    def test_outloud_has_nothing_to_say(self):
        # ORD-001 assumes that a paragraph's own text comes before all its bold words and links, wherever they are
        # (outloud 0.2.1); the next test checks the order instead.
        report = WORK / "outloud.json"
        run(BIN / "outloud", "--quiet", "--skip", "ORD-001", "--json", report, *(handout.path for handout in HANDOUTS))
        results = {result["path"]: result for result in json.loads(report.read_text())["results"]}

        def faults(handout):
            result = results[str(handout.path)]
            if result["error"]:
                yield result["error"]
            for found in result["findings"]:
                if found["severity"] != "info":
                    yield f"{found['severity']} {found['rule']}, page {found.get('page')}: {found['message']} ({found.get('evidence')})"
        self.each(faults)

    def test_it_is_read_aloud_in_the_order_of_its_pages(self):
        def faults(handout):
            with pikepdf.open(handout.path) as pdf:
                for page, told in told_on_pages(pdf).items():
                    painted = [mark for mark in painted_on(pdf.pages[page]) if mark in told]
                    late = sum(after < before for before, after in zip(map(told.index, painted), map(told.index, painted[1:])))
                    if late or not painted:
                        yield f"page {page + 1}: {late} of {len(painted)} pieces are told before what stands above them"
        self.each(faults)

    def test_pdfua_has_nothing_to_say(self):
        # The rule of pdfua on empty headings fails at any heading of more than one piece (pdfua 0.1.3).
        broken = "UA-14-001"

        def faults(handout):
            report = json.loads(run(BIN / "pdfua", "check", "--format", "json", handout.path).stdout)
            yield from (f"{found['severity']} {found['rule_id']}: {found['message']}" for found in report["findings"])
            yield from (f"{rule['rule_id']} could not run: {rule['reason']}" for rule in report["skipped"] if rule["rule_id"] != broken)
        self.each(faults)

    def test_the_outline_nests_and_has_every_heading(self):
        def faults(handout):
            entries = handout.pdf.get_toc()
            levels = [level for level, _, _ in entries]
            if levels[:1] != [1] or any(below > above + 1 for above, below in zip(levels, levels[1:])):
                yield f"its levels jump: {levels}"
            names = [name for _, name, _ in entries]
            for lang in handout.languages:
                for heading in handout.site.headings(handout.guide, lang):
                    wanted = f"{heading.label} {heading.title}" if heading.label else heading.title
                    label = r"(.+[\s：:])?" if heading.label == "" else rf"{heading.label}[\s：:]+" if heading.label else ""
                    pattern = re.compile(rf"{label}{re.escape(heading.title)}([\s（(]+(選用|optional)[)）]?)?")
                    if not any(pattern.fullmatch(name) for name in names):
                        near = difflib.get_close_matches(wanted, names, 1)
                        yield f"no bookmark “{wanted}”" + (f", but “{near[0]}”" if near else "")
        self.each(faults)


class Text(Law):
    def readers(self, handout):
        """The text as each program reads it. In a bilingual handout pdftotext joins lines that are side by side,
        unless it reads in the file's own order."""
        poppler = handout.poppler_in_order if handout.layout == "bilingual" else handout.poppler
        return (("poppler", poppler), ("MuPDF", handout.mupdf))

    def test_every_title_is_found_as_typed(self):
        def faults(handout):
            for lang in handout.languages:
                titles = [handout.site.front(handout.guide, lang)["title"]]
                titles += [heading.title for heading in handout.site.headings(handout.guide, lang)]
                for reader, text in self.readers(handout):
                    yield from (f"{reader} does not find “{title}”" for title in titles if title not in text)
        self.each(faults)

    def test_names_are_found_as_often_as_they_were_written(self):
        names = ["e等公務園", "人事服務網eCPA", "我的E政府", "哈客網路學院", "身分證字號", "自然人憑證"]

        def faults(handout):
            source = handout.site.source(handout.guide, handout.lang)
            source = re.sub(r"!\[.*?\]|\]\([^)]*\)|^(platform|summary) .*$", "", source, flags=re.M)
            for reader, text in self.readers(handout):
                for name in names:
                    if text.count(name) < source.count(name):
                        yield f"{reader} finds {name} {text.count(name)} times, written {source.count(name)} times"
        self.each(faults)

    def test_steps_come_in_the_order_of_the_source(self):
        def faults(handout):
            for lang in handout.languages:
                steps = [step for step in handout.site.headings(handout.guide, lang) if step.label]
                for reader, text in (("poppler", handout.poppler_in_order), ("MuPDF", handout.mupdf)):
                    places = [(re.search(rf"{step.label}\s*{typed(step.title)}", text), step) for step in steps]
                    yield from (f"{reader} does not read “{step.label} {step.title}” as one" for place, step in places if not place)
                    starts = [place.start() for place, _ in places if place]
                    if starts != sorted(starts):
                        yield f"{reader} reads its steps in another order"
        self.each(faults)


class Layout(Law):
    def test_every_page_has_a_head_and_a_foot(self):
        def faults(handout):
            count = collections.Counter(cell.page for cell in handout.cells)
            most = 2 if handout.layout == "two-up" else 1
            for page in range(handout.pdf.page_count):
                if not 1 <= count[page] <= most:
                    yield f"page {page + 1}: {count[page]} running heads"
            for cell in handout.cells:
                below = [line for line in cell.lines if line.box.y0 >= cell.foot]
                folios = [line for line in below if re.fullmatch(r"\d+ ?[／/] ?\d+", line.text)]
                # Next to the number and below it is at most one line for each language;
                # above it are at most the page's steps.
                above = [line for line in below if folios and line.baseline < folios[0].baseline - 3]
                others = {round(line.baseline / 3) for line in below if line not in above and line not in folios}
                if cell.body and (len(folios) != 1 or len(above) > 1 or len(others) > (2 if handout.layout == "bilingual" else 1)):
                    yield f"{cell.name}: below the foot's rule stands {' | '.join(map(str, below))}"
        self.each(faults)

    def test_no_line_begins_or_ends_with_the_wrong_punctuation(self):
        def faults(handout):
            for cell in handout.cells:
                for line in cell.lines:
                    if line.text[0] in CLOSING or line.text[-1] in OPENING:
                        yield f"{cell.name}: {line}"
        self.each(faults)

    def test_no_text_stands_outside_its_area(self):
        def faults(handout):
            for cell in handout.cells:
                for line in cell.lines:
                    box = line.box
                    if line.text.isdigit() and any(picture.intersects(box) for picture in cell.pictures):
                        continue  # A pin may hang over the edge of its picture.
                    if box.x0 < cell.left - 1.5 or box.x1 > cell.right + 1.5:
                        yield f"{cell.name}: {line} is {max(cell.left - box.x0, box.x1 - cell.right):.1f} pt too far out"
                    if box.y0 < cell.foot - 4 < box.y1 and line in cell.body:
                        yield f"{cell.name}: {line} reaches the foot"
        self.each(faults)

    def test_what_is_taller_than_a_page_stands_on_it_whole(self):
        root = WORK / "tall"
        shutil.copytree(HERE / "site", root)
        tall = "這一段比一頁還要高，請點選**「下一步」**再看下去。" * 260
        file = root / "content/hard/alone.zh-TW.md"
        file.write_text(
            file.read_text().rstrip() + f"\n\n## 步驟 3：很高的條列\n\n- {tall}到此為止甲。[^foot]\n\n"
            f"## 步驟 4：很高的表格\n\n| 欄 | 列 |\n|---|---|\n| 高 | {tall}到此為止乙。 |\n\n"
            f"## 步驟 5：很高的段落\n\n{tall}到此為止丙。\n\n[^foot]: 註腳。\n"
        )
        for layout in ("handout", "two-up", "slides"):
            done = run(STEPBOOK, "pdf", "hard/alone", "--lang", "zh-TW", "--layout", layout, "--quiet", "--root", root, "--out", root / "out")
            self.assertEqual(done.stderr, "")
            handout = Handout(SITES[1], "hard/alone", "zh-TW", layout, root / "out")
            for end in "甲乙丙":
                lines = [(cell, line) for cell in handout.cells for line in cell.body if f"到此為止{end}" in line.text]
                self.assertEqual(len(lines), 1, f"{layout}: {end}")
                cell, line = lines[0]
                self.assertLess(line.box.y1, cell.foot - 4, f"{layout}: {line}")
                self.assertLess(line.box.x1, cell.right + 1.5, f"{layout}: {line}")

    def test_no_text_stands_on_other_text(self):
        def faults(handout):
            for cell in handout.cells:
                lines = sorted((line for line in cell.lines if not line.text.isdigit()), key=lambda line: line.box.y0)
                for i, line in enumerate(lines):
                    for other in lines[i + 1:]:
                        shared = line.box & other.box
                        if other.box.y0 > line.box.y1:
                            break
                        if not shared.is_empty and shared.height > 0.35 * min(line.size, other.size) and shared.width > 1:
                            yield f"{cell.name}: {line} and {other}"
        self.each(faults)

    def test_values_side_by_side_do_not_touch(self):
        """The facts under the title are columns: their values must not read as one word."""
        def faults(handout):
            front = handout.site.front(handout.guide, handout.lang)
            facts = [re.escape(re.sub(r"^https?://|/$", "", front.get("platform", "no platform"))), str(front["verified"])]
            for line in handout.cells[0].body:
                if line.size > 0.9 * handout.body_size and any(re.search(rf"[^\s/]{fact}|{fact}[^\s/]", line.text) for fact in facts):
                    yield f"page 1: {line}"
        self.each(faults)

    def test_no_glyph_is_missing(self):
        def faults(handout):
            for page in handout.pdf:
                for span in page.get_texttrace():
                    for code, glyph, place, _ in span["chars"]:
                        if glyph == 0 or code in (0, 0xFFFD):
                            yield f"page {page.number + 1}: U+{code:04X}, glyph {glyph} at {place[0]:.0f}, {place[1]:.0f}"
        self.each(faults)

    def test_no_heading_is_the_last_thing_on_a_page(self):
        def faults(handout):
            size = handout.body_size
            for _, name, page, place in handout.pdf.get_toc(simple=False):
                y, x = place["to"].y, place["to"].x
                cells = [cell for cell in handout.cells if cell.page == page - 1 and cell.left - 2 <= x <= cell.right]
                if not cells:
                    yield f"page {page}: the bookmark “{name}” leads to no text"
                    continue
                titles = [re.sub(r"\W", "", name) for _, name, _ in handout.pdf.get_toc()]
                letters = lambda line: re.sub(r"\W", "", line.text)
                below = [line for line in cells[0].body if line.box.y0 > y - 1 and line.size > 0.9 * size]
                below = [line for line in below if not any(letters(line) in title for title in titles)]
                if not below and not any(box.y0 > y for box in cells[0].pictures):
                    yield f"{cells[0].name}: “{name}”"
        self.each(faults)

    def test_no_inner_page_is_more_than_a_quarter_empty_while_more_would_fit(self):
        def least(cell):
            """The least height of the first piece of a page: its first picture at 60 % of the text's width, with
            caption, item and note."""
            if not cell.pictures: return 0
            first = min(cell.pictures, key=lambda box: box.y0)
            smallest = min(1, .6 * (cell.right - cell.left) / first.width)
            return first.y0 - cell.head - 14 + first.height * smallest + 60

        def faults(handout):
            cells = [cell for cell in handout.cells if cell.body]
            for cell, following in zip(cells, cells[1:]):
                top, bottom = cell.head + 14, cell.foot - 14
                edge, widest = top, (0, 0)
                for box in sorted(cell.ink, key=lambda box: box.y0) + [pymupdf.Rect(0, bottom, 1, bottom)]:
                    widest = max(widest, (box.y0 - edge, edge))
                    edge = max(edge, box.y1)
                if widest[0] > max((bottom - top) / 4, least(following)):
                    yield f"{cell.name}: {widest[0] / (bottom - top):.0%} empty below {widest[1]:.0f}"
        # Slides begin a new page at each panel, and two languages stay side by side. The hard site has pieces that
        # fit on no page together with others; a law of `fill` tests that nothing smaller is left.
        self.each(faults, [handout for handout in HANDOUTS if handout.layout in ("handout", "two-up") and handout.site is SITES[0]])


class Pictures(Law):
    def test_pictures_are_the_published_ones_to_the_pixel(self):
        published = {}
        for site in SITES:
            out = WORK / f"{site.root.name}-public"
            run(STEPBOOK, "build", "--quiet", "--root", site.root, "--out", out)
            published[site.root] = {shown(PIL.Image.open(path)) for path in out.rglob("img/*.png")}
            published[site.root] |= {path.read_bytes() for path in out.rglob("img/*.jpg")}

        def faults(handout):
            for page in handout.pdf:
                for xref, mask, width, height, *_ in page.get_images(full=True):
                    photo = handout.pdf.xref_get_key(xref, "Filter")[1] == "/DCTDecode"
                    found = handout.pdf.xref_stream_raw(xref) if photo else picture_of(handout.pdf, xref, mask)
                    if found not in published[handout.site.root]:
                        yield f"page {page.number + 1}: its picture of {width} × {height} is not among the site's"
        self.each(faults)


if __name__ == "__main__":
    unittest.main(verbosity=2)
