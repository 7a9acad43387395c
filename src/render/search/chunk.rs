//! Pieces: the texts of some pages in one language, as one script.
//!
//! In: pages with their entries. Out:
//! `stepbookSearch.add("zh-TW", 0, [page, …]);` with a page
//! `{"at": address, "title": …, "in": collection, "docs": [doc, …]}` and a doc
//! `[id, kind, badge, title, text]`. A doc in another language than its page has
//! that language as a sixth value. A doc with a picture has 0 as its sixth value;
//! its seventh says which pictures of the page's table `"pics"` it shows (see
//! `shot`).
//! Addresses are relative to the site's root.

use std::collections::BTreeMap;
use std::io::Write as _;
use std::ops::Range;

use serde::{Deserialize, Serialize};

use super::bloom::PageGrams;
use super::shot::PagePictures;
use super::text::SearchEntry;
use crate::fingerprint::{Fingerprint, Fingerprinter};
use crate::lang::Lang;
use crate::model::Site;
use crate::url::SitePath;

/// What decides in which piece a page is, and whether the piece is another one than before.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct RecordHead {
    /// Language of the page.
    pub(super) lang: Lang,
    /// Length of the page as JSON, in bytes.
    length: usize,
    /// The fingerprint of the page as JSON.
    pub(super) fingerprint: Fingerprint,
}

/// One page of the index.
#[derive(Debug)]
pub(crate) struct PageRecord {
    /// The grams of the page.
    pub(super) grams: PageGrams,
    /// The page as JSON.
    json: Box<[u8]>,
}

/// What is shown above the results of a page.
pub(super) struct ResultHead<'a> {
    /// Language of the page.
    pub lang: &'a Lang,
    /// Address of the page.
    pub at: &'a SitePath,
    /// Title of the page.
    pub title: &'a str,
    /// Title of the page's collection; empty if it has none.
    pub collection: &'a str,
}

impl PageRecord {
    pub(super) fn new(
        head: &ResultHead,
        entries: &[SearchEntry],
        mut pictures: PagePictures,
    ) -> (RecordHead, Self) {
        let mut json = Vec::with_capacity(4096);
        json.extend_from_slice(b"{\"at\":");
        push(&mut json, &SitePath::new("index.html").relative(head.at));
        json.extend_from_slice(b",\"title\":");
        push(&mut json, head.title);
        json.extend_from_slice(b",\"in\":");
        push(&mut json, head.collection);
        json.extend_from_slice(b",\"docs\":[");
        for (index, entry) in entries.iter().enumerate() {
            json.extend_from_slice(if index == 0 { b"[" } else { b",\n[" });
            push_entry(&mut json, entry, &mut pictures);
        }
        json.push(b']');
        if let Some(table) = pictures.table() {
            _ = write!(json, ",\n\"pics\":{table}");
        }
        json.push(b'}');
        let fingerprint = Fingerprinter::default().add(&json).fingerprint();
        let record = Self { grams: PageGrams::of(head.collection, entries), json: json.into() };
        (RecordHead { lang: head.lang.clone(), length: record.json.len(), fingerprint }, record)
    }
}

fn push_entry(json: &mut Vec<u8>, entry: &SearchEntry, pictures: &mut PagePictures) {
    push(json, &entry.id);
    json.extend_from_slice(&[b',', b'0' + entry.kind as u8, b',']);
    push(json, &entry.badge);
    json.push(b',');
    push(json, &entry.title);
    json.push(b',');
    push(json, &entry.text);
    if let Some(lang) = &entry.foreign {
        json.push(b',');
        push(json, lang.as_str());
    } else if let Some(shots) = pictures.doc(entry) {
        _ = write!(json, ",0,{shots}");
    }
    json.push(b']');
}

/// Appends a text as JSON, which is valid JavaScript too. Writing to memory
/// doesn't fail.
fn push(json: &mut Vec<u8>, text: &str) {
    _ = serde_json::to_writer(json, text);
}

/// Cuts the pages into pieces of about `limit` bytes, keeping the languages of a page together. In:
/// of each page its heads in all languages. Out: the indices of the pages of each piece.
pub(super) fn cut(pages: &[&[RecordHead]], limit: usize) -> Vec<Range<usize>> {
    let mut pieces: Vec<Range<usize>> = Vec::new();
    let mut sizes: BTreeMap<&Lang, usize> = BTreeMap::new();
    for (at, twins) in pages.iter().enumerate() {
        let open = pieces.last_mut().filter(|_| sizes.values().all(|size| *size < limit));
        if let Some(piece) = open {
            piece.end = at + 1;
        } else {
            pieces.push(at..at + 1);
            sizes.clear();
        }
        for head in *twins {
            *sizes.entry(&head.lang).or_default() += head.length;
        }
    }
    pieces
}

/// The script of one piece.
pub(super) fn script(lang: &Lang, at: usize, records: &[&PageRecord]) -> Vec<u8> {
    let size: usize = records.iter().map(|record| record.json.len() + 2).sum();
    let mut out = Vec::with_capacity(size + 64);
    _ = write!(out, "stepbookSearch.add(\"{lang}\",{at},[");
    for (index, record) in records.iter().enumerate() {
        out.extend_from_slice(if index == 0 { b"\n" } else { b",\n" });
        out.extend_from_slice(&record.json);
    }
    out.extend_from_slice(b"\n]);\n");
    out
}

/// For each page, the page of its collection, both as indices in
/// [`Site::pages`].
pub(super) fn collections(site: &Site) -> BTreeMap<usize, usize> {
    let all = site.places.collections.values().flatten();
    all.filter_map(|collection| Some((collection.page?, &collection.members)))
        .flat_map(|(page, members)| members.iter().map(move |member| (*member, page)))
        .filter(|(member, page)| member != page)
        .collect()
}
