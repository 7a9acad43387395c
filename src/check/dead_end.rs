//! `dead-end`: a step that is reached only when something failed, and that does
//! not say where to go next.
//!
//! The reader has solved the problem, and does not know where to go on.
//!
//! Say with a result how the step ends (`結果：…`), or lead back with a branch:
//! `- **更新完成** → [](#step-3)`.

use super::graph;
use super::rule::Rule;
use super::subject::Subject;
use crate::diag::{Diagnostic, Severity};

pub(super) const RULE: Rule =
    Rule { code: "dead-end", severity: Severity::Warning, file: include_str!("dead_end.rs"), find };

fn find(subject: &Subject<'_>) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    for graph in graph::graphs(subject) {
        let reached = graph.reached();
        for (at, step) in graph.steps.iter().enumerate() {
            if step.ways.is_empty() && !step.ends && reached.contains(&at) && step.section.foreign.is_none() {
                let number = step.head.number;
                let finding = RULE.at(&step.section.span, format!("step `{number}` leads nowhere"));
                findings.push(finding.with_help("say how it ends with a result, or lead on with a branch"));
            }
        }
    }
    findings
}
