//! `redaction-outside`: a redaction that lies outside its picture.
//!
//! It hides nothing: what it was meant for is published.
//!
//! Set it where the data stands: `box = [x, y, width, height]`, in pixels from
//! the top left corner of the whole picture.

use super::geometry::Area;
use super::{Rule, Subject, geometry};
use crate::diag::{Diagnostic, Severity};

pub(super) const RULE: Rule = Rule {
    code: "redaction-outside",
    severity: Severity::Error,
    file: include_str!("redaction_outside.rs"),
    find,
};

fn find(subject: &Subject<'_>) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    for (path, sidecar) in subject.sidecars {
        let Some(picture) = geometry::picture(subject, path, sidecar) else { continue };
        let outside = sidecar.redactions.iter().filter(|redaction| !picture.meets(Area::of(redaction.area)));
        findings.extend(outside.map(|redaction| {
            RULE.at(&redaction.span, "this redaction lies outside of the picture and hides nothing")
                .with_help("`box` is [x, y, width, height] in pixels from the top left corner")
        }));
    }
    findings
}
