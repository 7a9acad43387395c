//! Reports text that nearly is a block, a reference or emphasis.

use std::ops::Range;

use super::state::{LinePlace, MarkdownWalk};
use crate::diag::{EmphasisFault, Fix, MeantBlock, NearCause, NearReference, NearStep, ProblemKind};
use crate::lang::is_cjk;
use crate::model::{Block, Inline, Parsed};
use crate::parse::{heading, line, near_emphasis, near_miss, near_reference};
use crate::source::Span;

/// Most bytes of a reference that is looked at. Without a limit, a long line of brackets would take
/// quadratic time.
const LONGEST: usize = 1000;

/// What a piece of text nearly is.
enum NearInline {
    Reference(NearReference),
    Emphasis(EmphasisFault),
}

/// Most bytes of markers before the text of a line.
const MARKERS: usize = 200;

impl MarkdownWalk<'_> {
    /// Reports a piece of running text if its line nearly begins a block. Lines that follow and
    /// begin alike belong to the same problem.
    pub(super) fn report_near_line(&mut self, range: &Range<usize>, place: LinePlace) {
        if place == LinePlace::Inside {
            return;
        }
        let start = self.places(range).start;
        let (before, text) = self.source.text.split_at(start);
        if start < self.near_until || before.ends_with('\\') {
            return;
        }
        let Some(prefix) = line::before(before, start, MARKERS) else { return };
        let item = place == LinePlace::First && prefix.trim_end().ends_with(['-', '*', '+', '.', ')']);
        let prefix: String = prefix.chars().map(|c| if c == '>' { c } else { ' ' }).collect();
        let task = if item { near_miss::task(text) } else { None };
        let Some(run) = task.or_else(|| near_miss::read(text, &prefix, place == LinePlace::Later)) else {
            return;
        };
        let whole = Span::new(self.source.id, start..start + run.length);
        self.near_until = whole.bytes.end;
        let span = Span::new(self.source.id, start..start + run.near.length.max(1));
        let (meant, cause) = (run.near.meant, run.near.cause.clone());
        let fix = run.corrected().map(|replacement| Fix { span: whole, replacement });
        self.problem(span, ProblemKind::NearBlock { meant, cause, fix });
    }

    /// Reports pictures, links and emphasis in a piece of running text that miss their form.
    pub(super) fn report_near_inlines(&mut self, words: &str, range: &Range<usize>) {
        if !words.bytes().any(may_be_sign) && !words.contains('【') {
            return;
        }
        let mut piece = self.places(range);
        let text = &self.source.text;
        let words = text.get(piece.clone()).unwrap_or_default();
        let brackets = words.contains(near_reference::is_open) || words.ends_with('！');
        if !brackets && !words.contains(near_emphasis::is_sign) {
            return;
        }
        let start = piece.start;
        let sign = words.chars().next().filter(|c| near_emphasis::is_sign(*c));
        if sign.is_some_and(|sign| text.get(..start).is_some_and(|before| before.ends_with(sign))) {
            // The parser splits a run of signs; its first part was looked at.
            return;
        }
        self.line_end = line::end(text, start, self.line_end);
        let line = text.get(start..text.floor_char_boundary(self.line_end.min(start + LONGEST)));
        let line = line.unwrap_or_default();
        piece.end = piece.end.min(start + line.len());
        piece.start = start.max(self.near_until);
        while piece.start < piece.end {
            let from = piece.start - start..piece.end - start;
            let reference = near_reference::read(line, from.clone()).filter(|_| brackets);
            let found = match (reference, near_emphasis::read(line, from)) {
                (Some(near), emphasis)
                    if emphasis.as_ref().is_none_or(|other| near.bytes.start < other.bytes.start) =>
                {
                    let what = near.what;
                    (near.bytes, near.right, NearInline::Reference(what))
                }
                (_, Some(near)) => (near.bytes, near.right, NearInline::Emphasis(near.fault)),
                _ => return,
            };
            let (bytes, right, near) = found;
            if self.is_second_backtick(start + bytes.start, &near) {
                piece.start = start + bytes.end;
                continue;
            }
            let span = Span::new(self.source.id, start + bytes.start..start + bytes.end);
            piece.start = span.bytes.end;
            self.near_until = self.near_until.max(span.bytes.end);
            let fix = right.map(|replacement| Fix { span: span.clone(), replacement });
            self.problem(
                span,
                match near {
                    NearInline::Reference(what) => ProblemKind::NearReference { what, fix },
                    NearInline::Emphasis(fault) => ProblemKind::NearEmphasis { fault, fix },
                },
            );
        }
    }

    /// Whether a backtick stands behind another one in its line: a bar may have parted code in a table.
    fn is_second_backtick(&self, place: usize, near: &NearInline) -> bool {
        let NearInline::Emphasis(EmphasisFault::NotClosed(sign)) = near else { return false };
        let before = line::before(&self.source.text, place, LONGEST);
        sign.contains('`') && before.is_none_or(|before| before.contains('`'))
    }

    /// Reports a reference of this destination that the parser understands, with backslashes.
    pub(super) fn report_backslashes(&mut self, destination: &str, range: &Range<usize>) {
        if !destination.contains('\\') {
            return;
        }
        let span = self.span(range);
        let written = self.written(&span);
        let Some(near) = near_reference::of_windows(written).filter(|near| near.bytes.len() == written.len())
        else {
            return;
        };
        let fix = near.right.map(|replacement| Fix { span: span.clone(), replacement });
        self.problem(span, ProblemKind::NearReference { what: near.what, fix });
    }

    /// Reports what was meant as the id of a heading: `{#login`, `｛#login｝`.
    pub(super) fn report_near_id(&mut self, heading: &str, span: &Span) {
        let line = heading.lines().next().unwrap_or_default().trim_end();
        let Some((at, open)) = line.char_indices().rev().find(|(_, c)| matches!(c, '{' | '｛')) else {
            return;
        };
        let inside = line.get(at + open.len_utf8()..).unwrap_or_default();
        let Some(id) = inside.strip_prefix(['#', '＃']) else { return };
        let id = id.trim_end_matches(['}', '｝', ' ', '#']);
        if id.is_empty() || id.contains([' ', '}', '｝', '，', '。']) {
            return;
        }
        let start = span.bytes.start + at;
        let span = Span::new(span.source, start..span.bytes.start + line.len());
        let fix = Fix { span: span.clone(), replacement: format!("{{#{id}}}") };
        self.problem(span, ProblemKind::NearId { fix });
    }

    /// Reports a paragraph that is the line of a step and no heading: `**步驟 1：登入**`.
    pub(super) fn report_step_line(&mut self, text: &[Inline<Parsed>], span: &Span) {
        let written = self.written(span);
        if self.depth > 1 || written.len() > heading::LONGEST_LINE || written.trim_end().contains('\n') {
            return;
        }
        if heading::is_step_line(text, self.step_words) {
            let word = self.step_words.word.clone();
            self.problem(span.clone(), ProblemKind::NearStep { word, near: NearStep::NoHeading });
        }
    }

    /// Reports a block of code between fences whose last fence is missing.
    pub(super) fn report_open_fence(&mut self, range: &Range<usize>) {
        let span = self.span(range);
        let written = self.written(&span);
        let sign = written.chars().next().unwrap_or_default();
        let length = written.len() - written.trim_start_matches(sign).len();
        let last = written.rsplit(['\n', '\r']).next().unwrap_or_default().trim_matches([' ', '\t', '>']);
        let closed =
            written.contains(['\n', '\r']) && last.len() >= length && last.chars().all(|c| c == sign);
        if !closed {
            let first = Span::new(span.source, span.bytes.start..span.bytes.start + length);
            let (meant, cause) = (MeantBlock::Code, NearCause::NoEnd);
            self.problem(first, ProblemKind::NearBlock { meant, cause, fix: None });
        }
    }

    /// Reads an indented block of code. Text that begins like a list or is Chinese was hardly meant
    /// as code.
    pub(super) fn indented(&mut self, range: &Range<usize>) -> Block<Parsed> {
        let text = self.verbatim();
        let first = text.lines().find(|line| !line.trim().is_empty()).unwrap_or_default().trim_start();
        if near_miss::begins_block(first) || first.starts_with(is_cjk) || first.starts_with("![") {
            let span = self.span(range);
            let written = self.written(&span).lines().next().unwrap_or_default().trim_end();
            let line = span.bytes.start..span.bytes.start + written.len();
            let fix = self.outdented(&span);
            let meant = if first.starts_with('#') {
                MeantBlock::Heading
            } else if near_miss::begins_block(first) {
                MeantBlock::List
            } else {
                MeantBlock::Text
            };
            let cause = NearCause::Indented;
            self.problem(Span::new(span.source, line), ProblemKind::NearBlock { meant, cause, fix });
        }
        Block::Code { language: String::new(), text }
    }

    /// The block without its indentation, if it stands in no other block.
    fn outdented(&self, span: &Span) -> Option<Fix> {
        let text = &self.source.text;
        let indentation = line::before(text, span.bytes.start, MARKERS)?.len();
        let start = (span.bytes.start - indentation).max(self.start);
        let whole = Span::new(span.source, start..span.bytes.end);
        let outdented = |line: &str| {
            let rest = line.strip_prefix('\t').or_else(|| line.strip_prefix("    "));
            rest.or_else(|| line.trim().is_empty().then_some(line)).map(str::to_owned)
        };
        let lines: Option<Vec<String>> = self.written(&whole).split_inclusive('\n').map(outdented).collect();
        Some(Fix { span: whole, replacement: lines?.concat() }).filter(|_| self.depth == 1)
    }
}

/// Whether a byte may belong to a bracket or to a sign of emphasis. Full-width ones begin with 0xEF.
const fn may_be_sign(byte: u8) -> bool {
    matches!(byte, b'[' | b'*' | b'_' | b'~' | b'=' | b'+' | b'^' | b'`' | 0xEF)
}
