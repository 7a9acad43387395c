//! What the front matter of a page says about it.

use crate::source::Span;

/// The front matter; every key may be left out.
#[derive(Debug, Clone, Default, PartialEq, Hash)]
pub struct Meta {
    /// `title`, and where it is written.
    pub title: Option<(String, Span)>,
    /// `summary`: one sentence.
    pub summary: Option<String>,
    /// `audience`: for whom.
    pub audience: Option<String>,
    /// `needs`: what must be at hand.
    pub needs: Vec<String>,
    /// `minutes`: how long it takes.
    pub minutes: Option<u32>,
    /// `platform`: address of the system that the guide is about.
    pub platform: Option<String>,
    /// `verified`: the day on which somebody last walked through the guide.
    pub verified: Option<jiff::civil::Date>,
    /// `order` among the pages of its collection, lowest first; pages without
    /// one come last, by name.
    pub order: Option<i64>,
    /// `draft`: left out of the site unless drafts are asked for.
    pub draft: bool,
    /// `aliases`: former addresses under the language's folder, such as
    /// `elearn/sign-up.html`, and where they are written.
    pub aliases: Vec<(String, Span)>,
}
