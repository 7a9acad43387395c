//! `unnamed-collection`: a folder with pages has no page of its own, so that its name is the folder's.
//!
//! Readers see that name on the home page, above each guide and in "Back to hr". It is the same in
//! every language, and often a short word that only the author knows.
//!
//! Write `index.LANG.md` into the folder, with a `title` in its front matter, for each language.

use super::rule::Rule;
use super::subject::Subject;
use crate::diag::{Diagnostic, Severity};
use crate::lang::Lang;
use crate::model::{DraftHead, PageKind, PageProfile};
use crate::source::Span;

pub(super) const RULE: Rule = Rule {
    code: "unnamed-collection",
    severity: Severity::Note,
    file: include_str!("unnamed_collection.rs"),
    find,
};

fn find(subject: &Subject<'_>) -> Vec<Diagnostic> {
    let Some(lang) = subject.config.default_language() else { return Vec::new() };
    let Some(whole) = subject.whole else { return Vec::new() };
    let pages = || whole.site.pages.iter().filter(move |page| page.lang == *lang);
    let unnamed = pages().filter(|page| page.kind == PageKind::Collection && page.source.is_none());
    unnamed
        .filter_map(|collection| {
            let folder = collection.key.folder.as_str();
            if let Some(head) = whole.heads.iter().find(|head| head.key == collection.key) {
                return Some(hidden(folder, head));
            }
            let first = pages().find(|page| is_in(page, folder))?;
            Some(missing(folder, lang, &Span::start_of(first.source?)))
        })
        .collect()
}

/// Whether a page lies in a folder or in a folder within it.
fn is_in(page: &PageProfile, folder: &str) -> bool {
    let within =
        page.key.folder.strip_prefix(folder).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
    within && page.source.is_some()
}

/// The finding for a folder without an index file.
fn missing(folder: &str, lang: &Lang, span: &Span) -> Diagnostic {
    let message = format!("the collection `{folder}` has no name; readers see `{}`", last(folder));
    let help =
        format!("write `content/{folder}/index.{lang}.md` with `title = \"…\"` between two lines `+++`");
    RULE.at(span, message).with_help(help)
}

/// The finding for a folder whose index file is not published.
fn hidden(folder: &str, head: &DraftHead) -> Diagnostic {
    let message =
        format!("readers see `{}` as this collection's name, since its page is a draft", last(folder));
    let help = "a guide of this collection is published: take `draft = true` out here too";
    RULE.at(&Span::start_of(head.source), message).with_help(help)
}

fn last(folder: &str) -> &str {
    folder.rsplit('/').next().unwrap_or(folder)
}
