//! The type [`SearchInput`]: what the search index is made of.

use std::collections::BTreeMap;

use crate::config::Config;
use crate::model::Site;
use crate::picture::PublishedPicture;
use crate::theme::Theme;
use crate::url::TreePath;

/// The input of the search index.
#[derive(Debug, Clone, Copy)]
pub(crate) struct SearchInput<'a> {
    /// The pages.
    pub site: &'a Site,
    /// The settings, terms among them.
    pub config: &'a Config,
    /// The theme, for its words.
    pub theme: &'a Theme,
    /// The published pictures by their file.
    pub pictures: &'a BTreeMap<TreePath, PublishedPicture>,
}
