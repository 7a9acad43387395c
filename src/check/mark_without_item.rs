//! `mark-without-item`: a mark whose number has no item in the list under the
//! picture.
//!
//! Readers see a numbered pin and don't find its text. For people who can't see
//! the picture, the mark doesn't exist.
//!
//! Write the item into the list right under the picture, or take `n` out of the
//! mark: then the mark is drawn without a number.

use std::collections::BTreeSet;

use super::figures::{self, MarkedFigure};
use super::rule::Rule;
use super::subject::Subject;
use crate::diag::{Diagnostic, Severity};
use crate::model::{Mark, Picture};
use crate::source::Span;
use crate::url::TreePath;

pub(super) const RULE: Rule = Rule {
    code: "mark-without-item",
    severity: Severity::Error,
    file: include_str!("mark_without_item.rs"),
    find,
};

fn find(subject: &Subject<'_>) -> Vec<Diagnostic> {
    let figures = figures::marked(subject);
    let mut findings = Vec::new();
    let (with_items, mut told) = (with_items(&figures), BTreeSet::new());
    for marked in &figures {
        for (n, picture) in marked.marks_without_item() {
            let name = picture.file.file_name();
            let finding = |span: &Span| RULE.at(span, format!("mark `{n}` of `{name}` has no item"));
            // An item without a mark beside it shows that the number is wrong, not the list.
            let swapped = marked.items_without_mark().next().is_some();
            let wrong = swapped && !with_items.contains(&(&picture.file, n));
            let fault = in_sidecar(subject, picture, n).filter(|_| wrong);
            if let Some(mark) = fault {
                if told.insert((&picture.file, n)) {
                    let meant: Vec<u32> = marked.items_without_mark().map(|(n, _)| n).collect();
                    findings.push(finding(&mark.span).with_help(at_sidecar(n, &meant)));
                }
                continue;
            }
            let help = if marked.figure.items.is_empty() {
                "write a list right under the picture, one item for each mark".to_owned()
            } else {
                format!(
                    "write item {n} into the list under the picture, or take `n = {n}` out of the sidecar"
                )
            };
            findings.push(finding(&picture.span).with_help(help));
        }
    }
    findings
}

/// The pictures and numbers for which some figure has an item.
fn with_items<'a>(figures: &'a [MarkedFigure<'_>]) -> BTreeSet<(&'a TreePath, u32)> {
    let of = |marked: &'a MarkedFigure<'_>| {
        let files = marked.figure.images.iter().map(|picture| &picture.file);
        files.flat_map(|file| marked.items().map(move |n| (file, n)))
    };
    figures.iter().flat_map(of).collect()
}

/// The mark of this number in a picture's sidecar.
fn in_sidecar<'a>(subject: &'a Subject<'_>, picture: &Picture, n: u32) -> Option<&'a Mark> {
    let sidecar = subject.site.sidecar(&picture.file)?;
    sidecar.marks.iter().find(|mark| mark.n == Some(n))
}

/// Help for a mark whose number no language has an item for.
fn at_sidecar(n: u32, meant: &[u32]) -> String {
    match meant {
        [one] => format!("write `n = {one}`: item {one} has no mark"),
        _ => format!("write the number of an item under the picture, or an item {n}"),
    }
}
