//! `missing-key`: a setting without a key that it needs.
//!
//! The setting has no effect: what it describes was left out.
//!
//! Add the key that the finding names.

use super::rule::Rule;
use super::subject::Subject;
use crate::diag::{Diagnostic, ProblemKind, Severity};

pub(super) const RULE: Rule =
    Rule { code: "missing-key", severity: Severity::Error, file: include_str!("missing_key.rs"), find };

fn find(subject: &Subject<'_>) -> Vec<Diagnostic> {
    subject.phrased(|span, kind| {
        let ProblemKind::MissingKey(key) = kind else { return None };
        Some(RULE.at(span, format!("the key `{key}` is missing")).with_help(format!("add `{key} = …`")))
    })
}
