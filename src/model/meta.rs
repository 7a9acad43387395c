//! The front matter of a page.

use serde::{Deserialize, Serialize};

use crate::source::Span;

/// The front matter of a page; every key may be left out.
#[derive(Debug, Clone, Default, PartialEq, Hash, Serialize, Deserialize)]
pub struct Meta {
    /// `title`, and where it is written.
    pub title: Option<(String, Span)>,
    /// `summary`: one sentence.
    pub summary: Option<String>,
    /// `audience`: for whom the page is written.
    pub audience: Option<String>,
    /// `needs`: things that readers need for the guide.
    pub needs: Vec<String>,
    /// `minutes`: how many minutes the guide takes.
    pub minutes: Option<u32>,
    /// `platform`: address of the system that the guide is about.
    pub platform: Option<String>,
    /// `verified`: the day on which somebody last walked through the guide, and where it is written.
    pub verified: Option<(jiff::civil::Date, Span)>,
    /// `order`: the place among the pages of the collection, lowest first. Pages
    /// without it come last, ordered by name.
    pub order: Option<i64>,
    /// `draft`: whether the page is left out of the site, unless the user asks for
    /// drafts.
    pub draft: bool,
    /// `aliases`: former addresses under the language's folder, such as
    /// `elearn/sign-up.html`, and where they are written.
    pub aliases: Vec<(String, Span)>,
}

impl Meta {
    /// The day of `verified`.
    #[must_use]
    pub(crate) fn verified_on(&self) -> Option<jiff::civil::Date> {
        self.verified.as_ref().map(|(day, _)| *day)
    }

    /// The keys whose texts readers see.
    pub(crate) const PROSE: [&'static str; 4] = ["title", "summary", "audience", "needs"];
}
