"""Reads guides and handouts for test_handouts.py: what the author wrote, and where it is on a page.

A line is what a reader sees as one line: characters on one baseline, without a wide gap between them. MuPDF tells
where each character is; nothing here knows how our program laid them out.
"""

import collections
import dataclasses
import functools
import io
import pathlib
import re
import subprocess
import tomllib

import pikepdf
import PIL.Image
import pymupdf

CLOSING = "，。、；：！？」』）》〉】"
OPENING = "「『（《〈【"
LAYOUTS = ("handout", "two-up", "slides", "bilingual")
CJK = r"[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\u3000-\u303f]"


def joined(text):
    """The text without its line breaks, as a person would type it: in Chinese a line break is no space."""
    text = re.sub(r"[ \t]*[\n\f]+[ \t]*", "\n", text)
    text = re.sub(rf"(?<={CJK})\n|\n(?={CJK})", "", text)
    return text.replace("\n", " ")


def typed(title):
    """A pattern for a title. A space next to Chinese may be missing, since it is lost at the end of a line."""
    return re.sub(rf"(?<={CJK})\\ |\\ (?={CJK})", r"\\s*", re.escape(title))


# What the author wrote


@dataclasses.dataclass(frozen=True)
class Heading:
    """A heading of the source. `label` is None if it is no step, and "" if the program has to number the step."""

    label: str | None
    title: str


@dataclasses.dataclass(frozen=True)
class Site:
    root: pathlib.Path
    config: dict

    @staticmethod
    def read(root):
        return Site(root, tomllib.loads((root / "stepbook.toml").read_text()))

    @property
    def languages(self):
        return self.config["languages"]

    @property
    def guides(self):
        """The names of all guides, in the form that `stepbook pdf` takes."""
        names = {f"{path.parent.name}/{path.name.split('.')[0]}" for path in self.root.glob("content/[!_]*/*.md")}
        return sorted(name for name in names if not name.endswith("/index"))

    def source(self, guide, lang):
        """The source of a guide in this language; if there is none, the source in the default language."""
        path = self.root / "content" / f"{guide}.{lang}.md"
        stands_in = path.with_name(f"{path.name.split('.')[0]}.{self.languages[0]}.md")
        return (path if path.exists() else stands_in).read_text()

    def front(self, guide, lang):
        return tomllib.loads(self.source(guide, lang).split("+++")[1])

    def headings(self, guide, lang):
        """The headings of a guide. Steps without a translation are at the place that they have in the default language."""
        own = self._own_headings(guide, lang)
        default, before = self._own_headings(guide, self.languages[0], lang), None
        for heading in default:
            if heading.label and heading.label not in [it.label for it in own]:
                own.insert([it.label for it in own].index(before) + 1, heading)
            before = heading.label or before
        return own

    def _own_headings(self, guide, lang, shown=None):
        source = re.sub(r"^```.*?^```", "", self.source(guide, lang), flags=re.M | re.S)
        words = {word: said for name in self.languages for word, said in zip(self._words(name), self._words(shown or lang))}
        return [heading_of(line, words) for line in re.findall(r"^##+ (.+)$", source, flags=re.M)]

    def _words(self, lang):
        steps = self.config["steps"][lang]
        return [steps["word"], *steps.get("series", [])]


def heading_of(line, words):
    title = re.sub(r"\s*\{#[^}]*\}\s*$", "", line)
    title = re.sub(r"\s*[（(](選用|optional)[）)]$", "", title)
    step = re.match(rf"({'|'.join(words)})\s*([\d-]*)\s*[：:]\s*", title)
    if not step:
        return Heading(None, title)
    return Heading(f"{words[step[1]]} {step[2]}" if step[2] else "", title[step.end():])


# What is on a page


@dataclasses.dataclass(frozen=True)
class Line:
    text: str
    box: pymupdf.Rect
    size: float
    baseline: float

    def __str__(self):
        return f"“{self.text}” at {self.box.x0:.0f}, {self.box.y0:.0f}"


@dataclasses.dataclass(frozen=True)
class Cell:
    """One page as readers count them, with the rules of its head and foot. A sheet may have two pages."""

    page: int
    place: int
    left: float
    right: float
    head: float
    foot: float
    lines: tuple
    pictures: tuple
    shapes: tuple

    @property
    def name(self):
        return f"page {self.page + 1}" + ("" if self.place == 0 else ", right half")

    @property
    def body(self):
        return [line for line in self.lines if self.head < line.box.y1 and line.box.y0 < self.foot]

    @property
    def ink(self):
        return [line.box for line in self.body] + [box for box in (*self.pictures, *self.shapes) if self.head + 1 < box.y0 and box.y1 < self.foot - 1]


class Handout:
    """One PDF, and the source that it was made of."""

    def __init__(self, site, guide, lang, layout, folder):
        self.site, self.guide, self.lang, self.layout = site, guide, lang, layout
        suffix = "" if layout == "handout" else f".{layout}"
        self.relative = f"{lang}/{guide}{suffix}.pdf"
        self.path = folder / self.relative

    def __str__(self):
        return f"{self.site.root.name}: {self.relative}"

    @property
    def languages(self):
        """The languages of the handout, its own language first."""
        both = self.layout == "bilingual" and (self.site.root / "content" / f"{self.guide}.en.md").exists()
        return [self.lang, *(lang for lang in self.site.languages if lang != self.lang)] if both else [self.lang]

    @functools.cached_property
    def pdf(self):
        return pymupdf.open(self.path)

    @functools.cached_property
    def poppler(self):
        return self._pdftotext()

    @functools.cached_property
    def poppler_in_order(self):
        """The text in the order of the file, not of the page, so that lines side by side are not one line."""
        return self._pdftotext("-raw")

    def _pdftotext(self, *flags):
        return joined(subprocess.run(["pdftotext", *flags, self.path, "-"], check=True, capture_output=True, text=True).stdout)

    @functools.cached_property
    def mupdf(self):
        return joined("\n".join(page.get_text("text") for page in self.pdf))

    @functools.cached_property
    def body_size(self):
        sizes = [(line.size, len(line.text)) for cell in self.cells for line in cell.lines]
        return max({size for size, _ in sizes}, key=lambda size: sum(count for s, count in sizes if s == size))

    @functools.cached_property
    def cells(self):
        return [cell for page in self.pdf for cell in cells_of(page)]


def cells_of(page):
    shapes = [pymupdf.Rect(drawing["rect"]) for drawing in page.get_drawings()]
    level = [box for box in shapes if box.height < 1 and box.width > page.rect.width / 4]
    top = min((box.y0 for box in level), default=0)
    heads = sorted((box for box in level if box.y0 < top + 1), key=lambda box: box.x0)
    share = page.rect.width / max(len(heads), 1)
    lines, pictures = lines_of(page), [pymupdf.Rect(image["bbox"]) for image in page.get_image_info()]

    def within(place, things, box_of=lambda box: box):
        return tuple(it for it in things if min(int(max(box_of(it).x0, 0) // share), len(heads) - 1) == place)

    for place, head in enumerate(heads):
        foot = max(box.y0 for box in level if abs(box.x0 - head.x0) < 1 and box.width > head.width - 1)
        yield Cell(page.number, place, head.x0, head.x1, head.y0, foot,
                   within(place, lines, lambda line: line.box), within(place, pictures), within(place, shapes))


@dataclasses.dataclass
class Word:
    text: str
    box: pymupdf.Rect
    size: float
    baseline: float


def lines_of(page):
    """The lines of a page: words that are on one baseline and near each other."""
    rows = []
    for word in sorted(words_of(page), key=lambda word: word.baseline):
        if not rows or word.baseline - rows[-1][0].baseline > 0.6:
            rows.append([])
        rows[-1].append(word)
    lines = []
    for row in rows:
        row.sort(key=lambda word: word.box.x0)
        run = [row[0]]
        for word in row[1:]:
            if not -1 < (word.box.x0 - run[-1].box.x1) / max(word.size, run[-1].size) < 1:
                lines.append(line_of(run))
                run = []
            run.append(word)
        lines.append(line_of(run))
    return lines


def words_of(page):
    raw = page.get_text("rawdict", clip=pymupdf.INFINITE_RECT(), flags=pymupdf.TEXTFLAGS_RAWDICT & ~pymupdf.TEXT_PRESERVE_IMAGES)
    for span in (span for block in raw["blocks"] for line in block["lines"] for span in line["spans"]):
        word = None
        for char in span["chars"]:
            ink = ink_of(char, span["size"])
            if not char["c"].strip() or (word and ink.x0 - word.box.x1 > span["size"]):
                if word:
                    yield word
                word = None
            if char["c"].strip():
                word = word or Word("", ink, round(span["size"], 1), char["origin"][1])
                word.text, word.box = word.text + char["c"], word.box | ink
        if word:
            yield word


def ink_of(char, size):
    """The area where a character has ink, roughly. Full-width punctuation fills only half of its box."""
    box = pymupdf.Rect(char["bbox"])
    if char["c"] in CLOSING:
        box.x1 = min(box.x1, char["origin"][0] + size / 2)
    elif char["c"] in OPENING:
        box.x0 = max(box.x0, box.x1 - size / 2)
    baseline = char["origin"][1]
    return pymupdf.Rect(box.x0, baseline - 0.8 * size, box.x1, baseline + 0.15 * size)


def line_of(words):
    box, text = pymupdf.Rect(words[0].box), words[0].text
    for before, word in zip(words, words[1:]):
        box |= word.box
        text += (" " if word.box.x0 - before.box.x1 > 0.2 * word.size else "") + word.text
    return Line(text, box, max(word.size for word in words), words[0].baseline)


# What is in the file


def told_on_pages(pdf):
    """The numbers of the marked pieces of each page, in the order of the structure tree."""
    numbers, told = {page.obj.objgen: i for i, page in enumerate(pdf.pages)}, collections.defaultdict(list)

    def walk(node, page):
        if isinstance(node, int):
            told[page].append(node)
        elif isinstance(node, pikepdf.Array):
            for child in node:
                walk(child, page)
        else:
            page = numbers[node.Pg.objgen] if "/Pg" in node else page
            if node.get("/Type") == "/MCR":
                told[page].append(int(node.MCID))
            elif "/K" in node:
                walk(node.K, page)
    walk(pdf.Root.StructTreeRoot.K, None)
    return told


def painted_on(page):
    for operands, operator in pikepdf.parse_content_stream(page):
        if str(operator) == "BDC" and len(operands) == 2 and "/MCID" in operands[1]:
            yield int(operands[1].MCID)


def shown(picture):
    """Size, alpha and colours of a picture, in a form that can be compared: a transparent pixel has no colour."""
    clear = PIL.Image.new("RGBA", picture.size)
    picture = picture.convert("RGBA")
    alpha = picture.getchannel("A")
    clear.paste(picture, mask=alpha.point(lambda share: 255 if share else 0))
    return picture.size, alpha.tobytes(), clear.convert("RGB").tobytes()


def picture_of(pdf, xref, mask):
    def decoded(number):
        return PIL.Image.open(io.BytesIO(pymupdf.Pixmap(pdf, number).tobytes("png")))
    picture = decoded(xref).convert("RGB")
    if mask:
        picture.putalpha(decoded(mask).convert("L"))
    return shown(picture)
