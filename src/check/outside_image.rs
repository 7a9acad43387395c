//! `outside-image`: a picture on another host.
//!
//! The reader's browser would have to ask another host for it. That host would
//! learn who reads the page, and without a network there is no picture. It was
//! left out.
//!
//! Save the picture under `content/` and show it from there.

use super::rule::Rule;
use super::subject::Subject;
use crate::diag::{Diagnostic, ProblemKind, Severity};

pub(super) const RULE: Rule =
    Rule { code: "outside-image", severity: Severity::Error, file: include_str!("outside_image.rs"), find };

fn find(subject: &Subject<'_>) -> Vec<Diagnostic> {
    subject.phrased(|span, kind| {
        let ProblemKind::OutsideImage(address) = kind else { return None };
        let finding = RULE.at(span, format!("`{address}` is on another host"));
        Some(finding.with_help("save the picture beside the page, in `img/`, and show it from there"))
    })
}
