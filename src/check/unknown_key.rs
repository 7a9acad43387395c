//! `unknown-key`: a key that stepbook does not know, often a typing mistake.
//!
//! The line has no effect.
//!
//! Write the known key that the finding names, or take the line out.

use super::rule::Rule;
use super::subject::Subject;
use crate::diag::{Diagnostic, Fix, ProblemKind, Severity};

pub(super) const RULE: Rule =
    Rule { code: "unknown-key", severity: Severity::Error, file: include_str!("unknown_key.rs"), find };

fn find(subject: &Subject<'_>) -> Vec<Diagnostic> {
    subject.phrased(|span, kind| {
        let ProblemKind::UnknownKey { place, key, nearest } = kind else { return None };
        let place = if *place == "stepbook.toml" { format!("`{place}`") } else { format!("the {place}") };
        let finding = RULE.at(span, format!("`{key}` is no key of {place}"));
        Some(match nearest {
            Some(known) => {
                let fix = Fix { span: span.clone(), replacement: known.clone() };
                finding.with_help(format!("did you mean `{known}`?")).with_fix(fix)
            }
            None => finding.with_help("take it out"),
        })
    })
}
