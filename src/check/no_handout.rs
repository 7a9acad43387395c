//! `no-handout`: a guide that could not be made into a PDF.
//!
//! The finding stands at the heading above the text that could not be set. A
//! booklet is made without the guide.
//!
//! Handouts follow the standards PDF/UA-1, which screen readers need, and
//! PDF/A-2a, which archives need. A handout that would break them is not written
//! at all; the finding says why.
//!
//! Correct the guide, or build with `--no-pdf`.

use super::rule::Rule;
use super::subject::Subject;
use crate::diag::{Diagnostic, ProblemKind, Severity};

pub(super) const RULE: Rule =
    Rule { code: "no-handout", severity: Severity::Error, file: include_str!("no_handout.rs"), find };

fn find(subject: &Subject<'_>) -> Vec<Diagnostic> {
    subject.phrased(|span, kind| {
        let ProblemKind::NoHandout(why) = kind else { return None };
        Some(
            RULE.at(span, format!("no handout could be made of this guide: {why}"))
                .with_help("correct what the message names, or build with `--no-pdf`"),
        )
    })
}
