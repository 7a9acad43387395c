"""Laws of how pages look: what stands where, and pictures to the pixel. Run by test_handouts.py."""

import collections
import re
import shutil

import PIL.Image
import pymupdf

from law import HANDOUTS, HERE, Law, SITES, STEPBOOK, WORK, run
from reading import CLOSING, OPENING, Handout, picture_of, shown


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
