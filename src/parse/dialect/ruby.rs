//! Words with their pronunciation above them, as HackMD writes them: `{漢字|ㄏㄢˋ ㄗˋ}`.

use std::ops::Range;

use crate::parse::changes::Change;
use crate::parse::code::Code;

/// Most bytes of words with their pronunciation.
const LONGEST: usize = 300;

/// Whether a text may have such words.
pub(super) fn may_have(text: &str) -> bool {
    text.match_indices('{').any(|(at, _)| ruby(text, at).is_some())
}

/// The changes that make HTML of them.
pub(super) fn read(text: &str, code: &Code) -> Vec<Change> {
    let places = text.match_indices('{').filter(|(at, _)| !code.has(*at));
    places.filter_map(|(at, _)| ruby(text, at)).map(|ruby| ruby.change()).collect()
}

/// Words and their pronunciation.
struct Ruby<'a> {
    bytes: Range<usize>,
    base: &'a str,
    readings: Vec<&'a str>,
}

/// The words that begin with the brace at a place: Chinese characters, and letters of another script,
/// so that `{男|女}` stays what it is.
fn ruby(text: &str, start: usize) -> Option<Ruby<'_>> {
    let rest = text.get(start..text.floor_char_boundary(text.len().min(start + LONGEST)))?;
    let inside = rest.strip_prefix('{')?;
    let end = inside.find(['}', '\n', '\r', '{'])?;
    let (inside, behind) = inside.split_at(end);
    let mut parts = inside.split('|').map(|part| part.trim_end_matches('\\').trim());
    let base = parts.next().filter(|base| !base.is_empty() && base.chars().all(is_han))?;
    let readings: Vec<&str> = parts.collect();
    let fits = readings.len() == 1 || readings.len() == base.chars().count();
    let whole = behind.starts_with('}') && fits && readings.iter().all(|reading| is_reading(reading));
    whole.then(|| Ruby { bytes: start..start + end + 2, base, readings })
}

impl Ruby<'_> {
    /// The same in HTML. Each character has its own pronunciation if there are as many.
    fn change(&self) -> Change {
        let one = |base: &str, reading: &str| format!("{base}<rt>{reading}</rt>");
        let inside: String = match self.readings.as_slice() {
            [reading] => one(self.base, reading),
            many => {
                let mut bytes = [0; 4];
                self.base
                    .chars()
                    .zip(many)
                    .map(|(c, reading)| one(c.encode_utf8(&mut bytes), reading))
                    .collect()
            }
        };
        Change::new(self.bytes.clone(), format!("<ruby>{inside}</ruby>"))
    }
}

/// Whether a text may be a pronunciation: Zhuyin, kana or Latin letters with their tones.
fn is_reading(text: &str) -> bool {
    let tone = |c: char| matches!(c, ' ' | '-' | '’' | '\'' | '·' | '˙' | 'ˊ' | 'ˇ' | 'ˋ' | 'ˉ' | '0'..='9');
    let letter = |c: char| (c.is_alphabetic() && !is_han(c)) || matches!(c, '\u{300}'..='\u{36F}');
    !text.is_empty() && text.chars().all(|c| letter(c) || tone(c)) && text.chars().any(letter)
}

fn is_han(c: char) -> bool {
    matches!(u32::from(c), 0x3005..=0x3007 | 0x3400..=0x4DBF | 0x4E00..=0x9FFF | 0xF900..=0xFAFF | 0x20000..=0x3134F)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pronunciation_is_told_from_other_words_in_braces() {
        for text in [
            "{漢字|ㄏㄢˋ ㄗˋ}",
            "{注音|ㄓㄨˋ|ㄧㄣ}",
            "{食飯|tsia̍h-pn̄g}",
            "{振仮名|ふりがな}",
            "{客 \\| hag2}",
        ] {
            assert!(ruby(text, 0).is_some(), "{text}");
        }
        for text in [
            "{男|女}",
            "{a|b}",
            "{漢字}",
            "{漢字|}",
            "{漢字|ㄏㄢˋ",
            "{漢字|ㄏ\n}",
            "{注音|ㄓ|ㄧ|ㄣ}",
            "{漢字|12}",
        ] {
            assert!(ruby(text, 0).is_none(), "{text}");
        }
    }
}
