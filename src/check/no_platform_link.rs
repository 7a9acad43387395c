//! `no-platform-link`: a guide that doesn't say where the system is.
//!
//! The page can't offer the button that opens the platform. So readers search
//! for the platform themselves, and may find an imitation.
//!
//! Write `platform = "https://…"` into the front matter of the guide, or of its
//! collection's `index`.

use super::rule::Rule;
use super::subject::Subject;
use crate::diag::{Diagnostic, Severity};
use crate::model::{Page, PageKey, PageKind};
use crate::source::Span;

pub(super) const RULE: Rule = Rule {
    code: "no-platform-link",
    severity: Severity::Note,
    file: include_str!("no_platform_link.rs"),
    find,
};

fn find(subject: &Subject<'_>) -> Vec<Diagnostic> {
    let guides = subject.own_pages().filter(|page| page.profile.kind == PageKind::Guide);
    guides
        .filter(|page| page.profile.meta.platform.is_none() && !collection_has_one(subject, page))
        .filter_map(|page| {
            let title = page.profile.meta.title.as_ref().map(|(_, span)| span.clone());
            let span = title.or(page.profile.source.map(Span::start_of))?;
            let finding = RULE.at(&span, "this guide has no address of the system that it is about");
            Some(finding.with_help("write `platform = \"https://…\"` into the front matter"))
        })
        .collect()
}

fn collection_has_one(subject: &Subject<'_>, page: &Page) -> bool {
    let key = PageKey { folder: page.profile.key.folder.clone(), name: "index".to_owned() };
    subject
        .site
        .page_of(&key, &page.profile.lang)
        .is_some_and(|collection| collection.meta.platform.is_some())
}
