//! Blocks for paper: atoms that fill pages, and blocks inside other blocks.

use super::columns::{INSIDE, PAGE, TableColumns};
use super::writer::PrintWriter;
use crate::model::{
    Alert, AlertKind, Align, Block as Model, Branch, Inline as Words, Item as ModelItem, List, Numbering,
    Resolved, Table as ModelTable, plain_text,
};
use crate::render::html_lines;
use crate::render::pdf::record::{
    BranchCard, PrintBlock, PrintInline, PrintItem, PrintListItem, PrintNode, PrintRow, PrintTable,
};
use crate::render::pdf::sheet::Layout;
use crate::render::pdf::text::fold::foldable;
use crate::render::pdf::text::long;
use crate::render::pdf::text::long::{listing, paragraphs};
use std::borrow::Cow;

/// Most lines of a listing in one atom.
const CODE_LINES: usize = 8;

/// Most lines of code in one piece of a listing inside another block: about a
/// page. The engine needs more than twice the time for twice the lines.
const BLOCK_LINES: usize = 64;

/// Most rows of a table in one atom of a bilingual handout.
const BESIDE_ROWS: usize = 10;

impl PrintWriter<'_> {
    /// Writes blocks as atoms, one or several for each block.
    pub(crate) fn flow(&mut self, blocks: &[Model<Resolved>]) {
        for block in blocks {
            self.flow_block(block);
        }
    }

    fn flow_block(&mut self, block: &Model<Resolved>) {
        match block {
            Model::Heading(heading) => {
                self.lead_here(&heading.id);
                self.heading(heading.level, &heading.title);
            }
            Model::List(list) => self.flow_list(list),
            Model::Figure(figure) => self.flow_figure(figure),
            Model::Branches(branches) => self.flow_cards(branches, None),
            Model::Code { text, .. } => {
                for piece in code(&listing(text, self.sheet.code()), CODE_LINES) {
                    self.push(piece);
                }
            }
            // A table has one atom for every `BESIDE_ROWS` rows, not one a row.
            Model::Table(table) if self.sheet.layout == Layout::Bilingual => {
                let columns = self.columns(table, PAGE);
                for rows in table.rows.chunks(BESIDE_ROWS) {
                    let table = self.table(table, rows, &columns);
                    self.push(PrintBlock::Table(table.whole()));
                }
            }
            Model::Table(table) => {
                let columns = self.columns(table, PAGE);
                for (index, row) in table.rows.iter().enumerate() {
                    let written = self.table(table, std::slice::from_ref(row), &columns);
                    let mut table = if index == 0 { written.whole() } else { written.table };
                    for (part, row) in std::mem::take(&mut table.rows).into_iter().enumerate() {
                        let table = PrintTable { rows: vec![row], ..table.clone() };
                        self.push(PrintBlock::Row(PrintRow { first: index == 0 && part == 0, table }));
                    }
                }
            }
            Model::Definitions(entries) => {
                for entry in entries {
                    let term = self.inlines(&entry.term);
                    let meanings = entry.meanings.iter().map(|meaning| self.blocks(meaning)).collect();
                    for block in long::term(term, meanings) {
                        self.push(block);
                    }
                }
            }
            Model::Element { open, content, .. } => {
                for block in summary(open) {
                    self.push(block);
                }
                self.flow(content);
            }
            Model::Paragraph(words) => {
                for block in paragraphs(self.paragraph(words)) {
                    self.push(block);
                }
            }
            other => {
                for block in self.block(other) {
                    self.push(block);
                }
            }
        }
    }

    /// Writes blocks that stand inside another block.
    pub(crate) fn blocks(&mut self, blocks: &[Model<Resolved>]) -> Vec<PrintBlock> {
        blocks.iter().flat_map(|block| self.block(block)).collect()
    }

    fn block(&mut self, block: &Model<Resolved>) -> Vec<PrintBlock> {
        vec![match block {
            Model::Paragraph(words) => return paragraphs(self.paragraph(words)),
            Model::Heading(heading) => {
                let content = self.inlines(&heading.title);
                return paragraphs(vec![PrintInline::Node(PrintNode::Strong { content })]);
            }
            Model::List(list) => PrintBlock::List { items: self.list(list) },
            Model::Figure(figure) => return self.inner_figure(figure),
            Model::Branches(branches) => {
                let rows = branches.chunks(self.sheet.cards()).enumerate();
                let row = |(at, row)| self.cards_row((row, false), None, at == 0);
                return rows.flat_map(row).collect();
            }
            Model::Alert(alert) => self.alert(alert),
            Model::Quote(content) => PrintBlock::Quote { body: self.blocks(content) },
            Model::Outcome(words) => {
                let marks = &self.language.words;
                let label = [marks.of_steps.result.as_str(), &marks.punctuation.colon].concat();
                return long::outcome(label, self.paragraph(words));
            }
            Model::Code { text, .. } => {
                // A line inside another block is shorter.
                let lines = listing(text.trim_end(), self.sheet.code() * 2 / 3);
                return code(&lines, BLOCK_LINES).collect();
            }
            Model::Table(table) => {
                let columns = self.columns(table, INSIDE);
                PrintBlock::Table(self.table(table, &table.rows, &columns).whole())
            }
            Model::Definitions(entries) => {
                let mut out = Vec::new();
                for entry in entries {
                    let term = self.inlines(&entry.term);
                    let meanings = entry.meanings.iter().map(|meaning| self.blocks(meaning)).collect();
                    out.extend(long::term(term, meanings));
                }
                return out;
            }
            Model::Rule => PrintBlock::Rule,
            Model::Html(html) => return lines(html),
            Model::Element { open, content, .. } => {
                let mut out = summary(open);
                out.extend(self.blocks(content));
                return out;
            }
            Model::Include(never) => match *never {},
        }]
    }

    fn alert(&mut self, alert: &Alert<Resolved>) -> PrintBlock {
        let words = &self.language.words.alert;
        let (kind, label) = match alert.kind {
            AlertKind::Note => ("note", &words.note),
            AlertKind::Tip => ("tip", &words.tip),
            AlertKind::Important => ("important", &words.important),
            AlertKind::Warning => ("warning", &words.warning),
            AlertKind::Caution => ("caution", &words.caution),
        };
        let (mut label, mut title, mut body) = (label.clone(), Vec::new(), Vec::new());
        if !alert.title.is_empty() && plain_text(&alert.title) != label {
            label.push_str(&self.language.words.punctuation.colon);
            title = long::begin(self.inlines(&alert.title), &mut body);
        }
        body.extend(self.blocks(&alert.blocks));
        PrintBlock::Alert { kind, label, title, body }
    }

    fn table(
        &mut self,
        table: &ModelTable<Resolved>,
        rows: &[Vec<Vec<Words<Resolved>>>],
        widths: &TableColumns,
    ) -> WrittenTable {
        let align = |align: &Align| match align {
            Align::Start => "start",
            Align::Center => "center",
            Align::End => "end",
        };
        self.in_cell = widths.whole;
        let mut cells =
            |row: &[Vec<Words<Resolved>>]| long::rows(row.iter().map(|cell| self.inlines(cell)).collect());
        let mut head = cells(&table.head).into_iter();
        let columns = table.columns.iter().map(align).collect();
        let (first, rest) = (head.next().unwrap_or_default(), head.collect());
        let rows = rows.iter().flat_map(|row| cells(row)).collect();
        self.in_cell = false;
        let (shares, size) = (widths.shares.clone(), widths.size);
        WrittenTable { table: PrintTable { columns, shares, size, head: first, rows }, rest }
    }

    fn flow_list(&mut self, list: &List<Resolved>) {
        for (index, item) in list.items.iter().enumerate() {
            let item = self.list_item(list, index, item);
            self.push(PrintBlock::ListItem(item));
        }
    }

    fn list(&mut self, list: &List<Resolved>) -> Vec<PrintListItem> {
        list.items.iter().enumerate().map(|(index, item)| self.list_item(list, index, item)).collect()
    }

    fn list_item(
        &mut self,
        list: &List<Resolved>,
        index: usize,
        item: &ModelItem<Resolved>,
    ) -> PrintListItem {
        let index = u32::try_from(index).unwrap_or(u32::MAX);
        let (n, number) = match list.numbering {
            Numbering::Bullets => (0, None),
            Numbering::Numbers { start, parenthesis } => {
                let n = start.saturating_add(index);
                (n, Some(if parenthesis { format!("{n})") } else { format!("{n}.") }))
            }
        };
        let optional = item.optional.then(|| self.language.words.of_steps.optional.clone());
        let body = self.item_body(item);
        PrintListItem { n, number, task: item.task, tight: list.tight, first: index == 0, optional, body }
    }

    /// Writes the blocks of an item, after its branch if it is one.
    pub(crate) fn item_body(&mut self, item: &ModelItem<Resolved>) -> Vec<PrintBlock> {
        let mut body = Vec::new();
        if let Some(branch) = &item.branch {
            let content = self.inlines(&branch.label);
            let mut words = vec![PrintInline::Node(PrintNode::Strong { content })];
            if !branch.text.is_empty() {
                words.push(PrintInline::Text(self.language.words.punctuation.colon.clone()));
                words.extend(self.inlines(&branch.text));
            }
            words.push(PrintInline::Text(" ➔ ".to_owned()));
            words.extend(self.target(branch));
            body.extend(paragraphs(words));
        }
        body.extend(self.blocks(&item.blocks));
        body
    }

    /// Writes the target of a branch as a reference that says the page.
    fn target(&mut self, branch: &Branch<Resolved>) -> Vec<PrintInline> {
        let mut out = Vec::new();
        if branch.target.is_empty() {
            let said = &branch.name.whole;
            let mut content = Vec::new();
            self.text(said, &mut content);
            self.linked(&branch.link, (content, said), &mut out);
        } else {
            self.link(&branch.link, &branch.target, &mut out);
        }
        out
    }

    pub(crate) fn flow_cards(&mut self, branches: &[Branch<Resolved>], heading: Option<(u8, String)>) {
        let mut heading = heading;
        let entries = heading.is_some();
        for (index, row) in branches.chunks(self.sheet.cards()).enumerate() {
            for block in self.cards_row((row, entries), heading.take(), index == 0) {
                self.push(block);
            }
        }
    }

    /// Writes branches as cards side by side; text that is too long for its card
    /// follows below.
    fn cards_row(
        &mut self,
        (row, entries): (&[Branch<Resolved>], bool),
        heading: Option<(u8, String)>,
        first: bool,
    ) -> Vec<PrintBlock> {
        let mut below = Vec::new();
        let cards = row.iter().map(|branch| self.card(branch, entries, &mut below)).collect();
        let (level, heading) = heading.map_or((2, None), |(level, words)| (level, Some(words)));
        std::iter::once(PrintBlock::Cards { first, level, heading, cards }).chain(below).collect()
    }

    fn card(&mut self, branch: &Branch<Resolved>, entry: bool, below: &mut Vec<PrintBlock>) -> BranchCard {
        let outcome = self.language.outcome_of(branch).filter(|_| !entry);
        let content = self.inlines(&branch.label);
        BranchCard {
            outcome,
            label: long::begin(vec![PrintInline::Node(PrintNode::Strong { content })], below),
            text: long::begin(self.paragraph(&branch.text), below),
            target: self.target(branch),
        }
    }

    pub(crate) fn item(
        &mut self,
        (n, pinned): (u32, bool),
        item: &ModelItem<Resolved>,
        first: bool,
    ) -> PrintItem {
        let optional = item.optional.then(|| self.language.words.of_steps.optional.clone());
        PrintItem { n, pinned, first, optional, body: self.item_body(item) }
    }
}

/// A table for paper; `rest` holds the rows that a too long head was cut into.
struct WrittenTable {
    table: PrintTable,
    rest: Vec<Vec<Vec<PrintInline>>>,
}

impl WrittenTable {
    /// The table with the rest of its head as its first rows.
    fn whole(mut self) -> PrintTable {
        self.rest.append(&mut self.table.rows);
        PrintTable { rows: self.rest, ..self.table }
    }
}

/// Cuts the lines of a listing into pieces of at most `most` lines.
fn code(lines: &[Cow<'_, str>], most: usize) -> impl Iterator<Item = PrintBlock> {
    let pieces = lines.chunks(most).enumerate();
    pieces.map(|(index, piece)| PrintBlock::Code { text: piece.join("\n"), first: index == 0 })
}

/// The text in the start of an element, which is what a reader unfolds.
fn summary(open: &str) -> Vec<PrintBlock> {
    let words = html_lines::lines(open).into_iter().map(|line| {
        let content = vec![PrintInline::Text(foldable(&line).into_owned())];
        paragraphs(vec![PrintInline::Node(PrintNode::Strong { content })])
    });
    words.flatten().collect()
}

/// The text of cleaned HTML, one paragraph for each line.
fn lines(html: &str) -> Vec<PrintBlock> {
    let lines = html_lines::lines(html);
    lines
        .into_iter()
        .flat_map(|line| paragraphs(vec![PrintInline::Text(foldable(&line).into_owned())]))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_listing_inside_a_block_is_set_in_pieces_of_a_page_that_go_on() {
        let lines: Vec<Cow<'_, str>> = (1..=130).map(|n| Cow::Owned(n.to_string())).collect();
        let pieces: Vec<_> = code(&lines, BLOCK_LINES)
            .filter_map(|piece| match piece {
                PrintBlock::Code { text, first } => Some((text.lines().count(), first)),
                _ => None,
            })
            .collect();
        assert_eq!(pieces, [(64, true), (64, false), (2, false)]);
    }
}
