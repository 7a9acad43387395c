//! Reading of the beginning of a step's heading: `步驟 4-1：`, `第二步、`, `Step one:`.
//!
//! In: the words of a heading and the step words. Out: what the beginning says, and how long it
//! is. It decides by the words alone; `heading` takes them off the title. Full-width letters,
//! digits and signs count as the narrow ones, and invisible characters are passed over.

use super::numeral;
use crate::diag::NearStep;
use crate::lang::{is_cjk, narrow, usual};
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
        let end = text.after_word(0, word).and_then(|at| text.after_number_and_separator(at, word));
        let end = end.or_else(|| text.ordinal(word, series.is_none()));
        if let Some((number, at)) = end {
            return HeadingStart::Step(StepStart { series: *series, number, length: text.offset(at) });
        }
    }
    let near = near(&text, &step_words.word).or_else(|| step_words.borrowed.then(|| text.numbered_word())?);
    near.map_or(HeadingStart::Other, HeadingStart::Near)
}

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
        let parted = text.at(at).is_some_and(|c| c == ' ') && text.at(at + 1).is_some();
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

/// A number as it is read: its value, and the words that it is written in.
type ReadNumber = Option<(StepNumber, String)>;

/// The words of a heading, character by character.
struct HeadingText {
    /// The characters in narrow form and small ASCII letters, without invisible ones.
    folded: Vec<char>,
    /// The characters as they are written.
    written: Vec<char>,
    /// The byte offset of each character, and the end.
    offsets: Vec<usize>,
}

impl HeadingText {
    fn new(text: &str) -> Self {
        let begun = text.len() - text.trim_start_matches(|c| is_space(c) || is_invisible(c)).len();
        let mut this = Self { folded: Vec::new(), written: Vec::new(), offsets: Vec::new() };
        for (at, c) in text.char_indices().filter(|(at, c)| *at >= begun && !is_invisible(*c)).take(64) {
            this.folded.push(folded(c));
            this.written.push(c);
            this.offsets.push(at);
        }
        let last = this.written.last().zip(this.offsets.last());
        this.offsets.push(last.map_or(text.len(), |(c, at)| at + c.len_utf8()));
        this
    }

    /// The word at the beginning, if a number or a colon follows it.
    fn numbered_word(&self) -> Option<NearStep> {
        let ends = |c: &char| c.is_ascii_punctuation() || c.is_ascii_digit() || is_dash(*c) || *c == ' ';
        let end = self.folded.iter().position(ends).filter(|end| *end > 0)?;
        let word = self.as_written(0..end);
        self.after_number_and_separator(end, &word)?;
        Some(NearStep::NoWord(word))
    }

    fn at(&self, at: usize) -> Option<char> {
        self.folded.get(at).copied()
    }

    /// The byte offset of a character; the end of the text for one behind it.
    fn offset(&self, at: usize) -> usize {
        self.offsets.get(at).or(self.offsets.last()).copied().unwrap_or(0)
    }

    fn rest(&self, at: usize) -> &[char] {
        self.folded.get(at..).unwrap_or_default()
    }

    fn as_written(&self, range: std::ops::Range<usize>) -> String {
        self.written.get(range).unwrap_or_default().iter().collect()
    }

    fn letters(&self) -> usize {
        self.folded.iter().take_while(|c| c.is_alphabetic()).count()
    }

    /// The place after all spaces from `at` on.
    fn after_spaces(&self, at: usize) -> usize {
        at + self.rest(at).iter().take_while(|c| **c == ' ').count()
    }

    /// The place after `word`, if it stands at `at`.
    fn after_word(&self, at: usize, word: &str) -> Option<usize> {
        let mut end = at;
        for c in word.chars().map(folded) {
            if self.at(end) != Some(c) {
                return None;
            }
            end += 1;
        }
        Some(end)
    }

    /// Reads a number and a separator from `at` on, or a separator alone. Returns the number and
    /// the place where the title begins.
    fn after_number_and_separator(&self, at: usize, word: &str) -> Option<(ReadNumber, usize)> {
        let spaced = self.after_spaces(at);
        if let Some((number, end)) = self.number(spaced) {
            return Some((Some(number), self.after_separator(end)?));
        }
        if let Some((value, count)) = numeral::english(self.rest(spaced)).filter(|_| spaced > at) {
            let end = spaced + count;
            let title = self.after_strong_separator(end, true)?;
            let number = StepNumber { major: value, minor: None };
            return Some((Some((number, self.as_written(spaced..end))), title));
        }
        let glued = word.chars().next_back().is_some_and(is_cjk);
        Some((None, self.after_strong_separator(at, glued).filter(|_| spaced < self.folded.len())?))
    }

    /// Reads `第二步` or `第二個步驟`, with the separator.
    fn ordinal(&self, word: &str, short: bool) -> Option<(ReadNumber, usize)> {
        let at = self.after_word(0, "第").map(|at| self.after_spaces(at))?;
        let (number, end) = self.number(at)?;
        let end = self.after_spaces(end);
        let end = self.after_word(end, "個").unwrap_or(end);
        let first = word.chars().next().filter(|c| short && is_cjk(*c)).map(String::from);
        let end = self.after_word(end, word).or_else(|| self.after_word(end, &first?))?;
        Some((Some(number), self.after_separator(end)?))
    }

    /// Reads a number such as `4`, `4-1`, `(3)`, `#3`, `十二`. Returns the place after it.
    fn number(&self, at: usize) -> Option<((StepNumber, String), usize)> {
        let opens = self.at(at) == Some('(');
        let marked = opens || self.at(at) == Some('#');
        let at = if marked { self.after_spaces(at + 1) } else { at };
        let (major, mut end) = self.count(at)?;
        let mut minor = None;
        if let Some((value, behind)) =
            self.at(end).filter(|c| is_dash(*c) || matches!(c, '.' | '之')).and_then(|_| self.count(end + 1))
        {
            (minor, end) = (Some(value), behind);
        }
        let written = self.as_written(at..end);
        if opens {
            end = self.after_spaces(end);
            end = self.after_word(end, ")")?;
        }
        Some(((StepNumber { major, minor }, written), end))
    }

    fn count(&self, at: usize) -> Option<(u32, usize)> {
        let rest = self.rest(at);
        let (value, count) = numeral::digits(rest).or_else(|| numeral::chinese(rest))?;
        Some((value, at + count))
    }

    /// The beginning of the title after a number: the end of the heading, or after a colon, a
    /// space, a dash, a full stop or a bracket.
    fn after_separator(&self, at: usize) -> Option<usize> {
        if let Some(title) = self.after_strong_separator(at, true) {
            return Some(title);
        }
        let last = at.checked_sub(1).and_then(|last| self.at(last));
        let closed = last.is_some_and(|c| c == ')' || numeral::circled(c).is_some());
        let title = at + self.rest(at).iter().take_while(|c| is_separator(**c)).count();
        (title > at || title >= self.folded.len() || closed).then_some(title)
    }

    /// The beginning of the title after a sign that can only be a separator: a colon, or a dash, a
    /// full stop or a comma of lists. `glued` says whether the title may follow such a dash or stop
    /// without a space.
    fn after_strong_separator(&self, at: usize, glued: bool) -> Option<usize> {
        let at = self.after_spaces(at);
        let sign = self.at(at)?;
        let title = self.after_spaces(at + 1);
        let parts = is_dash(sign) || matches!(sign, '.' | '、' | '|');
        let strong = sign == ':' || (parts && (glued || title > at + 1));
        strong.then_some(title)
    }
}

const fn is_dash(c: char) -> bool {
    matches!(c, '-' | '–' | '—' | '─' | '−' | '‐' | '―')
}

const fn is_separator(c: char) -> bool {
    is_dash(c) || matches!(c, ' ' | '.' | '、' | '。' | '|' | ')')
}

fn is_space(c: char) -> bool {
    c.is_whitespace()
}

/// Whether a character can't be seen: zero-width ones and byte order marks.
pub(super) const fn is_invisible(c: char) -> bool {
    matches!(c, '\u{200B}'..='\u{200F}' | '\u{2060}' | '\u{FEFF}' | '\u{AD}')
}

/// The form in which characters are compared: narrow, as small ASCII letters, and a plain space for
/// any space.
fn folded(c: char) -> char {
    match c {
        _ if is_space(c) => ' ',
        '︰' | '∶' | '﹕' => ':',
        _ => narrow(c).to_ascii_lowercase(),
    }
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
