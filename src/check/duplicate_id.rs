//! `duplicate-id`: two places of a page have the same id.
//!
//! A link to the id leads to the first place only, so a reader who was sent to
//! the second one ends up somewhere else.
//!
//! Give one of them another id: `{#other-name}`.

use super::rule::Rule;
use super::subject::{LineNumbers, Subject};
use crate::diag::{Diagnostic, ProblemKind, Severity};

pub(super) const RULE: Rule =
    Rule { code: "duplicate-id", severity: Severity::Error, file: include_str!("duplicate_id.rs"), find };

fn find(subject: &Subject<'_>) -> Vec<Diagnostic> {
    let mut places = LineNumbers::new(subject);
    subject.phrased(|span, kind| {
        let ProblemKind::DuplicateId { id, first } = kind else { return None };
        let finding = RULE.at(span, format!("the id `{id}` is taken"));
        Some(finding.with_help(format!("it is first used at {}; choose another", places.name(first))))
    })
}
