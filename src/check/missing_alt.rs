//! `missing-alt`: a picture without alternative text.
//!
//! People who can't see the picture, or for whom it does not load, get nothing.
//! Public sites must have alternative texts (WCAG 2.1, 1.1.1).
//!
//! Say between the square brackets what the picture shows:
//! `![Sign-in page with two buttons](img/login.png)`.

use super::prose;
use super::rule::Rule;
use super::subject::Subject;
use crate::diag::{Diagnostic, Severity};

pub(super) const RULE: Rule =
    Rule { code: "missing-alt", severity: Severity::Error, file: include_str!("missing_alt.rs"), find };

fn find(subject: &Subject<'_>) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    for draft in subject.drafts {
        prose::each_image(draft, &mut |image| {
            if image.alt.is_empty() {
                let finding = RULE.at(&image.span, "this picture has no alternative text");
                let help = "say between the square brackets what it shows, for people who can't see it";
                findings.push(finding.with_help(help));
            }
        });
    }
    findings
}
