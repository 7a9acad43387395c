//! Characters that are put into a text before the Markdown parser reads it.
//!
//! In: a text, and the places that `emphasis`, `bounded`, `wide_space` and `spaced_path` find. Out: the text for
//! the parser, and a way to turn its offsets into offsets of the author's text.
//! A joiner (U+2060) is not a letter, a space, punctuation or a sign of Markdown; it is taken out
//! of the parser's result. Spaces behind markers and brackets around paths are not part of any text.

use std::ops::Range;

use pulldown_cmark::{Event, Options, Parser, Tag};

use super::{bounded, emphasis, spaced_path, wide_space};

/// The character that is put in and taken out again.
pub(super) const JOINER: char = '\u{2060}';

/// A character that is put in before the byte at this offset of the author's text.
type Insertion = (usize, char);

/// A text with characters put in, and their places.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Mended {
    /// The text for the parser.
    pub(super) text: String,
    /// For each character that was put in: the offset in `text` at which it begins, and the bytes
    /// put in up to its end. In order.
    inserted: Vec<(usize, usize)>,
}

impl Mended {
    /// Puts characters at these offsets, which must be in order.
    fn new(text: &str, places: &[Insertion]) -> Self {
        let room = text.len() + places.len() * JOINER.len_utf8();
        let mut mended = Self { text: String::with_capacity(room), inserted: Vec::new() };
        let (mut done, mut bytes) = (0, 0);
        for (place, character) in places.iter().copied() {
            mended.text.push_str(text.get(done..place).unwrap_or(""));
            bytes += character.len_utf8();
            mended.inserted.push((mended.text.len(), bytes));
            mended.text.push(character);
            done = place;
        }
        mended.text.push_str(text.get(done..).unwrap_or(""));
        mended
    }

    /// The offset in the author's text for an offset in [`Self::text`].
    pub(super) fn original(&self, offset: usize) -> usize {
        let before = self.inserted.partition_point(|(at, _)| *at < offset);
        let bytes =
            before.checked_sub(1).and_then(|last| self.inserted.get(last)).map_or(0, |(_, bytes)| *bytes);
        offset.saturating_sub(bytes)
    }
}

/// Puts characters in where they are needed; `None` if none is needed. In code there is no emphasis
/// and no marker, so places in code are left out.
pub(super) fn mend(text: &str, options: Options) -> Option<Mended> {
    let joiner = |place| (place, JOINER);
    let bounds: Vec<Insertion> = bounded::places(text).into_iter().map(joiner).collect();
    let mut places: Vec<Insertion> = wide_space::places(text).into_iter().map(|place| (place, ' ')).collect();
    places.extend(spaced_path::places(text));
    places.extend(emphasis::places(text).into_iter().map(joiner));
    if !places.is_empty() {
        let bounded = Mended::new(text, &bounds);
        let code = code_ranges(&bounded.text, options);
        places.retain(|(place, _)| {
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
