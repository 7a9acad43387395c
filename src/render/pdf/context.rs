//! The input and the lookup tables that all handouts of a site share.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::engine::world::ThemeSources;
use super::sheet::Layout;
use crate::config::Config;
use crate::fonts::Fonts;
use crate::lang::Lang;
use crate::model::{Page, Site};
use crate::picture::{PublishedLogo, PublishedPicture};
use crate::render::language::{Language, Languages};
use crate::render::site_index::SiteIndex;
use crate::theme::Theme;
use crate::url::{SitePath, TreePath};

/// The input of handouts.
#[derive(Debug, Clone, Copy)]
pub(crate) struct PrintInput<'a> {
    /// The pages.
    pub site: &'a Site,
    /// The settings.
    pub config: &'a Config,
    /// The theme, for words and looks.
    pub theme: &'a Theme,
    /// The published pictures by their file.
    pub pictures: &'a BTreeMap<TreePath, PublishedPicture>,
    /// The bytes of published pictures.
    pub files: &'a BTreeMap<SitePath, Arc<[u8]>>,
    /// The logo, if there is one and it could be published.
    pub logo: Option<&'a PublishedLogo>,
    /// The fonts in which text is set.
    pub fonts: &'a Fonts,
}

/// A handout to make.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct HandoutJob {
    /// The guides, in order: one, or those of a booklet.
    pub guides: Vec<SitePath>,
    /// Layout of the handout.
    pub layout: Layout,
    /// The second language, for [`Layout::Bilingual`]; it stands next to the
    /// guides' own.
    pub beside: Option<Lang>,
    /// Page of the collection, if the handout is a booklet.
    pub cover: Option<SitePath>,
}

/// The texts of the pages of a job, by address: its guides, and their twins in a second language.
pub(crate) type JobPages = BTreeMap<SitePath, Page>;

/// The input and the lookup tables of all handouts of one state of a site.
pub(super) struct PrintContext<'a> {
    pub(super) input: PrintInput<'a>,
    pub(super) site_index: SiteIndex<'a>,
    languages: Languages<'a>,
    pub(super) sources: ThemeSources,
}

impl<'a> PrintContext<'a> {
    pub(super) fn new(input: PrintInput<'a>) -> Self {
        let PrintInput { site, config, theme, .. } = input;
        Self {
            input,
            site_index: SiteIndex::new(site),
            languages: Languages::new(site, config, theme),
            sources: ThemeSources::new(theme.print()),
        }
    }

    pub(super) fn language(&self, lang: &Lang) -> &Language<'a> {
        self.languages.of(lang)
    }
}

/// The key of a place within a document: the page's address and an anchor.
pub(super) fn place_key(page: &SitePath, id: Option<&str>) -> String {
    [page.as_str(), "#", id.unwrap_or_default()].concat()
}
