//! One language of the site, as the writer needs it.

use super::phrase::Phrases;
use crate::config::Config;
use crate::lang::Lang;
use crate::model::{StepHead, StepNumber};
use crate::theme::{StepSpeech, Theme, Words, fill};

/// Words, phrases and patterns of one language.
pub(super) struct Tongue<'a> {
    pub(super) lang: Lang,
    pub(super) words: &'a Words,
    pub(super) phrases: Phrases,
    /// The whole table of words, as templates see it.
    pub(super) table: tera::Value,
    steps: &'a StepSpeech,
}

impl<'a> Tongue<'a> {
    pub(super) fn new(lang: &Lang, config: &'a Config, theme: &'a Theme) -> Self {
        let words = theme.words(lang);
        let terms = config.terms.iter().filter_map(|term| term.names.get(lang).map(String::as_str));
        Self {
            lang: lang.clone(),
            words,
            phrases: Phrases::new(&words.typography, terms),
            table: theme.table(lang),
            steps: theme.steps(lang),
        }
    }

    /// The word of a series: `步驟`, `首次登入設定`.
    pub(super) fn series(&self, series: Option<usize>) -> &str {
        series.and_then(|at| self.steps.series.get(at)).unwrap_or(&self.steps.word)
    }

    /// `步驟 4-1`.
    pub(super) fn label(&self, series: Option<usize>, number: StepNumber) -> String {
        fill(&self.words.step.label, &[("word", self.series(series)), ("n", &number.to_string())])
    }

    /// `步驟 4-1` of a step's head.
    pub(super) fn label_of(&self, head: &StepHead) -> String {
        self.label(head.series, head.number)
    }

    /// A plain title as HTML that breaks between phrases.
    pub(super) fn title(&self, title: &str) -> String {
        let mut out = String::with_capacity(title.len() + 16);
        self.phrases.push(&mut out, title);
        out
    }

    /// `（…）` around a text.
    pub(super) fn bracketed(&self, text: &str) -> String {
        let marks = &self.words.punctuation;
        [&marks.open, text, &marks.close].concat()
    }
}
