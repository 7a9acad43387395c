//! `open-front-matter`: the front matter is opened and never closed.
//!
//! Readers see the settings as text on the page.
//!
//! Write a line of `+++` under the last setting.

use super::rule::Rule;
use super::subject::Subject;
use crate::diag::{Diagnostic, ProblemKind, Severity};

pub(super) const RULE: Rule = Rule {
    code: "open-front-matter",
    severity: Severity::Error,
    file: include_str!("open_front_matter.rs"),
    find,
};

fn find(subject: &Subject<'_>) -> Vec<Diagnostic> {
    subject.phrased(|span, kind| {
        let ProblemKind::OpenFrontMatter = kind else { return None };
        let finding = RULE.at(span, "the front matter is not closed");
        Some(finding.with_help("write a line of `+++` under its last key"))
    })
}
