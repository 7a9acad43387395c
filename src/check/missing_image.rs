//! `missing-image`: a picture that is not there.
//!
//! Readers see a step without its screenshot.
//!
//! Put the picture at that path, or correct the path. Paths start in the page's
//! own folder.

use super::rule::Rule;
use super::subject::{Subject, did_you_mean};
use crate::diag::{Diagnostic, ProblemKind, Severity};

pub(super) const RULE: Rule =
    Rule { code: "missing-image", severity: Severity::Error, file: include_str!("missing_image.rs"), find };

fn find(subject: &Subject<'_>) -> Vec<Diagnostic> {
    let mut findings = accessibility_mark(subject);
    findings.extend(subject.phrased(|span, kind| {
        let ProblemKind::MissingImage { path, nearest } = kind else { return None };
        let finding = RULE.at(span, format!("there is no picture `{path}`"));
        let help = "put a picture there; paths count from the folder of this file";
        Some(finding.with_help(did_you_mean(nearest.as_deref(), help)))
    }));
    findings
}

/// The finding about the accessibility mark, if its picture is missing. The mark
/// is the picture that `stepbook.toml` puts into the foot of each page.
fn accessibility_mark(subject: &Subject<'_>) -> Vec<Diagnostic> {
    let mark = subject.config.accessibility_mark.iter();
    let missing = mark.filter(|mark| !subject.tree.assets.contains_key(&mark.file()));
    missing
        .map(|mark| {
            let finding = RULE.at(&mark.image.1, format!("there is no picture `{}`", mark.file()));
            finding.with_help("put the picture there; this path counts from `content/`")
        })
        .collect()
}
