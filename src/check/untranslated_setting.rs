//! `untranslated-setting`: the site's name or its owner is missing in one of its languages.
//!
//! Pages in that language show the words of another one in their head or foot.
//!
//! Write a line for each language under `[title]` and `[owner]` in `stepbook.toml`.

use std::collections::BTreeMap;

use super::rule::Rule;
use super::subject::Subject;
use crate::diag::{Diagnostic, Severity};
use crate::lang::Lang;
use crate::source::Span;

pub(super) const RULE: Rule = Rule {
    code: "untranslated-setting",
    severity: Severity::Warning,
    file: include_str!("untranslated_setting.rs"),
    find,
};

fn find(subject: &Subject<'_>) -> Vec<Diagnostic> {
    if subject.whole.is_none() {
        return Vec::new();
    }
    let config = subject.config;
    [("title", &config.titles), ("owner", &config.owner)]
        .into_iter()
        .flat_map(|(key, words)| lacking(subject, key, words))
        .collect()
}

/// A finding for each language without words, if another one has some.
fn lacking(subject: &Subject<'_>, key: &str, words: &BTreeMap<Lang, String>) -> Vec<Diagnostic> {
    let Some(span) = table(subject, key).filter(|_| !words.is_empty()) else { return Vec::new() };
    let lacking = subject.config.languages.iter().filter(|lang| !words.contains_key(*lang));
    let finding = |lang: &Lang| {
        let message = format!("`{key}` has no words in `{lang}`");
        RULE.at(&span, message).with_help(format!("write `{lang} = \"…\"` under `[{key}]`"))
    };
    lacking.map(finding).collect()
}

/// The place of a table of the settings.
fn table(subject: &Subject<'_>, key: &str) -> Option<Span> {
    let source = subject.tree.source(subject.config.source?)?;
    let head = format!("[{key}]");
    let at = source.text.find(&head);
    Some(at.map_or_else(|| Span::start_of(source.id), |at| Span::new(source.id, at..at + head.len())))
}
