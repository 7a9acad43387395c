//! The theme's words for the search index.

use crate::lang::Lang;
use crate::model::StepNumber;
use crate::theme::{StepSpeech, Theme, fill};

/// The theme's words for the search index, in one language.
pub(super) struct SearchWords<'a> {
    /// Pattern of a step's label: `{word} {n}`.
    pub(super) label: &'a str,
    pub(super) steps: &'a StepSpeech,
    /// The language's name for itself: `中文`.
    pub(super) name: &'a str,
}

impl<'a> SearchWords<'a> {
    pub(super) fn of(theme: &'a Theme, lang: &Lang) -> Self {
        let words = theme.words(lang);
        Self { label: &words.step.label, steps: theme.steps(lang), name: &words.language.name }
    }

    /// The badge of a step, `步驟 5-2`; `series` is that of
    /// [`crate::model::StepHead`].
    pub(super) fn badge(&self, series: Option<usize>, number: StepNumber) -> String {
        let word = series.map_or(Some(&self.steps.word), |at| self.steps.series.get(at));
        let values = [("word", word.map_or("", String::as_str)), ("n", &number.to_string())];
        fill(self.label, &values).trim().to_owned()
    }
}
