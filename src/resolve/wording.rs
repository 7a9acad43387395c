//! The words of a reference that the author left without text.

use std::collections::BTreeMap;

use crate::config::Config;
use crate::lang::Lang;
use crate::model::{StepNumber, repeated};
use crate::theme::{Theme, fill};

/// Patterns of one language; what stands in braces is filled in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wording {
    /// The step word, such as `步驟`.
    pub step: String,
    /// The words of the further series, in the order of `stepbook.toml`.
    pub series: Vec<String>,
    /// `{word} {n}`: a step by its number.
    pub label: String,
    /// `{label}「{title}」`: a step by number and title.
    pub step_ref: String,
    /// `「{title}」`: a place without a number.
    pub section_ref: String,
    /// `《{title}》`: a page.
    pub page_ref: String,
    /// `{page}{place}`: a place on another page.
    pub elsewhere: String,
    /// `圖 {n}`: a figure.
    pub figure: String,
}

impl Default for Wording {
    /// Patterns without a word of any language.
    fn default() -> Self {
        Self {
            step: String::new(),
            series: Vec::new(),
            label: "{word} {n}".to_owned(),
            step_ref: "{label} {title}".to_owned(),
            section_ref: "{title}".to_owned(),
            page_ref: "{title}".to_owned(),
            elsewhere: "{page} {place}".to_owned(),
            figure: "{n}".to_owned(),
        }
    }
}

impl Wording {
    /// The words of each language of the site, by the theme and the author's
    /// step words.
    #[must_use]
    pub fn all(theme: &Theme, config: &Config) -> BTreeMap<Lang, Self> {
        let of = |lang: &Lang| {
            let (words, steps) = (theme.words(lang), theme.steps(lang));
            Self {
                step: steps.word.clone(),
                series: steps.series.clone(),
                label: words.step.label.clone(),
                step_ref: words.reference.step.clone(),
                section_ref: words.reference.section.clone(),
                page_ref: words.reference.page.clone(),
                elsewhere: words.reference.elsewhere.clone(),
                figure: words.figure.label.clone(),
            }
        };
        config.languages.iter().map(|lang| (lang.clone(), of(lang))).collect()
    }

    /// `步驟 4-1`; for a series (from 0) its own word.
    #[must_use]
    pub fn step_label(&self, series: Option<usize>, number: StepNumber) -> String {
        let word = series.map_or(Some(&self.step), |series| self.series.get(series));
        let word = word.map_or("", String::as_str);
        fill(&self.label, &[("word", word), ("n", &number.to_string())]).trim().to_owned()
    }

    /// `步驟 5-2「更新憑證」`; a step without title is its label.
    pub(super) fn step(&self, label: &str, title: &str) -> String {
        if title.is_empty() {
            return label.to_owned();
        }
        fill(&self.step_ref, &[("label", label), ("title", &repeated(title))])
    }

    pub(super) fn section(&self, title: &str) -> String {
        fill(&self.section_ref, &[("title", &repeated(title))])
    }

    pub(super) fn page(&self, title: &str) -> String {
        fill(&self.page_ref, &[("title", &repeated(title))])
    }

    pub(super) fn figure(&self, number: u32) -> String {
        fill(&self.figure, &[("n", &number.to_string())])
    }

    pub(super) fn elsewhere(&self, page: &str, place: &str) -> String {
        fill(&self.elsewhere, &[("page", page), ("place", place)])
    }
}
