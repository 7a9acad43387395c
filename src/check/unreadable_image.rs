//! `unreadable-image`: a picture whose file can't be read as one.
//!
//! Readers see a gap.
//!
//! Save the screenshot again as PNG, JPEG or WebP.

use super::{Rule, Subject};
use crate::diag::{Diagnostic, Severity};

pub(super) const RULE: Rule = Rule {
    code: "unreadable-image",
    severity: Severity::Error,
    file: include_str!("unreadable_image.rs"),
    find,
};

fn find(subject: &Subject<'_>) -> Vec<Diagnostic> {
    if subject.images.values().all(Result::is_ok) {
        return Vec::new();
    }
    let mut findings = Vec::new();
    for page in &subject.site.pages {
        page.each_picture(&mut |picture| {
            if let Some(Err(why)) = subject.images.get(&picture.file) {
                let why = why.trim_end_matches('.');
                let finding = RULE.at(&picture.span, format!("`{}` can't be shown: {why}", picture.file));
                findings.push(finding.with_help("save the screenshot again, as PNG, JPEG or WebP"));
            }
        });
    }
    findings
}
