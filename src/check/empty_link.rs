//! `empty-link`: a link or picture without destination.
//!
//! The words stay, but there is nothing to follow.
//!
//! Write the destination between the round brackets: `[words](#step-2)`.

use super::rule::Rule;
use super::subject::Subject;
use crate::diag::{Diagnostic, ProblemKind, Severity};

pub(super) const RULE: Rule =
    Rule { code: "empty-link", severity: Severity::Error, file: include_str!("empty_link.rs"), find };

fn find(subject: &Subject<'_>) -> Vec<Diagnostic> {
    subject.phrased(|span, kind| {
        let ProblemKind::EmptyLink = kind else { return None };
        let finding = RULE.at(span, "this link has no destination");
        Some(finding.with_help("write where it leads between the round brackets"))
    })
}
