//! `item-without-mark`: an item under a picture whose number no mark has.
//!
//! Readers look for the number in the picture and don't find it.
//!
//! Set the mark in the picture's sidecar; the finding has one to paste. If the list isn't about places in the
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

/// Advice, with a sidecar to paste whose marks stand in a row.
fn help(name: &str, size: Option<(u32, u32)>, numbers: &[u32]) -> String {
    let other = "or put a sentence between picture and list";
    let Some((width, height)) = size else {
        return format!("write the sidecar with a mark for each item, {other}");
    };
    let count = u32::try_from(numbers.len()).unwrap_or(u32::MAX).saturating_add(1);
    let marks = numbers.iter().zip(1..).take(MOST).map(|(n, at)| {
        let (x, y) = (width / 2, height / count * at);
        format!("\n[[mark]]\nn = {n}\npin = [{x}, {y}]\n")
    });
    let marks: String = marks.collect();
    format!("put this into `{name}.toml` and move the pins, {other}:\nsize = [{width}, {height}]\n{marks}")
        .trim_end()
        .to_owned()
}

/// Most marks of a sidecar in the help.
const MOST: usize = 9;

fn find(subject: &Subject<'_>) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    for marked in figures::marked(subject) {
        let Some(last) = marked.figure.images.last() else { continue };
        let name = last.file.file_name();
        if !marked.has_sidecar && !marked.figure.items.is_empty() {
            let message = format!("the items under `{name}` have no marks: there is no `{name}.toml`");
            let size = subject.size_of(&last.file);
            let numbers: Vec<u32> = marked.items().collect();
            findings.push(RULE.at(&marked.figure.span, message).with_help(help(name, size, &numbers)));
            continue;
        }
        if marked.marks_without_item().next().is_some() && marked.marks.len() == marked.figure.items.len() {
            // The wrong number of a mark is the fault, and that mark has its own finding.
            continue;
        }
        for (n, item) in marked.items_without_mark() {
            let finding = RULE.at(&item.span, format!("item `{n}` has no mark in the picture"));
            findings.push(finding.with_help(format!("give a mark of `{name}.toml` the number: `n = {n}`")));
        }
    }
    findings
}
