//! The part of a page's frame that is the same on all pages of a site.

use tera::Value;

use super::input::HtmlInput;
use crate::theme::Theme;
use crate::url::SitePath;

/// What the frame says of the site, the same on every page.
pub(super) struct SiteFrame {
    /// Eight hex digits, under which a browser stores a reader's progress.
    pub(super) id: String,
    /// The newest `verified` date of all pages.
    pub(super) updated: Option<String>,
    pub(super) glossary: bool,
    pub(super) version: Value,
    /// The addresses of the theme's style sheet and, after it, of the site's own `extra.css`. Each changes
    /// with its own bytes only, so that a browser keeps the other.
    pub(super) styles: Value,
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
            styles: Value::from_serializable(&styles(theme)),
        }
    }
}

/// Addresses from the site's root, such as `assets/style.css?v=1a2b3c4d`.
fn styles(theme: &Theme) -> Vec<String> {
    let sheets = ["assets/style.css", "assets/extra.css"].into_iter().filter_map(|sheet| {
        let bytes = theme.assets().get(&SitePath::new(sheet))?;
        let version: String = blake3::hash(bytes).to_hex().chars().take(8).collect();
        Some(format!("{sheet}?v={version}"))
    });
    sheets.collect()
}
