//! `reserved-id`: an id that every page needs for its own parts.
//!
//! The frame around the text has ids too: `main`, `search`, `steps`, and those of
//! figures (`fig-1`) and footnotes (`fn-1`). If two places have the same id, the
//! search box or a link leads to the wrong one.
//!
//! Give the heading another id: `{#search-a-course}` may become
//! `{#find-a-course}`.

use super::rule::Rule;
use super::subject::Subject;
use crate::diag::{Diagnostic, ProblemKind, Severity};

pub(super) const RULE: Rule =
    Rule { code: "reserved-id", severity: Severity::Error, file: include_str!("reserved_id.rs"), find };

fn find(subject: &Subject<'_>) -> Vec<Diagnostic> {
    subject.phrased(|span, kind| {
        let ProblemKind::ReservedId(id) = kind else { return None };
        let finding = RULE.at(span, format!("the id `{id}` belongs to the frame of every page"));
        Some(finding.with_help("choose another"))
    })
}
