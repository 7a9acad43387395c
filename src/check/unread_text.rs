//! `unread-text`: a file looks like a guide, and its name has another ending.
//!
//! stepbook reads files that end in `.md`. Some editors save `.md.txt`, `.MD` or `.markdown`. Such
//! a file is no page, and nobody notices that the guide is not published.
//!
//! Rename it as the finding says.

use super::orphan_image::place_of_asset;
use super::rule::Rule;
use super::subject::Subject;
use crate::diag::{Diagnostic, Severity};
use crate::url::TreePath;

pub(super) const RULE: Rule =
    Rule { code: "unread-text", severity: Severity::Error, file: include_str!("unread_text.rs"), find };

/// Endings of Markdown in other programs, in small letters.
const MARKDOWN: [&str; 8] =
    [".md.txt", ".markdown.txt", ".md.docx", ".markdown", ".mdown", ".mkdn", ".mkd", ".md"];

fn find(subject: &Subject<'_>) -> Vec<Diagnostic> {
    let Some(whole) = subject.whole else { return Vec::new() };
    let assets = subject.tree.assets().keys();
    let unlinked = assets.filter(|path| !whole.site.files.downloads.contains_key(*path));
    unlinked.filter_map(|path| finding(subject, path)).collect()
}

fn finding(subject: &Subject<'_>, path: &TreePath) -> Option<Diagnostic> {
    let name = path.file_name().to_lowercase();
    let ending = MARKDOWN.iter().find(|ending| name.ends_with(**ending) && name.len() > ending.len())?;
    let stem = path.file_name().get(..path.file_name().len().checked_sub(ending.len())?)?;
    let message = format!("`{path}` is not read: its name must end in `.md`");
    let finding = RULE.at(&place_of_asset(subject, path), message);
    Some(finding.with_help(format!("rename it to `{stem}.md`")))
}
