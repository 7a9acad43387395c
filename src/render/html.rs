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

pub(crate) use input::{HandoutLink, HandoutLinks, HtmlInput};
pub(crate) use renderer::{HtmlFile, Renderer};
use site_frame::SiteFrame;

use super::language::{Language, Languages};
use super::site_index::SiteIndex;
use crate::lang::Lang;
use crate::model::{Page, PageKind, Picture};
use crate::picture::PublishedPicture;
use crate::url::SitePath;

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

    /// The generated pages, which no author wrote.
    #[must_use]
    pub(crate) fn others(&self) -> Vec<HtmlFile> {
        let mut files = self.generated();
        files.extend(self.aliases());
        files.extend(self.sitemap_xml());
        files
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
