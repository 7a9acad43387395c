//! Leaves out what only other programs understand, and reports it.

use std::borrow::Cow;
use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, Event, TagEnd};

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
        self.report_foreign(bytes, found.what, found.right);
    }

    /// Reports a tag of another program. At the beginning of a line it is left out.
    pub(super) fn report_tag(&mut self, words: &str, range: &Range<usize>, place: LinePlace) {
        let bytes = self.places(range);
        if bytes.start < self.left_out_until {
            return;
        }
        let first = words.bytes().next().unwrap_or_default();
        let begins =
            place != LinePlace::Inside && (b"[{*-<$@.".contains(&first) || words.starts_with("import "));
        let line = if begins { line::after(&self.source.text, bytes.start, LONGEST) } else { "" };
        let mut from = bytes.start;
        if let Some(tag) = dialect::tag(line) {
            from += tag.length;
            self.left_out_until = from;
            self.near_until = self.near_until.max(from);
            self.report_foreign(bytes.start..from, tag.what, tag.right);
        } else if !(words.contains('{') || words.contains('^')) {
            return;
        }
        from = from.max(self.tags_until);
        let end = bytes.end.max(bytes.start + line.len());
        while from < end
            && let rest = line::after(&self.source.text, from, LONGEST)
            && let Some((tag, what)) = dialect::tag_inside(rest)
            && from + tag.start < end
        {
            self.report_foreign(from + tag.start..from + tag.end, what, None);
            from += tag.end;
            self.tags_until = from;
        }
    }

    fn report_foreign(&mut self, bytes: Range<usize>, what: ForeignSyntax, right: Option<String>) {
        let span = Span::new(self.source.id, bytes);
        let fix = right.map(|replacement| Fix { span: span.clone(), replacement });
        self.problem(span, ProblemKind::Foreign { what, fix });
    }

    /// Reports a fence that makes a box elsewhere, such as ```` ```{note} ````.
    pub(super) fn report_code_box(&mut self, kind: &CodeBlockKind<'_>, range: &Range<usize>) {
        let CodeBlockKind::Fenced(info) = kind else { return };
        let name = info.trim().strip_prefix('{').and_then(|name| name.split_once('}'));
        if name.is_some_and(|(name, _)| dialect::box_kind(name.trim()).is_some()) {
            let start = self.places(range).start;
            let length = line::after(&self.source.text, start, LONGEST).trim_end().len();
            self.report_foreign(start..start + length, ForeignSyntax::CodeBox, None);
        }
    }

    /// The alternative text without a size behind it, such as `|300`, which is reported.
    pub(super) fn without_size(&mut self, alt: String, span: &Span) -> String {
        let is_size = |size: &str| {
            let numbers = size.split('x').all(|number| number.bytes().all(|byte| byte.is_ascii_digit()));
            numbers && size.starts_with(|c: char| c.is_ascii_digit())
        };
        let Some((words, size)) = alt.rsplit_once('|').filter(|(_, size)| is_size(size.trim())) else {
            return alt;
        };
        let written = self.written(span);
        let size = format!("|{size}");
        let Some(at) = written.find(&size) else { return alt };
        let start = span.bytes.start + at;
        self.report_foreign(start..start + size.len(), ForeignSyntax::Attributes, Some(String::new()));
        words.trim_end().to_owned()
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
