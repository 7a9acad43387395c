//! `empty-item`: an item under a picture that has no words.
//!
//! Readers see a number and nothing beside it: they don't learn what to do there. The mark editor of the
//! preview writes such items when marks are drawn first, or for another language.
//!
//! Write what to do at the mark, or delete the item together with its mark.

use super::figures;
use super::rule::Rule;
use super::subject::Subject;
use crate::diag::{Diagnostic, Severity};
use crate::model::{Item, Resolved, walk};

pub(super) const RULE: Rule =
    Rule { code: "empty-item", severity: Severity::Warning, file: include_str!("empty_item.rs"), find };

fn find(subject: &Subject<'_>) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    for marked in figures::marked(subject) {
        for (n, item) in marked.items().zip(&marked.figure.items).filter(|(_, item)| is_empty(item)) {
            let finding = RULE.at(&item.span, format!("item `{n}` has no words"));
            findings.push(finding.with_help("write what to do at the mark, or delete the item and its mark"));
        }
    }
    findings
}

fn is_empty(item: &Item<Resolved>) -> bool {
    let mut is_empty = item.branch.is_none();
    walk::blocks(&item.blocks, &mut |node| {
        is_empty &= !matches!(node, walk::WalkNode::Inline(_) | walk::WalkNode::Item(_));
    });
    is_empty
}
