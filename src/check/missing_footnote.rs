//! `missing-footnote`: a footnote sign without its footnote.
//!
//! The reader sees the sign `[^name]` as it was typed.
//!
//! Write the footnote on a line of its own: `[^name]: What it says.`

use super::{Rule, Subject};
use crate::diag::{Diagnostic, ProblemKind, Severity};

pub(super) const RULE: Rule = Rule {
    code: "missing-footnote",
    severity: Severity::Error,
    file: include_str!("missing_footnote.rs"),
    find,
};

fn find(subject: &Subject<'_>) -> Vec<Diagnostic> {
    subject.phrased(|span, kind| {
        let ProblemKind::MissingFootnote(name) = kind else { return None };
        let finding = RULE.at(span, format!("there is no footnote `{name}`"));
        Some(finding.with_help(format!("write it on a line of its own: `[^{name}]: …`")))
    })
}
