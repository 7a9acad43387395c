//! The part of a page's frame that is the same on all pages of a site.

use tera::Value;

use super::input::HtmlInput;
use crate::url::SitePath;

/// What the frame says of the site, the same on every page.
pub(super) struct SiteFrame {
    /// Eight hex digits, under which a browser stores a reader's progress.
    pub(super) id: String,
    /// The newest `verified` date of all pages.
    pub(super) updated: Option<String>,
    pub(super) glossary: bool,
    pub(super) version: Value,
    /// Whether the site's own theme has a style sheet to come after the theme's.
    pub(super) extra_css: bool,
}

impl SiteFrame {
    pub(super) fn new(input: HtmlInput<'_>) -> Self {
        let HtmlInput { site, config, theme, .. } = input;
        // Two sites of one school share a browser's storage, so their ids must
        // differ. A new build of a site must keep its id.
        let title = config.default_language().map_or("", |lang| config.title(lang));
        let name = format!("{}\n{title}", config.base_url.as_deref().unwrap_or(""));
        Self {
            id: blake3::hash(name.as_bytes()).to_hex().chars().take(8).collect(),
            updated: site.verified_on.map(|day| day.to_string()),
            glossary: config.has_glossary(),
            version: Value::normal_string(theme.version()),
            extra_css: theme.assets().contains_key(&SitePath::new("assets/extra.css")),
        }
    }
}
