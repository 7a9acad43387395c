//! `broken-theme`: a file of the site's own theme that does not work.
//!
//! The default theme's file was used in its place.
//!
//! The finding gives the line and what is wrong there. Correct the file, or
//! delete it to get the default theme's file.

use super::rule::Rule;
use super::subject::Subject;
use crate::diag::{Diagnostic, ProblemKind, Severity};

pub(super) const RULE: Rule =
    Rule { code: "broken-theme", severity: Severity::Error, file: include_str!("broken_theme.rs"), find };

fn find(subject: &Subject<'_>) -> Vec<Diagnostic> {
    subject.phrased(|span, kind| {
        let ProblemKind::BrokenTheme { file, line, message } = kind else { return None };
        let message = message.lines().next().unwrap_or_default().trim_end_matches('.');
        let finding = RULE.at(span, format!("`{file}` does not work: line {line}: {message}"));
        Some(finding.with_help("correct the file, or delete it to use the default theme's"))
    })
}
