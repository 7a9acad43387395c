//! `unknown-language`: a page in a language that the site doesn't have.
//!
//! The page is not published.
//!
//! Name the file `NAME.LANG.md` with one of the `languages` of
//! `stepbook.toml`, or add the language there.

use super::rule::Rule;
use super::subject::Subject;
use crate::diag::{Diagnostic, ProblemKind, Severity};

pub(super) const RULE: Rule = Rule {
    code: "unknown-language",
    severity: Severity::Error,
    file: include_str!("unknown_language.rs"),
    find,
};

fn find(subject: &Subject<'_>) -> Vec<Diagnostic> {
    subject.phrased(|span, kind| {
        let ProblemKind::UnknownLanguage { tag } = kind else { return None };
        let known: Vec<String> = subject.config.languages.iter().map(|lang| format!("`{lang}`")).collect();
        let known = known.join(", ");
        Some(if tag.is_empty() {
            RULE.at(span, "the name of this file has no language")
                .with_help(format!("name it `NAME.LANG.md`; the languages of the site are {known}"))
        } else {
            RULE.at(span, format!("`{tag}` is no language of the site"))
                .with_help(format!("add it to `languages` in `stepbook.toml`, or use one of {known}"))
        })
    })
}
