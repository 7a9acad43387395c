//! Findings, put before people and programs.
//!
//! In: findings and the tree that they point into. Out: text in one of the
//! forms, each place worked out, in the order that the findings come in.

use clap::ValueEnum;

use super::places::Places;
use super::{Outcome, Stop, github, human, json, terminal};
use crate::diag::{Diagnostic, Severity};

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
