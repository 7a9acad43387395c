//! Leaves out what only other programs understand, and reports it.

use std::borrow::Cow;
use std::ops::Range;

use pulldown_cmark::{Event, TagEnd};

use super::state::{LinePlace, MarkdownWalk};
use crate::diag::{Fix, ForeignSyntax, ProblemKind};
use crate::parse::{dialect, line};
use crate::source::Span;

/// Most bytes of attributes in braces, or of a tag.
const LONGEST: usize = 300;

impl MarkdownWalk<'_> {
    /// Reports attributes right behind a picture or link, such as `{width=300}`. They are of pandoc
    /// and kramdown; printed, they would make a picture part of a sentence.
    pub(super) fn report_attributes(&mut self, range: &Range<usize>) {
        let before = self.at.checked_sub(2).and_then(|at| self.events.get(at));
        if !matches!(before, Some((Event::End(TagEnd::Image | TagEnd::Link), _))) {
            return;
        }
        let start = self.places(range).start;
        let line = line::after(&self.source.text, start, LONGEST);
        let Some(end) = line.find('}').filter(|_| line.starts_with('{')) else { return };
        if !is_attributes(line.get(1..end).unwrap_or_default()) {
            return;
        }
        self.left_out_until = start + end + 1;
        let span = Span::new(self.source.id, start..self.left_out_until);
        let fix = Some(Fix { span: span.clone(), replacement: String::new() });
        self.problem(span, ProblemKind::Foreign { what: ForeignSyntax::Attributes, fix });
    }

    /// Reports what the stage before the parser found. `found` counts its bytes in the text that
    /// the walk reads.
    pub(super) fn foreign(&mut self, found: dialect::Foreign) {
        let bytes = found.bytes.start + self.start..found.bytes.end + self.start;
        let span = Span::new(self.source.id, bytes);
        let fix = found.right.map(|replacement| Fix { span: span.clone(), replacement });
        self.problem(span, ProblemKind::Foreign { what: found.what, fix });
    }

    /// Reports a tag of another program. At the beginning of a line it is left out.
    pub(super) fn report_tag(&mut self, words: &str, range: &Range<usize>, place: LinePlace) {
        let bytes = self.places(range);
        if bytes.start < self.left_out_until {
            return;
        }
        let begins =
            place != LinePlace::Inside && words.starts_with(['[', '{', '*', 'i', '-', '<', '$', '@']);
        let line = if begins { line::after(&self.source.text, bytes.start, LONGEST) } else { "" };
        let (bytes, what, right) = if let Some(tag) = dialect::tag(line) {
            self.left_out_until = bytes.start + tag.length;
            self.near_until = self.near_until.max(self.left_out_until);
            (bytes.start..self.left_out_until, tag.what, tag.right)
        } else if words.contains('{')
            && words.len() == bytes.len()
            && let Some(tag) = dialect::tag_inside(words)
        {
            (bytes.start + tag.start..bytes.start + tag.end, ForeignSyntax::Tag { printed: true }, None)
        } else {
            return;
        };
        let span = Span::new(self.source.id, bytes);
        let fix = right.map(|replacement| Fix { span: span.clone(), replacement });
        self.problem(span, ProblemKind::Foreign { what, fix });
    }

    /// The words of a piece of text without what is left out; `None` if nothing is left.
    pub(super) fn kept<'w>(&self, words: &'w str, range: &Range<usize>) -> Option<Cow<'w, str>> {
        if self.left_out_until == 0 {
            return Some(Cow::Borrowed(words));
        }
        let bytes = self.places(range);
        if bytes.start >= self.left_out_until {
            return Some(Cow::Borrowed(words));
        }
        let rest = self.source.text.get(self.left_out_until..bytes.end)?;
        (!rest.is_empty()).then(|| Cow::Owned(rest.to_owned()))
    }
}

/// Whether words in braces are attributes: names with values, classes, ids, a colon before them.
fn is_attributes(inside: &str) -> bool {
    let inside = inside.trim().trim_start_matches(':').trim();
    let named = inside.split_once('=').is_some_and(|(name, _)| {
        !name.is_empty() && name.split_whitespace().all(|word| word.trim_start_matches(['.', '#']).is_ascii())
    });
    named || inside.starts_with(['.', '#'])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn attributes_are_told_from_words_in_braces() {
        for text in
            ["width=300", "width=\"3in\" height=\"2in\"", ".center", "#fig .wide", ": .center width=3"]
        {
            assert!(is_attributes(text), "{text}");
        }
        for text in ["姓名", "1, 2", "a", "", "寬度=300"] {
            assert!(!is_attributes(text), "{text}");
        }
    }
}
