//! Lines and columns of one text, looked up many times.
//!
//! In: a source. Out: positions in characters from 1, as [`Source::position`]
//! gives them, without reading the text from its beginning each time. Made for
//! findings in the order of their places: going forwards on one line costs
//! what lies between.

use std::cell::Cell;

use crate::source::{Position, Source};

/// An index of a source's lines.
#[derive(Debug)]
pub(super) struct Lines<'a> {
    text: &'a str,
    /// Where each line begins; the first begins behind a byte order mark.
    starts: Vec<usize>,
    /// The place asked for last: offset and column.
    last: Cell<(usize, usize)>,
}

impl<'a> Lines<'a> {
    pub(super) fn new(source: &'a Source) -> Self {
        let body = source.body_start();
        let mut starts = vec![body];
        starts.extend(source.text.match_indices('\n').map(|(at, _)| at + 1));
        Self { text: &source.text, starts, last: Cell::new((body, 1)) }
    }

    /// Where an offset is; one past the end is the end.
    pub(super) fn position(&self, offset: usize) -> Position {
        let offset = self.text.floor_char_boundary(offset.min(self.text.len()));
        let line = self.starts.partition_point(|start| *start <= offset).max(1);
        let start = self.start(line);
        let offset = offset.max(start);
        let (known, column) = self.last.get();
        let (from, before) = if known >= start && known <= offset { (known, column) } else { (start, 1) };
        let column = before + self.text.get(from..offset).map_or(0, |between| between.chars().count());
        self.last.set((offset, column));
        Position { line, column }
    }

    /// Where a line begins, and its text without its end.
    pub(super) fn line(&self, number: usize) -> (usize, &'a str) {
        let start = self.start(number);
        let end = self.starts.get(number).copied().unwrap_or(self.text.len());
        let line = self.text.get(start..end).unwrap_or_default();
        (start, line.trim_end_matches(['\n', '\r']))
    }

    fn start(&self, number: usize) -> usize {
        self.starts.get(number.saturating_sub(1)).copied().unwrap_or(self.text.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::SourceId;
    use crate::url::TreePath;
    use proptest::prelude::*;

    proptest! {
        /// The index says what the source says, in whatever order it is asked.
        #[test]
        fn an_index_agrees_with_its_source(text in "\u{feff}?[ab步驟\r\n]{0,30}", asked in prop::collection::vec(0_usize..99, 1..9)) {
            let source = Source::decode(SourceId(0), TreePath::new("a.md"), text.clone().into_bytes());
            let lines = Lines::new(&source);
            for offset in asked {
                let offset = text.floor_char_boundary(offset.min(text.len()));
                prop_assert_eq!(lines.position(offset), source.position(offset));
            }
        }
    }
}
