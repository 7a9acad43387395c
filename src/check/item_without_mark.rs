//! `item-without-mark`: an item under a picture whose number no mark has.
//!
//! Readers look for the number in the picture and don't find it.
//!
//! Set the mark in the picture's sidecar. If the list isn't about places in the
//! picture, put a sentence between the picture and the list.

use super::figures;
use super::rule::Rule;
use super::subject::Subject;
use crate::diag::{Diagnostic, Severity};

pub(super) const RULE: Rule = Rule {
    code: "item-without-mark",
    severity: Severity::Warning,
    file: include_str!("item_without_mark.rs"),
    find,
};

fn find(subject: &Subject<'_>) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    for marked in figures::marked(subject) {
        let Some(last) = marked.figure.images.last() else { continue };
        let name = last.file.file_name();
        if !marked.has_sidecar && !marked.figure.items.is_empty() {
            let message = format!("the items under `{name}` have no marks: there is no `{name}.toml`");
            let help =
                "write the sidecar with a mark for each item, or put a sentence between picture and list";
            findings.push(RULE.at(&marked.figure.span, message).with_help(help));
            continue;
        }
        let marks = marked.numbers();
        for (n, item) in marked.items().zip(&marked.figure.items).filter(|(n, _)| !marks.contains(n)) {
            let finding = RULE.at(&item.span, format!("item `{n}` has no mark in the picture"));
            findings.push(finding.with_help(format!("give a mark of `{name}.toml` the number: `n = {n}`")));
        }
    }
    findings
}
