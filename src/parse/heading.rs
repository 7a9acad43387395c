//! Reading of headings of steps: `步驟 4-1：登入（選用）`.

use crate::model::{Inline, Parsed, StepNumber, StepWords, WrittenStep};
use crate::source::Span;

/// The place and the text of a heading.
pub(super) struct HeadingPlace<'a> {
    /// The heading's span.
    pub(super) span: &'a Span,
    /// The heading as the author wrote it.
    pub(super) written: &'a str,
}

/// Takes word, number and optional mark off a title that begins with a step word.
/// For any other title it returns `None` and changes nothing.
pub(super) fn step(
    title: &mut Vec<Inline<Parsed>>,
    place: &HeadingPlace<'_>,
    step_words: &StepWords,
) -> Option<WrittenStep> {
    let Some(Inline::Text(text)) = title.first_mut() else { return None };
    let (series, head) = words(step_words).find_map(|(series, word)| Some((series, head(text, word)?)))?;
    let number = head.number.map(|(number, written)| (number, number_span(place, &written)));
    *text = head.rest;
    if text.is_empty() {
        title.remove(0);
    }
    let optional = take_optional(title, &step_words.optional);
    Some(WrittenStep { series, number, optional })
}

/// Takes `（選用）` off the end of a title, and returns whether it was there.
pub(super) fn take_optional(title: &mut Vec<Inline<Parsed>>, word: &str) -> bool {
    let Some(Inline::Text(text)) = title.last_mut() else { return false };
    let Some(rest) = optional_marks(word).iter().find_map(|mark| strip_suffix(text.trim_end(), mark)) else {
        return false;
    };
    *text = rest.trim_end().to_owned();
    if text.is_empty() {
        title.pop();
    }
    true
}

/// Takes `（選用）` off the beginning of an item, and returns whether it was there.
pub(super) fn take_leading_optional(text: &mut Vec<Inline<Parsed>>, word: &str) -> bool {
    let Some(Inline::Text(first)) = text.first_mut() else { return false };
    let Some(rest) = optional_marks(word).iter().find_map(|mark| strip_prefix(first, mark)) else {
        return false;
    };
    *first = rest.trim_start().to_owned();
    if first.is_empty() {
        text.remove(0);
    }
    true
}

fn optional_marks(word: &str) -> [String; 3] {
    [format!("（{word}）"), format!("({word})"), format!("［{word}］")]
}

/// The step word, then the words of the series. A word may be the beginning of
/// a longer one; it doesn't hide the longer word, because [`head`] accepts only
/// a number or a colon after a word.
fn words(step_words: &StepWords) -> impl Iterator<Item = (Option<usize>, &str)> {
    let series = step_words.series.iter().enumerate().map(|(index, word)| (Some(index), word.as_str()));
    std::iter::once((None, step_words.word.as_str())).chain(series)
}

struct HeadingHead {
    number: Option<(StepNumber, String)>,
    rest: String,
}

/// Reads `word`, number and separator at the beginning of `text`. Without a number,
/// there must be a colon, so that "Step by step" is not a step.
fn head(text: &str, word: &str) -> Option<HeadingHead> {
    if word.is_empty() {
        return None;
    }
    let rest = strip_prefix(text.trim_start(), word)?.trim_start_matches([' ', '\u{3000}']);
    let written: String = rest.chars().take_while(|c| is_number_part(*c)).collect();
    let rest = rest.get(written.len()..).unwrap_or("");
    let number = read_number(&written);
    let colon = rest.trim_start().strip_prefix(['：', ':']);
    let rest = match (&number, colon) {
        (_, Some(title)) => title,
        (None, None) => return None,
        (Some(_), None) => separated(rest)?,
    };
    Some(HeadingHead { number: number.map(|number| (number, written)), rest: rest.trim().to_owned() })
}

/// The title after a number without a colon. After the number there must be
/// nothing, a space, a dash or a full stop.
fn separated(rest: &str) -> Option<&str> {
    let title = rest.trim_start_matches([' ', '\u{3000}', '.', '、', '．', '–', '—', '-', '─']);
    (title.is_empty() || title.len() < rest.len()).then_some(title)
}

fn is_number_part(c: char) -> bool {
    c.is_ascii_digit() || matches!(c, '０'..='９' | '-' | '－' | '–')
}

/// Reads a number such as `4` or `4-1`, with half-width or full-width digits.
fn read_number(written: &str) -> Option<StepNumber> {
    let folded: String = written
        .chars()
        .map(|c| match c {
            '０'..='９' => char::from_u32(u32::from(c) - u32::from('０') + u32::from('0')).unwrap_or(c),
            '－' | '–' => '-',
            other => other,
        })
        .collect();
    let folded = folded.trim_end_matches('-');
    let (major, minor) = match folded.split_once('-') {
        Some((major, minor)) => (major, Some(minor.parse().ok()?)),
        None => (folded, None),
    };
    Some(StepNumber { major: major.parse().ok()?, minor })
}

fn number_span(place: &HeadingPlace<'_>, written: &str) -> Span {
    let at = place.written.find(written).unwrap_or(0);
    let start = place.span.bytes.start + at;
    Span::new(place.span.source, start..start + written.len())
}

/// Does what `str::strip_prefix` does, but takes capital and small ASCII letters as
/// equal.
fn strip_prefix<'a>(text: &'a str, prefix: &str) -> Option<&'a str> {
    let head = text.get(..prefix.len())?;
    head.eq_ignore_ascii_case(prefix).then(|| text.get(prefix.len()..).unwrap_or(""))
}

fn strip_suffix<'a>(text: &'a str, suffix: &str) -> Option<&'a str> {
    let cut = text.len().checked_sub(suffix.len())?;
    text.get(cut..).filter(|tail| tail.eq_ignore_ascii_case(suffix)).and_then(|_| text.get(..cut))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str, word: &str) -> Option<(Option<String>, String)> {
        head(text, word).map(|head| (head.number.map(|(number, _)| number.to_string()), head.rest))
    }

    #[test]
    fn a_step_heading_has_a_number_or_a_colon() {
        let zh = |text| read(text, "步驟");
        let some = |number: Option<&str>, title: &str| Some((number.map(str::to_owned), title.to_owned()));
        assert_eq!(zh("步驟：登入"), some(None, "登入"));
        assert_eq!(zh("步驟4-1：進入"), some(Some("4-1"), "進入"));
        assert_eq!(zh("步驟 ４－１　進入"), some(Some("4-1"), "進入"));
        assert_eq!(zh("步驟 3"), some(Some("3"), ""));
        assert_eq!(zh("步驟說明"), None);
        assert_eq!(read("Step by step", "Step"), None);
        assert_eq!(read("Steps: all", "Step"), None);
        assert_eq!(read("step 2. Sign in", "Step"), some(Some("2"), "Sign in"));
        assert_eq!(read("Step 2nd: x", "Step"), None);
    }
}
