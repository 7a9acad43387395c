//! Replacement of letters that would act on a terminal or in a log.
//!
//! In: names, messages and lines that come from an author or a disk. Out: the
//! same text, in which each letter that would do something (move the cursor, turn
//! the reading direction, end the line) is replaced by visible signs. All output
//! of the program goes through this module.

use std::borrow::Cow;
use std::fmt::Write as _;
use std::ops::Range;

/// Whether a letter acts on a terminal or a log instead of being shown there:
/// control letters (C0 without the line feed, DEL, C1), line and paragraph
/// separators, and invisible letters that change the direction of reading.
fn acts(c: char) -> bool {
    let turns = matches!(c,
        '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{206f}' | '\u{fff9}'..='\u{fffb}');
    turns || (c.is_control() && c != '\n')
}

fn replaced(text: &str, sign: impl Fn(char, &mut String)) -> Cow<'_, str> {
    if !text.contains(acts) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        if acts(c) { sign(c, &mut out) } else { out.push(c) }
    }
    Cow::Owned(out)
}

/// Text for people: letters that act become escapes such as `\u{9b}`. Line feeds
/// stay.
pub(super) fn words(text: &str) -> Cow<'_, str> {
    replaced(text, |c, out| _ = write!(out, "{}", c.escape_unicode()))
}

/// Text for people on one line, such as a file's name: line feeds become escapes
/// too.
pub(super) fn name(text: &str) -> Cow<'_, str> {
    match words(text) {
        shown if shown.contains('\n') => Cow::Owned(shown.replace('\n', r"\u{a}")),
        shown => shown,
    }
}

/// A finished line of JSON, in which letters that act become escapes of JSON. The
/// value of the JSON stays the same.
pub(super) fn json(line: &str) -> Cow<'_, str> {
    replaced(line, |c, out| {
        for unit in c.encode_utf16(&mut [0; 2]) {
            _ = write!(out, "\\u{unit:04x}");
        }
    })
}

/// A line of an author's text, in which one sign replaces each letter that acts,
/// so that the columns stay the same. The range is the new place of `stretch`, in
/// bytes. Tabs stay, because the renderer aligns them.
pub(super) fn line(text: &str, stretch: Range<usize>) -> (Cow<'_, str>, Range<usize>) {
    let shown = |text| {
        replaced(text, |c, out| {
            out.push(match c {
                '\t' => c,
                '\0'..='\u{1f}' => char::from_u32(0x2400 + u32::from(c)).unwrap_or('\u{fffd}'),
                '\u{7f}' => '␡',
                _ => '\u{fffd}',
            });
        })
    };
    let place = |at| text.get(..at).map_or(0, |before| shown(before).len());
    (shown(text), place(stretch.start)..place(stretch.end))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn people_see_what_would_have_acted() {
        assert_eq!(words("a\u{9b}31m\u{202e}b\r\nc\u{1b}[2J"), "a\\u{9b}31m\\u{202e}b\\u{d}\nc\\u{1b}[2J");
        assert_eq!(name("a\nb"), "a\\u{a}b");
        assert_eq!(words("登入 ✓"), "登入 ✓");
    }

    #[test]
    fn programs_read_the_same_text() {
        let text = "\u{9b}\u{202e}\u{7f}\u{2028}";
        let line = serde_json::to_string(text).unwrap_or_default();
        assert_eq!(json(&line), r#""\u009b\u202e\u007f\u2028""#);
        assert_eq!(serde_json::from_str::<String>(&json(&line)).ok().as_deref(), Some(text));
    }

    proptest! {
        /// No letter that acts is left, and a line keeps its columns.
        #[test]
        fn nothing_acts(text in "([\u{0}-\u{9f}]|[\u{2000}-\u{2070}]|\u{61c}|登){0,12}", from in 0_usize..40, to in 0_usize..40) {
            prop_assert!(!words(&text).contains(acts));
            prop_assert!(!json(&text).contains(acts));
            prop_assert!(!name(&text).contains(|c| acts(c) || c == '\n'));
            let (from, to) = (text.floor_char_boundary(from), text.floor_char_boundary(to));
            let (from, to) = (from.min(to), from.max(to));
            let (shown, stretch) = line(&text, from..to);
            prop_assert!(!shown.contains(|c| acts(c) && c != '\t'));
            let count = |text: Option<&str>| text.map(|text| text.chars().count());
            prop_assert_eq!(count(shown.get(stretch)), count(text.get(from..to)));
            prop_assert_eq!(shown.chars().count(), text.chars().count());
        }
    }
}
