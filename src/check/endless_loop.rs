//! `endless-loop`: steps that lead back to each other and never out.
//!
//! Every choice in the loop leads back into it, so a reader whose problem stays
//! repeats the same steps without an end.
//!
//! Add a branch that leads out: to the next step, to another page, or to a text
//! that says whom to ask.

use std::collections::{BTreeMap, BTreeSet};

use super::graph::{self, StepGraph};
use super::rule::Rule;
use super::subject::Subject;
use crate::diag::{Diagnostic, Severity};

pub(super) const RULE: Rule =
    Rule { code: "endless-loop", severity: Severity::Warning, file: include_str!("endless_loop.rs"), find };

fn find(subject: &Subject<'_>) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    for graph in graph::graphs(subject) {
        for ring in rings(&graph) {
            let steps: Vec<_> = ring.iter().filter_map(|at| graph.steps.get(*at)).collect();
            let Some(first) = steps.first().filter(|step| step.section.foreign.is_none()) else { continue };
            let round = steps.iter().chain([first]).map(|step| format!("`{}`", step.head.number));
            let round = round.collect::<Vec<_>>().join(" → ");
            let finding = RULE.at(&first.section.span, format!("these steps have no way out: {round}"));
            findings.push(finding.with_help("add a branch that leads on, or that says whom to ask"));
        }
    }
    findings
}

/// One ring of steps for each group of stuck steps; a ring begins with its
/// lowest step. Every way from a stuck step leads to a stuck step. So a walk along
/// any way comes back to one of its own steps, or to a dead end.
fn rings(graph: &StepGraph<'_>) -> Vec<Vec<usize>> {
    let reached = graph.reached();
    let stuck: BTreeSet<usize> = graph.stuck().intersection(&reached).copied().collect();
    let mut groups = Groups::default();
    for from in &stuck {
        let ways = graph.steps.get(*from).into_iter().flat_map(|step| &step.ways);
        ways.for_each(|to| groups.join(*from, *to));
    }
    let mut seen = BTreeSet::new();
    let mut reported = BTreeSet::new();
    let mut rings = Vec::new();
    for start in stuck {
        let Some(ring) = ring_from(graph, start, &mut seen) else { continue };
        if reported.insert(groups.root(start)) {
            rings.push(ring);
        }
    }
    rings
}

/// Follows the first way of each step until a step of this walk comes again.
fn ring_from(graph: &StepGraph<'_>, start: usize, seen: &mut BTreeSet<usize>) -> Option<Vec<usize>> {
    let mut walk = Vec::new();
    let mut at = start;
    while seen.insert(at) {
        walk.push(at);
        at = *graph.steps.get(at)?.ways.first()?;
    }
    let from = walk.iter().position(|step| *step == at)?;
    let mut ring = walk.split_off(from);
    let first = ring.iter().zip(0..).min().map_or(0, |(_, index)| index);
    ring.rotate_left(first);
    Some(ring)
}

/// Groups of connected steps, as a union-find forest: a step that is not the
/// root of its group → the next step towards the root.
#[derive(Default)]
struct Groups(BTreeMap<usize, usize>);

impl Groups {
    fn root(&mut self, of: usize) -> usize {
        let mut at = of;
        while let Some(up) = self.0.get(&at).copied() {
            // Halve the path to the root for later calls.
            if let Some(upper) = self.0.get(&up).copied() {
                self.0.insert(at, upper);
            }
            at = up;
        }
        at
    }

    fn join(&mut self, one: usize, other: usize) {
        let (one, other) = (self.root(one), self.root(other));
        if one != other {
            self.0.insert(one, other);
        }
    }
}
