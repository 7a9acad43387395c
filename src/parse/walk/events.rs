//! The parser's events by their index, taken from the parser when the walk needs
//! them.
//!
//! An event takes 96 bytes, and a page of some megabytes may have a million of
//! them. Only the events from shortly before the walk's place to the last one that
//! it has looked at are in memory.

use std::collections::VecDeque;
use std::ops::Range;

use pulldown_cmark::{Event, OffsetIter, Tag};

/// An event, and its bytes in the parser's text.
pub(super) type Located<'a> = (Event<'a>, Range<usize>);

/// All events of a text.
pub(super) struct Events<'a> {
    rest: OffsetIter<'a>,
    seen: VecDeque<Located<'a>>,
    /// Index of the first event that is in memory.
    first: usize,
}

impl<'a> Events<'a> {
    pub(super) fn new(parser: OffsetIter<'a>) -> Self {
        Self { rest: parser, seen: VecDeque::new(), first: 0 }
    }

    /// The event of this index; `None` after the last event, and for events that
    /// were forgotten.
    pub(super) fn get(&mut self, index: usize) -> Option<&Located<'a>> {
        let at = index.checked_sub(self.first)?;
        while self.seen.len() <= at {
            self.seen.push_back(self.rest.next()?);
        }
        self.seen.get(at)
    }

    /// Forgets the events before this index.
    pub(super) fn forget_before(&mut self, index: usize) {
        while self.first < index && self.seen.pop_front().is_some() {
            self.first += 1;
        }
    }
}

/// Whether a tag begins a block, not a piece of running text.
pub(super) fn is_block(tag: &Tag<'_>) -> bool {
    !matches!(
        tag,
        Tag::Emphasis
            | Tag::Strong
            | Tag::Strikethrough
            | Tag::Superscript
            | Tag::Subscript
            | Tag::Link { .. }
            | Tag::Image { .. }
    )
}

#[cfg(test)]
mod tests {
    use pulldown_cmark::Parser;

    use super::*;

    #[test]
    fn events_keep_their_index_when_earlier_ones_are_forgotten() {
        let text = "a\n\nb\n\nc\n";
        let all: Vec<Located<'_>> = Parser::new(text).into_offset_iter().collect();
        let mut events = Events::new(Parser::new(text).into_offset_iter());
        assert_eq!(events.get(4), all.get(4));
        assert_eq!(events.get(0), all.first());
        events.forget_before(3);
        assert_eq!(events.get(2), None);
        assert_eq!(events.get(3), all.get(3));
        assert_eq!(events.get(8), all.last());
        assert_eq!(events.get(9), None);
    }
}
