//! `mark-without-item`: a mark whose number has no item in the list under the
//! picture.
//!
//! Readers see a numbered pin and don't find its text. For people who can't see
//! the picture, the mark doesn't exist.
//!
//! Write the item into the list right under the picture, or take `n` out of the
//! mark: then the mark is drawn without a number.

use super::figures;
use super::rule::Rule;
use super::subject::Subject;
use crate::diag::{Diagnostic, Severity};

pub(super) const RULE: Rule = Rule {
    code: "mark-without-item",
    severity: Severity::Error,
    file: include_str!("mark_without_item.rs"),
    find,
};

fn find(subject: &Subject<'_>) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    for marked in figures::marked(subject) {
        let items: Vec<u32> = marked.items().collect();
        for (n, picture) in marked.marks.iter().filter(|(n, _)| !items.contains(n)) {
            let message = format!("mark `{n}` of `{}` has no item", picture.file.file_name());
            let help = if items.is_empty() {
                "write a list right under the picture, one item for each mark".to_owned()
            } else {
                format!(
                    "write item {n} into the list under the picture, or take `n = {n}` out of the sidecar"
                )
            };
            findings.push(RULE.at(&picture.span, message).with_help(help));
        }
    }
    findings
}
