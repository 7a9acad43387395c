//! The words of a reference that the author left without text.

use std::collections::BTreeMap;

use crate::config::Config;
use crate::lang::Lang;
use crate::model::{StepNumber, repeated};
use crate::theme::{Theme, fill};

/// The patterns of one language; a name in braces stands for a value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wording {
    /// The step word, such as `步驟`.
    pub step: String,
    /// The words of the further series, in the order of `stepbook.toml`.
    pub series: Vec<String>,
    /// A step with its number: `{word} {n}`.
    pub label: String,
    /// A step with number and title: `{label}「{title}」`.
    pub step_ref: String,
    /// A place without a number: `「{title}」`.
    pub section_ref: String,
    /// A page: `《{title}》`.
    pub page_ref: String,
    /// A place on another page: `{page}{place}`.
    pub elsewhere: String,
    /// A figure: `圖 {n}`.
    pub figure: String,
}

impl Default for Wording {
    /// Patterns that have no word of any language.
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
    /// The words of each language of the site, from the theme and from the
    /// author's step words.
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

    /// The label of a step, such as `步驟 4-1`; a step of a series (counted from
    /// 0) gets the word of that series.
    #[must_use]
    pub fn step_label(&self, series: Option<usize>, number: StepNumber) -> String {
        let word = series.map_or(Some(&self.step), |series| self.series.get(series));
        let word = word.map_or("", String::as_str);
        fill(&self.label, &[("word", word), ("n", &number.to_string())]).trim().to_owned()
    }

    /// The words of a reference to a step, such as `步驟 5-2「更新憑證」`; a step
    /// without a title is shown by its label.
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
