//! Where a text has code or HTML, in which no sign means anything else.

use std::ops::Range;

use pulldown_cmark::{Event, Options, Parser, Tag};

use super::bounded;
use super::changes::{Change, Changed};
use super::joiner::JOINER_TEXT;

/// The ranges of a text that are code, in order.
#[derive(Default)]
pub(super) struct Code(Vec<Range<usize>>);

impl Code {
    /// Code and raw HTML, comments too.
    pub(super) fn or_html(text: &str, options: Options) -> Self {
        Self::of(text, options, |event| {
            is_code(event) || matches!(event, Event::InlineHtml(_) | Event::Start(Tag::HtmlBlock))
        })
    }

    /// Code only.
    pub(super) fn only(text: &str, options: Options) -> Self {
        Self::of(text, options, is_code)
    }

    fn of(text: &str, options: Options, is_code: impl Fn(&Event<'_>) -> bool) -> Self {
        let mut bounded = Changed::new(text);
        let bounds = bounded::places(text).into_iter();
        bounded.make(bounds.map(|place| Change::new(place..place, JOINER_TEXT)).collect());
        let mut ranges: Vec<Range<usize>> = Vec::new();
        for (event, range) in Parser::new_ext(&bounded.text, options).into_offset_iter() {
            if is_code(&event) && ranges.last().is_none_or(|last| last.end <= range.start) {
                ranges.push(range);
            }
        }
        Self(ranges.iter().map(|range| bounded.original(range)).collect())
    }

    /// The code around a place that is not its first byte.
    pub(super) fn around(&self, place: usize) -> Option<&Range<usize>> {
        self.after(place).filter(|range| range.start < place)
    }

    /// Whether a place lies in code, behind its first byte.
    pub(super) fn is_around(&self, place: usize) -> bool {
        self.around(place).is_some()
    }

    /// Whether the byte at a place belongs to code.
    pub(super) fn has(&self, place: usize) -> bool {
        self.after(place).is_some_and(|range| range.start <= place)
    }

    /// The first code that ends after a place.
    fn after(&self, place: usize) -> Option<&Range<usize>> {
        self.0.get(self.0.partition_point(|range| range.end <= place))
    }
}

fn is_code(event: &Event<'_>) -> bool {
    matches!(event, Event::Code(_) | Event::Start(Tag::CodeBlock(_)))
}
