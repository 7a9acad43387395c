//! `include-cycle`: a part that includes itself, perhaps through other parts.
//!
//! The page would never end, so the inner part was left out.
//!
//! Take one of the includes out.

use super::rule::Rule;
use super::subject::Subject;
use crate::diag::{Diagnostic, ProblemKind, Severity};

pub(super) const RULE: Rule =
    Rule { code: "include-cycle", severity: Severity::Error, file: include_str!("include_cycle.rs"), find };

fn find(subject: &Subject<'_>) -> Vec<Diagnostic> {
    subject.phrased(|span, kind| {
        let ProblemKind::IncludeCycle(path) = kind else { return None };
        let finding = RULE.at(span, "this part includes itself");
        let chain: Vec<String> = path.iter().map(|file| format!("`{file}`")).collect();
        Some(finding.with_help(format!("take out one of the includes: {}", chain.join(" → "))))
    })
}
