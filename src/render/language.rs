//! The languages of the site: words, phrases and patterns for writing pages.

use std::collections::BTreeMap;

use super::phrase::Phrases;
use crate::config::Config;
use crate::lang::Lang;
use crate::model::{Branch, Resolved, Site, StepHead, plain_text};
use crate::theme::{Theme, Words};

/// Words, phrases and patterns of one language of the site.
pub(super) struct Language<'a> {
    pub(super) lang: Lang,
    pub(super) words: &'a Words,
    pub(super) phrases: Phrases,
    /// The whole table of words, as templates see it.
    pub(super) table: tera::Value,
}

impl<'a> Language<'a> {
    pub(super) fn new(lang: &Lang, config: &'a Config, theme: &'a Theme) -> Self {
        let words = theme.words(lang);
        let terms = config.terms.iter().filter_map(|term| term.names.get(lang).map(String::as_str));
        Self {
            lang: lang.clone(),
            words,
            phrases: Phrases::new(&words.typography, terms),
            table: theme.table(lang),
        }
    }

    /// The label of a step by its head: `步驟 4-1`.
    pub(super) fn label_of(&self, head: &StepHead) -> String {
        self.words.step_label(head.series, head.number)
    }

    /// Whether a branch tells of success (`ok`) or of failure (`bad`), by the
    /// theme's words.
    pub(super) fn outcome_of(&self, branch: &Branch<Resolved>) -> Option<&'static str> {
        let label = plain_text(&branch.label);
        let words = &self.words.branch;
        if words.ok.iter().any(|word| begins_with(&label, word)) {
            return Some("ok");
        }
        words.bad.iter().any(|word| begins_with(&label, word)).then_some("bad")
    }

    /// The text in the brackets of the language: `（…）`.
    pub(super) fn bracketed(&self, text: &str) -> String {
        let marks = &self.words.punctuation;
        [&marks.open, text, &marks.close].concat()
    }
}

/// The languages of a site; English stands in for all others.
pub(super) struct Languages<'a> {
    own: BTreeMap<&'a Lang, Language<'a>>,
    english: Language<'a>,
}

impl<'a> Languages<'a> {
    pub(super) fn new(site: &'a Site, config: &'a Config, theme: &'a Theme) -> Self {
        let language = |lang: &Lang| Language::new(lang, config, theme);
        Self {
            own: site.languages.iter().map(|lang| (lang, language(lang))).collect(),
            english: language(&Lang::undetermined()),
        }
    }

    /// The language, or English if the site does not have it.
    pub(super) fn of(&self, lang: &Lang) -> &Language<'a> {
        self.own.get(lang).unwrap_or(&self.english)
    }

    pub(super) fn english(&self) -> &Lang {
        &self.english.lang
    }
}

/// Whether a label begins with a word. A Latin word counts only as a whole word;
/// the case of its letters does not matter.
fn begins_with(label: &str, word: &str) -> bool {
    let Some(head) = label.get(..word.len()) else { return false };
    let next = label.get(word.len()..).and_then(|rest| rest.chars().next());
    let latin = word.ends_with(|last: char| last.is_ascii_alphanumeric());
    head.eq_ignore_ascii_case(word) && !(latin && next.is_some_and(char::is_alphanumeric))
}

#[cfg(test)]
mod tests {
    use super::begins_with;

    #[test]
    fn latin_words_count_as_whole_words() {
        assert!(begins_with("No, it failed", "No") && begins_with("success", "Success"));
        assert!(!begins_with("Note", "No") && !begins_with("N", "No"));
        assert!(begins_with("不成功", "不") && begins_with("失敗了", "失敗"));
    }
}
