//! Characters that are put into a text before the Markdown parser reads it.
//!
//! In: a text, and the places that `emphasis`, `bounded`, `wide_space`, `spaced_path`, `angle_word`
//! and `windows_path` find. Out: the changes that put the characters in.
//! Joiners are taken out of the parser's result (see `joiner`). Spaces behind markers and brackets
//! around paths are not part of any text.

use pulldown_cmark::Options;

use super::changes::Change;
use super::code::Code;
use super::joiner::JOINER_TEXT;
use super::{angle_word, bounded, emphasis, spaced_path, wide_space, windows_path};

/// The characters that are needed. In code and HTML no sign means anything else, so places there
/// are left out.
pub(super) fn changes(text: &str, options: Options) -> Vec<Change> {
    let put = |place: usize, text: &'static str| Change::new(place..place, text);
    let mut places: Vec<Change> = wide_space::places(text).into_iter().map(|place| put(place, " ")).collect();
    places.extend(spaced_path::places(text).into_iter().map(|(place, sign)| put(place, sign)));
    places.extend(windows_path::places(text).into_iter().map(|(place, sign)| put(place, sign)));
    places.extend(definitions(text).map(|place| put(place, JOINER_TEXT)));
    places.extend(emphasis::places(text).into_iter().map(|place| put(place, JOINER_TEXT)));
    let words = angle_word::places(text);
    if !(places.is_empty() && words.is_empty()) {
        let code = Code::or_html(text, options);
        places.retain(|change| !code.is_around(change.start));
        let only = if words.is_empty() { Code::default() } else { Code::only(text, options) };
        // A line that begins with such a word is a block of HTML for the parser.
        let is_word = |place: usize| {
            !only.has(place)
                && code.around(place).is_none_or(|block| {
                    let written = text.get(block.clone()).unwrap_or_default().trim_start();
                    words.binary_search(&(block.end - written.len())).is_ok()
                })
        };
        places.extend(words.iter().copied().filter(|place| is_word(*place)).map(|place| put(place, "\\")));
    }
    places.extend(bounded::places(text).into_iter().map(|place| put(place, JOINER_TEXT)));
    places.sort_unstable();
    places.dedup();
    places
}

/// The offsets of colons that begin a line and have no space behind them. For the parser each is
/// a definition, also the one of `:smile:`.
fn definitions(text: &str) -> impl Iterator<Item = usize> {
    let bytes = text.as_bytes();
    text.match_indices(':').map(|(at, _)| at).filter(move |at| {
        let begins = at.checked_sub(1).is_some_and(|before| bytes.get(before) == Some(&b'\n'));
        begins && bytes.get(at + 1).is_some_and(|next| !matches!(next, b' ' | b'\t' | b'\r' | b'\n'))
    })
}

#[cfg(test)]
mod tests {
    use pulldown_cmark::{Event, Parser, Tag};

    use super::*;
    use crate::parse::changes::Changed;

    fn mended(text: &str) -> Changed<'_> {
        let mut mended = Changed::new(text);
        mended.make(changes(text, Options::empty()));
        mended
    }

    /// Whether the parser makes something bold and prints no asterisk.
    fn is_bold(text: &str) -> bool {
        let mended = mended(text);
        let events: Vec<_> = Parser::new(&mended.text).collect();
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
        assert_eq!(changes("`字**「a」**字`和字**「b」**字", Options::empty()).len(), 2);
    }

    #[test]
    fn offsets_lead_back_to_the_authors_text() {
        let text = "請點**「登入」**吧";
        let mended = mended(text);
        let at = mended.text.find('吧').unwrap_or(0);
        let original = mended.original(&(at..mended.text.len()));
        assert_eq!(original, text.find('吧').unwrap_or(1)..text.len());
    }
}
