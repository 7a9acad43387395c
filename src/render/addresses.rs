//! Addresses of the home page, the glossary and the site map of each language.

use crate::lang::Lang;
use crate::url::SitePath;

/// Address of the home page of a language.
pub(super) fn home(lang: &Lang) -> SitePath {
    SitePath::new(&format!("{lang}/index.html"))
}

/// Address of the glossary of a language. The page exists only if some term has
/// a meaning.
pub(super) fn glossary(lang: &Lang) -> SitePath {
    SitePath::new(&format!("{lang}/glossary.html"))
}

/// Address of the site map of a language: the list of all pages, for readers.
pub(super) fn map(lang: &Lang) -> SitePath {
    SitePath::new(&format!("{lang}/sitemap.html"))
}
