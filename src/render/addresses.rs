//! Addresses of the pages that stepbook makes by itself, in each language.

use crate::lang::Lang;
use crate::url::SitePath;

/// The home page.
pub(super) fn home(lang: &Lang) -> SitePath {
    SitePath::new(&format!("{lang}/index.html"))
}

/// The glossary, if a term has a meaning.
pub(super) fn glossary(lang: &Lang) -> SitePath {
    SitePath::new(&format!("{lang}/glossary.html"))
}

/// The list of all pages, for readers.
pub(super) fn map(lang: &Lang) -> SitePath {
    SitePath::new(&format!("{lang}/sitemap.html"))
}
