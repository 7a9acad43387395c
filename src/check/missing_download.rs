//! `missing-download`: a link to a file that is not there.
//!
//! The words stay, but there is nothing to download.
//!
//! Put the file at that path under `content/`, or correct the path.

use super::rule::Rule;
use super::subject::{Subject, did_you_mean};
use crate::diag::{Diagnostic, ProblemKind, Severity};

pub(super) const RULE: Rule = Rule {
    code: "missing-download",
    severity: Severity::Error,
    file: include_str!("missing_download.rs"),
    find,
};

fn find(subject: &Subject<'_>) -> Vec<Diagnostic> {
    subject.phrased(|span, kind| {
        let ProblemKind::MissingDownload { path, nearest } = kind else { return None };
        let finding = RULE.at(span, format!("there is no file to download `{path}`"));
        let help = "put the file there; paths count from the folder of this file";
        Some(finding.with_help(did_you_mean(nearest.as_deref(), help)))
    })
}
