//! `missing-anchor`: a link leads to a step or place that the page doesn't have.
//!
//! A reader who follows it lands at the top of the page, and does not find the
//! step there.
//!
//! Write the id of an existing step (`#step-4-1`, or the name given by
//! `{#name}`).

use super::rule::Rule;
use super::subject::Subject;
use crate::diag::{Diagnostic, ProblemKind, Severity};

pub(super) const RULE: Rule =
    Rule { code: "missing-anchor", severity: Severity::Error, file: include_str!("missing_anchor.rs"), find };

fn find(subject: &Subject<'_>) -> Vec<Diagnostic> {
    subject.phrased(|span, kind| {
        let ProblemKind::MissingAnchor { id, page, nearest } = kind else { return None };
        let here = subject.path(span.source) == page;
        let place = if here { "this page".to_owned() } else { format!("`{page}`") };
        let finding = RULE.at(span, format!("{place} has no place `#{id}`"));
        let help = match nearest {
            Some(id) => format!("did you mean `#{id}`?"),
            None => {
                "give the heading this id with `{#…}`, or link to a step by its number, `#step-2`".to_owned()
            }
        };
        Some(finding.with_help(help))
    })
}
