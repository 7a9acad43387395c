//! Lines and columns of one text, looked up many times.
//!
//! In: a source. Out: positions in characters from 1, as [`Source::position`]
//! gives them. Each takes the time of a few look-ups, in any order: a page may
//! be one line of megabytes with a finding at each word.

use super::text::{Position, Source};

/// Length of a stretch in bytes. Characters are counted once for each stretch.
const STRETCH: usize = 256;

/// An index of a source's lines.
#[derive(Debug)]
pub struct LineIndex<'a> {
    text: &'a str,
    /// Where each line begins; the first line begins after a byte order mark.
    starts: Vec<usize>,
    /// How many characters begin before each stretch.
    before: Vec<usize>,
}

impl<'a> LineIndex<'a> {
    /// Builds the index; the source is read once.
    #[must_use]
    pub fn new(source: &'a Source) -> Self {
        let mut starts = vec![source.body_start()];
        starts.extend(source.text.match_indices('\n').map(|(at, _)| at + 1));
        let mut sum = 0;
        let mut before = vec![0];
        for stretch in source.text.as_bytes().chunks(STRETCH) {
            sum += characters(stretch);
            before.push(sum);
        }
        Self { text: &source.text, starts, before }
    }

    /// The position of an offset; an offset after the end counts as the end.
    #[must_use]
    pub fn position(&self, offset: usize) -> Position {
        let offset = self.text.floor_char_boundary(offset.min(self.text.len()));
        let line = self.starts.partition_point(|start| *start <= offset).max(1);
        let start = self.start(line);
        Position { line, column: self.count(offset.max(start)) - self.count(start) + 1 }
    }

    /// Where a line begins, and its text without the line end.
    #[must_use]
    pub fn line(&self, number: usize) -> (usize, &'a str) {
        let start = self.start(number);
        let end = self.starts.get(number).copied().unwrap_or(self.text.len());
        let line = self.text.get(start..end).unwrap_or_default();
        (start, line.trim_end_matches(['\n', '\r']))
    }

    fn start(&self, number: usize) -> usize {
        self.starts.get(number.saturating_sub(1)).copied().unwrap_or(self.text.len())
    }

    /// How many characters begin before an offset.
    fn count(&self, offset: usize) -> usize {
        let stretch = offset / STRETCH;
        let rest = self.text.as_bytes().get(stretch * STRETCH..offset).unwrap_or_default();
        self.before.get(stretch).copied().unwrap_or_default() + characters(rest)
    }
}

/// How many bytes of UTF-8 text begin a character.
fn characters(bytes: &[u8]) -> usize {
    bytes.iter().filter(|byte| **byte & 0xc0 != 0x80).count()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::text::SourceId;
    use super::*;
    use crate::url::TreePath;

    #[test]
    fn many_places_on_one_line_are_found_soon() {
        let text = "登入 ".repeat(300_000);
        let source = Source::decode(SourceId(0), TreePath::new("a.md"), text.into_bytes());
        let lines = LineIndex::new(&source);
        let started = std::time::Instant::now();
        // Backwards, so that a position does not help to find the next one.
        let columns = (0..300_000).rev().map(|at| lines.position(at * 7).column);
        assert_eq!(columns.min(), Some(1));
        assert!(started.elapsed() < std::time::Duration::from_secs(10));
    }

    proptest! {
        /// The index and the source give the same positions, in any order of
        /// questions.
        #[test]
        fn an_index_agrees_with_its_source(
            text in "\u{feff}?[ab步驟\r\n]{0,30}", again in 0_usize..40, asked in prop::collection::vec(0_usize..3_000, 1..9)
        ) {
            let text = text.clone() + &text.trim_start_matches('\u{feff}').repeat(again);
            let source = Source::decode(SourceId(0), TreePath::new("a.md"), text.clone().into_bytes());
            let lines = LineIndex::new(&source);
            for offset in asked {
                let offset = text.floor_char_boundary(offset.min(text.len()));
                prop_assert_eq!(lines.position(offset), source.position(offset));
            }
        }
    }
}
