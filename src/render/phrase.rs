//! Where a title may break: between phrases.
//!
//! Chinese is written without spaces, and a line break within a word reads
//! badly in large letters. Browsers can't find phrases yet. So titles get
//! `<wbr>` where they may break, and the style sheet forbids a break anywhere
//! else. The rules are in the theme's README, "Phrases"; the words come from the
//! theme and from the site's terms.

use std::collections::BTreeMap;

use crate::theme::TypographyWords;

/// Opening marks of Chinese: no line ends with one. [`CLOSING`] holds closing
/// marks and stops: no line begins with one.
pub(super) const OPENING: &str = "「『（《〈【";
pub(super) const CLOSING: &str = "」』）》〉】，、：；。！？";
/// Latin words with hyphens up to this many characters stay in one piece.
const HYPHENATED: usize = 16;

/// Longest name of a button that never breaks, in characters.
const SHORT_NAME: usize = 12;

/// Whether a name, such as that of a button, is so short that it does not break.
pub(super) fn is_short(name: &str) -> bool {
    name.chars().nth(SHORT_NAME).is_none()
}

/// The phrases of one language.
#[derive(Debug, Default)]
pub(super) struct Phrases {
    /// The phrases by their first character; of those with the same first
    /// character, the longest comes first.
    words: BTreeMap<char, Vec<Vec<char>>>,
    after: Vec<char>,
    /// Whether the theme has rules for breaks in this language; if not, titles
    /// stay in one piece.
    breaks: bool,
}

impl Phrases {
    pub(super) fn new<'a>(typography: &'a TypographyWords, terms: impl Iterator<Item = &'a str>) -> Self {
        let breaks = !(typography.phrases.is_empty() && typography.after.is_empty());
        let mut words: BTreeMap<char, Vec<Vec<char>>> = BTreeMap::new();
        for word in typography.phrases.iter().map(String::as_str).chain(terms).filter(|_| breaks) {
            if let Some(first) = word.chars().next() {
                words.entry(first).or_default().push(word.chars().collect());
            }
        }
        for alike in words.values_mut() {
            alike.sort_by_key(|word| std::cmp::Reverse(word.len()));
        }
        Self { words, after: typography.after.chars().collect(), breaks }
    }

    /// Cuts a title into the pieces between which a line may break.
    pub(super) fn pieces<'t>(&self, title: &'t str) -> Vec<&'t str> {
        if !self.breaks {
            return vec![title];
        }
        let (places, chars): (Vec<usize>, Vec<char>) = title.char_indices().unzip();
        let mut pieces = Vec::new();
        let mut start = 0;
        for index in self.breaks(&chars) {
            let end = places.get(index).copied().unwrap_or(title.len());
            pieces.extend(title.get(start..end));
            start = end;
        }
        pieces.extend(title.get(start..));
        pieces
    }

    /// Indices of the characters before which the title may break.
    fn breaks(&self, chars: &[char]) -> Vec<usize> {
        let mut allowed = vec![false; chars.len() + 1];
        let mut at = 0;
        while let Some(c) = chars.get(at) {
            let word = self.word_at(chars.get(at..).unwrap_or_default());
            let end = at + word.max(1);
            if word > 0 {
                set(&mut allowed, at, true);
                set(&mut allowed, end, true);
            } else if self.after.contains(c) && at >= 2 {
                // The particle belongs to the word before it.
                set(&mut allowed, at, false);
                set(&mut allowed, end, true);
            } else if OPENING.contains(*c) {
                set(&mut allowed, at, true);
            } else if CLOSING.contains(*c) {
                set(&mut allowed, end, true);
            }
            at = end;
        }
        let mut kept = Vec::new();
        let mut last = 0;
        for (index, _) in allowed.iter().enumerate().filter(|(_, allowed)| **allowed) {
            if index >= last + 2 && index + 2 <= chars.len() && !forbidden(chars, index) {
                kept.push(index);
                last = index;
            }
        }
        kept
    }

    /// Length of the longest phrase at the beginning of `rest`, in characters; 0
    /// if none begins there.
    pub(super) fn word_at(&self, rest: &[char]) -> usize {
        let alike = rest.first().and_then(|first| self.words.get(first));
        alike.into_iter().flatten().find(|word| rest.starts_with(word)).map_or(0, Vec::len)
    }
}

fn set(allowed: &mut [bool], at: usize, value: bool) {
    if let Some(place) = allowed.get_mut(at) {
        *place = value;
    }
}

/// Whether no break may stand at `at`: before a closing mark, after an opening
/// mark, inside a Latin word, or next to a space, where a line can break anyway.
fn forbidden(chars: &[char], at: usize) -> bool {
    let before = at.checked_sub(1).and_then(|before| chars.get(before)).copied().unwrap_or(' ');
    let after = chars.get(at).copied().unwrap_or(' ');
    let latin = |c: char| c.is_ascii_alphanumeric() || c == '-';
    CLOSING.contains(after)
        || OPENING.contains(before)
        || (latin(before) && latin(after))
        || before.is_whitespace()
        || after.is_whitespace()
}

/// Splits text into runs; `true` marks a short word with hyphens, which does not
/// break.
pub(super) fn runs(text: &str) -> impl Iterator<Item = (&str, bool)> {
    let in_word = |c: char| c.is_ascii_alphanumeric() || c == '-';
    let mut rest = text;
    std::iter::from_fn(move || {
        let first = rest.chars().next()?;
        let end = rest.find(|c| in_word(c) != in_word(first)).unwrap_or(rest.len());
        let (run, after) = rest.split_at(end);
        rest = after;
        Some((run, run.len() <= HYPHENATED && run.trim_matches('-').contains('-')))
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn phrases() -> Phrases {
        let words =
            ["進入", "維護", "個人", "資料", "帳號", "註冊", "設定", "登入", "身分證", "身分", "字號"];
        let typography = TypographyWords {
            phrases: words.iter().map(|word| (*word).to_owned()).collect(),
            after: "的及與".to_owned(),
        };
        Phrases::new(&typography, ["我的E政府"].into_iter())
    }

    fn broken(title: &str) -> String {
        phrases().pieces(title).join("|")
    }

    #[test]
    fn titles_break_between_phrases_only() {
        assert_eq!(broken("進入「我的E政府」維護個人資料"), "進入|「我的E政府」|維護|個人|資料");
        assert_eq!(broken("帳號註冊及設定"), "帳號|註冊及|設定");
        assert_eq!(broken("核對身分證字號"), "核對|身分證|字號");
        assert_eq!(broken("登入e等公務園"), "登入|e等公務園");
        assert_eq!(broken("新帳號"), "新帳號", "no single character stands alone");
        assert_eq!(broken("用我的E政府登入"), "用我的E政府|登入");
        assert_eq!(broken("註冊（帳號）"), "註冊|（帳號）");
        assert_eq!(broken("A<登入&B"), "A<|登入|&B");
    }

    #[test]
    fn a_word_with_hyphens_stays_in_one_piece() {
        let whole: Vec<&str> = runs("Register: sign-up & -x- a-very-long-hyphenation")
            .filter_map(|(run, whole)| whole.then_some(run))
            .collect();
        assert_eq!(whole, ["sign-up"]);
    }

    proptest! {
        /// Breaks add nothing that is read and leave no piece of one character.
        #[test]
        fn breaks_leave_the_words_alone(title in "(登入|帳號|的|及|「|」|（|E|e-f|，| |園){0,12}") {
            let marked = broken(&title);
            prop_assert_eq!(marked.replace('|', ""), title.clone());
            let pieces: Vec<_> = marked.split('|').collect();
            prop_assert!(pieces.len() == 1 || pieces.iter().all(|piece| piece.chars().count() > 1), "{}", marked);
        }
    }
}
