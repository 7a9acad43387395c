//! Changes of a text before the Markdown parser reads it, and the way back from offsets of the
//! changed text to offsets of the author's text.

use std::borrow::Cow;
use std::ops::Range;

/// Bytes of a text, and what takes their place. An empty range is an insertion.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Change {
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) text: Cow<'static, str>,
}

impl Change {
    pub(super) fn new(bytes: Range<usize>, text: impl Into<Cow<'static, str>>) -> Self {
        Self { start: bytes.start, end: bytes.end, text: text.into() }
    }
}

/// A place that was changed.
#[derive(Debug, PartialEq, Eq)]
struct Place {
    /// Where the new bytes begin in the changed text.
    at: usize,
    /// Where they end in the changed text.
    end: usize,
    /// Where the bytes that they replace end in the text before.
    original_end: usize,
}

/// A text with changes, and their places. Changes may be made of a text that was changed before.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Changed<'a> {
    /// The text for the parser.
    pub(super) text: Cow<'a, str>,
    /// The places of each time that the text was changed, in order.
    layers: Vec<Vec<Place>>,
}

impl<'a> Changed<'a> {
    /// A text without changes.
    pub(super) const fn new(text: &'a str) -> Self {
        Self { text: Cow::Borrowed(text), layers: Vec::new() }
    }

    /// Whether anything was changed.
    pub(super) const fn is_changed(&self) -> bool {
        !self.layers.is_empty()
    }

    /// Makes these changes. A change that begins inside the one before it is left out.
    pub(super) fn make(&mut self, mut changes: Vec<Change>) {
        if changes.is_empty() {
            return;
        }
        changes.sort_by_key(|change| (change.start, change.end));
        let room: usize = changes.iter().map(|change| change.text.len()).sum();
        let mut text = String::with_capacity(self.text.len() + room);
        let mut places = Vec::with_capacity(changes.len());
        let mut done = 0;
        for change in changes {
            if change.start < done {
                continue;
            }
            text.push_str(self.text.get(done..change.start).unwrap_or(""));
            let at = text.len();
            text.push_str(&change.text);
            places.push(Place { at, end: text.len(), original_end: change.end });
            done = change.end;
        }
        text.push_str(self.text.get(done..).unwrap_or(""));
        self.text = Cow::Owned(text);
        self.layers.push(places);
    }

    /// The bytes of the author's text for bytes of [`Self::text`]. What a change put in stands for
    /// what it took out; what was taken out at either end does not belong to the bytes.
    pub(super) fn original(&self, bytes: &Range<usize>) -> Range<usize> {
        let (mut start, mut end) = (bytes.start, bytes.end);
        for places in self.layers.iter().rev() {
            (start, end) = (original(places, start, true), original(places, end, false));
        }
        start..end.max(start)
    }
}

/// The offset before the changes for one after them. A place where text was only taken out has two
/// such offsets; `behind` chooses the later one.
fn original(places: &[Place], offset: usize, behind: bool) -> usize {
    let before = places
        .partition_point(|place| place.at < offset || (behind && place.at == offset && place.end == offset));
    let Some(last) = before.checked_sub(1).and_then(|last| places.get(last)) else { return offset };
    if offset >= last.end {
        return last.original_end + (offset - last.end);
    }
    let earlier = before.checked_sub(2).and_then(|earlier| places.get(earlier));
    earlier.map_or(last.at, |earlier| earlier.original_end + (last.at - earlier.end))
}

/// The text with these signs put in, for the tests of modules that find places for signs.
#[cfg(test)]
pub(super) fn with_signs(text: &str, places: Vec<(usize, &'static str)>) -> String {
    let mut changed = Changed::new(text);
    changed.make(places.into_iter().map(|(at, sign)| Change::new(at..at, sign)).collect());
    changed.text.into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn offsets_lead_back_through_all_changes() {
        let mut changed = Changed::new("甲 %%乙%% 丙");
        changed.make(vec![Change::new(4..11, "<!---->")]);
        changed.make(vec![Change::new(0..0, "> "), Change::new(3..4, "")]);
        assert_eq!(changed.text, "> 甲<!----> 丙");
        let original = |words: &str| {
            let at = changed.text.find(words).unwrap_or(99);
            changed.original(&(at..at + words.len()))
        };
        assert_eq!((original("甲"), original("<!---->"), original(" 丙")), (0..3, 4..11, 11..15));
        assert_eq!(original("!-"), 4..4);
    }

    #[test]
    fn a_change_inside_another_one_is_left_out() {
        let mut changed = Changed::new("abcd");
        changed.make(vec![Change::new(2..2, "x"), Change::new(1..3, "")]);
        assert_eq!(changed.text, "ad");
    }
}
