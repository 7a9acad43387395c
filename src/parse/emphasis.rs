//! Bold beside full-width punctuation.
//!
//! `CommonMark` decides by its neighbours whether `**` opens or closes: with
//! punctuation on one side and a letter on the other, as in `請點**「登入」**，`,
//! it prints the asterisks. Chinese has no spaces that would help (see
//! commonmark/commonmark-spec issue 650). So, outside code, a word joiner
//! (U+2060, neither letter nor punctuation) is put between the asterisks and
//! the punctuation, and taken out of the text again afterwards.

use pulldown_cmark::{Event, Options, Parser, Tag};
use std::ops::Range;

use super::bounded;
use crate::lang::is_cjk;

/// What is put in, and taken out again.
pub(super) const JOINER: char = '\u{2060}';

/// A text in which joiners were put, and the way back to its offsets.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Mended {
    /// The text for the parser.
    pub(super) text: String,
    /// Offsets in `text` at which a joiner begins, in order.
    inserted: Vec<usize>,
}

impl Mended {
    /// Puts joiners at these offsets, which are in order.
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

/// Puts joiners where emphasis needs them, or the parser (see `bounded`);
/// `None` if none are needed.
pub(super) fn mend(text: &str, options: Options) -> Option<Mended> {
    let (mut places, bounds) = (places(text), bounded::places(text));
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

/// Offsets between a run of `*` or `~` and the punctuation beside it, where a
/// letter stands on the run's other side and one of the two is Chinese.
fn places(text: &str) -> Vec<usize> {
    let mut places = Vec::new();
    let mut at = 0;
    while let Some(found) = text.get(at..).and_then(|rest| rest.find(['*', '~'])) {
        let start = at + found;
        let run: &str = text.get(start..).unwrap_or("");
        let end = start + run.len() - run.trim_start_matches(['*', '~']).len();
        at = end;
        let before = text.get(..start).and_then(|head| head.chars().next_back());
        let after = text.get(end..).and_then(|tail| tail.chars().next());
        let (Some(before), Some(after)) = (before, after) else { continue };
        if !(is_wide(before) || is_wide(after)) {
            continue;
        }
        if is_punctuation(before) && after.is_alphanumeric() {
            places.push(start);
        }
        if is_punctuation(after) && before.is_alphanumeric() {
            places.push(end);
        }
    }
    places
}

fn is_wide(c: char) -> bool {
    is_cjk(c) || matches!(c, '\u{2010}'..='\u{205E}' | '·')
}

fn is_punctuation(c: char) -> bool {
    !c.is_alphanumeric() && !c.is_whitespace() && c != '\\'
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
