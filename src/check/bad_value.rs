//! `bad-value`: a setting has a value that its key can't take.
//!
//! The key was passed over, so the page goes without it.
//!
//! Write the value in the form that the finding names.

use super::{Rule, Subject};
use crate::diag::{Diagnostic, ProblemKind, Severity};

pub(super) const RULE: Rule =
    Rule { code: "bad-value", severity: Severity::Error, file: include_str!("bad_value.rs"), find };

fn find(subject: &Subject<'_>) -> Vec<Diagnostic> {
    subject.phrased(|span, kind| {
        let ProblemKind::BadValue { key, expected } = kind else { return None };
        let finding = RULE.at(span, format!("`{key}` takes {expected}"));
        Some(finding.with_help("write it in that form, or take it out; until then it counts for nothing"))
    })
}
