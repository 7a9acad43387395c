//! Reading of headings of steps: `步驟 4-1：登入（選用）`.

use super::heading_text::HeadingText;
use super::step_head::{self, HeadingStart};
use crate::diag::NearStep;
use crate::model::{Block, Inline, Parsed, StepWords, WrittenStep};
use crate::source::Span;

/// The place and the text of a heading.
pub(super) struct HeadingPlace<'a> {
    /// The heading's span.
    pub(super) span: &'a Span,
    /// The heading as the author wrote it.
    pub(super) written: &'a str,
}

/// What the words of a heading make of it.
pub(super) enum HeadingKind {
    /// A step.
    Step(WrittenStep),
    /// A heading that is nearly a step.
    Near(NearStep),
    /// Any other heading.
    Plain,
}

/// Takes word, number and optional mark off a title that begins with a step word, which may be
/// bold. Any other title is not changed.
pub(super) fn read(
    title: &mut Vec<Inline<Parsed>>,
    place: &HeadingPlace<'_>,
    step_words: &StepWords,
) -> HeadingKind {
    let mut words = String::new();
    push_leading(title, &mut words);
    let start = match step_head::read(&words, step_words) {
        HeadingStart::Step(start) => start,
        HeadingStart::Near(near) => return HeadingKind::Near(near),
        HeadingStart::Other => return HeadingKind::Plain,
    };
    let number = start.number.map(|(number, written)| (number, number_span(place, &written)));
    if let [Inline::Strong(content) | Inline::Emphasis(content)] = title.as_mut_slice() {
        *title = std::mem::take(content);
    }
    cut(title, start.length);
    let optional = take_optional(title, &step_words.optional);
    HeadingKind::Step(WrittenStep { series: start.series, number, optional })
}

/// Whether a line is that of a step with a number, and no heading.
pub(super) fn is_step_line(text: &[Inline<Parsed>], step_words: &StepWords) -> bool {
    let bold = matches!(text, [Inline::Strong(_)]);
    let mut words = String::new();
    if !push_leading(text, &mut words) {
        return false;
    }
    let sentence = words.trim_end().ends_with(['。', '.', '，', '；', '：', ':']);
    let numbered = |start: &step_head::StepStart| start.number.is_some() && start.length < words.len();
    match step_head::read(&words, step_words) {
        HeadingStart::Step(start) => numbered(&start) && (bold || !sentence),
        _ => false,
    }
}

/// Most bytes of a line that may be meant as a heading.
pub(super) const LONGEST_LINE: usize = 120;

/// Whether a title begins with this number, as in `2. 登入` and `二、登入`.
fn is_numbered(title: &[Inline<Parsed>], number: u32) -> bool {
    let mut words = String::new();
    push_leading(title, &mut words);
    HeadingText::new(&words).counted() == Some(number)
}

/// The first of the headings that are numbered from one, if none is a step.
pub(super) fn numbered_without_steps(blocks: &[Block<Parsed>]) -> Option<&Span> {
    let headings = || {
        blocks.iter().filter_map(|block| match block {
            Block::Heading(heading) if heading.level > 1 => Some(heading),
            _ => None,
        })
    };
    let first = headings().find(|heading| is_numbered(&heading.title, 1))?;
    let second = headings().any(|heading| is_numbered(&heading.title, 2));
    let none = headings().all(|heading| heading.step.is_none());
    (second && none).then_some(&first.span)
}

/// Collects the words at the beginning of a title, bold ones too, up to the first other thing.
/// Returns whether all of the title are words.
fn push_leading(title: &[Inline<Parsed>], words: &mut String) -> bool {
    title.iter().all(|inline| match inline {
        Inline::Text(text) => {
            words.push_str(text);
            true
        }
        Inline::Strong(content) | Inline::Emphasis(content) => push_leading(content, words),
        _ => false,
    })
}

/// Takes so many bytes of words off the beginning of a title. Returns how many are still to be
/// taken.
fn cut(title: &mut Vec<Inline<Parsed>>, mut length: usize) -> usize {
    while length > 0
        && let Some(first) = title.first_mut()
    {
        let left = match first {
            Inline::Text(text) => {
                let taken = length.min(text.len());
                text.drain(..text.ceil_char_boundary(taken));
                length -= taken;
                !text.is_empty()
            }
            Inline::Strong(content) | Inline::Emphasis(content) => {
                length = cut(content, length);
                !content.is_empty()
            }
            _ => return 0,
        };
        if !left {
            title.remove(0);
        }
    }
    if let Some(Inline::Text(text)) = title.first_mut() {
        text.drain(..text.len() - text.trim_start().len());
    }
    length
}

/// Takes `（選用）` off the end of a title, and returns whether it was there.
pub(super) fn take_optional(title: &mut Vec<Inline<Parsed>>, word: &str) -> bool {
    let Some(Inline::Text(text)) = title.last_mut() else { return false };
    let inside = text.trim_end().strip_suffix(CLOSES).and_then(|text| strip_suffix(text, word));
    let Some(rest) = inside.and_then(|text| text.strip_suffix(OPENS)) else { return false };
    *text = rest.trim_end().to_owned();
    if text.is_empty() {
        title.pop();
    }
    true
}

/// Takes `（選用）` off the beginning of an item, and returns whether it was there.
pub(super) fn take_leading_optional(text: &mut Vec<Inline<Parsed>>, word: &str) -> bool {
    let Some(Inline::Text(first)) = text.first_mut() else { return false };
    let inside = first.strip_prefix(OPENS).and_then(|text| strip_prefix(text, word));
    let Some(rest) = inside.and_then(|text| text.strip_prefix(CLOSES)) else { return false };
    *first = rest.trim_start().to_owned();
    if first.is_empty() {
        text.remove(0);
    }
    true
}

/// The brackets that authors put around the optional mark, mixed ones too.
const OPENS: [char; 6] = ['（', '(', '［', '[', '【', '〔'];
const CLOSES: [char; 6] = ['）', ')', '］', ']', '】', '〕'];

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
