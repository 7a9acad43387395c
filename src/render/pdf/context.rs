//! What all handouts of a site look things up in.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::engine::world::ThemeSources;
use super::sheet::Layout;
use crate::config::Config;
use crate::fonts::Fonts;
use crate::lang::Lang;
use crate::model::Site;
use crate::picture::PublishedPicture;
use crate::render::language::{Language, Languages};
use crate::render::site_index::SiteIndex;
use crate::theme::Theme;
use crate::url::{SitePath, TreePath};

/// What handouts are made of.
#[derive(Debug, Clone, Copy)]
pub struct PrintInput<'a> {
    /// The pages.
    pub site: &'a Site,
    /// The settings.
    pub config: &'a Config,
    /// Words, and how things look.
    pub theme: &'a Theme,
    /// The published pictures by their file.
    pub pictures: &'a BTreeMap<TreePath, PublishedPicture>,
    /// The bytes of published pictures.
    pub files: &'a BTreeMap<SitePath, Arc<[u8]>>,
    /// What characters are set in.
    pub fonts: &'a Fonts,
}

/// A handout to make.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct HandoutJob {
    /// The guides, in order: one, or those of a booklet.
    pub guides: Vec<SitePath>,
    /// How they are laid out.
    pub layout: Layout,
    /// For [`Layout::Bilingual`]: the language that stands beside theirs.
    pub beside: Option<Lang>,
    /// For a booklet: the page of the collection.
    pub cover: Option<SitePath>,
}

/// What is looked up once for all handouts of one state of a site.
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

/// The name of a place of a page within a document.
pub(super) fn place_key(page: &SitePath, id: Option<&str>) -> String {
    [page.as_str(), "#", id.unwrap_or_default()].concat()
}
