//! The search index: a resolved site becomes scripts that the page's search
//! box loads.
//!
//! In: a site, its terms, the words for steps. Out: `search/index.js` (what
//! there is), `search/LANG-N.js` (the texts of some pages in one language, as
//! they are read) and, for large sites, `search/LANG-sieve.js` (which of
//! those can hold a word). Classic scripts that call `stepbookSearch`: `fetch`,
//! modules and WebAssembly don't work by `file://`.
//!
//! **Why texts and no inverted index.** Looking through folded texts finds any
//! substring exactly, and a site of 100 guides has less than half a megabyte
//! of them per language. The sieve keeps that right for thousands: a word
//! loads only the pieces that may hold it, those with it in a title first. It
//! can only be wrong in loading too much, so results never depend on it.
//! Piece `N` holds the same pages in every language: what is found in one
//! language is shown under the titles of another.

mod fold;
mod piece;
mod sieve;
mod text;

use std::collections::BTreeMap;
use std::sync::Arc;

use rayon::prelude::*;
use serde_json::json;

use crate::config::{Config, Term};
use crate::lang::Lang;
use crate::model::{PageKey, Site, StepNumber};
use crate::url::SitePath;
use piece::{Record, collections};

/// The words of one language that the index needs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Words {
    /// How a step is called: `{word} {n}`.
    pub label: String,
    /// The step word.
    pub step: String,
    /// The words of the further series.
    pub series: Vec<String>,
    /// The language, as its readers call it: `中文`.
    pub name: String,
}

impl Words {
    /// `步驟 5-2`; `series` as in [`crate::model::StepHead`].
    fn badge(&self, series: Option<usize>, number: StepNumber) -> String {
        let word = series.and_then(|at| self.series.get(at)).unwrap_or(&self.step);
        self.label.replace("{word}", word).replace("{n}", &number.to_string())
    }
}

/// Sizes that decide how the index is cut.
#[derive(Debug, Clone, Copy)]
struct Limits {
    /// A piece is closed when it has this many bytes in some language; a
    /// single page may be longer.
    piece: usize,
    /// So many pieces are loaded whole; more need a sieve.
    whole: usize,
}

/// 128 KiB arrive in half a second on a slow line; eight of them hold about
/// 200 guides.
const LIMITS: Limits = Limits { piece: 128 * 1024, whole: 8 };

/// The files of the search index. `words` has an entry for each language; a
/// language without one is left out.
#[must_use]
pub fn index(site: &Site, config: &Config, words: &BTreeMap<Lang, Words>) -> Vec<(SitePath, Arc<[u8]>)> {
    index_within(site, config, (words, LIMITS))
}

fn index_within(
    site: &Site,
    config: &Config,
    (words, limits): (&BTreeMap<Lang, Words>, Limits),
) -> Vec<(SitePath, Arc<[u8]>)> {
    let languages: Vec<(&Lang, &Words)> =
        config.languages.iter().filter_map(|lang| words.get_key_value(lang)).collect();
    let collections = collections(site);
    let records: Vec<Option<Record>> = site
        .pages
        .par_iter()
        .enumerate()
        .map(|(at, page)| {
            let collection = collections.get(&at).and_then(|at| site.pages.get(*at));
            Some(Record::new(page, words.get(&page.lang)?, collection))
        })
        .collect();
    let mut twins: BTreeMap<&PageKey, Vec<&Record>> = BTreeMap::new();
    for (page, record) in site.pages.iter().zip(&records) {
        twins.entry(&page.key).or_default().extend(record);
    }
    let pieces = piece::cut(twins.into_values(), limits.piece);
    let sieved = pieces.len() > limits.whole;

    let mut files = Vec::new();
    let mut listed = Vec::new();
    for (lang, words) in languages {
        let own: Vec<Vec<&Record>> = pieces
            .iter()
            .map(|piece| piece.iter().copied().filter(|record| record.lang == *lang).collect())
            .collect();
        let scripts: Vec<Vec<u8>> =
            own.par_iter().enumerate().map(|(at, records)| piece::script(lang, at, records)).collect();
        let versions: Vec<String> = scripts.iter().map(|script| version(script)).collect();
        for (at, script) in scripts.into_iter().enumerate() {
            files.push((SitePath::new(&format!("search/{lang}-{at}.js")), script.into()));
        }
        let sieve = sieved.then(|| sieve::script(lang, &own));
        let sieve_version = sieve.as_ref().map(|script| version(script));
        files.extend(
            sieve.map(|script| (SitePath::new(&format!("search/{lang}-sieve.js")), Arc::from(script))),
        );
        listed.push(json!({
            "lang": lang.as_str(), "name": words.name, "pieces": versions, "sieve": sieve_version,
        }));
    }
    let head = json!({ "languages": listed, "terms": terms(&config.terms) });
    files.push((
        SitePath::new("search/index.js"),
        format!("stepbookSearch.begin({head});\n").into_bytes().into(),
    ));
    files
}

/// What a browser's cache tells two versions of one file apart by.
fn version(script: &[u8]) -> String {
    blake3::hash(script).to_hex().chars().take(8).collect()
}

/// The forms of each term, in all languages: who looks for one looks for all.
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
