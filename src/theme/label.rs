//! Words that the program makes of words: labels of steps, and what a reference
//! says.

use super::words::{Words, fill};
use crate::model::{StepNumber, repeated};

impl Words {
    /// The word of a series of steps (counted from 0; `None` is the steps
    /// without a series): `步驟`, `首次登入設定`. A series that this language has
    /// no word for gets the step word.
    #[must_use]
    pub(crate) fn series(&self, series: Option<usize>) -> &str {
        series.and_then(|at| self.of_steps.series.get(at)).unwrap_or(&self.of_steps.word)
    }

    /// The label of a step: `步驟 4-1`.
    #[must_use]
    pub(crate) fn step_label(&self, series: Option<usize>, number: StepNumber) -> String {
        let values = [("word", self.series(series)), ("n", &number.to_string())];
        fill(&self.step.label, &values).trim().to_owned()
    }

    /// The label of a figure: `圖 3`.
    #[must_use]
    pub(crate) fn figure_label(&self, number: u32) -> String {
        fill(&self.figure.label, &[("n", &number.to_string())])
    }

    /// A reference to a step, such as `步驟 5-2「更新憑證」`. A step without a title
    /// is shown by its label.
    #[must_use]
    pub(crate) fn step_reference(&self, label: &str, title: &str) -> String {
        if title.is_empty() {
            return label.to_owned();
        }
        fill(&self.reference.step, &[("label", label), ("title", &repeated(title))])
    }

    /// A reference to a place without a number: `「準備文件」`.
    #[must_use]
    pub(crate) fn section_reference(&self, title: &str) -> String {
        fill(&self.reference.section, &[("title", &repeated(title))])
    }

    /// A reference to a page: `《註冊帳號》`.
    #[must_use]
    pub(crate) fn page_reference(&self, title: &str) -> String {
        fill(&self.reference.page, &[("title", &repeated(title))])
    }

    /// A reference to a place on another page: `《註冊帳號》步驟 3`.
    #[must_use]
    pub(crate) fn reference_elsewhere(&self, page: &str, place: &str) -> String {
        fill(&self.reference.elsewhere, &[("page", page), ("place", place)])
    }
}
