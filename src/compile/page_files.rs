//! Hands the pages of a site to whoever writes them, as soon as each is made.
//!
//! In: the linked pages of one entry. Out: each page in a [`FileSink`]. A page that is there already,
//! made of the same, is not made again. There is no graph of dependencies here either: what a page is
//! made of is one fingerprint of all its inputs, of which most are the same for all pages.

use std::sync::Arc;

use rayon::prelude::*;

use super::linked::LinkedSite;
use super::memory::role;
use super::text_prints::TextPrints;
use crate::diag::Problem;
use crate::fingerprint::{Fingerprint, Fingerprinter};
use crate::model::{Page, PageProfile, Site};
use crate::output::FileSink;
use crate::render::html::Renderer;
use crate::url::SitePath;

/// Where the pages of a state go.
#[derive(Clone, Copy)]
pub(super) struct PageFiles<'a> {
    sink: &'a dyn FileSink,
    linked: &'a LinkedSite,
    texts: &'a TextPrints,
    shared: Fingerprint,
}

impl<'a> PageFiles<'a> {
    /// `files` is the fingerprint of what pages say of downloads and handouts.
    pub(super) fn new(
        sink: &'a dyn FileSink,
        (linked, texts): (&'a LinkedSite, &'a TextPrints),
        files: Fingerprint,
    ) -> Self {
        let LinkedSite { tree, setup, drafts, site, pictures, .. } = linked;
        let mut taken = Fingerprinter::default();
        let mark = pictures.mark().map(|mark| (&mark.path, mark.width, mark.height));
        taken.add((setup.keys.pages, files, mark, pictures.logo()));
        let of_page = |page: &Arc<PageProfile>| Fingerprinter::default().add(page).fingerprint();
        let profiles: Vec<Fingerprint> = site.pages.par_iter().map(of_page).collect();
        let Site { languages, pages: _, places, files, sidecars, verified_on } = site.as_ref();
        taken.add((languages, profiles, places, files, sidecars, verified_on));
        for head in drafts.heads.iter() {
            taken.add(role(head));
        }
        for path in tree.assets().keys() {
            taken.add(path);
        }
        Self { sink, linked, texts, shared: taken.add(tree.refused()).fingerprint() }
    }

    /// Makes the pages of an entry, and gives the faults of templates that they show. Of two pages
    /// with one address only that one is made to which the address leads.
    pub(super) fn put(&self, renderer: &Renderer<'_>, at: usize, pages: &[Page]) -> Vec<Problem> {
        let entry = self.made_of(at);
        let mut faults = Vec::new();
        for (lang, page) in pages.iter().enumerate() {
            let path = &page.profile.address;
            if !self.leads(path, (at, lang)) || self.sink.stands(path, &of_page(entry, path)) {
                continue;
            }
            let file = renderer.page(page);
            // A page with a fault is made at each build, or the fault would not be told again.
            let made_of = file.problem.is_none().then(|| of_page(entry, path));
            self.sink.offer(path, &file.bytes, made_of.as_ref());
            faults.extend(file.problem);
        }
        faults
    }

    /// Whether all pages of an entry are there already, made of the same.
    pub(super) fn stand(&self, at: usize) -> bool {
        let entry = self.made_of(at);
        let profiles = self.linked.entries.get(at).map_or(&[][..], |entry| &entry.profiles);
        profiles.iter().enumerate().all(|(lang, (profile, _))| {
            let path = &profile.address;
            !self.leads(path, (at, lang)) || self.sink.stands(path, &of_page(entry, path))
        })
    }

    /// The fingerprint of all that the pages of an entry are made of.
    pub(super) fn made_of(&self, at: usize) -> Fingerprint {
        let mut taken = Fingerprinter::default();
        taken.add(self.shared);
        if let Some(entry) = self.linked.entries.get(at) {
            for (id, _) in &entry.texts {
                taken.add((id, self.texts.get(*id)));
            }
            taken.add(&entry.sidecars);
            for (_, uses) in &entry.profiles {
                for file in uses.pictures.keys() {
                    taken.add((file, self.linked.pictures.look(file)));
                }
            }
        }
        taken.fingerprint()
    }

    /// Whether this address leads to the page of an entry in the language of this index. Two pages
    /// can have one address.
    fn leads(&self, address: &SitePath, (at, lang): (usize, usize)) -> bool {
        let place = lang * self.linked.names.len() + at;
        self.linked.site.places.addresses.get(address) == Some(&place)
    }
}

/// The fingerprint of all that one page of an entry is made of.
fn of_page(entry: Fingerprint, path: &SitePath) -> Fingerprint {
    Fingerprinter::default().add((entry, path)).fingerprint()
}
