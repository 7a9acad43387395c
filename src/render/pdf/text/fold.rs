//! Folds: places where long words may break. Addresses may break after their
//! signs, such as `/`; a long word without signs may break anywhere.
//!
//! In: words. Out: the same words with U+200B at such places. The theme breaks
//! lines there and does not print the character (`text.typ`), so that an address
//! copied from a handout still works.

use std::borrow::Cow;

use crate::lang::is_cjk;

/// The character that marks a place where a line may break.
pub(crate) const FOLD: char = '\u{200B}';

/// Words longer than this many bytes may break after their signs. Most of them
/// are addresses.
const ADDRESS: usize = 24;

/// A stretch of Latin letters without a sign that has more characters than this
/// may break anywhere. No column is so wide, and a line of tens of thousands of
/// characters can't be exported.
const LATIN: usize = 40;

/// A stretch of another script may break anywhere if it has more characters than
/// this. Some scripts write no spaces and have rules of their own for breaks.
const OTHER: usize = 200;

/// Number of characters between two folds in a stretch that may break anywhere.
/// Each fold costs time.
const STEP: usize = 4;

/// Most combining marks that are kept with one letter.
const MARKS: usize = 16;

/// Marks the places where long words may break.
pub(crate) fn foldable(words: &str) -> Cow<'_, str> {
    if words.split(parts).all(|word| word.len() <= ADDRESS) {
        return Cow::Borrowed(words);
    }
    let mut out = String::with_capacity(words.len() + words.len() / STEP);
    for word in words.split_inclusive(parts) {
        fold_word(word, &mut out);
    }
    Cow::Owned(out)
}

/// Whether a line may break next to a character without a fold.
fn parts(c: char) -> bool {
    let glue = matches!(c, '\u{A0}' | '\u{2007}' | '\u{202F}');
    (c.is_whitespace() && !glue) || is_cjk(c) || c == FOLD
}

fn fold_word(word: &str, out: &mut String) {
    if word.len() <= ADDRESS {
        return out.push_str(word);
    }
    let sign = |c: char| "@./_-?&=".contains(c);
    let mut pieces = word.split_inclusive(sign).peekable();
    while let Some(piece) = pieces.next() {
        fold_piece(piece, out);
        if piece.ends_with(sign) && pieces.peek().is_some() {
            out.push(FOLD);
        }
    }
}

fn fold_piece(piece: &str, out: &mut String) {
    let latin = piece.chars().all(|c| c < '\u{250}');
    if piece.chars().nth(if latin { LATIN } else { OTHER }).is_none() {
        return out.push_str(piece);
    }
    let (mut letters, mut marks) = (0, 0);
    for c in piece.chars() {
        if is_mark(c) {
            marks += 1;
        } else {
            (letters, marks) = (letters + 1, 0);
        }
        if letters > STEP || marks > MARKS {
            out.push(FOLD);
            (letters, marks) = (1, 0);
        }
        out.push(c);
    }
}

/// Whether a character is a combining mark, which belongs to the letter before it.
pub(crate) fn is_mark(c: char) -> bool {
    matches!(c,
        '\u{300}'..='\u{36F}' | '\u{483}'..='\u{489}' | '\u{591}'..='\u{5BD}' | '\u{64B}'..='\u{65F}'
        | '\u{1AB0}'..='\u{1AFF}' | '\u{1DC0}'..='\u{1DFF}' | '\u{200C}' | '\u{200D}' | '\u{20D0}'..='\u{20FF}'
        | '\u{FE00}'..='\u{FE0F}' | '\u{FE20}'..='\u{FE2F}' | '\u{E0100}'..='\u{E01EF}')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn shown(words: &str) -> String {
        foldable(words).replace(FOLD, "|")
    }

    #[test]
    fn an_address_breaks_behind_its_signs() {
        assert_eq!(
            shown("see https://elearn.example.gov.tw/a now"),
            "see https:/|/|elearn.|example.|gov.|tw/|a now"
        );
        assert_eq!(shown("https://example.tw/"), "https://example.tw/");
    }

    #[test]
    fn a_very_long_word_breaks_anywhere() {
        let word = "a".repeat(41);
        assert_eq!(
            shown(&word).split('|').map(str::len).collect::<Vec<_>>(),
            [4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 1]
        );
        assert_eq!(shown(&"a".repeat(40)), "a".repeat(40));
        assert!(shown(&"\u{A0}".repeat(300)).contains('|'));
        assert!(shown(&["e", &"\u{301}".repeat(300)].concat()).contains('|'));
    }

    #[test]
    fn a_mark_stays_with_its_letter() {
        let word = "e\u{301}".repeat(300);
        assert!(shown(&word).split('|').all(|part| part.starts_with('e')));
    }

    proptest! {
        /// No character is lost, and no stretch without a fold is longer than
        /// [`OTHER`].
        #[test]
        fn words_stay_as_they_are(words in "[ab/\u{A0}\u{301}登 -]{0,700}") {
            let folded = foldable(&words);
            prop_assert_eq!(folded.replace(FOLD, ""), words.as_str());
            prop_assert!(folded.split(parts).all(|part| part.chars().count() <= OTHER));
        }
    }
}
