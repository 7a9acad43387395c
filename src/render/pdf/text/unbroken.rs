//! Marks words that don't break, and where long words may break.

use super::fold::foldable;
use crate::lang::is_cjk;
use crate::render::pdf::record::{PrintInline, PrintNode};
use crate::render::phrase::{self, Phrases};

/// Fewest characters of a phrase that doesn't break in Chinese text.
const LONG_WORD: usize = 4;

/// Words that don't break.
pub(crate) fn whole(words: &str) -> PrintInline {
    PrintInline::Node(PrintNode::Whole { text: words.to_owned() })
}

/// Appends Chinese text, in which short names in brackets and long phrases don't
/// break.
pub(crate) fn chinese(words: &str, phrases: &Phrases, out: &mut Vec<PrintInline>) {
    let words = foldable(words);
    let mut rest = words.as_ref();
    let mut plain = String::new();
    while let Some((before, name, after)) = bracketed(rest) {
        plain.push_str(before);
        if phrase::is_short(name) {
            long_words(&plain, phrases, out);
            plain.clear();
            out.push(whole(name));
        } else {
            plain.push_str(name);
        }
        rest = after;
    }
    plain.push_str(rest);
    long_words(&plain, phrases, out);
}

/// Appends Chinese text in which long phrases of the theme and the site, mostly
/// names, don't break.
fn long_words(words: &str, phrases: &Phrases, out: &mut Vec<PrintInline>) {
    let (places, chars): (Vec<usize>, Vec<char>) = words.char_indices().unzip();
    let part = |from: usize, to: usize| {
        let place = |at: usize| places.get(at).copied().unwrap_or(words.len());
        words.get(place(from)..place(to)).unwrap_or_default()
    };
    let (mut plain, mut at) = (0, 0);
    while at < chars.len() {
        let end = at + phrases.word_at(chars.get(at..).unwrap_or_default()).max(1);
        if end - at >= LONG_WORD {
            counts(part(plain, at), out);
            out.push(whole(part(at, end)));
            plain = end;
        }
        at = end;
    }
    counts(part(plain, at), out);
}

/// A name in another language than the text; a short one doesn't break.
pub(crate) fn name(words: &str) -> PrintInline {
    if phrase::is_short(words) { whole(words) } else { PrintInline::Text(words.to_owned()) }
}

/// Appends text in which short words with hyphens don't break.
pub(crate) fn latin(words: &str, out: &mut Vec<PrintInline>) {
    let words = foldable(words);
    let mut plain = String::new();
    for (run, hyphened) in phrase::runs(&words) {
        if !hyphened {
            plain.push_str(run);
            continue;
        }
        if !plain.is_empty() {
            out.push(PrintInline::Text(std::mem::take(&mut plain)));
        }
        out.push(whole(run));
    }
    if !plain.is_empty() {
        out.push(PrintInline::Text(plain));
    }
}

/// Splits text at its first bracket: the text up to and with the opening bracket,
/// the words inside, the rest.
fn bracketed(words: &str) -> Option<(&str, &str, &str)> {
    let open = words.find('「')? + '「'.len_utf8();
    let close = open + words.get(open..)?.find(['「', '」'])?;
    let name = words.get(open..close).filter(|name| !name.is_empty())?;
    Some((words.get(..open)?, name, words.get(close..)?))
}

/// Appends text in which a number stays with the word after it: `10 碼`.
fn counts(words: &str, out: &mut Vec<PrintInline>) {
    let mut plain = String::new();
    let mut rest = words;
    while let Some(c) = rest.chars().next() {
        let end = if c.is_ascii_digit() { count(rest) } else { c.len_utf8() };
        let (run, after) = rest.split_at(end);
        if run.contains(' ') && c != ' ' {
            if !plain.is_empty() {
                out.push(PrintInline::Text(std::mem::take(&mut plain)));
            }
            out.push(whole(run));
        } else {
            plain.push_str(run);
        }
        rest = after;
    }
    if !plain.is_empty() {
        out.push(PrintInline::Text(plain));
    }
}

/// Length in bytes of the digits at the beginning of a text. A space and a Chinese
/// character after them are included.
fn count(words: &str) -> usize {
    let digits = words.len() - words.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let mut after = words.get(digits..).unwrap_or_default().chars();
    match (after.next(), after.next()) {
        (Some(' '), Some(c)) if is_cjk(c) => digits + 1 + c.len_utf8(),
        _ => digits,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::theme::TypographyWords;

    /// The text, with `[]` around words that don't break.
    fn said(out: &[PrintInline]) -> String {
        let one = |inline: &PrintInline| match inline {
            PrintInline::Node(PrintNode::Whole { text }) => format!("[{text}]"),
            PrintInline::Text(text) => text.clone(),
            PrintInline::Node(_) => String::new(),
        };
        out.iter().map(one).collect()
    }

    fn chinese_said(words: &str) -> String {
        let mut out = Vec::new();
        chinese(words, &Phrases::default(), &mut out);
        said(&out)
    }

    #[test]
    fn long_words_are_whole() {
        let typography = TypographyWords { phrases: vec!["登入".to_owned()], after: String::new() };
        let phrases = Phrases::new(&typography, ["我的E政府"].into_iter());
        let runs = |words: &str| {
            let mut out = Vec::new();
            long_words(words, &phrases, &mut out);
            said(&out)
        };
        assert_eq!(runs("用我的E政府登入，再註冊。"), "用[我的E政府]登入，再註冊。");
        assert_eq!(runs("我的E政府我的E政府"), "[我的E政府][我的E政府]");
        assert_eq!(runs(""), "");
    }

    #[test]
    fn a_number_stays_with_what_it_counts() {
        assert_eq!(chinese_said("至少 10 碼，約 20 分鐘"), "至少 [10 碼]，約 [20 分]鐘");
        assert_eq!(chinese_said("PIN 碼是 4 digits"), "PIN 碼是 4 digits");
        assert_eq!(chinese_said("民國 114年，共 3"), "民國 114年，共 3");
    }

    #[test]
    fn a_short_name_in_brackets_is_whole() {
        assert_eq!(chinese_said("點選「登入」即可"), "點選「[登入]」即可");
        assert_eq!(chinese_said("點選「」"), "點選「」");
    }

    #[test]
    fn a_latin_word_with_a_hyphen_is_whole() {
        let mut out = Vec::new();
        latin("The sign-in page", &mut out);
        assert_eq!(said(&out), "The [sign-in] page");
    }

    #[test]
    fn a_long_address_may_break_behind_its_signs() {
        let long = "https://elearn.example.gov.tw/a";
        assert_eq!(chinese_said(long).matches('\u{200B}').count(), 6);
        assert_eq!(chinese_said("https://example.tw/"), "https://example.tw/");
    }

    proptest! {
        /// No character is lost.
        #[test]
        fn words_stay_as_they_are(words in "[登入\u{300C}\u{300D} 0-9a，-]{0,24}") {
            prop_assert_eq!(chinese_said(&words).replace(['[', ']', '\u{200B}'], ""), words.clone());
            let mut out = Vec::new();
            latin(&words, &mut out);
            prop_assert_eq!(said(&out).replace(['[', ']', '\u{200B}'], ""), words);
        }
    }
}
