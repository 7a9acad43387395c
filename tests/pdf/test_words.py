"""The law of words: what a page says, its handout says too, whatever elements the page has. Run by test_handouts.py."""

import functools
import html.parser
import re

from law import STEPBOOK, WORK, Law, run

# Elements of the page around the text, and what stands for a picture or opens it.
FRAME = {"svg", "label", "button", "script", "style"}
FRAME_CLASSES = {"step-side", "vh", "badge", "alert-title", "enlarge", "top-line", "chip", "panel-of", "footnotes"}
VOID = {"br", "hr", "img", "input", "wbr", "use"}


class Words(html.parser.HTMLParser):
    """The texts in the body of a guide's page, one for each element that has text of its own."""

    def __init__(self):
        super().__init__()
        self.open, self.texts = [], []

    def handle_starttag(self, tag, attributes):
        if tag not in VOID:
            classes = set((dict(attributes).get("class") or "").split())
            self.open.append((tag, classes))

    def handle_endtag(self, tag):
        while self.open and tag not in VOID:
            if self.open.pop()[0] == tag:
                break

    def handle_data(self, data):
        around = set().union(*(classes for _, classes in self.open))
        frame = around & FRAME_CLASSES or any(tag in FRAME for tag, _ in self.open)
        # What a click does is not said on paper: where an entry leads, how large a download is.
        click = "entry" in around and any(tag == "a" for tag, _ in self.open)
        size = "download" in around and data.startswith(("（", " ("))
        if "guide-body" in around and not (frame or click or size) and data.strip():
            self.texts.append(data)


def letters(text):
    """The letters and digits of a text: line breaks, spaces and the signs that paper adds don't count."""
    return re.sub(r"[\W_]", "", text)


@functools.cache
def built(root):
    """The pages of a site."""
    out = WORK / f"{root.name}-pages"
    run(STEPBOOK, "build", "--quiet", "--root", root, "--out", out)
    return out


class Paper(Law):
    def test_every_word_of_a_page_is_in_its_handout(self):
        def faults(handout):
            page = built(handout.site.root) / handout.lang / f"{handout.guide}.html"
            reader = Words()
            reader.feed(page.read_text())
            said = letters(handout.mupdf)
            for text in reader.texts:
                # A page's head or foot may stand in the middle of a long text.
                pieces = [letters(piece) for piece in re.split(r"[，。、；：！？\s]+", text)]
                yield from (f"“{text.strip()}” is not on paper: {piece}" for piece in pieces if piece not in said)
        self.each(faults)
