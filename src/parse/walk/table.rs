//! Reading of tables and definition lists.

use std::ops::Range;

use pulldown_cmark::{Alignment, Event, Tag};

use super::state::MarkdownWalk;
use crate::diag::{Fix, ProblemKind};
use crate::model::{Align, Block, Definition, Inline, Parsed, Table};
use crate::parse::cells;

impl MarkdownWalk<'_> {
    /// Reads the rows of a table. The table's end is not taken.
    pub(super) fn table(&mut self, alignments: &[Alignment]) -> Block<Parsed> {
        let columns = alignments.iter().map(|align| match align {
            Alignment::Center => Align::Center,
            Alignment::Right => Align::End,
            Alignment::Left | Alignment::None => Align::Start,
        });
        let mut table = Table { columns: columns.collect(), head: Vec::new(), rows: Vec::new() };
        while let Some(Event::Start(Tag::TableHead | Tag::TableRow)) = self.peek() {
            let head = matches!(self.peek(), Some(Event::Start(Tag::TableHead)));
            let Some((_, range)) = self.next() else { break };
            let row = self.cells();
            if !head {
                self.report_lost_cells(&range, table.columns.len());
            }
            self.at += 1;
            if head {
                table.head = row;
            } else {
                table.rows.push(row);
            }
        }
        Block::Table(table)
    }

    /// Reports a row with more cells than the table has columns. The parser leaves them out.
    fn report_lost_cells(&mut self, range: &Range<usize>, columns: usize) {
        let span = self.span(range);
        let written = self.written(&span);
        // What was changed before the parser came may have lost bars, such as `{漢字|ㄏㄢˋ ㄗˋ}`.
        let parsed = self.changed.text.get(range.clone()).unwrap_or(written);
        let Some(row) = cells::read(parsed).filter(|row| row.lost(columns)) else { return };
        let fix = cells::without_bars_in_code(written)
            .filter(|right| cells::read(right).is_some_and(|row| row.count <= columns))
            .map(|replacement| Fix { span: span.clone(), replacement });
        self.problem(span, ProblemKind::LostCells { columns, cells: row.count, fix });
    }

    fn cells(&mut self) -> Vec<Vec<Inline<Parsed>>> {
        let mut cells = Vec::new();
        while let Some(Event::Start(Tag::TableCell)) = self.peek() {
            self.at += 1;
            self.last_char = None;
            cells.push(self.inlines());
            self.at += 1;
        }
        cells
    }

    /// Reads the entries of a definition list. The list's end is not taken.
    pub(super) fn definition_list(&mut self) -> Block<Parsed> {
        let mut entries: Vec<Definition<Parsed>> = Vec::new();
        while let Some(Event::Start(tag)) = self.peek() {
            let title = matches!(tag, Tag::DefinitionListTitle);
            self.at += 1;
            if title {
                let term = self.inlines();
                entries.push(Definition { term, meanings: Vec::new() });
            } else {
                let meaning = self.blocks();
                if let Some(entry) = entries.last_mut() {
                    entry.meanings.push(meaning);
                }
            }
            self.at += 1;
        }
        Block::Definitions(entries)
    }
}
