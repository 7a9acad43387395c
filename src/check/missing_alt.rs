//! `missing-alt`: a picture without alternative text.
//!
//! People who can't see the picture, or for whom it does not load, get nothing.
//! Public sites must have alternative texts (WCAG 2.1, 1.1.1).
//!
//! Say between the square brackets what the picture shows:
//! `![Sign-in page with two buttons](img/login.png)`. A picture that only decorates the page, such as
//! a line, needs none: write `decoration = true` in its sidecar, `img/line.png.toml`.

use std::collections::HashSet;

use super::prose;
use super::rule::Rule;
use super::subject::Subject;
use crate::diag::{Diagnostic, Severity};
use crate::source::Span;

pub(super) const RULE: Rule =
    Rule { code: "missing-alt", severity: Severity::Error, file: include_str!("missing_alt.rs"), find };

fn find(subject: &Subject<'_>) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    let decoration = decoration(subject);
    for draft in subject.drafts {
        prose::each_image(draft, &mut |image| {
            if image.alt.is_empty() && !decoration.contains(&image.span) {
                let finding = RULE.at(&image.span, "this picture has no alternative text");
                let help = "say between the square brackets what it shows, for people who can't see it; if it \
                            only decorates the page, write `decoration = true` in its sidecar";
                findings.push(finding.with_help(help));
            }
        });
    }
    findings
}

/// The places of pictures that only decorate a page.
fn decoration<'a>(subject: &Subject<'a>) -> HashSet<&'a Span> {
    let sidecars = &subject.site.sidecars;
    let mut places = HashSet::new();
    if sidecars.values().any(|sidecar| sidecar.decoration) {
        for page in &subject.site.pages {
            page.each_picture(&mut |picture| {
                if sidecars.get(&picture.file).is_some_and(|sidecar| sidecar.decoration) {
                    places.insert(&picture.span);
                }
            });
        }
    }
    places
}
