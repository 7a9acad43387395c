//! The files of the index: the pieces, the sieve of a large site, and the list of both.
//!
//! In: of each page the heads of its records, and a way to the records themselves. Out: files in a
//! [`FileSink`]. A piece that stands there already is not made, and its records are not asked for:
//! its version and its row of the sieve are known from the build before.

use std::cell::OnceCell;
use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::chunk::{PageRecord, RecordHead};
use super::input::SearchInput;
use super::{bloom, chunk, glossary};
use crate::config::Term;
use crate::fingerprint::{Fingerprint, Fingerprinter};
use crate::lang::Lang;
use crate::output::FileSink;
use crate::url::SitePath;

/// Sizes that decide how the index is cut.
#[derive(Debug, Clone, Copy)]
pub(super) struct IndexLimits {
    /// A piece is closed when it has this many bytes in some language; a
    /// single page may be longer.
    pub(super) piece: usize,
    /// Up to this many pieces are all loaded; more need a sieve.
    pub(super) whole: usize,
}

/// A piece of 128 KiB arrives in half a second on a slow line; eight pieces hold
/// about 200 guides.
pub(super) const LIMITS: IndexLimits = IndexLimits { piece: 128 * 1024, whole: 8 };

/// The pages of the index, by key.
#[derive(Clone, Copy)]
pub(crate) struct IndexedPages<'a> {
    /// The heads of the records of each page, one for each language.
    pub(crate) heads: &'a [&'a [RecordHead]],
    /// The records of the page at an index, in the order of its heads.
    pub(crate) records: &'a (dyn Fn(usize) -> Vec<Arc<PageRecord>> + Sync),
}

/// What is known of the pieces of an index, by the fingerprint of what each is made of.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct KnownPieces(BTreeMap<Fingerprint, KnownPiece>);

/// What the list and the sieve say of a piece.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct KnownPiece {
    version: String,
    /// The row of the sieve, if the site has one.
    row: Option<String>,
}

/// Writes the index of one state of a site.
pub(super) struct IndexWriter<'a> {
    pub(super) limits: IndexLimits,
    pub(super) input: SearchInput<'a>,
    pub(super) files: &'a dyn FileSink,
}

/// A piece to write: its number and its pages.
struct PieceInput<'a> {
    at: usize,
    pages: IndexedPages<'a>,
    range: Range<usize>,
    sieved: bool,
}

impl IndexWriter<'_> {
    pub(super) fn write(&self, pages: IndexedPages<'_>, known: &KnownPieces) -> KnownPieces {
        let SearchInput { config, theme, .. } = self.input;
        let (terms_heads, terms_records): (Vec<_>, Vec<_>) = glossary::records(config, theme)
            .into_iter()
            .map(|(head, record)| (head, Arc::new(record)))
            .unzip();
        let terms_page = (!terms_heads.is_empty()).then_some(terms_heads.as_slice());
        let heads: Vec<&[RecordHead]> = pages.heads.iter().copied().chain(terms_page).collect();
        let records = |at| {
            if at < pages.heads.len() { (pages.records)(at) } else { terms_records.clone() }
        };
        let pages = IndexedPages { heads: &heads, records: &records };
        let cut = chunk::cut(&heads, self.limits.piece);
        let sieved = cut.len() > self.limits.whole;
        let made: Vec<Vec<(Fingerprint, KnownPiece)>> = cut
            .into_par_iter()
            .enumerate()
            .map(|(at, range)| self.piece(&PieceInput { at, pages, range, sieved }, known))
            .collect();
        let mut listed = Vec::new();
        for (index, lang) in config.languages.iter().enumerate() {
            let own = || made.iter().filter_map(|piece| Some(&piece.get(index)?.1));
            let rows: Vec<&str> = own().filter_map(|piece| piece.row.as_deref()).collect();
            let sieve = sieved.then(|| bloom::script(lang, &rows));
            listed.push(json!({
                "lang": lang.as_str(),
                "name": theme.words(lang).language.name,
                "pieces": own().map(|piece| piece.version.as_str()).collect::<Vec<_>>(),
                "sieve": sieve.as_ref().map(|script| version(script)),
            }));
            if let Some(script) = sieve {
                self.files.offer(&SitePath::new(&format!("search/{lang}-sieve.js")), &script, None);
            }
        }
        let head = json!({ "languages": listed, "terms": terms(&config.terms) });
        let head = format!("stepbookSearch.begin({head});\n");
        self.files.offer(&SitePath::new("search/index.js"), head.as_bytes(), None);
        KnownPieces(made.into_iter().flatten().collect())
    }

    /// Writes a piece in all languages, as far as it does not stand there, and gives what it is made of
    /// and what is known of it in each.
    fn piece(&self, piece: &PieceInput<'_>, known: &KnownPieces) -> Vec<(Fingerprint, KnownPiece)> {
        let PieceInput { at, pages, range, sieved } = piece;
        let heads: Vec<&RecordHead> =
            pages.heads.get(range.clone()).into_iter().flatten().flat_map(|twins| twins.iter()).collect();
        let records = OnceCell::<Vec<Arc<PageRecord>>>::new();
        let of_language = |lang: &Lang| {
            let mut taken = Fingerprinter::default();
            taken.add((lang, at));
            for head in heads.iter().filter(|head| head.lang == *lang) {
                taken.add(head.fingerprint);
            }
            let made_of = taken.fingerprint();
            let path = SitePath::new(&format!("search/{lang}-{at}.js"));
            let known = known.0.get(&made_of).filter(|known| known.row.is_some() || !sieved);
            if let Some(known) = known.filter(|_| self.files.stands(&path, &made_of)) {
                return (made_of, known.clone());
            }
            let records = records.get_or_init(|| range.clone().flat_map(pages.records).collect());
            let own = heads.iter().zip(records).filter(|(head, _)| head.lang == *lang);
            let own: Vec<&PageRecord> = own.map(|(_, record)| record.as_ref()).collect();
            let script = chunk::script(lang, *at, &own);
            self.files.offer(&path, &script, Some(&made_of));
            let row = sieved.then(|| bloom::row(own.iter().map(|record| &record.grams)));
            (made_of, KnownPiece { version: version(&script), row })
        };
        self.input.config.languages.iter().map(of_language).collect()
    }
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
