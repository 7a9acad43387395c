//! Words of a table's cell that don't break: names and numbers.
//!
//! A column is narrow, and Chinese may break anywhere: a name of three characters
//! would stand in three lines, and a telephone number in two. Browsers and the
//! typesetting engine can't tell a name from other words; alone in a cell, or in a
//! list in it, a word of two to four characters is taken for one.

use super::phrase::CLOSING;
use crate::lang::is_cjk;

/// Most characters of a name.
const NAME: usize = 4;

/// Most characters of a text with commas that is taken for a list.
const LISTED: usize = 24;

/// Most characters of a number. It fits into a column of a table of three.
const NUMBER: usize = 24;

/// Cuts the text of a cell into pieces; `true` marks one that doesn't break.
pub(super) fn pieces(words: &str) -> Vec<(&str, bool)> {
    let mut out: Vec<(&str, bool)> = Vec::new();
    let (mut rest, mut plain) = (words, words);
    let (mut counted, named) = (false, !words.is_ascii() && !is_sentence(words));
    // Most cells have neither a name nor a number.
    if !named && !words.bytes().any(|byte| byte.is_ascii_digit()) {
        return vec![(words, false)];
    }
    while let Some(first) = rest.chars().next() {
        let kind = kind(first);
        let end = rest.find(|c| self::kind(c) != kind).unwrap_or(rest.len());
        let (token, after) = rest.split_at(end);
        let whole = match kind {
            // What follows a number is what it counts: `10 分鐘`.
            TokenKind::Han => named && !counted && (2..=NAME).contains(&token.chars().count()),
            TokenKind::Latin => is_number(token),
            TokenKind::Between => false,
        };
        if whole {
            let before = plain.get(..plain.len() - rest.len()).unwrap_or_default();
            out.extend((!before.is_empty()).then_some((before, false)));
            out.push((token, true));
            plain = after;
        }
        counted = match kind {
            TokenKind::Between => counted && token == " ",
            _ => token.ends_with(|c: char| c.is_ascii_digit()),
        };
        rest = after;
    }
    out.extend((!plain.is_empty()).then_some((plain, false)));
    out
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum TokenKind {
    Han,
    Latin,
    /// Spaces and Chinese punctuation.
    Between,
}

fn kind(c: char) -> TokenKind {
    match c {
        _ if is_cjk(c) && c.is_alphanumeric() => TokenKind::Han,
        _ if c.is_whitespace() || is_cjk(c) => TokenKind::Between,
        _ => TokenKind::Latin,
    }
}

/// Whether a text has sentences, whose short pieces are no names.
fn is_sentence(words: &str) -> bool {
    let goes_on = words.starts_with(|c: char| CLOSING.contains(c));
    goes_on
        || words.contains(['。', '！', '？', '；'])
        || (words.contains('，') && words.chars().nth(LISTED).is_some())
}

/// Whether a word is a number with signs at which a line could break:
/// `0912-345-678`, `1,234`, `2026/11/20`.
fn is_number(word: &str) -> bool {
    let digits = word.chars().filter(char::is_ascii_digit).count();
    let signs = word.chars().filter(|c| !c.is_alphanumeric()).count();
    digits > 1 && signs > 0 && digits * 2 >= word.len() && word.len() <= NUMBER
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn said(words: &str) -> String {
        pieces(words)
            .iter()
            .map(|(piece, whole)| if *whole { format!("[{piece}]") } else { (*piece).to_owned() })
            .collect()
    }

    #[test]
    fn names_and_numbers_are_whole() {
        assert_eq!(said("王小明"), "[王小明]");
        assert_eq!(said("王小明、歐陽小美、李明"), "[王小明]、[歐陽小美]、[李明]");
        assert_eq!(said("0912-345-678"), "[0912-345-678]");
        assert_eq!(said("電話：(02)2345-6789"), "[電話]：[(02)2345-6789]");
        assert_eq!(said("1,234 元"), "[1,234] 元");
        assert_eq!(said("A123456789"), "A123456789", "it has no place to break");
    }

    #[test]
    fn sentences_and_words_break_as_elsewhere() {
        assert_eq!(said("請先向資訊組申請，再登入系統"), "請先向資訊組申請，再登入系統");
        assert_eq!(said("再看下去。"), "再看下去。");
        assert_eq!(said("，請點選"), "，請點選", "the text after bold words");
        assert_eq!(said("至少 10 分鐘"), "[至少] 10 分鐘");
        assert_eq!(said("see the sign-in page"), "see the sign-in page");
        assert_eq!(said("https://example.tw/a/1"), "https://example.tw/a/1");
        assert_eq!(said(""), "");
    }

    proptest! {
        /// No character is lost.
        #[test]
        fn pieces_are_the_text(words in "[王小明、，0-9a-z (-]{0,30}") {
            let joined: String = pieces(&words).iter().map(|(piece, _)| *piece).collect();
            prop_assert_eq!(joined, words);
        }
    }
}
