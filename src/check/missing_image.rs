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
    let mut findings = of_settings(subject);
    findings.extend(subject.phrased(|span, kind| {
        let ProblemKind::MissingImage { path, nearest } = kind else { return None };
        let finding = RULE.at(span, format!("there is no picture `{path}`"));
        let help = "put a picture there; paths count from the folder of this file";
        Some(finding.with_help(did_you_mean(nearest.as_deref(), help)))
    }));
    findings
}

/// The findings about the pictures that `stepbook.toml` names, the accessibility mark and
/// the logo, if they are missing.
fn of_settings(subject: &Subject<'_>) -> Vec<Diagnostic> {
    if subject.whole.is_none() {
        return Vec::new();
    }
    let pictures = subject.config.pictures().into_iter();
    let missing = pictures.filter(|(file, _)| !subject.tree.assets().contains_key(file));
    missing
        .map(|(file, span)| {
            let finding = RULE.at(span, format!("there is no picture `{file}`"));
            finding.with_help("put the picture there; this path counts from `content/`")
        })
        .collect()
}
