//! Reading of the beginning of a step's heading: `步驟 4-1：`, `第二步、`, `Step one:`.
//!
//! In: the words of a heading and the step words. Out: what the beginning says, and how long it
//! is. It decides by the words alone; `heading` takes them off the title. Full-width letters,
//! digits and signs count as the narrow ones, and invisible characters are passed over.

use super::heading_text::{HeadingText, ReadNumber, folded};
use crate::diag::NearStep;
use crate::lang::{is_cjk, usual};
use crate::model::{StepNumber, StepWords};

/// The beginning of a heading.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum HeadingStart {
    /// It makes the heading a step.
    Step(StepStart),
    /// It is nearly that of a step.
    Near(NearStep),
    /// It has nothing of a step.
    Other,
}

/// The beginning that makes a heading a step.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct StepStart {
    /// The series, as in [`crate::model::WrittenStep`].
    pub(super) series: Option<usize>,
    /// The number and the words that it is written in.
    pub(super) number: Option<(StepNumber, String)>,
    /// Length of the beginning in bytes, with the spaces after it.
    pub(super) length: usize,
}

/// Reads the beginning of a heading.
pub(super) fn read(text: &str, step_words: &StepWords) -> HeadingStart {
    let text = HeadingText::new(text);
    let others = step_words.others.iter().map(|word| (None, word.as_str()));
    let words: Vec<(Option<usize>, &str)> =
        words(step_words).chain(others).filter(|(_, word)| !word.is_empty()).collect();
    for (series, word) in &words {
        let end = after(&text, 0, word).or_else(|| text.ordinal(word, series.is_none()));
        if let Some((number, at)) = end.or_else(|| enclosed(&text, word)).or_else(|| counted(&text, word)) {
            return HeadingStart::Step(StepStart { series: *series, number, length: text.offset(at) });
        }
    }
    let own =
        words.iter().find_map(|(_, word)| behind_signs(&text, word).or_else(|| unseparated(&text, word)));
    let near = own.or_else(|| near(&text, &step_words.word));
    let unknown = || text.numbered_word().filter(|_| step_words.borrowed).map(NearStep::NoWord);
    near.or_else(unknown).map_or(HeadingStart::Other, HeadingStart::Near)
}

/// Reads the word at a place, with a number or a separator. Returns the number and the place where
/// the title begins.
fn after(text: &HeadingText, at: usize, word: &str) -> Option<(ReadNumber, usize)> {
    text.after_number_and_separator(text.after_word(at, word)?, word)
}

/// Reads `【步驟 1】登入`.
fn enclosed(text: &HeadingText, word: &str) -> Option<(ReadNumber, usize)> {
    let pairs = [
        ('【', '】'),
        ('〔', '〕'),
        ('「', '」'),
        ('『', '』'),
        ('《', '》'),
        ('〈', '〉'),
        ('<', '>'),
        ('(', ')'),
        ('[', ']'),
    ];
    let (_, close) = pairs.into_iter().find(|(open, _)| text.at(0) == Some(*open))?;
    let at = text.after_spaces(text.after_word(text.after_spaces(1), word)?);
    let (number, at) = text.number(at).map_or((None, at), |(number, at)| (Some(number), at));
    let at = text.after_spaces(at);
    (text.at(at) == Some(close)).then(|| (number, text.after_separators(at + 1)))
}

/// Reads `一、步驟：登入` and `1. 步驟：登入`. The number of the step counts, if it has one.
fn counted(text: &HeadingText, word: &str) -> Option<(ReadNumber, usize)> {
    let (count, at) = text.number(0)?;
    let title = text.after_separators(at);
    let (number, end) = after(text, title, word).filter(|_| title > at)?;
    Some((number.or(Some(count)), end))
}

/// Whether signs, such as emoji, stand before a step word with its number.
fn behind_signs(text: &HeadingText, word: &str) -> Option<NearStep> {
    let sign = |c: &char| !c.is_alphanumeric() && !c.is_ascii();
    let end = text.folded.iter().position(|c| !sign(c)).filter(|end| (1..=4).contains(end))?;
    after(text, text.after_spaces(end), word)?;
    Some(NearStep::SignBefore(text.as_written(0..end)))
}

/// Whether nothing stands between a step's number and a Chinese title: `步驟1登入`.
fn unseparated(text: &HeadingText, word: &str) -> Option<NearStep> {
    let (_, end) = text.number(text.after_spaces(text.after_word(0, word)?))?;
    text.at(end).filter(|c| is_cjk(*c) && c.is_alphabetic() && !GOES_ON.contains(*c))?;
    Some(NearStep::NoSeparator(text.as_written(0..end)))
}

/// Counters and other characters that make a part of a sentence or another word of `步驟 3`.
const GOES_ON: &str = "個項步頁次年月日號的之到至和與及或覽般些切直定下起樣致";

/// The step word, then the words of the series. A word may be the beginning of a longer one; it
/// doesn't hide the longer word, because only a number or a separator may follow it.
fn words(step_words: &StepWords) -> impl Iterator<Item = (Option<usize>, &str)> {
    let series = step_words.series.iter().enumerate().map(|(index, word)| (Some(index), word.as_str()));
    std::iter::once((None, step_words.word.as_str())).chain(series)
}

/// Whether the heading nearly begins with the step word, and in what it differs.
fn near(text: &HeadingText, word: &str) -> Option<NearStep> {
    let length = word.chars().count();
    if let Some(at) = text.after_word(0, word) {
        let counted = text.number(text.after_spaces(at)).is_some();
        let parted = !counted && text.at(at).is_some_and(|c| c == ' ') && text.at(at + 1).is_some();
        return parted.then_some(NearStep::NoColon);
    }
    let wide = word.chars().all(is_cjk);
    let end = if wide { length } else { text.letters() };
    let written = text.folded.get(..end).filter(|_| length >= 2 && end == length)?;
    let known: Vec<char> = word.chars().map(folded).collect();
    let same = written.iter().zip(&known).filter(|(a, b)| a == b).count();
    let simplified = wide && written.iter().zip(&known).all(|(a, b)| usual(*a) == usual(*b));
    if !(if wide { same + 1 == length } else { sorted(written) == sorted(&known) }) {
        return None;
    }
    let (number, _) = text.after_number_and_separator(end, word)?;
    (number.is_some() || simplified).then(|| NearStep::OtherWord(text.as_written(0..end)))
}

fn sorted(letters: &[char]) -> Vec<char> {
    let mut letters = letters.to_vec();
    letters.sort_unstable();
    letters
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words() -> StepWords {
        StepWords {
            word: "步驟".to_owned(),
            series: vec!["首次登入設定".to_owned()],
            others: vec!["Step".to_owned()],
            ..StepWords::default()
        }
    }

    /// The number and the title of a step, or what is near.
    fn show(text: &str, words: &StepWords) -> String {
        match read(text, words) {
            HeadingStart::Step(start) => {
                let number = start.number.map_or("?".to_owned(), |(number, _)| number.to_string());
                format!("{number} {}", text.get(start.length..).unwrap_or(""))
            }
            HeadingStart::Near(near) => format!("{near:?}"),
            HeadingStart::Other => String::new(),
        }
    }

    #[test]
    fn a_step_is_read_in_all_usual_spellings() {
        for (text, shown) in [
            ("步驟：登入", "? 登入"),
            ("步驟: 登入", "? 登入"),
            ("步驟-登入", "? 登入"),
            ("步驟、登入", "? 登入"),
            ("步驟4-1：進入", "4-1 進入"),
            ("步驟 ４－１　進入", "4-1 進入"),
            ("步驟 4.1 進入", "4-1 進入"),
            ("步驟四之一：進入", "4-1 進入"),
            ("步驟 3", "3 "),
            ("步驟一：登入", "1 登入"),
            ("步驟十二、登入", "12 登入"),
            ("步驟三 登入", "3 登入"),
            ("步驟（三）登入", "3 登入"),
            ("步驟②登入", "2 登入"),
            ("步驟② 登入", "2 登入"),
            ("步驟 ㈢：登入", "3 登入"),
            ("第二步：改密碼", "2 改密碼"),
            ("第 3 步、登出", "3 登出"),
            ("第十步驟 登出", "10 登出"),
            ("第一個步驟－登入", "1 登入"),
            ("第二步", "2 "),
            ("\u{200b}步\u{feff}驟 1：登入", "1 登入"),
            ("\u{3000}步驟\u{a0}1\u{3000}登入", "1 登入"),
            ("步驟︰登入", "? 登入"),
            ("【步驟 1】登入", "1 登入"),
            ("「步驟一」：登入", "1 登入"),
            ("<步驟1> 登入", "1 登入"),
            ("（步驟 2）登入", "2 登入"),
            ("一、步驟：登入", "1 登入"),
            ("3. 步驟 2：登入", "2 登入"),
            ("(四) 步驟：登入", "4 登入"),
            ("步驟Ⅲ：登入", "3 登入"),
            ("STEP-1 登入", "1 登入"),
            ("步驟-2：登入", "2 登入"),
            ("Step 4：關機", "4 關機"),
            ("ＳＴＥＰ１：關機", "1 關機"),
            ("step 2. Sign in", "2 Sign in"),
            ("Step #2: Sign in", "2 Sign in"),
            ("Step (2) Sign in", "2 Sign in"),
            ("Step Two: Sign in", "2 Sign in"),
            ("Step two – Sign in", "2 Sign in"),
            ("Step - Sign in", "? Sign in"),
            ("首次登入設定 2：確認", "2 確認"),
            ("首次登入設定三、確認", "3 確認"),
        ] {
            assert_eq!(show(text, &words()), shown, "{text}");
        }
    }

    #[test]
    fn an_ordinary_heading_is_no_step() {
        for text in [
            "步驟說明",
            "步驟一覽",
            "步驟",
            "第二步驟說明",
            "第一次登入",
            "第三章：登入",
            "三、登入",
            "Step by step",
            "Step-by-step guide",
            "Steps: all",
            "Steps 1-3: all",
            "Step 2nd: x",
            "Step one foot",
            "Stepping",
            "",
            "：",
            "登入",
            "步驟20261：x",
        ] {
            let shown = show(text, &words());
            assert!(shown.is_empty() || shown.starts_with("NoColon"), "{text}: {shown}");
        }
    }

    #[test]
    fn a_heading_that_is_nearly_a_step_says_in_what() {
        let other = |word: &str| format!("OtherWord({word:?})");
        assert_eq!(show("步驟 登入", &words()), "NoColon");
        assert_eq!(show("步驟1登入", &words()), "NoSeparator(\"步驟1\")");
        assert_eq!(show("Step1登入", &words()), "NoSeparator(\"Step1\")");
        assert_eq!(show("步驟二登出", &words()), "NoSeparator(\"步驟二\")");
        assert_eq!(show("步驟 3的說明", &words()), "");
        assert_eq!(show("🔹步驟 1：登入", &words()), "SignBefore(\"🔹\")");
        assert_eq!(show("※ 步驟一：登入", &words()), "SignBefore(\"※\")");
        assert_eq!(show("步骤 1：登入", &words()), other("步骤"));
        assert_eq!(show("步骤：登入", &words()), other("步骤"));
        assert_eq!(show("步行：到校", &words()), "");
        assert_eq!(show("步聚 2：登入", &words()), other("步聚"));
        assert_eq!(show("步数", &words()), "");
        let english = StepWords { word: "Step".to_owned(), ..StepWords::default() };
        assert_eq!(show("Stpe 2: Sign in", &english), other("Stpe"));
        assert_eq!(show("Stop 2: Main street", &english), "");
        assert_eq!(show("Pets: never", &english), "");
        assert_eq!(show("Step Sign in", &english), "NoColon");
    }

    #[test]
    fn a_word_before_a_number_or_a_colon_is_near_where_the_language_has_no_step_word() {
        let words = StepWords { word: "Step".to_owned(), borrowed: true, ..StepWords::default() };
        for (text, word) in [
            ("ステップ：ログイン", "ステップ"),
            ("ステップ１：ログイン", "ステップ"),
            ("手順 2　確認", "手順"),
            ("Bước 1: Đăng nhập", "Bước"),
            ("ขั้นตอนที่ 3: เข้าสู่ระบบ", "ขั้นตอนที่"),
            ("Étape 2 – Se connecter", "Étape"),
        ] {
            assert_eq!(show(text, &words), format!("NoWord({word:?})"), "{text}");
        }
        for text in ["ログイン", "Đăng nhập", "3. x", "ステップ", "A b: c"] {
            assert_eq!(show(text, &words), "", "{text}");
        }
        assert_eq!(show("Step 2: Sign in", &words), "2 Sign in");
    }
}
