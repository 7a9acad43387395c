//! `unreachable-step`: a step that no way leads to.
//!
//! The step before it ends in a choice, and none of the branches leads here. So
//! readers who follow the guide never see this step.
//!
//! Add a branch that leads to it, such as `- **成功** → [](#step-4)`, or link to
//! it from the introduction.

use super::graph;
use super::rule::Rule;
use super::subject::Subject;
use crate::diag::{Diagnostic, Severity};

pub(super) const RULE: Rule = Rule {
    code: "unreachable-step",
    severity: Severity::Warning,
    file: include_str!("unreachable_step.rs"),
    find,
};

fn find(subject: &Subject<'_>) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    for graph in graph::graphs(subject) {
        let reached = graph.reached();
        let left_out = graph.steps.iter().enumerate().filter(|(at, _)| !reached.contains(at));
        // Steps after an unreachable step are unreachable because of it, so
        // only the first one is reported.
        let first = left_out.filter(|(at, _)| {
            let before = at.checked_sub(1).and_then(|before| graph.steps.get(before));
            before.is_none_or(|before| before.chooses)
        });
        for (_, step) in first.filter(|(_, step)| step.section.foreign.is_none()) {
            let finding = RULE.at(&step.section.span, format!("no way leads to step `{}`", step.head.number));
            let help = format!(
                "the step before it ends in a choice: let one of its branches lead to `#{}`",
                step.section.id
            );
            findings.push(finding.with_help(help));
        }
    }
    findings
}
