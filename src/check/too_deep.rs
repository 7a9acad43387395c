//! `too-deep`: lists, quotations or HTML elements inside one another beyond the
//! limit.
//!
//! Lists and quotations below the limit stand on the page as plain text. HTML
//! elements below the limit are left out.
//!
//! Take some levels out. Readers get lost in far fewer levels.

use super::rule::Rule;
use super::subject::Subject;
use crate::diag::{Diagnostic, ProblemKind, Severity};

pub(super) const RULE: Rule =
    Rule { code: "too-deep", severity: Severity::Warning, file: include_str!("too_deep.rs"), find };

fn find(subject: &Subject<'_>) -> Vec<Diagnostic> {
    subject.phrased(|span, kind| {
        let ProblemKind::TooDeep(limit) = kind else { return None };
        let finding =
            RULE.at(span, format!("more than {limit} lists, quotations or elements inside one another"));
        Some(finding.with_help("take some levels out"))
    })
}
