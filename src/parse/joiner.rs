//! Joiners: invisible characters that are put into a text before the Markdown
//! parser reads it, and taken out of the parser's result.
//!
//! In: a text, and the places that `emphasis` and `bounded` find. Out: the text for
//! the parser, and a way to turn its offsets into offsets of the author's text.
//! A joiner (U+2060) is not a letter, a space, punctuation or a sign of Markdown.

use std::ops::Range;

use pulldown_cmark::{Event, Options, Parser, Tag};

use super::{bounded, emphasis};

/// The character that is put in and taken out again.
pub(super) const JOINER: char = '\u{2060}';

/// A text with joiners, and their places.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Mended {
    /// The text for the parser.
    pub(super) text: String,
    /// Offsets in `text` at which a joiner begins, in order.
    inserted: Vec<usize>,
}

impl Mended {
    /// Puts joiners at these offsets, which must be in order.
    fn new(text: &str, places: &[usize]) -> Self {
        let room = text.len() + places.len() * JOINER.len_utf8();
        let mut mended = Self { text: String::with_capacity(room), inserted: Vec::new() };
        let mut done = 0;
        for place in places.iter().copied() {
            mended.text.push_str(text.get(done..place).unwrap_or(""));
            mended.inserted.push(mended.text.len());
            mended.text.push(JOINER);
            done = place;
        }
        mended.text.push_str(text.get(done..).unwrap_or(""));
        mended
    }

    /// The offset in the author's text for an offset in [`Self::text`].
    pub(super) fn original(&self, offset: usize) -> usize {
        let before = self.inserted.partition_point(|at| *at < offset);
        offset.saturating_sub(before * JOINER.len_utf8())
    }
}

/// Puts joiners where they are needed; `None` if no joiner is needed. Places for
/// emphasis that lie in code are left out, because code has no emphasis.
pub(super) fn mend(text: &str, options: Options) -> Option<Mended> {
    let (mut places, bounds) = (emphasis::places(text), bounded::places(text));
    if !places.is_empty() {
        let bounded = Mended::new(text, &bounds);
        let code = code_ranges(&bounded.text, options);
        places.retain(|place| {
            let after = code.partition_point(|range| bounded.original(range.end) <= *place);
            code.get(after).is_none_or(|range| bounded.original(range.start) >= *place)
        });
    }
    places.extend(bounds);
    places.sort_unstable();
    places.dedup();
    (!places.is_empty()).then(|| Mended::new(text, &places))
}

fn code_ranges(text: &str, options: Options) -> Vec<Range<usize>> {
    let mut ranges: Vec<Range<usize>> = Vec::new();
    for (event, range) in Parser::new_ext(text, options).into_offset_iter() {
        let code = matches!(
            event,
            Event::Code(_) | Event::InlineHtml(_) | Event::Html(_) | Event::Start(Tag::CodeBlock(_))
        );
        if code && ranges.last().is_none_or(|last| last.end <= range.start) {
            ranges.push(range);
        }
    }
    ranges
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Whether the parser makes something bold and prints no asterisk.
    fn is_bold(text: &str) -> bool {
        let mended = mend(text, Options::empty());
        let text = mended.as_ref().map_or(text, |mended| &mended.text);
        let events: Vec<_> = Parser::new(text).collect();
        let asterisk = |event: &Event<'_>| matches!(event, Event::Text(words) if words.contains('*'));
        events.contains(&Event::Start(Tag::Strong)) && !events.iter().any(asterisk)
    }

    #[test]
    fn bold_beside_full_width_punctuation_is_bold() {
        for phrase in [
            "請點**「登入」**，再",
            "點選**「登入」**後",
            "按**（確定）**鍵",
            "在**《手冊》**裡",
            "選**「是」**或**「否」**。",
            "**注意：**請先登出",
            "這是**重要！**的事",
            "**「A」**與B",
            "用**“引號”**寫",
            "前**，後**字",
        ] {
            assert!(is_bold(phrase), "{phrase}");
        }
    }

    #[test]
    fn code_keeps_its_asterisks_and_gets_no_joiner() {
        let mended = mend("`字**「a」**字`和字**「b」**字", Options::empty());
        assert_eq!(mended.map(|mended| mended.inserted.len()), Some(2));
    }

    #[test]
    fn offsets_lead_back_to_the_authors_text() {
        let text = "請點**「登入」**吧";
        let mended = mend(text, Options::empty());
        let ends = mended.as_ref().map(|mended| {
            let at = mended.text.find('吧').unwrap_or(0);
            (mended.original(at), mended.original(mended.text.len()))
        });
        assert_eq!(ends, Some((text.find('吧').unwrap_or(1), text.len())));
    }
}
