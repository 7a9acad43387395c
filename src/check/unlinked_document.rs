//! `unlinked-document`: a document of a word processor to which no page links.
//!
//! It is neither a page nor a download, so no reader gets it. Perhaps somebody wrote a guide in it.
//!
//! Link to it to offer it for download: `[The form](form.docx)`. Write a guide in a file that ends in
//! `.md`.

use std::collections::BTreeSet;

use super::orphan_image::place_of_asset;
use super::rule::Rule;
use super::subject::Subject;
use crate::diag::{Diagnostic, ProblemKind, Severity};

pub(super) const RULE: Rule = Rule {
    code: "unlinked-document",
    severity: Severity::Warning,
    file: include_str!("unlinked_document.rs"),
    find,
};

/// The endings of documents that somebody may have written as a guide.
const ENDINGS: [&str; 5] = ["docx", "doc", "odt", "rtf", "pages"];

fn find(subject: &Subject<'_>) -> Vec<Diagnostic> {
    let Some(whole) = subject.whole else { return Vec::new() };
    let refused = whole.problems.iter().filter_map(|problem| match &problem.kind {
        ProblemKind::RefusedDownload { path, .. } => Some(path.as_str()),
        _ => None,
    });
    let refused: BTreeSet<&str> = refused.collect();
    let documents = subject.tree.assets().keys().filter(|path| {
        ENDINGS.contains(&path.extension().to_lowercase().as_str())
            && !path.file_name().to_lowercase().ends_with(".md.docx")
            && !whole.site.files.downloads.contains_key(*path)
            && !refused.contains(path.as_str())
    });
    documents
        .map(|path| {
            let finding = RULE.at(&place_of_asset(subject, path), format!("no page links to `{path}`"));
            finding.with_help("link to it, or write the guide in a file that ends in `.md`")
        })
        .collect()
}
