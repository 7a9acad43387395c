//! `odd-step-level`: a step whose heading is higher or deeper than those of the other steps.
//!
//! The steps of a guide have headings of one level; a heading below the level of its step is a
//! sub-step or a panel. With mixed levels, readers find steps and sub-steps that the author did
//! not mean, and the numbers are not those that were written.
//!
//! Give the heading as many `#` as the others have.

use super::rule::Rule;
use super::subject::Subject;
use crate::diag::{Diagnostic, Fix, ProblemKind, Severity};
use crate::source::Span;

pub(super) const RULE: Rule = Rule {
    code: "odd-step-level",
    severity: Severity::Warning,
    file: include_str!("odd_step_level.rs"),
    find,
};

fn find(subject: &Subject<'_>) -> Vec<Diagnostic> {
    subject.phrased(|span, kind| {
        let ProblemKind::OddStepLevel { level, usual } = kind else { return None };
        let [level, usual] = [*level, *usual].map(|level| "#".repeat(usize::from(level)));
        let message = format!("this step begins with `{level}`, most others with `{usual}`");
        let finding = RULE.at(span, message).with_help(format!("write `{usual}`"));
        if !subject.words(span).starts_with(&level) {
            return Some(finding);
        }
        let signs = span.bytes.start..span.bytes.start + level.len();
        Some(finding.with_fix(Fix { span: Span::new(span.source, signs), replacement: usual }))
    })
}
