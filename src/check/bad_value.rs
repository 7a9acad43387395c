//! `bad-value`: a setting has a value that its key can't take.
//!
//! The key has no effect. There is one exception: a page whose `draft` is
//! neither `true` nor `false` is not published.
//!
//! Write the value in the form that the finding names.

use super::rule::Rule;
use super::subject::Subject;
use crate::diag::{Diagnostic, ProblemKind, Severity};

pub(super) const RULE: Rule =
    Rule { code: "bad-value", severity: Severity::Error, file: include_str!("bad_value.rs"), find };

fn find(subject: &Subject<'_>) -> Vec<Diagnostic> {
    subject.phrased(|span, kind| {
        let ProblemKind::BadValue { key, expected } = kind else { return None };
        let finding = RULE.at(span, format!("`{key}` takes {expected}"));
        let until = if key == "draft" { "the page is a draft" } else { "it counts for nothing" };
        Some(finding.with_help(format!("write it in that form, or take it out; until then {until}")))
    })
}
