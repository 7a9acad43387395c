//! The input of HTML pages: site, settings, theme, pictures, downloads, handouts.

use std::collections::BTreeMap;

use crate::config::Config;
use crate::model::Site;
use crate::picture::{PublishedLogo, PublishedPicture};
use crate::theme::Theme;
use crate::url::{SitePath, TreePath};

/// The input of HTML pages.
#[derive(Debug, Clone, Copy)]
pub(crate) struct HtmlInput<'a> {
    /// The pages.
    pub site: &'a Site,
    /// The settings.
    pub config: &'a Config,
    /// Templates and words.
    pub theme: &'a Theme,
    /// The published pictures by their file. A picture that is missing here could
    /// not be published, and the page says so in its place.
    pub pictures: &'a BTreeMap<TreePath, PublishedPicture>,
    /// The accessibility mark, if there is one and it could be published.
    pub mark: Option<&'a PublishedPicture>,
    /// The logo, if there is one and it could be published.
    pub logo: Option<&'a PublishedLogo>,
    /// Sizes of the downloads, in bytes.
    pub sizes: &'a BTreeMap<SitePath, u64>,
    /// The handouts of guides.
    pub handouts: &'a HandoutLinks,
}

/// The handouts of guides.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) enum HandoutLinks {
    /// Those that were made, by the address of their guide.
    Made(BTreeMap<SitePath, HandoutLink>),
    /// Each guide has one, beside its page, that is made when a reader asks for it.
    OnDemand,
}

impl Default for HandoutLinks {
    fn default() -> Self {
        Self::Made(BTreeMap::new())
    }
}

impl HandoutLinks {
    /// The handout of a guide.
    pub(super) fn of(&self, guide: &SitePath) -> Option<HandoutLink> {
        match self {
            Self::Made(links) => links.get(guide).cloned(),
            Self::OnDemand => Some(HandoutLink { path: handout_of(guide), measure: None }),
        }
    }
}

/// The address of the handout beside the page of a guide.
pub(crate) fn handout_of(guide: &SitePath) -> SitePath {
    SitePath::new(&format!("{}.pdf", guide.as_str().trim_end_matches(".html")))
}

/// What a page says about its handout: address, size and number of pages.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct HandoutLink {
    /// Address of the handout.
    pub path: SitePath,
    /// Size of the handout in bytes and its number of pages. `None` if the
    /// handout is made only when a reader asks for it.
    pub measure: Option<(u64, u32)>,
}
