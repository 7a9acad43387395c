//! Folding: text in the form in which it is searched. The page's script follows
//! the same rule.
//!
//! In: text as a reader sees it. Out: the same text without anything that a
//! reader may type differently (letter case, full width, punctuation, spaces
//! next to Chinese, variant characters), and the hashes of its grams.
//! `themes/default/find/fold.js` does the same with the texts and the query;
//! tests check both against `tests/search/cases.json`.

use crate::lang::{narrow, usual};

/// Appends the folded form of `text` to `out`.
///
/// Letters and digits stay. Other characters become one space if they stand
/// between two characters that are not [`wide`], and are dropped elsewhere. So
/// `「PIN」 碼` and `ＰＩＮ碼` become the same text, `sign-in` and `sign in` too.
pub(super) fn fold(text: &str, out: &mut String) {
    let mut last = None;
    let mut parted = false;
    let mut put = |c: char, parted: &mut bool| {
        if std::mem::take(parted) && last.is_some_and(|last| !wide(last)) && !wide(c) {
            out.push(' ');
        }
        out.push(c);
        last = Some(c);
    };
    for c in text.chars() {
        if c.is_ascii() {
            if c.is_ascii_alphanumeric() {
                put(c.to_ascii_lowercase(), &mut parted);
            } else {
                parted |= c != '\'';
            }
        } else if is_ideograph(c) {
            put(usual(c), &mut parted);
        } else if !silent(c) {
            for c in narrow(c).to_lowercase().filter(|c| !silent(*c)).map(usual) {
                if c.is_alphanumeric() {
                    put(c, &mut parted);
                } else {
                    parted = true;
                }
            }
        }
    }
}

/// Whether a character belongs to a script without spaces: all from the CJK
/// radicals on. Such text is cut into pairs, other text into triples.
pub(super) fn wide(c: char) -> bool {
    u32::from(c) >= 0x2E80
}

/// Whether a character is one of the usual Chinese ones, which have no small letters. Half of a Chinese
/// text is such characters, and the tables that tell the same of any character are slow.
const fn is_ideograph(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}')
}

/// Whether folding ignores a character, which then doesn't separate words
/// either: combining accents, soft hyphen, zero-width characters, variation
/// selectors, apostrophes.
fn silent(c: char) -> bool {
    matches!(u32::from(c),
        0xAD | 0x2BC | 0x300..=0x36F | 0x200B..=0x200D | 0x2019 | 0x2060 | 0xFE00..=0xFE0F | 0xFEFF)
}

/// Calls `visit` with the hash of each gram of a folded text: single wide
/// characters, pairs with a wide character in them, triples of other
/// characters. Grams don't reach over a space.
pub(super) fn grams(folded: &str, visit: &mut impl FnMut(u32)) {
    let (mut before, mut last) = (None, None);
    for c in folded.chars() {
        if c == ' ' {
            (before, last) = (None, None);
            continue;
        }
        if wide(c) {
            visit(hash(&[c]));
        }
        match (before, last) {
            (_, Some(b)) if wide(b) || wide(c) => visit(hash(&[b, c])),
            (Some(a), Some(b)) if !wide(a) => visit(hash(&[a, b, c])),
            _ => (),
        }
        (before, last) = (last, Some(c));
    }
}

/// FNV-1a over code points. Only few low bits are used, so the high bits are
/// mixed into them.
fn hash(gram: &[char]) -> u32 {
    let hash = gram.iter().fold(0x811C_9DC5, |hash: u32, c| (hash ^ u32::from(*c)).wrapping_mul(0x0100_0193));
    hash ^ (hash >> 15)
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

    use proptest::prelude::*;

    use super::*;

    fn folded(text: &str) -> String {
        let mut out = String::new();
        fold(text, &mut out);
        out
    }

    fn hashes(folded: &str) -> Vec<u32> {
        let mut hashes = Vec::new();
        grams(folded, &mut |hash| hashes.push(hash));
        hashes
    }

    #[test]
    fn an_ideograph_is_a_letter_without_small_ones_that_nothing_narrows() {
        for c in ('\u{3400}'..='\u{9FFF}').filter(|c| is_ideograph(*c)) {
            assert!(c.is_alphanumeric() && !silent(c), "{c}");
            assert_eq!(narrow(c).to_lowercase().collect::<Vec<_>>(), [c]);
            assert!(usual(c).is_alphanumeric(), "{c}");
        }
    }

    /// `tests/search/search.test.mjs` reads the same table.
    #[test]
    fn texts_fold_as_the_table_says() {
        let cases: serde_json::Value =
            serde_json::from_str(include_str!("../../../tests/search/cases.json")).unwrap();
        for case in cases.get("fold").unwrap().as_array().unwrap() {
            let [text, expected] = [0, 1].map(|at| case.get(at).unwrap().as_str().unwrap());
            assert_eq!(folded(text), expected, "{text}");
        }
        for case in cases.get("grams").unwrap().as_array().unwrap() {
            let text = case.get("text").unwrap().as_str().unwrap();
            let expected: Vec<u32> = serde_json::from_value(case.get("hashes").unwrap().clone()).unwrap();
            assert_eq!(hashes(text), expected, "{text}");
        }
    }

    proptest! {
        /// Cut any piece out of a text and fold it: each of its words is in the
        /// folded text, and all grams of its longer words are grams of the text.
        #[test]
        fn a_piece_of_a_text_is_a_piece_of_its_folded_form(
            text in "([a-zA-Z0-9 ']|[登入臺健保卡]|[「」，。Ａ１　é➔ß\u{301}\n-]){0,24}", cut in 0_usize..24, length in 0_usize..24,
        ) {
            let piece: String = text.chars().skip(cut).take(length).collect();
            let (whole, piece) = (folded(&text), folded(&piece));
            let whole_hashes = hashes(&whole);
            for word in piece.split(' ') {
                prop_assert!(whole.contains(word), "{word} in {whole}");
                prop_assert!(hashes(word).iter().all(|hash| whole_hashes.contains(hash)));
            }
        }

        /// Folding a folded text changes nothing.
        #[test]
        fn what_is_folded_stays(text in "\\PC{0,24}") {
            let once = folded(&text);
            prop_assert_eq!(folded(&once), once);
        }
    }
}
