//! The search index: a resolved site becomes scripts that the page's search
//! box loads.
//!
//! In: a site, its terms, the theme's words, the published pictures. Out:
//! `search/index.js` (the list of languages and pieces), `search/LANG-N.js`
//! (piece `N`: the texts of some pages in one language, as readers see them)
//! and, for large sites, `search/LANG-sieve.js` (which pieces can hold a word).
//! All are classic scripts that call `stepbookSearch`, since `fetch`, modules
//! and WebAssembly don't work with `file://`.
//!
//! **Why texts and no inverted index.** A search through folded texts finds any
//! substring exactly, and a site of 100 guides has less than half a megabyte of
//! text per language. For thousands of guides there is the sieve: a query loads
//! only the pieces that may hold its words, and those with a word in a title
//! first. An error of the sieve only loads a piece too many, so results never
//! depend on it. Piece `N` holds the same pages in every language, so that a
//! page found in one language can be shown with its title in another.

mod bloom;
mod chunk;
mod files;
mod fold;
mod glossary;
mod input;
mod shot;
mod text;

use std::collections::BTreeMap;
use std::sync::OnceLock;

pub(crate) use chunk::{PageRecord, RecordHead};
use chunk::{ResultHead, collections};
use files::{IndexWriter, LIMITS};
pub(crate) use files::{IndexedPages, KnownPieces};
pub(crate) use input::SearchInput;
use shot::PagePictures;

use crate::model::{Page, PageProfile, WatchedSite};
use crate::output::FileSink;

/// Makes the search index of one state of a site: first a record of each page, then the files.
pub(crate) struct Indexer<'a> {
    input: SearchInput<'a>,
    /// The index of the page of each page's collection, by the index of the page; made for the first
    /// record.
    collections: OnceLock<BTreeMap<usize, usize>>,
}

impl std::fmt::Debug for Indexer<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Indexer").field("pages", &self.input.site.pages.len()).finish_non_exhaustive()
    }
}

impl<'a> Indexer<'a> {
    #[must_use]
    pub(crate) fn new(input: SearchInput<'a>) -> Self {
        Self { input, collections: OnceLock::new() }
    }

    /// What the index has of a page. `site` notes the other pages that it depends on.
    #[must_use]
    pub(crate) fn record(&self, page: &Page, site: WatchedSite<'_>) -> (RecordHead, PageRecord) {
        let profile = &page.profile;
        let collection = self.collection(profile).and_then(|at| site.page(at));
        let collection = collection.map_or("", |page| page.title.as_str());
        let title = profile.title_under(collection);
        let head = ResultHead { lang: &profile.lang, at: &profile.address, title: &title, collection };
        let entries = text::entries(page, self.input.theme.words(&profile.lang));
        PageRecord::new(&head, &entries, PagePictures::new(self.input.pictures))
    }

    /// The index of the page of a page's collection.
    fn collection(&self, page: &PageProfile) -> Option<usize> {
        let SearchInput { site, .. } = self.input;
        let all = self.collections.get_or_init(|| collections(site));
        all.get(site.places.addresses.get(&page.address)?).copied()
    }

    /// Writes the files of the index, except pieces that stand there already. Gives what the next
    /// build must know of the pieces for that.
    pub(crate) fn write(
        &self,
        pages: IndexedPages<'_>,
        known: &KnownPieces,
        files: &dyn FileSink,
    ) -> KnownPieces {
        IndexWriter { limits: LIMITS, input: self.input, files }.write(pages, known)
    }
}

#[cfg(test)]
mod tests;
