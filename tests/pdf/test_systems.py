"""What the real handout needs on paper: rows S24, S26, S47 and S55 of tests/SYSTEMS.md, tested on our own guides."""
import os
import pathlib
import re
import subprocess
import tempfile
import unittest

import pymupdf

ROOT = pathlib.Path(__file__).resolve().parents[2]
STEPBOOK = os.environ["STEPBOOK"]  # run.sh says which program
GUIDE = "elearn/register"


def pages(layout="handout", lang="zh-TW", guide=GUIDE):
    """The pages of a handout: the text of each without white space, in the file's own order, and the size of each."""
    with tempfile.TemporaryDirectory() as out:
        subprocess.run([STEPBOOK, "pdf", guide, "--quiet", "--root", ROOT, "--lang", lang, "--layout", layout, "--out", out], check=True)
        file, = pathlib.Path(out).rglob("*.pdf")
        with pymupdf.open(file) as pdf:
            return [re.sub(r"\s+", "", page.get_text()) for page in pdf], [page.rect for page in pdf]


class Systems(unittest.TestCase):
    def test_s24_a_panel_repeats_its_step_and_says_which_part_it_is(self):
        text = "".join(pages()[0])
        for part in (2, 3, 4):
            self.assertIn(f"步驟5-2續{part}／4更新憑證", text)

    def test_s26_a_branch_says_on_which_page_its_step_is(self):
        texts, _ = pages()
        said = re.search(r"失敗出現「憑證登入失敗」➔步驟5-2「更新憑證」，第(\d+)頁", "".join(texts))
        self.assertIsNotNone(said)
        self.assertIn("步驟5-2更新憑證", texts[int(said[1]) - 1])

    def test_s26_each_reference_leads_to_the_page_that_it_names(self):
        for lang, pattern in (("zh-TW", r"第 ?(\d+) ?頁"), ("en", r"page (\d+)")):
            with tempfile.TemporaryDirectory() as out:
                subprocess.run([STEPBOOK, "pdf", GUIDE, "--quiet", "--root", ROOT, "--lang", lang, "--out", out], check=True)
                file, = pathlib.Path(out).rglob("*.pdf")
                with pymupdf.open(file) as pdf:
                    named = sum(len(re.findall(pattern, page.get_text())) for page in pdf)
                    inner = [link for page in pdf for link in page.get_links() if link["kind"] == pymupdf.LINK_GOTO]
                    self.assertGreater(named, 8)
                    self.assertGreater(len(inner), 8)
                    for page in pdf:
                        for link in page.get_links():
                            words = page.get_textbox(link["from"] + (-2, -2, 90, 2))
                            if link["kind"] == pymupdf.LINK_GOTO and (said := re.search(pattern, words)):
                                self.assertEqual(link["page"] + 1, int(said[1]), words)

    def test_s47_there_are_four_layouts_of_each_guide(self):
        sheets = {layout: pages(layout) for layout in ("handout", "two-up", "slides", "bilingual")}
        shape = {layout: tuple(round(side) for side in rects[0][2:]) for layout, (_, rects) in sheets.items()}
        self.assertEqual(shape, {"handout": (595, 842), "two-up": (842, 595), "slides": (720, 405), "bilingual": (595, 842)})
        self.assertLess(len(sheets["two-up"][0]), len(sheets["handout"][0]), "two-up saves paper")
        self.assertIn("Step5-2", "".join(sheets["bilingual"][0]))
        self.assertIn("步驟5-2", "".join(sheets["bilingual"][0]))
        starts = [text for text in sheets["slides"][0] if "步驟5-2更新憑證" in text and "完成" not in text]
        self.assertEqual(len(starts), 1, "a slide of its own")

    def test_s55_a_handout_has_boxes_to_tick_off_for_each_step(self):
        texts, _ = pages()
        self.assertIn("做完一步，在方格打勾", texts[0])
        text = "".join(texts[1:])
        for step in ("1", "2", "3", "4", "4-1", "4-2", "5", "5-1", "5-2", "5-3"):
            self.assertRegex(text, rf"步驟{step}[^步驟]+完成", f"step {step}")


if __name__ == "__main__":
    unittest.main(verbosity=2)
