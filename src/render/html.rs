//! The site's pages as HTML.
//!
//! In: a linked site, its settings, a theme, and sizes and marks of the
//! published pictures. Out: addresses with bytes. The text of a page is pushed
//! into one string by our own code (`writer` and the files of its blocks). What
//! stands around the text comes from the theme's templates (`frame` and one file
//! for each kind of page). `themes/default/README.md` is the contract between
//! both. An author's text never becomes markup: `crate::html_escape` escapes it.

mod block;
mod code;
mod collection;
mod figure;
mod frame;
mod generated;
mod guide;
mod highlight;
mod home;
mod input;
mod json_ld;
mod known_lines;
mod list;
mod renderer;
mod search_example;
mod site_frame;
mod sitemap;
mod step;
#[cfg(test)]
mod tests;
mod text;
mod view;
mod writer;

pub(crate) use input::{HandoutLink, HandoutLinks, HtmlInput, handout_of};
pub(crate) use renderer::{HtmlFile, Renderer};
use site_frame::SiteFrame;
use sitemap::SITEMAP;

use super::language::{Language, Languages};
use super::site_index::SiteIndex;
use crate::config::Config;
use crate::lang::Lang;
use crate::model::{Page, PageKind, Picture, Site};
use crate::picture::PublishedPicture;
use crate::url::SitePath;

/// Whether this is the address of a file that no author wrote.
#[must_use]
pub(crate) fn is_other(site: &Site, config: &Config, path: &SitePath) -> bool {
    site.places.aliases.contains_key(path) || other_pages(site, config).contains(path)
}

/// The addresses of generated pages and of `sitemap.xml`.
fn other_pages(site: &Site, config: &Config) -> Vec<SitePath> {
    let mut files = generated::generated_files(site, config);
    files.extend(config.base_url.is_some().then(|| SitePath::new(SITEMAP)));
    files
}

impl std::fmt::Debug for Renderer<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Renderer").field("pages", &self.input.site.pages.len()).finish_non_exhaustive()
    }
}

impl<'a> Renderer<'a> {
    /// Prepares what all pages share: the index of the site, the languages and the
    /// site's part of the frame.
    #[must_use]
    pub(crate) fn new(input: HtmlInput<'a>) -> Self {
        let HtmlInput { site, config, theme, .. } = input;
        Self {
            input,
            site_index: SiteIndex::new(site),
            languages: Languages::new(site, config, theme),
            frame: SiteFrame::new(input),
        }
    }

    /// A page that an author wrote, or the page of a folder.
    #[must_use]
    pub(crate) fn page(&self, page: &Page) -> HtmlFile {
        match page.profile.kind {
            PageKind::Home => self.home(page),
            PageKind::Collection => self.collection(page),
            PageKind::Guide => self.guide(page),
            PageKind::Plain => self.plain(page),
        }
    }

    /// The files that no author wrote: generated pages, redirects, `sitemap.xml`.
    #[must_use]
    pub(crate) fn others(&self) -> Vec<HtmlFile> {
        let HtmlInput { site, config, .. } = self.input;
        let aliases = site.places.aliases.keys().cloned();
        let others = other_pages(site, config).into_iter().chain(aliases);
        others.filter_map(|path| self.other(&path)).collect()
    }

    /// The file at this address that no author wrote.
    #[must_use]
    pub(crate) fn other(&self, path: &SitePath) -> Option<HtmlFile> {
        if path.as_str() == SITEMAP {
            return self.sitemap_xml();
        }
        self.generated(path).or_else(|| self.alias(path))
    }

    fn language(&self, lang: &Lang) -> &Language<'a> {
        self.languages.of(lang)
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
