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
mod fold;
mod glossary;
mod shot;
mod text;

use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use rayon::prelude::*;
use serde_json::json;

use bloom::PageGrams;
pub(crate) use chunk::PageRecord;
use chunk::{ResultHead, collections};
use shot::PagePictures;

use crate::config::{Config, Term};
use crate::model::{Page, PageKey, PageProfile, Site, WatchedSite};
use crate::picture::PublishedPicture;
use crate::theme::Theme;
use crate::url::{SitePath, TreePath};

/// The input of the search index.
#[derive(Debug, Clone, Copy)]
pub(crate) struct SearchInput<'a> {
    /// The pages.
    pub site: &'a Site,
    /// The settings, terms among them.
    pub config: &'a Config,
    /// The theme, for its words.
    pub theme: &'a Theme,
    /// The published pictures by their file.
    pub pictures: &'a BTreeMap<TreePath, PublishedPicture>,
}

/// Sizes that decide how the index is cut.
#[derive(Debug, Clone, Copy)]
struct IndexLimits {
    /// A piece is closed when it has this many bytes in some language; a
    /// single page may be longer.
    piece: usize,
    /// Up to this many pieces are all loaded; more need a sieve.
    whole: usize,
}

/// A piece of 128 KiB arrives in half a second on a slow line; eight pieces hold
/// about 200 guides.
const LIMITS: IndexLimits = IndexLimits { piece: 128 * 1024, whole: 8 };

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
    pub(crate) fn record(&self, page: &Page, site: WatchedSite<'_>) -> PageRecord {
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

    /// The files of the index, of the records of all pages in the order of [`Site::pages`].
    #[must_use]
    pub(crate) fn files(&self, records: &[&PageRecord]) -> Vec<(SitePath, Arc<[u8]>)> {
        index_within(LIMITS, &self.input, records)
    }
}

fn index_within(
    limits: IndexLimits,
    input: &SearchInput<'_>,
    records: &[&PageRecord],
) -> Vec<(SitePath, Arc<[u8]>)> {
    let config = input.config;
    let glossary = glossary::records(config, input.theme);
    let mut twins: BTreeMap<&PageKey, Vec<&PageRecord>> = BTreeMap::new();
    for (page, record) in input.site.pages.iter().zip(records) {
        twins.entry(&page.key).or_default().push(record);
    }
    let glossary = (!glossary.is_empty()).then(|| glossary.iter().collect());
    let pieces = chunk::cut(twins.into_values().chain(glossary), limits.piece);
    let sieved = pieces.len() > limits.whole;

    let mut files = Vec::new();
    let mut listed = Vec::new();
    for lang in &config.languages {
        let own: Vec<Vec<&PageRecord>> = pieces
            .iter()
            .map(|piece| piece.iter().copied().filter(|record| record.lang == *lang).collect())
            .collect();
        let scripts: Vec<Vec<u8>> =
            own.par_iter().enumerate().map(|(at, records)| chunk::script(lang, at, records)).collect();
        let versions: Vec<String> = scripts.iter().map(|script| version(script)).collect();
        for (at, script) in scripts.into_iter().enumerate() {
            files.push((SitePath::new(&format!("search/{lang}-{at}.js")), script.into()));
        }
        let grams: Vec<Vec<&PageGrams>> =
            own.iter().map(|piece| piece.iter().map(|record| &record.grams).collect()).collect();
        let sieve = sieved.then(|| bloom::script(lang, &grams));
        listed.push(json!({
            "lang": lang.as_str(),
            "name": input.theme.words(lang).language.name,
            "pieces": versions,
            "sieve": sieve.as_ref().map(|script| version(script)),
        }));
        let path = SitePath::new(&format!("search/{lang}-sieve.js"));
        files.extend(sieve.map(|script| (path, script.into())));
    }
    let head = json!({ "languages": listed, "terms": terms(&config.terms) });
    let head = format!("stepbookSearch.begin({head});\n").into_bytes();
    files.push((SitePath::new("search/index.js"), head.into()));
    files
}

/// A hash of a script; a browser's cache tells versions of a file apart by it.
fn version(script: &[u8]) -> String {
    blake3::hash(script).to_hex().chars().take(8).collect()
}

/// The forms of each term, in all languages: a search for one form finds all.
fn terms(terms: &[Term]) -> Vec<Vec<&str>> {
    let mut sets = Vec::new();
    for term in terms {
        let mut forms: Vec<&str> = term.names.values().chain(&term.variants).map(String::as_str).collect();
        forms.dedup();
        if forms.len() > 1 {
            sets.push(forms);
        }
    }
    sets
}

#[cfg(test)]
mod tests;
