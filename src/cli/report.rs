//! Output of findings for people and programs.
//!
//! In: findings and the tree that they point into. Out: text in one of the
//! forms, with lines and columns, in the order of the findings.

use std::collections::{BTreeMap, BTreeSet};

use clap::{Args, ValueEnum};

use super::outcome::{CommandError, CommandOutcome};
use super::places::Locations;
use super::{human, terminal};
use crate::diag::{Diagnostic, Severity};

/// In which form findings are printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum ReportFormat {
    /// For people, with the words in question underlined
    Human,
    /// One JSON object a line
    Json,
    /// Annotations in a pull request on GitHub
    Github,
}

/// Most findings of one rule that people are shown, unless they ask for all.
const OF_A_RULE: usize = 20;

/// Most findings of all rules together that people are shown.
const OF_ALL: usize = 200;

/// Most rules that the line about `stepbook explain` names.
const EXPLAINED: usize = 3;

/// How many findings people are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Args)]
pub(super) struct FindingLimits {
    /// Show every finding, not only the first of many like it
    #[arg(long)]
    all: bool,
}

/// Which findings are shown to people.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct ShownFindings {
    /// Whether the number of findings is limited.
    pub(super) amount: FindingLimits,
    /// The lowest severity that is shown.
    pub(super) least: Severity,
}

/// Prints findings for people, to standard error.
pub(super) fn tell(findings: &[Diagnostic], shown: ShownFindings, mut places: Locations<'_>) {
    let worth = findings.iter().filter(|finding| finding.severity >= shown.least);
    let (chosen, left) = if shown.amount.all { (worth.collect(), String::new()) } else { chosen(worth) };
    let more = more(&chosen);
    let text: String = chosen.into_iter().map(|finding| human::finding(finding, &mut places)).collect();
    terminal::paint(&(text + &left + &more));
}

/// A line with the command that explains the rules of the first findings.
fn more(findings: &[&Diagnostic]) -> String {
    let mut codes: Vec<&str> = Vec::new();
    for finding in findings {
        if codes.len() < EXPLAINED && !codes.contains(&finding.code) {
            codes.push(finding.code);
        }
    }
    if codes.is_empty() {
        String::new()
    } else {
        format!("To read more: stepbook explain {}\n", codes.join(" "))
    }
}

/// The findings that people are shown, in their order, and a line about the
/// others. If there are too many, the worst findings are kept.
fn chosen<'f>(findings: impl Iterator<Item = &'f Diagnostic> + Clone) -> (Vec<&'f Diagnostic>, String) {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    let mut places = BTreeSet::new();
    for severity in [Severity::Error, Severity::Warning, Severity::Note] {
        let those = findings.clone().enumerate().filter(|(_, finding)| finding.severity == severity);
        for (at, finding) in those {
            let count = counts.entry(finding.code).or_default();
            *count += 1;
            if *count <= OF_A_RULE && places.len() < OF_ALL {
                places.insert(at);
            }
        }
    }
    let chosen = findings.enumerate().filter(|(at, _)| places.contains(at)).map(|(_, finding)| finding);
    let chosen: Vec<&Diagnostic> = chosen.collect();
    for finding in &chosen {
        counts.entry(finding.code).and_modify(|count| *count -= 1);
    }
    (chosen, left_out(&counts))
}

/// A line about the findings that are not shown:
/// `Not shown: 980 of missing-image, 12 of missing-alt; --all shows them`
fn left_out(counts: &BTreeMap<&str, usize>) -> String {
    let parts: Vec<String> = counts
        .iter()
        .filter(|(_, count)| **count > 0)
        .map(|(code, count)| format!("{count} of {code}"))
        .collect();
    if parts.is_empty() {
        String::new()
    } else {
        format!("Not shown: {}; --all shows them\n", parts.join(", "))
    }
}

/// Prints all findings for programs, to standard output.
pub(super) fn print(
    findings: &[Diagnostic],
    one: fn(&Diagnostic, &mut Locations<'_>) -> String,
    mut places: Locations<'_>,
) -> Result<(), CommandError> {
    terminal::print(findings.iter().map(|finding| one(finding, &mut places)))
}

/// How many findings there are of each kind.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct FindingCounts {
    errors: usize,
    warnings: usize,
    notes: usize,
}

impl FindingCounts {
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

    /// Whether there are notes, which a build does not show.
    pub(super) fn has_notes(self) -> bool {
        self.notes > 0
    }

    /// The outcome of a command with these findings. Errors make it fail; under
    /// `strict`, warnings do too.
    pub(super) fn outcome(self, strict: bool) -> CommandOutcome {
        if self.errors > 0 || (strict && self.warnings > 0) {
            CommandOutcome::Findings
        } else {
            CommandOutcome::Done
        }
    }

    /// The counts in words: `2 errors and 1 warning`, or `no findings`.
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

/// A number with its noun: `1 file`, `2 files`.
pub(super) fn counted(count: usize, what: &str) -> String {
    format!("{count} {what}{}", if count == 1 { "" } else { "s" })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_read_as_a_sentence() {
        let words = |errors, warnings, notes| FindingCounts { errors, warnings, notes }.words();
        assert_eq!(words(0, 0, 0), "no findings");
        assert_eq!(words(1, 0, 0), "1 error");
        assert_eq!(words(2, 1, 3), "2 errors, 1 warning and 3 notes");
    }

    fn many(severity: Severity, code: &'static str, count: usize) -> Vec<Diagnostic> {
        let span = crate::source::Span::start_of(crate::source::SourceId(0));
        let one = Diagnostic { severity, ..Diagnostic::error(code, span, "x") };
        vec![one; count]
    }

    #[test]
    fn the_rules_of_the_first_findings_are_offered_to_be_explained() {
        let findings = [many(Severity::Note, "a", 2), many(Severity::Error, "b", 1)].concat();
        let shown = findings.iter().collect::<Vec<_>>();
        assert_eq!(more(&shown), "To read more: stepbook explain a b\n");
        assert_eq!(more(&[]), "");
    }

    #[test]
    fn people_read_twenty_findings_of_a_rule() {
        let findings = [many(Severity::Note, "n", 21), many(Severity::Error, "e", 3)].concat();
        let (shown, left) = chosen(findings.iter());
        assert_eq!(shown.len(), 23);
        assert_eq!(left, "Not shown: 1 of n; --all shows them\n");
        assert_eq!(chosen(findings.iter().skip(1)).1, "");
    }

    #[test]
    fn people_read_two_hundred_findings_the_worst_first() {
        let codes = ["a", "b", "c", "d", "e", "f", "g", "h", "i", "j"];
        let warnings = codes.iter().flat_map(|code| many(Severity::Warning, code, 20));
        let findings: Vec<Diagnostic> = warnings.chain(many(Severity::Error, "z", 5)).collect();
        let (shown, left) = chosen(findings.iter());
        assert_eq!(shown.len(), 200);
        assert_eq!(shown.iter().filter(|finding| finding.code == "z").count(), 5);
        assert_eq!(left, "Not shown: 5 of j; --all shows them\n");
    }

    #[test]
    fn warnings_fail_only_a_strict_check() {
        let warned = FindingCounts { warnings: 1, ..FindingCounts::default() };
        assert_eq!(
            (warned.outcome(false), warned.outcome(true)),
            (CommandOutcome::Done, CommandOutcome::Findings)
        );
        let noted = FindingCounts { notes: 1, ..FindingCounts::default() };
        assert_eq!(noted.outcome(true), CommandOutcome::Done);
    }
}

#[cfg(test)]
#[path = "report_tests.rs"]
#[expect(clippy::unwrap_used, reason = "a test fails by panicking")]
mod forms;
