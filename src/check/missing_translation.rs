//! `missing-translation`: a page, step, part or item that one language has and
//! another lacks.
//!
//! Readers of that language get the text in another one, with a notice, or do
//! not get it at all.
//!
//! Write it in the file that the finding names. Steps belong together by their
//! id: by number, or by `{#name}`.

use std::collections::BTreeSet;

use super::rule::Rule;
use super::subject::{LineNumbers, Subject};
use super::twins;
use crate::diag::{Diagnostic, ProblemKind, Severity};
use crate::lang::Lang;
use crate::model::{Page, PageKey, Section, SectionKind};
use crate::source::Span;

pub(super) const RULE: Rule = Rule {
    code: "missing-translation",
    severity: Severity::Warning,
    file: include_str!("missing_translation.rs"),
    find,
};

fn find(subject: &Subject<'_>) -> Vec<Diagnostic> {
    let mut places = LineNumbers::new(subject);
    let mut findings = parts(subject);
    findings.extend(subject.pages.iter().filter_map(|page| whole_page(subject, page)));
    for pair in twins::pairs(subject) {
        findings.extend(lacking(subject, pair.default, pair.other));
        findings.extend(lacking(subject, pair.other, pair.default));
        findings.extend(pair.differences().into_iter().map(|difference| {
            let twin = places.name(difference.twin);
            RULE.at(difference.span, difference.message(&pair.default.profile.lang))
                .with_help(format!("compare it with {twin}"))
        }));
    }
    findings
}

fn parts(subject: &Subject<'_>) -> Vec<Diagnostic> {
    subject.phrased(|span, kind| {
        let ProblemKind::UntranslatedPart { path, lang } = kind else { return None };
        let finding = RULE.at(span, format!("the part `{path}` is not written in `{lang}`"));
        let own = path.trim_end_matches(".md").rsplit_once('.').map_or(path.as_str(), |(name, _)| name);
        Some(finding.with_help(format!("write `{own}.{lang}.md`")))
    })
}

/// A page that shows the text of another language.
fn whole_page(subject: &Subject<'_>, page: &Page) -> Option<Diagnostic> {
    if page.profile.text_lang == page.profile.lang {
        return None;
    }
    let start = Span::start_of(page.profile.source?);
    let span = page.profile.meta.title.as_ref().map_or(&start, |(_, span)| span);
    let finding = RULE.at(span, format!("this page is not written in `{}`", page.profile.lang));
    let path = path(&page.profile.key, &page.profile.lang);
    Some(
        finding.with_help(format!("write `{path}`; {} stands in for it", subject.path(page.profile.source?))),
    )
}

fn path(key: &PageKey, lang: &Lang) -> String {
    format!("content/{}.{lang}.md", key.path())
}

/// The sections of `page` that `twin` does not have.
fn lacking(subject: &Subject<'_>, page: &Page, twin: &Page) -> Vec<Diagnostic> {
    let own = |section: &&Section| section.foreign.is_none();
    let has: BTreeSet<&str> = twin.sections.iter().filter(own).map(|section| section.id.as_str()).collect();
    let lacking = page.sections.iter().filter(own).filter(|section| !has.contains(section.id.as_str()));
    let file = twin.profile.source.map_or("", |source| subject.path(source));
    lacking
        .map(|section| {
            let what = if section.kind == SectionKind::Plain { "section" } else { "step" };
            let finding =
                RULE.at(&section.span, format!("this {what} is not written in `{}`", twin.profile.lang));
            finding.with_help(format!("write it in `{file}`; its id is `{}`", section.id))
        })
        .collect()
}
