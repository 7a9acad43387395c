//! `same-address`: two sources have the same address.
//!
//! Only one of them can be published there, so readers never see the other.
//!
//! Rename one of the files, or take one of the `aliases` out.

use super::rule::Rule;
use super::subject::Subject;
use crate::diag::{Diagnostic, ProblemKind, Severity};

pub(super) const RULE: Rule =
    Rule { code: "same-address", severity: Severity::Error, file: include_str!("same_address.rs"), find };

fn find(subject: &Subject<'_>) -> Vec<Diagnostic> {
    subject.phrased(|span, kind| {
        let ProblemKind::SameAddress { address, other } = kind else { return None };
        let finding = RULE.at(span, format!("the address `{address}` is taken by `{other}`"));
        Some(finding.with_help("rename one of the two"))
    })
}
