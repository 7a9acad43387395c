//! `missing-alt`: a picture without alternative text.
//!
//! People who can't see the picture, or for whom it does not load, get nothing.
//! Public sites must have alternative texts (WCAG 2.1, 1.1.1).
//!
//! Say between the square brackets what the picture shows:
//! `![Sign-in page with two buttons](img/login.png)`. A picture that only decorates the page, such as
//! a line, needs none: write `decoration = true` in its sidecar, `img/line.png.toml`.

use super::prose;
use super::rule::Rule;
use super::subject::Subject;
use crate::diag::{Diagnostic, Severity};
use crate::model::{Draft, RawImage};
use crate::url::{TreePath, percent_decode};

pub(super) const RULE: Rule =
    Rule { code: "missing-alt", severity: Severity::Error, file: include_str!("missing_alt.rs"), find };

fn find(subject: &Subject<'_>) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    for draft in subject.drafts {
        prose::each_image(draft, &mut |image| {
            if image.alt.is_empty() && !decorates(subject, draft, image) {
                let finding = RULE.at(&image.span, "this picture has no alternative text");
                let help = "say between the square brackets what it shows, for people who can't see it; if it \
                            only decorates the page, write `decoration = true` in its sidecar";
                findings.push(finding.with_help(help));
            }
        });
    }
    findings
}

/// Whether a picture only decorates its pages, as a sidecar says.
fn decorates(subject: &Subject<'_>, draft: &Draft, image: &RawImage) -> bool {
    let Ok(file) = draft.head.path.join(&percent_decode(&image.destination)) else { return false };
    let own = file
        .as_str()
        .rsplit_once('.')
        .map(|(stem, extension)| TreePath::new(&format!("{stem}.{}.{extension}", draft.head.lang)));
    let sidecar = own.iter().chain([&file]).find_map(|file| subject.site.sidecar(file));
    sidecar.is_some_and(|sidecar| sidecar.decoration)
}
