//! What pages are made of.

use std::collections::BTreeMap;

use crate::config::Config;
use crate::model::Site;
use crate::picture::PublishedPicture;
use crate::theme::Theme;
use crate::url::{SitePath, TreePath};

/// What pages are made of.
#[derive(Debug, Clone, Copy)]
pub struct HtmlInput<'a> {
    /// The pages.
    pub site: &'a Site,
    /// The settings.
    pub config: &'a Config,
    /// Templates and words.
    pub theme: &'a Theme,
    /// The published pictures by their file; one that is not here could not be
    /// published, and its place says so.
    pub pictures: &'a BTreeMap<TreePath, PublishedPicture>,
    /// The accessibility mark, if there is one and it could be published.
    pub mark: Option<&'a PublishedPicture>,
    /// Sizes of the downloads, in bytes.
    pub sizes: &'a BTreeMap<SitePath, u64>,
    /// The handouts of guides.
    pub handouts: &'a HandoutLinks,
}

/// Handouts by the address of their guide.
pub type HandoutLinks = BTreeMap<SitePath, HandoutLink>;

/// What a page says of its handout.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct HandoutLink {
    /// Where it is.
    pub path: SitePath,
    /// Its size in bytes and how many pages it has; `None` while it is made
    /// only when somebody asks for it.
    pub measure: Option<(u64, u32)>,
}
