//! Findings, put before people and programs.
//!
//! In: findings and the tree that they point into. Out: text in one of the
//! forms, each place worked out, in the order that the findings come in.

use std::collections::BTreeMap;
use std::path::Path;

use clap::ValueEnum;

use super::lines::Lines;
use super::{Outcome, Stop, github, human, json, terminal};
use crate::diag::{Diagnostic, Severity};
use crate::source::{ContentTree, Position, Source, SourceId, Span};

/// In which form findings are printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Format {
    /// For people, with the words in question underlined
    Human,
    /// One JSON object a line
    Json,
    /// Annotations in a pull request on GitHub
    Github,
}

/// A stretch of a source as people count it; the end is behind the last
/// character.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Stretch {
    pub(super) start: Position,
    pub(super) end: Position,
}

/// Knows the places of all findings.
pub(super) struct Places<'a> {
    tree: &'a ContentTree,
    lines: BTreeMap<SourceId, Lines<'a>>,
    /// What leads from the working folder to the site's, `docs/`, or nothing.
    prefix: String,
}

impl<'a> Places<'a> {
    pub(super) fn new(tree: &'a ContentTree, root: &Path) -> Self {
        Self { tree, lines: BTreeMap::new(), prefix: prefix(root) }
    }

    pub(super) fn source(&self, span: &Span) -> Option<&'a Source> {
        self.tree.source(span.source)
    }

    /// Path from the site's folder.
    pub(super) fn file(&self, span: &Span) -> &'a str {
        self.source(span).map_or("", |source| source.path.as_str())
    }

    /// Path from the working folder, where an editor or a pull request looks
    /// for it.
    pub(super) fn file_from_here(&self, span: &Span) -> String {
        format!("{}{}", self.prefix, self.file(span))
    }

    pub(super) fn lines(&mut self, span: &Span) -> Option<&Lines<'a>> {
        let source = self.tree.source(span.source)?;
        Some(self.lines.entry(span.source).or_insert_with(|| Lines::new(source)))
    }

    pub(super) fn stretch(&mut self, span: &Span) -> Stretch {
        let first = Position { line: 1, column: 1 };
        self.lines(span).map_or(Stretch { start: first, end: first }, |lines| {
            let start = lines.position(span.bytes.start);
            Stretch { start, end: lines.position(span.bytes.end.max(span.bytes.start)) }
        })
    }
}

/// The way down from the working folder to the site's, if it is one.
fn prefix(root: &Path) -> String {
    let below = || {
        let here = std::env::current_dir().ok()?.canonicalize().ok()?;
        let below = root.canonicalize().ok()?.strip_prefix(here).ok()?.to_str()?.replace('\\', "/");
        (!below.is_empty()).then(|| format!("{below}/"))
    };
    below().unwrap_or_default()
}

/// Prints findings: to standard error for people, to standard output for
/// programs.
pub(super) fn print(findings: &[Diagnostic], format: Format, mut places: Places<'_>) -> Result<(), Stop> {
    let one: fn(&Diagnostic, &mut Places<'_>) -> String = match format {
        Format::Human => human::finding,
        Format::Json => json::finding,
        Format::Github => github::finding,
    };
    let text: String = findings.iter().map(|finding| one(finding, &mut places)).collect();
    if text.is_empty() {
        return Ok(());
    }
    if format == Format::Human {
        terminal::say(&text);
        return Ok(());
    }
    terminal::print(&text)
}

/// How many findings there are of each kind.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Counts {
    errors: usize,
    warnings: usize,
    notes: usize,
}

impl Counts {
    pub(super) fn new(errors: usize, warnings: usize) -> Self {
        Self { errors, warnings, notes: 0 }
    }

    pub(super) fn of(findings: &[Diagnostic]) -> Self {
        let count = |severity| findings.iter().filter(|finding| finding.severity == severity).count();
        Self {
            errors: count(Severity::Error),
            warnings: count(Severity::Warning),
            notes: count(Severity::Note),
        }
    }

    /// Whether the command fails; under `strict` warnings are enough.
    pub(super) fn outcome(self, strict: bool) -> Outcome {
        if self.errors > 0 || (strict && self.warnings > 0) { Outcome::Findings } else { Outcome::Done }
    }

    /// `2 errors and 1 warning`; `no findings`.
    pub(super) fn words(self) -> String {
        let kinds = [(self.errors, "error"), (self.warnings, "warning"), (self.notes, "note")];
        let parts: Vec<String> =
            kinds.iter().filter(|(count, _)| *count > 0).map(|(count, kind)| counted(*count, kind)).collect();
        match parts.split_last() {
            None => "no findings".to_owned(),
            Some((last, [])) => last.clone(),
            Some((last, rest)) => format!("{} and {last}", rest.join(", ")),
        }
    }
}

/// `1 file`, `2 files`.
pub(super) fn counted(count: usize, what: &str) -> String {
    format!("{count} {what}{}", if count == 1 { "" } else { "s" })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_read_as_a_sentence() {
        let words = |errors, warnings, notes| Counts { errors, warnings, notes }.words();
        assert_eq!(words(0, 0, 0), "no findings");
        assert_eq!(words(1, 0, 0), "1 error");
        assert_eq!(words(2, 1, 3), "2 errors, 1 warning and 3 notes");
    }

    #[test]
    fn warnings_fail_only_a_strict_check() {
        let warned = Counts { warnings: 1, ..Counts::default() };
        assert_eq!((warned.outcome(false), warned.outcome(true)), (Outcome::Done, Outcome::Findings));
        let noted = Counts { notes: 1, ..Counts::default() };
        assert_eq!(noted.outcome(true), Outcome::Done);
    }
}

#[cfg(test)]
#[path = "report_tests.rs"]
#[expect(clippy::unwrap_used, reason = "a test fails by panicking")]
mod forms;
