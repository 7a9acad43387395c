//! `too-many-parts`: more parts on one page, or inside one another, than allowed.
//!
//! The parts beyond the limit were left out, so the page lacks their words.
//!
//! Take some includes out.

use super::rule::Rule;
use super::subject::Subject;
use crate::diag::{Diagnostic, ProblemKind, Severity};

pub(super) const RULE: Rule =
    Rule { code: "too-many-parts", severity: Severity::Error, file: include_str!("too_many_parts.rs"), find };

fn find(subject: &Subject<'_>) -> Vec<Diagnostic> {
    subject.phrased(|span, kind| {
        let ProblemKind::TooManyParts(limit) = kind else { return None };
        let finding = RULE.at(span, format!("more than {limit} parts on one page or inside one another"));
        Some(finding.with_help("take some includes out"))
    })
}
