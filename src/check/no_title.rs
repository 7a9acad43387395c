//! `no-title`: a page without a title.
//!
//! The browser's tab, the search and screen readers name the page by its file
//! instead.
//!
//! Write `title = "…"` between two lines of `+++` at the top of the file.

use super::rule::Rule;
use super::subject::Subject;
use crate::diag::{Diagnostic, ProblemKind, Severity};

pub(super) const RULE: Rule =
    Rule { code: "no-title", severity: Severity::Warning, file: include_str!("no_title.rs"), find };

fn find(subject: &Subject<'_>) -> Vec<Diagnostic> {
    subject.phrased(|span, kind| {
        let ProblemKind::NoTitle = kind else { return None };
        if subject.is_refused(span.source) {
            return None;
        }
        let finding = RULE.at(span, "this page has no title");
        Some(finding.with_help("write `title = \"…\"` between two lines of `+++` at the head of the file"))
    })
}
