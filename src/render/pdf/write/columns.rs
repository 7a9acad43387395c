//! How wide the columns of a table are.
//!
//! In: a table and the room for it. Out: [`TableColumns`]. Widths are counted in
//! letters, half as wide as a Chinese character. A column is never narrower than
//! what doesn't break in it, such as a name: it would stand on the next column. A
//! table that has too little room for that is set in smaller type.

use super::writer::PrintWriter;
use crate::lang::is_cjk;
use crate::model::{Inline as Words, Resolved, Table, plain_text};
use crate::render::pdf::record::{PrintInline, PrintNode};
use crate::render::pdf::text::fold::{FOLD, foldable};
use crate::render::phrase::is_short;

/// Share of the page's width that a table of its own has.
pub(crate) const PAGE: f64 = 1.0;

/// Share that is left for a table inside another block, such as an alert.
pub(crate) const INSIDE: f64 = 0.8;

/// Largest width that a column counts with, in letters.
const WIDEST: usize = 40;

/// Width that a picture in a cell counts with, in letters.
const PICTURE: usize = 30;

/// Space between columns, in letters.
const MARGIN: usize = 4;

/// Least space between columns, in letters: what the theme leaves free.
const LEAST_MARGIN: usize = 3;

/// Least width of a column whose text breaks, in letters.
const LEAST: usize = 8;

/// Sizes of type that are tried, the largest first.
const SIZES: [f64; 3] = [1.0, 0.86, 0.74];

/// The columns of a table.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct TableColumns {
    /// Their widths in letters, the same on every page.
    pub(crate) shares: Vec<usize>,
    /// Size of the type, 1.0 = that of body text.
    pub(crate) size: f64,
    /// Whether names and numbers don't break. If there is too little room at every
    /// size, they do.
    pub(crate) whole: bool,
}

/// The width that a column would like to have, and what it needs, in letters.
#[derive(Debug, Clone, Copy)]
struct ColumnNeed {
    wanted: usize,
    least: usize,
}

impl PrintWriter<'_> {
    /// The columns of a table; `share` is the part of the page's width that it has.
    pub(crate) fn columns(&mut self, table: &Table<Resolved>, share: f64) -> TableColumns {
        let room = letters(self.sheet.width * share * 2.0 / self.sheet.r#type);
        self.in_cell = true;
        let needs = self.needs(table);
        self.in_cell = false;
        if let Some(columns) = fitted(&needs, room) {
            return columns;
        }
        let size = SIZES.into_iter().fold(1.0, f64::min);
        TableColumns { shares: divided(&self.needs(table), enlarged(room, size)), size, whole: false }
    }

    fn needs(&self, table: &Table<Resolved>) -> Vec<ColumnNeed> {
        let rows = || std::iter::once(&table.head).chain(&table.rows);
        let cells = |at: usize| rows().filter_map(move |row| row.get(at));
        let need = |at: usize| {
            let wide = cells(at).map(|cell| self.wide(cell)).max().unwrap_or(0);
            let unbroken = cells(at).map(|cell| self.unbroken(cell)).max().unwrap_or(0);
            let least = unbroken.max(wide.min(LEAST)) + LEAST_MARGIN;
            ColumnNeed { wanted: (wide.min(WIDEST) + MARGIN).max(least), least }
        };
        (0..table.columns.len()).map(need).collect()
    }

    /// The width of a cell in letters. The longest cell of a column decides.
    fn wide(&self, cell: &[Words<Resolved>]) -> usize {
        let words: usize = plain_text(cell).chars().map(|c| if is_cjk(c) { 2 } else { 1 }).sum();
        let pictures = &self.context.input.pictures;
        let picture = |inline: &Words<Resolved>| match inline {
            Words::Image(picture) => pictures.get(&picture.file).is_some_and(|shown| !shown.is_icon()),
            _ => false,
        };
        if cell.iter().any(picture) { words.max(PICTURE) } else { words }
    }

    /// The width in letters of the longest piece of a cell that doesn't break.
    fn unbroken(&self, words: &[Words<Resolved>]) -> usize {
        words.iter().map(|inline| self.unbroken_in(inline)).max().unwrap_or(0)
    }

    fn unbroken_in(&self, inline: &Words<Resolved>) -> usize {
        match inline {
            Words::Text(words) => {
                let mut out = Vec::new();
                self.text(words, &mut out);
                out.iter().map(unbroken_part).max().unwrap_or(0)
            }
            Words::Strong(content) => match content.as_slice() {
                [Words::Text(words)] if is_short(words) => set_wide(words),
                _ => self.unbroken(content),
            },
            Words::Code(words) => latin(&foldable(words)),
            Words::Key(words) => latin(&foldable(words)) + 2,
            Words::Emphasis(content) | Words::Struck(content) | Words::Element { content, .. } => {
                self.unbroken(content)
            }
            Words::Link { text, .. } => self.unbroken(text),
            Words::MenuPath(stops) => {
                stops.iter().map(|stop| set_wide(&plain_text(stop)) + 4).max().unwrap_or(0).min(WIDEST)
            }
            Words::Image(_) | Words::FootnoteRef(_) | Words::Break => 0,
        }
    }
}

/// The largest type at which all columns get what they need; `None` if there is none.
fn fitted(needs: &[ColumnNeed], room: usize) -> Option<TableColumns> {
    let least: usize = needs.iter().map(|need| need.least).sum();
    let size = SIZES.into_iter().find(|size| least <= enlarged(room, *size))?;
    Some(TableColumns { shares: divided(needs, enlarged(room, size)), size, whole: true })
}

/// Widths of columns in a room: as wanted, or else what each needs and an equal part of
/// what it wants beyond that.
fn divided(needs: &[ColumnNeed], room: usize) -> Vec<usize> {
    let wanted: usize = needs.iter().map(|need| need.wanted).sum();
    let least: usize = needs.iter().map(|need| need.least).sum();
    if wanted <= room {
        return needs.iter().map(|need| need.wanted).collect();
    }
    let spare = room.saturating_sub(least);
    // Hundredths, so that rounding takes nothing from what a column needs.
    let share = |need: &ColumnNeed| {
        need.least * 100 + (need.wanted - need.least) * spare * 100 / (wanted - least).max(1)
    };
    needs.iter().map(share).collect()
}

/// A room in letters of another size.
fn enlarged(room: usize, size: f64) -> usize {
    letters(f64::from(u32::try_from(room).unwrap_or(u32::MAX)) / size)
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a few hundred letters")]
fn letters(width: f64) -> usize {
    width.max(0.0) as usize
}

/// The width of what doesn't break in a piece of text.
fn unbroken_part(part: &PrintInline) -> usize {
    match part {
        PrintInline::Text(words) => latin(words),
        PrintInline::Node(PrintNode::Whole { text }) => set_wide(text),
        PrintInline::Node(PrintNode::Lang { content, .. }) => {
            content.iter().map(unbroken_part).max().unwrap_or(0)
        }
        PrintInline::Node(_) => 0,
    }
}

/// The width of the longest Latin word of a text.
fn latin(words: &str) -> usize {
    let breaks = |c: char| c.is_whitespace() || is_cjk(c) || c == FOLD;
    words.split(breaks).map(set_wide).max().unwrap_or(0)
}

/// The width of words as they are set, in letters. A Latin letter is a little wider than
/// half a Chinese one, a capital more so.
fn set_wide(words: &str) -> usize {
    let wide = |c: char| match c {
        _ if is_cjk(c) => 200,
        'A'..='Z' | 'm' | 'w' | '@' | '%' => 145,
        _ => 115,
    };
    words.chars().map(wide).sum::<usize>().div_ceil(100)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn need(wanted: usize, least: usize) -> ColumnNeed {
        ColumnNeed { wanted, least }
    }

    #[test]
    fn columns_get_what_they_want_where_there_is_room() {
        let columns = fitted(&[need(10, 7), need(44, 11)], 90).map(|columns| (columns.shares, columns.size));
        assert_eq!(columns, Some((vec![10, 44], 1.0)));
    }

    #[test]
    fn type_is_smaller_before_a_name_would_break() {
        let sizes = [100, 90, 80, 70]
            .map(|room| fitted(&[need(44, 50), need(44, 50)], room).map(|columns| columns.size));
        assert_eq!(sizes, [Some(1.0), Some(0.86), Some(0.74), None]);
    }

    proptest! {
        /// However little room there is, a column gets its part of it for what does not
        /// break.
        #[test]
        fn no_column_gets_less_than_it_needs(columns in proptest::collection::vec((1..60_usize, 1..40_usize), 1..9), room in 20..400_usize) {
            let needs: Vec<_> = columns.iter().map(|(more, least)| need(least + more, *least)).collect();
            if let Some(found) = fitted(&needs, room) {
                let (room, all) = (enlarged(room, found.size), found.shares.iter().sum::<usize>());
                for (share, need) in found.shares.iter().zip(&needs) {
                    prop_assert!(share * room >= need.least * all);
                }
            }
        }
    }
}
