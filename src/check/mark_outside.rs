//! `mark-outside`: a mark that lies outside its picture, or outside the crop.
//!
//! Readers see an item with a number that is nowhere in the picture, or only
//! half of a mark.
//!
//! Move the mark, or make the crop larger. Coordinates are pixels of the whole
//! picture, counted from its top left corner.

use super::geometry;
use super::geometry::Edges;
use super::rule::Rule;
use super::subject::Subject;
use crate::diag::{Diagnostic, Severity};

pub(super) const RULE: Rule =
    Rule { code: "mark-outside", severity: Severity::Error, file: include_str!("mark_outside.rs"), find };

fn find(subject: &Subject<'_>) -> Vec<Diagnostic> {
    if subject.whole.is_none() {
        return Vec::new();
    }
    let mut findings = Vec::new();
    for (path, sidecar) in subject.sidecars {
        let Some(picture) = geometry::picture(subject, path, sidecar) else { continue };
        let crop = sidecar.crop.as_ref().map(|(crop, _)| Edges::of(*crop));
        for mark in &sidecar.marks {
            let area = Edges::around(&mark.shape);
            let outside = if !picture.holds(area) {
                "the picture"
            } else if crop.is_some_and(|crop| !crop.holds(area)) {
                "the crop"
            } else {
                continue;
            };
            let name = mark.n.map_or_else(|| "this mark".to_owned(), |n| format!("mark `{n}`"));
            let finding = RULE.at(&mark.span, format!("{name} reaches outside of {outside}"));
            let help = "coordinates count in pixels from the top left corner of the whole picture";
            findings.push(finding.with_help(help));
        }
    }
    findings
}
