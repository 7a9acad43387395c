#!/usr/bin/env python3
"""Laws of our handouts, as other programs read them. Run by tests/pdf/run.sh, which says what it needs.

`stepbook pdf` makes every guide of content/ and of tests/pdf/site/ in every language and layout; then poppler,
qpdf, MuPDF, outloud and pdfua read them. A test is one law over all of them and lists every place that breaks it.
A single law: tests/pdf/run.sh STEPBOOK Layout.test_no_line_begins_or_ends_with_the_wrong_punctuation
"""

import difflib
import json
import os
import re
import shutil
import subprocess
import unittest

import pikepdf

from law import BIN, HANDOUTS, HERE, Law, MISSING, ROOT, SAID, SITES, STEPBOOK, WORK, make, run
from reading import painted_on, told_on_pages, typed
from test_pages import Layout, Pictures
from test_tables import Tables
from test_words import Paper

# The laws of one run, those of the other files too.
__all__ = ["Layout", "Paper", "Pictures", "Tables"]


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


if __name__ == "__main__":
    unittest.main(verbosity=2)
