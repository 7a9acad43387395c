//! `missing-part`: an include of a part that is not there.
//!
//! The page lacks the words of the part.
//!
//! A part is a Markdown file in a folder whose name begins with `_`, such as
//! `_parts/`.

use super::rule::Rule;
use super::subject::{Subject, did_you_mean};
use crate::diag::{Diagnostic, ProblemKind, Severity};

pub(super) const RULE: Rule =
    Rule { code: "missing-part", severity: Severity::Error, file: include_str!("missing_part.rs"), find };

fn find(subject: &Subject<'_>) -> Vec<Diagnostic> {
    subject.phrased(|span, kind| {
        let ProblemKind::MissingPart { path, nearest } = kind else { return None };
        let finding = RULE.at(span, format!("there is no part `{path}`"));
        let help = "a part is a Markdown file in a folder whose name begins with `_`";
        Some(finding.with_help(did_you_mean(nearest.as_deref(), help)))
    })
}
