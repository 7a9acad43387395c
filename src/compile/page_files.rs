//! Hands the pages of a site to whoever writes them, as soon as each is made.
//!
//! In: the linked pages of one entry. Out: each page in a [`FileSink`]. A page that is there already,
//! made of the same, is not made again. There is no graph of dependencies here either: what a page is
//! made of is one fingerprint of all its inputs, of which most are the same for all pages.

use super::linked::LinkedSite;
use super::memory::role;
use crate::diag::Problem;
use crate::fingerprint::{Fingerprint, Fingerprinter};
use crate::model::Page;
use crate::output::FileSink;
use crate::render::html::Renderer;

/// Where the pages of a state go.
#[derive(Clone, Copy)]
pub(super) struct PageFiles<'a> {
    sink: &'a dyn FileSink,
    shared: Fingerprint,
}

impl<'a> PageFiles<'a> {
    /// `files` is the fingerprint of what pages say of downloads and handouts.
    pub(super) fn new(sink: &'a dyn FileSink, linked: &LinkedSite, files: Fingerprint) -> Self {
        let LinkedSite { tree, setup, drafts, site, pictures, .. } = linked;
        let mut taken = Fingerprinter::default();
        let mark = pictures.mark().map(|mark| (&mark.path, mark.width, mark.height));
        taken.add((setup.keys.pages, files, mark, pictures.logo(), site));
        for head in &drafts.heads {
            taken.add(role(head));
        }
        for path in tree.assets().keys() {
            taken.add(path);
        }
        Self { sink, shared: taken.add(tree.refused()).fingerprint() }
    }

    /// Makes the pages of an entry, and gives the faults of templates that they show. Of two pages
    /// with one address only that one is made to which the address leads.
    pub(super) fn put(
        &self,
        (linked, renderer): (&LinkedSite, &Renderer<'_>),
        at: usize,
        pages: &[Page],
    ) -> Vec<Problem> {
        let entry = self.made_of(linked, at);
        let owns = |(lang, page): &(usize, &Page)| {
            linked.site.places.addresses.get(&page.profile.address) == Some(&(lang * linked.names.len() + at))
        };
        let mut faults = Vec::new();
        for (_, page) in pages.iter().enumerate().filter(owns) {
            let path = &page.profile.address;
            let made_of = Fingerprinter::default().add((entry, path)).fingerprint();
            if self.sink.stands(path, &made_of) {
                continue;
            }
            let file = renderer.page(page);
            // A page with a fault is made at each build, or the fault would not be told again.
            self.sink.offer(path, &file.bytes, file.problem.is_none().then_some(&made_of));
            faults.extend(file.problem);
        }
        faults
    }

    fn made_of(&self, linked: &LinkedSite, at: usize) -> Fingerprint {
        let mut taken = Fingerprinter::default();
        taken.add(self.shared);
        if let Some(entry) = linked.entries.get(at) {
            taken.add((&entry.texts, &entry.sidecars));
            for (_, uses) in &entry.profiles {
                for file in uses.pictures.keys() {
                    taken.add((file, linked.pictures.key(file)));
                }
            }
        }
        taken.fingerprint()
    }
}
