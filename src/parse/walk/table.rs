//! Reading of tables and definition lists.

use pulldown_cmark::{Alignment, Event, Tag};

use super::state::MarkdownWalk;
use crate::model::{Align, Block, Definition, Inline, Parsed, Table};

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
            self.at += 1;
            let row = self.cells();
            self.at += 1;
            if head {
                table.head = row;
            } else {
                table.rows.push(row);
            }
        }
        Block::Table(table)
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
