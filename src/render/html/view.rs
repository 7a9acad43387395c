//! Records that templates are given. Their keys are described in the theme's
//! README, part A. `None` becomes `null`, so that every key is always there.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::render::facts::{FactValue, Platform};

/// A language.
#[derive(Debug, Serialize)]
pub(super) struct LanguageView<'a> {
    pub(super) code: &'a str,
    pub(super) html: &'a str,
    pub(super) name: &'a str,
    pub(super) short: &'a str,
    pub(super) dir: &'a str,
    pub(super) locale: &'a str,
}

/// The version of the current page in one language.
#[derive(Debug, Serialize)]
pub(super) struct VersionView<'a> {
    pub(super) code: &'a str,
    pub(super) html: &'a str,
    pub(super) name: &'a str,
    pub(super) short: &'a str,
    pub(super) dir: &'a str,
    pub(super) href: String,
    pub(super) current: bool,
    /// The site's title in this language; only for the language chooser.
    pub(super) title: &'a str,
    /// The word `root.title` of the theme; only for the language chooser.
    pub(super) choose: &'a str,
}

/// The accessibility mark.
#[derive(Debug, Serialize)]
pub(super) struct AccessibilityMarkView<'a> {
    pub(super) src: String,
    pub(super) width: u32,
    pub(super) height: u32,
    pub(super) url: &'a str,
    pub(super) alt: &'a str,
}

/// The logo of the site.
#[derive(Debug, Serialize)]
pub(super) struct LogoView {
    pub(super) src: String,
    pub(super) width: u32,
    pub(super) height: u32,
}

/// The site, with links relative to the current page.
#[derive(Debug, Serialize)]
pub(super) struct SiteView<'a> {
    pub(super) id: &'a str,
    pub(super) title: &'a str,
    pub(super) owner: Option<&'a str>,
    pub(super) logo: Option<LogoView>,
    pub(super) accessibility_mark: Option<AccessibilityMarkView<'a>>,
    pub(super) updated: Option<&'a str>,
    pub(super) home: String,
    pub(super) glossary: Option<String>,
    pub(super) sitemap: String,
}

/// A version of a page whose text is in its own language, for search engines.
#[derive(Debug, Serialize)]
pub(super) struct Alternate<'a> {
    pub(super) html: &'a str,
    pub(super) href: String,
}

/// The picture of a social card.
#[derive(Debug, Serialize)]
pub(super) struct SocialCardView<'a> {
    pub(super) url: String,
    pub(super) width: u32,
    pub(super) height: u32,
    pub(super) alt: &'a str,
}

/// The current page, for the head of the HTML document.
#[derive(Debug, Serialize)]
pub(super) struct PageView<'a> {
    pub(super) kind: &'static str,
    pub(super) title: &'a str,
    pub(super) description: Option<&'a str>,
    pub(super) canonical: Option<String>,
    pub(super) alternates: Vec<Alternate<'a>>,
    pub(super) image: Option<SocialCardView<'a>>,
    pub(super) json_ld: Option<String>,
}

/// A link with a plain title.
#[derive(Debug, Serialize)]
pub(super) struct AnchorView {
    pub(super) title: String,
    pub(super) href: Option<String>,
}

/// The notice that a text is shown in another language.
#[derive(Debug, Serialize)]
pub(super) struct FallbackView<'a> {
    pub(super) language: &'a str,
    pub(super) other: &'a str,
}

/// The title, the summary and the text of a page.
#[derive(Debug, Serialize)]
pub(super) struct DocumentView<'a> {
    pub(super) title: &'a str,
    pub(super) title_html: String,
    pub(super) summary_html: Option<String>,
    pub(super) html_lang: Option<&'a str>,
    pub(super) fallback: Option<FallbackView<'a>>,
    pub(super) body_html: String,
}

/// A handout to download.
#[derive(Debug, Serialize)]
pub(super) struct HandoutView {
    pub(super) href: String,
    pub(super) size: Option<String>,
    pub(super) pages: Option<u32>,
}

/// A guide: its text and the facts, lists and links around it.
#[derive(Debug, Serialize)]
pub(super) struct GuideView<'a> {
    pub(super) id: String,
    #[serde(flatten)]
    pub(super) document: DocumentView<'a>,
    /// The facts, by their key in front matter.
    #[serde(flatten)]
    pub(super) facts: BTreeMap<&'static str, Option<FactValue<'a>>>,
    pub(super) series: Vec<SeriesView<'a>>,
    pub(super) step_count: usize,
    pub(super) pdf: Option<HandoutView>,
    pub(super) up: Option<AnchorView>,
    pub(super) previous: Option<AnchorView>,
    pub(super) next: Option<AnchorView>,
}

/// A series: steps that are numbered together.
#[derive(Debug, Serialize)]
pub(super) struct SeriesView<'a> {
    pub(super) word: &'a str,
    pub(super) main: bool,
    pub(super) count: usize,
    pub(super) steps: Vec<StepView>,
}

/// A line of the list of steps.
#[derive(Debug, Serialize)]
pub(super) struct StepView {
    pub(super) id: String,
    pub(super) number: String,
    pub(super) label: String,
    pub(super) title: String,
    pub(super) optional: bool,
    pub(super) subs: Vec<StepView>,
}

/// A guide in a list.
#[derive(Debug, Serialize)]
pub(super) struct GuideRow<'a> {
    pub(super) id: String,
    pub(super) href: String,
    pub(super) title_html: String,
    pub(super) summary_html: Option<String>,
    pub(super) html_lang: Option<&'a str>,
    pub(super) other: Option<&'a str>,
    pub(super) step_count: usize,
    pub(super) minutes: Option<u32>,
    pub(super) verified: Option<String>,
    pub(super) pdf: Option<HandoutView>,
}

/// The link to the guides that a list leaves out.
#[derive(Debug, Serialize)]
pub(super) struct MoreView {
    pub(super) count: usize,
    pub(super) href: String,
}

/// A collection in a list.
#[derive(Debug, Serialize)]
pub(super) struct CollectionRow<'a> {
    pub(super) title_html: String,
    pub(super) href: String,
    pub(super) summary_html: Option<String>,
    pub(super) html_lang: Option<&'a str>,
    pub(super) platform: Option<Platform<'a>>,
    pub(super) guides: Vec<GuideRow<'a>>,
    pub(super) more: Option<MoreView>,
}

/// The home page.
#[derive(Debug, Serialize)]
pub(super) struct HomeView<'a> {
    #[serde(flatten)]
    pub(super) document: DocumentView<'a>,
    pub(super) shortcuts: Vec<AnchorView>,
    /// The example in the search field, as HTML.
    pub(super) search_example_html: Option<String>,
    pub(super) collections: Vec<CollectionRow<'a>>,
    pub(super) pages: Vec<AnchorView>,
}

/// A collection's page.
#[derive(Debug, Serialize)]
pub(super) struct CollectionView<'a> {
    #[serde(flatten)]
    pub(super) document: DocumentView<'a>,
    pub(super) platform: Option<Platform<'a>>,
    pub(super) guides: Vec<GuideRow<'a>>,
    pub(super) collections: Vec<CollectionRow<'a>>,
    pub(super) pages: Vec<AnchorView>,
}

/// The name of a term in another language.
#[derive(Debug, Serialize)]
pub(super) struct OtherName<'a> {
    pub(super) html: &'a str,
    pub(super) language: &'a str,
    pub(super) name: &'a str,
}

/// An entry of the glossary.
#[derive(Debug, Serialize)]
pub(super) struct TermView<'a> {
    pub(super) id: String,
    pub(super) name: &'a str,
    pub(super) meaning_html: String,
    pub(super) others: Vec<OtherName<'a>>,
    pub(super) variants: &'a [String],
}

/// A page in the site map.
#[derive(Debug, Serialize)]
pub(super) struct MapEntry<'a> {
    pub(super) href: String,
    pub(super) title_html: String,
    pub(super) html_lang: Option<&'a str>,
}

/// A collection in the site map.
#[derive(Debug, Serialize)]
pub(super) struct MapRow<'a> {
    #[serde(flatten)]
    pub(super) entry: MapEntry<'a>,
    pub(super) guides: Vec<MapEntry<'a>>,
}

/// What the 404 page says in one language.
#[derive(Debug, Serialize)]
pub(super) struct MessageView<'a> {
    pub(super) lang: LanguageView<'a>,
    pub(super) t: tera::Value,
    pub(super) home: String,
    pub(super) sitemap: String,
}
