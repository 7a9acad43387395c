//! Search results for the glossary: each term, its meaning and its other names.
//!
//! In: the settings with the table of terms. Out: one record a language.

use std::collections::BTreeMap;

use super::chunk::{PageRecord, RecordHead, ResultHead};
use super::shot::PagePictures;
use super::text::{EntryKind, SearchEntry};
use crate::config::{Config, Term};
use crate::lang::Lang;
use crate::render::addresses;
use crate::theme::Theme;

/// The glossary's search records, one for each language. Empty if no term has a
/// meaning.
pub(super) fn records(config: &Config, theme: &Theme) -> Vec<(RecordHead, PageRecord)> {
    let terms = config.glossary();
    let languages = config.languages.iter().filter(|_| !terms.is_empty());
    let record = |lang| {
        let entries: Vec<SearchEntry> =
            terms.iter().map(|(id, term)| entry(id, term, (lang, &config.languages))).collect();
        let (at, title) = (addresses::glossary(lang), &theme.words(lang).glossary.title);
        let head = ResultHead { lang, at: &at, title, collection: "" };
        PageRecord::new(&head, &entries, PagePictures::new(&BTreeMap::new()))
    };
    languages.map(record).collect()
}

/// The search entry of a term. A term without a name in this language is listed
/// under its first name in another language, and is found on the page of that
/// language.
fn entry(id: &str, term: &Term, (lang, languages): (&Lang, &[Lang])) -> SearchEntry {
    let mut named =
        std::iter::once(lang).chain(languages).filter_map(|lang| Some((lang, term.names.get(lang)?)));
    let (home, title) = named.next().map_or((lang, ""), |(home, name)| (home, name.as_str()));
    let others = languages.iter().filter(|other| *other != home).filter_map(|other| term.names.get(other));
    let mut lines: Vec<String> = term.meanings.get(lang).into_iter().cloned().collect();
    let mut names: Vec<&str> = others.chain(&term.variants).map(String::as_str).collect();
    names.retain(|name| *name != title);
    lines.push(names.join(if lang.joins_lines() { "、" } else { ", " }));
    lines.retain(|line| !line.is_empty());
    let foreign = (home != lang).then(|| home.clone());
    SearchEntry {
        id: id.to_owned(),
        kind: EntryKind::Term,
        badge: String::new(),
        title: title.to_owned(),
        text: if foreign.is_some() { String::new() } else { lines.join("\n") },
        picture_lines: Vec::new(),
        figures: Vec::new(),
        foreign,
    }
}
