"""Laws of tables on paper: names and numbers in one line, small tables on one page. Run by test_handouts.py."""

import re

from law import HANDOUTS, Law

NAME_OR_NUMBER = re.compile(r"[\d(][\d,()-]*[,()-][\d-]*\d|[A-Z]\d{9}|(?<=[ 、])[\u4e00-\u9fff]{3,4}(?=[ 、])")


def tables_of(handout):
    """The tables in the source of a handout's guide, each as its rows of cells."""
    source = handout.site.source(handout.guide, handout.lang)
    for table in re.findall(r"(?:^\|.*\n)+", source, flags=re.M):
        yield [[cell.strip() for cell in row.strip("|").split("|")] for row in table.splitlines() if not row.startswith("|-")]


class Tables(Law):
    def tabled(self):
        return [handout for handout in HANDOUTS if handout.guide == "hard/tables"]

    def test_names_and_numbers_are_in_one_line(self):
        def faults(handout):
            cells = [cell for table in tables_of(handout) for row in table for cell in row]
            words = {word for cell in cells for word in NAME_OR_NUMBER.findall(f" {cell} ")}
            if len(words) < 15:
                yield f"only {len(words)} names and numbers were read: {words}"
            lines = [line.text.replace(" ", "") for cell in handout.cells for line in cell.lines]
            for word in words:
                written = sum(cell.count(word) for cell in cells)
                if sum(line.count(word) for line in lines) < written:
                    yield f"{word} is broken"
        self.each(faults, self.tabled())

    def test_a_table_that_fits_on_a_page_is_on_one(self):
        def faults(handout):
            for table in tables_of(handout):
                firsts = [row[0] for row in table[1:]]
                pages = [cell.name for cell in handout.cells for first in firsts
                         if any(line.text.replace(" ", "").startswith(first) for line in cell.lines)]
                if len(set(pages)) != 1 or len(pages) != len(firsts):
                    yield f"the table of {firsts[0]} is on {pages}"
        # A slide is lower than these tables, and two languages without a translation say everything twice.
        self.each(faults, [handout for handout in self.tabled() if handout.layout in ("handout", "two-up")])
