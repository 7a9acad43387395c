//! Tables that stay on one page.
//!
//! In: the pieces of a document, and which of them are rows. Out: the same pieces;
//! the rows of a table that fits on a page, with the headings that must stand above
//! it, stay together. A longer table goes on over the page, between its rows.

use std::collections::BTreeSet;
use std::ops::Range;

use super::paginate::{BoxHeight, PageBox, PageRoom};

/// A piece as part of a table: whether it is its first row; `None` if it is no row.
pub(crate) type RowPlace = Option<bool>;

/// Keeps the rows of each table together that fits on a page.
pub(crate) fn hold(pieces: &mut [PageBox], rows: &[RowPlace], notes: &[f64], room: PageRoom) {
    for table in tables(rows) {
        let before = pieces.get(..table.start).unwrap_or_default();
        let held = before.iter().rev().take_while(|piece| piece.keep && piece.cut.is_some()).count();
        let run = pieces.get(table.start - held..table.end).unwrap_or_default();
        if height(run, notes, room) > room.height {
            continue;
        }
        let all_but_last = table.start..table.end.saturating_sub(1);
        for row in pieces.get_mut(all_but_last).unwrap_or_default() {
            row.keep = true;
        }
    }
}

/// The stretches of rows that make one table.
fn tables(rows: &[RowPlace]) -> Vec<Range<usize>> {
    let mut out: Vec<Range<usize>> = Vec::new();
    for (at, row) in rows.iter().enumerate() {
        match (row, out.last_mut()) {
            (Some(false), Some(table)) if table.end == at => table.end = at + 1,
            (Some(_), _) => out.push(at..at + 1),
            (None, _) => (),
        }
    }
    out
}

/// The height of pieces at the top of a page, with their notes at its foot.
fn height(run: &[PageBox], notes: &[f64], room: PageRoom) -> f64 {
    let own = |piece: &PageBox| match &piece.body {
        BoxHeight::Fixed(height) => *height,
        BoxHeight::Pictures { .. } => room.height,
    };
    let gaps: f64 = run.iter().skip(1).map(|piece| piece.gap).sum();
    let named: BTreeSet<usize> = run.iter().flat_map(|piece| &piece.notes).copied().collect();
    let feet: f64 = named.iter().map(|note| notes.get(*note).copied().unwrap_or(0.0) + room.note_gap).sum();
    let rule = if named.is_empty() { 0.0 } else { room.notes_gap };
    run.iter().map(own).sum::<f64>() + gaps + feet + rule
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::pdf::layout::paginate::fill;

    const ROOM: PageRoom = PageRoom { height: 100.0, notes_gap: 0.0, note_gap: 0.0, pictures: 9 };

    fn piece(height: f64, keep: bool, cut: f64) -> PageBox {
        let body = BoxHeight::Fixed(height);
        PageBox { gap: 0.0, lead: 0.0, body, keep, leads: false, cut: Some(cut), notes: Vec::new() }
    }

    /// The pages of a text of this height, a heading, and a table of rows of 10.
    fn pages(text: f64, rows: usize) -> Vec<Range<usize>> {
        let mut pieces = vec![piece(text, false, 0.0), piece(10.0, true, 0.6)];
        pieces.extend((0..rows).map(|row| piece(10.0, false, if row == 0 { 2.5 } else { 3.5 })));
        let places: Vec<RowPlace> =
            (0..pieces.len()).map(|at| at.checked_sub(2).map(|row| row == 0)).collect();
        hold(&mut pieces, &places, &[], ROOM);
        fill(&pieces, &[], ROOM).into_iter().map(|page| page.pieces).collect()
    }

    #[test]
    fn a_table_that_fits_on_a_page_with_its_heading_is_not_split() {
        assert_eq!(pages(50.0, 4).len(), 1, "all of it fits");
        assert_eq!(pages(60.0, 4), [0..1, 1..6]);
        assert_eq!(pages(60.0, 9), [0..1, 1..11], "a page of its own");
    }

    #[test]
    fn a_longer_table_goes_on_and_its_heading_stays_with_it() {
        let pages = pages(60.0, 12);
        assert!(pages.len() == 2 && pages.first().is_some_and(|page| page.end > 2), "{pages:?}");
    }

    #[test]
    fn two_tables_are_two() {
        assert_eq!(tables(&[None, Some(true), Some(false), Some(true), None]), [1..3, 3..4]);
    }
}
