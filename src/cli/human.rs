//! Findings for people: a message, and the author's line with the words
//! underlined.

use std::borrow::Cow;
use std::ops::Range;

use annotate_snippets::{AnnotationKind, Level, Origin, Renderer, Snippet};

use super::places::Locations;
use super::visible;
use crate::diag::{Diagnostic, Severity};

/// Most bytes of a line or message that are shown. A page may be one line of
/// several megabytes, and so may a link in it.
const LONG: usize = 400;

/// A finding as text for people, with an empty line at its end.
pub(super) fn finding(finding: &Diagnostic, places: &mut Locations<'_>) -> String {
    let level = match finding.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Note => Level::NOTE,
    };
    let file = visible::name(&places.file_from_here(&finding.span)).into_owned();
    let at = places.stretch(&finding.span).start;
    let title = level.primary_title(said(&finding.message)).id(finding.code);
    let mut group = match Excerpt::of(finding, places) {
        None => title.element(Origin::path(file).line(at.line).char_column(at.column)),
        Some(excerpt) => {
            let underline = AnnotationKind::Primary.span(excerpt.underline);
            let snippet = Snippet::source(excerpt.text).line_start(at.line).annotation(underline);
            if excerpt.is_whole {
                title.element(snippet.path(file))
            } else {
                // The snippet is only a part of the line, so it can't tell the column.
                title.element(Origin::path(file).line(at.line).char_column(at.column)).element(snippet)
            }
        }
    };
    if let Some(help) = &finding.help {
        // Help may have lines to paste; the author's own words in it have none.
        group = group.element(Level::HELP.message(visible::words(help)));
    }
    format!("{}\n\n", Renderer::styled().render(&[group]))
}

/// A message on one line, cut after [`LONG`] bytes.
fn said(words: &str) -> Cow<'_, str> {
    let start = words.get(..words.floor_char_boundary(LONG)).unwrap_or(words);
    let shown = visible::name(start);
    if start.len() < words.len() { Cow::Owned(format!("{shown} …")) } else { shown }
}

/// The part of the source that is shown: the first line of the finding, or the
/// stretch of that line around the finding.
struct Excerpt<'a> {
    text: Cow<'a, str>,
    underline: Range<usize>,
    is_whole: bool,
}

impl<'a> Excerpt<'a> {
    fn of(finding: &Diagnostic, places: &mut Locations<'a>) -> Option<Self> {
        let lines = places.lines(&finding.span)?;
        let (start, line) = lines.line(lines.position(finding.span.bytes.start).line);
        if line.is_empty() {
            return None;
        }
        let within = |offset: usize| line.floor_char_boundary(offset.saturating_sub(start).min(line.len()));
        let underline = within(finding.span.bytes.start)..within(finding.span.bytes.end);
        if line.len() <= LONG {
            let (text, underline) = visible::line(line, underline);
            return Some(Self { text, underline, is_whole: true });
        }
        let from = line.floor_char_boundary(underline.start.saturating_sub(LONG / 4));
        let to = line.ceil_char_boundary((from + LONG).min(line.len()));
        let shift = |at: usize| at.saturating_sub(from).min(to - from);
        let underline = shift(underline.start)..shift(underline.end);
        let (text, underline) = visible::line(line.get(from..to)?, underline);
        Some(Self { text, underline, is_whole: false })
    }
}
