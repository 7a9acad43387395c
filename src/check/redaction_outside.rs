//! `redaction-outside`: a redaction that does not lie within its picture.
//!
//! It is not at the place that it was meant for, so readers might see what it
//! should hide. Therefore the picture is not published.
//!
//! Set the redaction over the data: `box = [x, y, width, height]`, in pixels from
//! the top left corner of the whole picture.

use super::geometry;
use super::geometry::Edges;
use super::rule::Rule;
use super::subject::Subject;
use crate::diag::{Diagnostic, Severity};

pub(super) const RULE: Rule = Rule {
    code: "redaction-outside",
    severity: Severity::Error,
    file: include_str!("redaction_outside.rs"),
    find,
};

fn find(subject: &Subject<'_>) -> Vec<Diagnostic> {
    if subject.whole.is_none() {
        return Vec::new();
    }
    let mut findings = Vec::new();
    for (path, sidecar) in subject.sidecars {
        let Some(picture) = geometry::picture(subject, path, sidecar) else { continue };
        let outside = sidecar.redactions.iter().filter(|redaction| !picture.holds(Edges::of(redaction.area)));
        findings.extend(outside.map(|redaction| {
            RULE.at(&redaction.span, "this redaction does not lie within the picture")
                .with_help("`box` is [x, y, width, height] in pixels from the top left corner")
        }));
    }
    findings
}
