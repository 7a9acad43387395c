//! The words of a heading, character by character, in the forms in which they are compared.

use super::numeral;
use crate::lang::{is_cjk, is_invisible, narrow};
use crate::model::StepNumber;

/// A number as it is read: its value, and the words that it is written in.
pub(super) type ReadNumber = Option<(StepNumber, String)>;

/// The words of a heading, character by character.
pub(super) struct HeadingText {
    /// The characters in narrow form and small ASCII letters, without invisible ones.
    pub(super) folded: Vec<char>,
    /// The characters as they are written.
    written: Vec<char>,
    /// The byte offset of each character, and the end.
    offsets: Vec<usize>,
}

impl HeadingText {
    pub(super) fn new(text: &str) -> Self {
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
    pub(super) fn numbered_word(&self) -> Option<String> {
        let ends = |c: &char| c.is_ascii_punctuation() || c.is_ascii_digit() || is_dash(*c) || *c == ' ';
        let end = self.folded.iter().position(ends).filter(|end| *end > 0)?;
        let word = self.as_written(0..end);
        self.after_number_and_separator(end, &word)?;
        Some(word)
    }

    pub(super) fn at(&self, at: usize) -> Option<char> {
        self.folded.get(at).copied()
    }

    /// The byte offset of a character; the end of the text for one behind it.
    pub(super) fn offset(&self, at: usize) -> usize {
        self.offsets.get(at).or(self.offsets.last()).copied().unwrap_or(0)
    }

    pub(super) fn rest(&self, at: usize) -> &[char] {
        self.folded.get(at..).unwrap_or_default()
    }

    pub(super) fn as_written(&self, range: std::ops::Range<usize>) -> String {
        self.written.get(range).unwrap_or_default().iter().collect()
    }

    pub(super) fn letters(&self) -> usize {
        self.folded.iter().take_while(|c| c.is_alphabetic()).count()
    }

    /// The place after all spaces from `at` on.
    pub(super) fn after_spaces(&self, at: usize) -> usize {
        at + self.rest(at).iter().take_while(|c| **c == ' ').count()
    }

    /// The place after `word`, if it stands at `at`.
    pub(super) fn after_word(&self, at: usize, word: &str) -> Option<usize> {
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
    pub(super) fn after_number_and_separator(&self, at: usize, word: &str) -> Option<(ReadNumber, usize)> {
        let spaced = self.after_spaces(at);
        // `STEP-1`
        let dashed =
            self.at(spaced).is_some_and(|c| is_dash(c) || c == '_') && self.number(spaced + 1).is_some();
        if let Some((number, end)) = self.number(spaced + usize::from(dashed)) {
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
    pub(super) fn ordinal(&self, word: &str, short: bool) -> Option<(ReadNumber, usize)> {
        let at = self.after_word(0, "第").map(|at| self.after_spaces(at))?;
        let (number, end) = self.number(at)?;
        let end = self.after_spaces(end);
        let end = self.after_word(end, "個").unwrap_or(end);
        let first = word.chars().next().filter(|c| short && is_cjk(*c)).map(String::from);
        let end = self.after_word(end, word).or_else(|| self.after_word(end, &first?))?;
        Some((Some(number), self.after_separator(end)?))
    }

    /// Reads a number such as `4`, `4-1`, `(3)`, `#3`, `十二`. Returns the place after it.
    pub(super) fn number(&self, at: usize) -> Option<((StepNumber, String), usize)> {
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

    /// The number at the beginning, if the sign of a list follows it.
    pub(super) fn counted(&self) -> Option<u32> {
        let ((number, _), at) = self.number(0)?;
        let sign = self.at(at).is_some_and(|c| matches!(c, '.' | '、' | ')' | ':'));
        let closed = at
            .checked_sub(1)
            .and_then(|last| self.at(last))
            .is_some_and(|c| c == ')' || numeral::circled(c).is_some());
        (number.minor.is_none() && (sign || closed)).then_some(number.major)
    }

    fn count(&self, at: usize) -> Option<(u32, usize)> {
        let rest = self.rest(at);
        let roman = || rest.first().and_then(|c| numeral::roman(*c)).map(|value| (value, 1));
        let (value, count) = numeral::digits(rest).or_else(|| numeral::chinese(rest)).or_else(roman)?;
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
        let title = self.after_separators(at);
        (title > at || title >= self.folded.len() || closed).then_some(title)
    }

    /// The place after all separators from `at` on.
    pub(super) fn after_separators(&self, at: usize) -> usize {
        at + self.rest(at).iter().take_while(|c| is_separator(**c) || **c == ':').count()
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

/// The form in which characters are compared: narrow, as small ASCII letters, and a plain space for
/// any space.
pub(super) fn folded(c: char) -> char {
    match c {
        _ if is_space(c) => ' ',
        '︰' | '∶' | '﹕' => ':',
        _ => narrow(c).to_ascii_lowercase(),
    }
}
