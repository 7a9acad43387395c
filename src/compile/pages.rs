//! Rendering of the pages of a site; pages that did not change are remembered.
//!
//! A page's HTML is made of the page itself, of the pictures that it shows, and
//! of things that any page may show: settings, theme, and the titles, steps and
//! order of all pages. So after an edit of running text, one page is rendered;
//! after an edit of a title, all pages are.

use std::collections::BTreeMap;

use rayon::prelude::*;

use super::options::CompileOptions;
use super::pictures::SitePictures;
use crate::fingerprint::{Fingerprint, Fingerprinter};
use crate::model::{Page, Site};
use crate::render::html::{self, HtmlFile, Renderer};
use crate::source::ContentTree;
use crate::url::SitePath;

/// The rendered pages of the last state of the site, by address, with their
/// fingerprints.
#[derive(Debug, Default)]
pub(super) struct PageCache {
    kept: BTreeMap<SitePath, (Fingerprint, HtmlFile)>,
}

/// The inputs of rendering that all pages share.
pub(super) struct PageSurroundings<'a> {
    pub(super) tree: &'a ContentTree,
    pub(super) options: &'a CompileOptions,
    pub(super) input: html::HtmlInput<'a>,
    pub(super) pictures: &'a SitePictures,
}

impl<'a> PageSurroundings<'a> {
    pub(super) fn renderer(&self) -> Renderer<'a> {
        Renderer::new(self.input)
    }
}

impl PageCache {
    /// Renders all pages. Pages that did not change are taken from the last state.
    pub(super) fn render(&mut self, around: &PageSurroundings<'_>) -> Vec<HtmlFile> {
        let site = around.input.site;
        let renderer = around.renderer();
        let shared = shared(around);
        let pages: Vec<(Fingerprint, HtmlFile)> = site
            .pages
            .par_iter()
            .enumerate()
            .filter_map(|(index, page)| {
                let fingerprint = fingerprint(page, shared, around.pictures);
                match self.kept.get(&page.address) {
                    Some((same, file)) if *same == fingerprint => Some((fingerprint, file.clone())),
                    _ => renderer.page(index).map(|file| (fingerprint, file)),
                }
            })
            .collect();
        let mut files: Vec<HtmlFile> = pages.iter().map(|(_, file)| file.clone()).collect();
        self.kept = pages.into_iter().map(|page| (page.1.path.clone(), page)).collect();
        files.extend(renderer.others());
        files
    }
}

/// The fingerprint of a page, of the pictures that it shows, and of `shared`.
fn fingerprint(page: &Page, shared: Fingerprint, pictures: &SitePictures) -> Fingerprint {
    let mut taken = Fingerprinter::default();
    taken.add((shared, page));
    page.each_picture(&mut |picture| _ = taken.add(pictures.fingerprint(&picture.file)));
    taken.fingerprint()
}

/// The fingerprint of everything that any page may show of the site.
fn shared(around: &PageSurroundings<'_>) -> Fingerprint {
    let settings = around.input.config.source.and_then(|id| around.tree.source(id));
    let mut taken = Fingerprinter::default();
    taken.add((settings.map(|source| &source.text), &around.options.base_url));
    for (path, file) in around.tree.theme() {
        taken.add((path, file.in_memory()));
    }
    // A page remembers the problems of its template, with their places.
    let texts: Vec<_> = around.tree.theme_texts().map(|source| source.id).collect();
    taken.add((around.input.config.source.unwrap_or(around.tree.first_source()), texts));
    taken.add((
        around.input.sizes,
        around.input.handouts,
        around.pictures.mark_fingerprint(),
        around.input.logo,
    ));
    add_outline(around.input.site, &mut taken);
    taken.fingerprint()
}

/// Adds titles, steps and order of all pages.
fn add_outline(site: &Site, taken: &mut Fingerprinter) {
    taken.add((&site.languages, &site.collections));
    for page in &site.pages {
        taken.add((&page.address, &page.title, &page.lang, &page.text_lang, page.kind, &page.meta));
        for section in &page.sections {
            taken.add((&section.id, &section.kind, &section.title, &section.foreign));
            for panel in &section.panels {
                taken.add((&panel.id, &panel.title));
            }
        }
    }
}
