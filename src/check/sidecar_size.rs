//! `sidecar-size`: a picture has another size than its sidecar says.
//!
//! The marks were set on a picture of the size that the sidecar gives. On this
//! picture they may miss the button, and a redaction may miss what it should
//! hide. So a picture with redactions is not published until its size is right.
//!
//! Take the screenshot at the old size, or set the marks again.

use super::rule::Rule;
use super::subject::Subject;
use crate::diag::{Diagnostic, Severity};

pub(super) const RULE: Rule =
    Rule { code: "sidecar-size", severity: Severity::Error, file: include_str!("sidecar_size.rs"), find };

fn find(subject: &Subject<'_>) -> Vec<Diagnostic> {
    let Some(whole) = subject.whole else { return Vec::new() };
    let said = whole.site.sidecars.iter().filter_map(|(picture, sidecar)| {
        let (said, span) = sidecar.size.as_ref()?;
        let is = subject.size_of(picture)?;
        (is != *said).then_some((picture, span, said, is))
    });
    said.map(|(picture, span, said, is)| {
        let message = format!("`{picture}` has {} × {} pixels, not {} × {}", is.0, is.1, said.0, said.1);
        RULE.at(span, message).with_help("take the screenshot at that size, or set its marks again")
    })
    .collect()
}
