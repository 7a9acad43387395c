//! Hands the pages of a site to whoever writes them, as soon as each is made.
//!
//! In: the linked pages of one entry. Out: each page in a [`FileSink`]. A page that is there already,
//! made of the same, is not made again. There is no graph of dependencies here either: what a page is
//! made of is one fingerprint of all its inputs, of which most are the same for all pages.

use std::sync::Arc;

use rayon::prelude::*;

use super::known_entry::KnownEntry;
use super::linked::LinkedSite;
use super::memory::names;
use super::text_prints::TextPrints;
use crate::diag::Problem;
use crate::fingerprint::{Fingerprint, Fingerprinter};
use crate::model::{Page, PageProfile, Site};
use crate::output::FileSink;
use crate::render::html::Renderer;
use crate::url::SitePath;

/// Where the pages of a state go.
pub(super) struct PageFiles<'a> {
    sink: &'a dyn FileSink,
    linked: &'a LinkedSite,
    /// The fingerprint of all that the pages of each entry are made of.
    entries: Vec<Fingerprint>,
}

impl<'a> PageFiles<'a> {
    /// `files` is the fingerprint of what pages say of downloads and handouts.
    pub(super) fn new(
        sink: &'a dyn FileSink,
        (linked, texts): (&'a LinkedSite, &TextPrints),
        files: Fingerprint,
    ) -> Self {
        let LinkedSite { tree, setup, drafts, site, pictures, .. } = linked;
        let mut taken = Fingerprinter::default();
        let mark = pictures.mark().map(|mark| (&mark.path, mark.width, mark.height));
        taken.add((setup.keys.pages, files, mark, pictures.logo(), names(tree, &drafts.heads)));
        let of_profile = |page: &Arc<PageProfile>| Fingerprinter::default().add(page).fingerprint();
        let profiles: Vec<Fingerprint> = site.pages.par_iter().map(of_profile).collect();
        let Site { languages, pages: _, places, files, sidecars, verified_on } = site.as_ref();
        taken.add((languages, profiles, places, files, sidecars, verified_on));
        let of_entry = |entry: &Arc<KnownEntry>| {
            let mut taken = taken.clone();
            for (id, _) in &entry.texts {
                taken.add((id, texts.get(*id)));
            }
            taken.add(&entry.sidecars);
            for file in entry.profiles.iter().flat_map(|(_, uses)| uses.pictures.keys()) {
                taken.add((file, pictures.look(file)));
            }
            taken.fingerprint()
        };
        Self { sink, linked, entries: linked.entries.par_iter().map(of_entry).collect() }
    }

    /// Makes the pages of an entry, and gives the faults of templates that they show. Of two pages
    /// with one address only that one is made to which the address leads.
    pub(super) fn put(&self, renderer: &Renderer<'_>, at: usize, pages: &[Page]) -> Vec<Problem> {
        let entry = self.made_of(at);
        let mut faults = Vec::new();
        for (lang, page) in pages.iter().enumerate() {
            let path = &page.profile.address;
            let made_of = of_page(entry, path);
            if !self.leads(path, (at, lang)) || self.sink.stands(path, &made_of) {
                continue;
            }
            let file = renderer.page(page);
            // A page with a fault is made at each build, or the fault would not be told again.
            self.sink.offer(path, &file.bytes, file.problem.is_none().then_some(&made_of));
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
        self.entries.get(at).copied().unwrap_or_default()
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
