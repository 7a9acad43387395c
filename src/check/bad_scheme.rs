//! `bad-scheme`: a link begins with a scheme that can do harm or leads nowhere.
//!
//! `javascript:` runs a program in the reader's browser. `file:` leads to the
//! author's own disk. The link was left out; its words stayed.
//!
//! Write an address that begins with `https:`, `mailto:` or `tel:`, or the path
//! of a file next to the page.

use super::rule::Rule;
use super::subject::Subject;
use crate::diag::{Diagnostic, ProblemKind, Severity};

pub(super) const RULE: Rule =
    Rule { code: "bad-scheme", severity: Severity::Error, file: include_str!("bad_scheme.rs"), find };

fn find(subject: &Subject<'_>) -> Vec<Diagnostic> {
    subject.phrased(|span, kind| {
        let ProblemKind::BadScheme(scheme) = kind else { return None };
        let scheme = scheme.trim_end_matches(':');
        let finding = RULE.at(span, format!("a link may not begin with `{scheme}:`"));
        Some(finding.with_help("use `https:`, `mailto:`, `tel:` or the path of a file beside the page"))
    })
}
