//! `image-in-item`: a picture right under a list item became part of the item.
//!
//! In Markdown, a line right under an item belongs to the item's own text. So
//! the picture stands between the words, and the list below it doesn't give the
//! texts of its marks.
//!
//! Leave an empty line before the picture, and begin its line without spaces.

use super::rule::Rule;
use super::subject::Subject;
use crate::diag::{Diagnostic, ProblemKind, Severity};

pub(super) const RULE: Rule =
    Rule { code: "image-in-item", severity: Severity::Warning, file: include_str!("image_in_item.rs"), find };

fn find(subject: &Subject<'_>) -> Vec<Diagnostic> {
    subject.phrased(|span, kind| {
        let ProblemKind::ImageInItem = kind else { return None };
        let finding = RULE.at(span, "this picture became part of the list item above it");
        Some(finding.with_help("leave an empty line before the picture"))
    })
}
