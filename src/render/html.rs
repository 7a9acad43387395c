//! The site's pages as HTML.
//!
//! In: a linked site, its settings, a theme, and what is known of published
//! pictures. Out: addresses with bytes. The text of a page is written by hand
//! into one string (`writer` and the files of its blocks); what stands around
//! it is filled into the theme's templates (`frame` and one file for each kind
//! of page). `themes/default/README.md` is the contract between both. No
//! author's text is ever markup: `text` is the one place that escapes.

mod block;
mod code;
mod collection;
mod figure;
mod frame;
mod generated;
mod guide;
mod home;
mod json_ld;
mod list;
mod shown;
mod sitemap;
mod step;
#[cfg(test)]
mod tests;
mod text;
mod view;
mod writer;

use std::collections::BTreeMap;
use std::sync::Arc;

use rayon::prelude::*;

use super::library::SiteIndex;
use super::tongue::{Tongue, Tongues};
use crate::config::Config;
use crate::diag::Problem;
use crate::lang::Lang;
use crate::model::{Page, PageKind, Picture, Site};
use crate::theme::Theme;
use crate::url::{SitePath, TreePath};
pub(super) use frame::glossary as glossary_address;
pub use shown::PublishedPicture;

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

/// A finished file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HtmlFile {
    /// Its address.
    pub path: SitePath,
    /// What it holds.
    pub bytes: Arc<[u8]>,
    /// Set if a template of the site's own theme failed on it; the default
    /// theme made it then.
    pub problem: Option<Problem>,
}

/// Makes pages of one state of a site.
pub struct Renderer<'a> {
    input: HtmlInput<'a>,
    library: SiteIndex<'a>,
    tongues: Tongues<'a>,
    frame: frame::SiteFrame,
}

impl std::fmt::Debug for Renderer<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Renderer").field("pages", &self.input.site.pages.len()).finish_non_exhaustive()
    }
}

impl<'a> Renderer<'a> {
    /// Looks up once what all pages share.
    #[must_use]
    pub fn new(input: HtmlInput<'a>) -> Self {
        let HtmlInput { site, config, theme, .. } = input;
        Self {
            input,
            library: SiteIndex::new(site),
            tongues: Tongues::new(site, config, theme),
            frame: frame::SiteFrame::new(input),
        }
    }

    /// Every page of the site: those of [`Site::pages`] and those that nobody
    /// wrote (glossary, site map, language chooser, 404, former addresses).
    #[must_use]
    pub fn all(&self) -> Vec<HtmlFile> {
        let indices = 0..self.input.site.pages.len();
        let mut files: Vec<HtmlFile> = indices.into_par_iter().filter_map(|index| self.page(index)).collect();
        files.extend(self.others());
        files
    }

    /// The page at this index of [`Site::pages`].
    #[must_use]
    pub fn page(&self, index: usize) -> Option<HtmlFile> {
        let page = self.input.site.pages.get(index)?;
        Some(match page.kind {
            PageKind::Home => self.home(page),
            PageKind::Collection => self.collection(page),
            PageKind::Guide => self.guide(index, page),
            PageKind::Plain => self.plain(page),
        })
    }

    /// The pages that nobody wrote.
    #[must_use]
    pub fn others(&self) -> Vec<HtmlFile> {
        let mut files = self.generated();
        files.extend(self.aliases());
        files.extend(self.sitemap_xml());
        files
    }

    fn tongue(&self, lang: &Lang) -> &Tongue<'a> {
        self.tongues.of(lang)
    }

    fn shown(&self, picture: &Picture) -> Option<&'a PublishedPicture> {
        self.input.pictures.get(&picture.file)
    }

    /// The text of a page.
    fn body(&self, page: &Page) -> String {
        let mut writer = writer::HtmlWriter::new(self, page);
        writer.body(page);
        writer.out
    }

    /// Fills a template.
    fn fill(&self, template: &str, path: SitePath, context: &tera::Context) -> HtmlFile {
        let (bytes, problem) = self.input.theme.render(template, context);
        HtmlFile { path, bytes: bytes.into(), problem }
    }
}
