//! Full-width and non-breaking spaces behind the marker of a heading, item or quote.
//!
//! Markdown wants a space or a tab behind a marker. Chinese input methods type U+3000 with the
//! space bar, and word processors paste U+00A0; nobody sees the difference, and nobody means
//! anything else by it. So a plain space is put in before them.

use super::{bounded, line};

/// The spaces that are no spaces for Markdown.
const WIDE: [&str; 3] = ["\u{3000}", "\u{A0}", "\u{2003}"];

/// Most bytes of markers at the beginning of a line.
const LONGEST: usize = 60;

/// The offsets at which a space must be put in, in order.
pub(super) fn places(text: &str) -> Vec<usize> {
    // Most texts have none, and that is found out faster than where they are.
    let wide = WIDE.into_iter().filter(|sign| text.contains(sign));
    let wide = wide.flat_map(|sign| text.match_indices(sign)).map(|(at, _)| at);
    let mut places: Vec<usize> =
        wide.filter(|at| line::before(text, *at, LONGEST).is_some_and(is_marker)).collect();
    places.sort_unstable();
    places
}

/// Whether a line up to a wide space is the marker of a heading or item, perhaps in other ones.
fn is_marker(line: &str) -> bool {
    if !line.ends_with(['#', '-', '*', '+', '.', ')']) {
        return false;
    }
    let line = format!("{line} x");
    let rest = bounded::behind_markers(&line);
    let signs = rest.strip_suffix(" x").unwrap_or_default();
    rest == "x" || ((1..=6).contains(&signs.len()) && signs.bytes().all(|byte| byte == b'#'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wide_space_behind_a_marker_gets_a_plain_one() {
        for (text, place) in [
            ("##\u{3000}步驟：登入", 2),
            ("-\u{a0}甲", 1),
            ("文\n1.\u{3000}甲", "文\n1.".len()),
            ("> 12)\u{3000}甲", 5),
            ("> ###\u{3000}甲", 5),
        ] {
            assert_eq!(places(text), [place], "{text}");
        }
    }

    #[test]
    fn other_wide_spaces_get_none() {
        for text in [
            "甲\u{3000}乙",
            "\u{3000}\u{3000}甲",
            ">\u{3000}甲",
            "#######\u{3000}甲",
            "## 步驟\u{3000}甲",
            "1.5\u{3000}甲",
        ] {
            assert!(places(text).is_empty(), "{text}");
        }
    }
}
