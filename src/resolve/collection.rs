//! The pages of each folder, in reading order.

use std::collections::BTreeMap;

use super::pair::{PageEntry, Pairs};
use crate::lang::Lang;
use crate::model::{Collection, DraftKind};

/// The rank of a page in its folder: lowest `order` first, then by name; pages
/// without `order` come last.
type CollectionRank<'e> = (i64, &'e str);

/// The collections of every language. A folder comes after the folder that it
/// is in.
pub(super) fn collections(pairs: &Pairs, languages: &[Lang]) -> BTreeMap<Lang, Vec<Collection>> {
    let languages = languages.iter().enumerate();
    languages.map(|(at, lang)| (lang.clone(), of_language(&pairs.entries, at))).collect()
}

fn of_language(entries: &[PageEntry], lang: usize) -> Vec<Collection> {
    let first = lang * entries.len();
    let mut folders: BTreeMap<&str, Vec<(CollectionRank<'_>, usize)>> = BTreeMap::new();
    let mut own: BTreeMap<&str, (i64, usize)> = BTreeMap::new();
    for (at, entry) in entries.iter().enumerate() {
        let folder = entry.key.folder.as_str();
        if entry.kind == DraftKind::Page {
            let rank = (order(entry, lang), entry.key.name.as_str());
            folders.entry(folder).or_default().push((rank, first + at));
        } else if !folder.is_empty() {
            own.insert(folder, (order(entry, lang), first + at));
            folders.entry(folder).or_default();
        }
    }
    let mut ranked: Vec<(Vec<CollectionRank<'_>>, Collection)> = Vec::with_capacity(folders.len());
    for (folder, mut members) in folders {
        members.sort_unstable();
        let members = members.into_iter().map(|(_, index)| index).collect();
        let page = own.get(folder).map(|(_, index)| *index);
        ranked.push((rank(folder, &own), Collection { folder: folder.to_owned(), page, members }));
    }
    ranked.sort_by(|a, b| a.0.cmp(&b.0));
    ranked.into_iter().map(|(_, collection)| collection).collect()
}

/// The ranks of a folder and of the folders that it is in, outermost first.
fn rank<'e>(folder: &'e str, own: &BTreeMap<&str, (i64, usize)>) -> Vec<CollectionRank<'e>> {
    let ends = folder.match_indices('/').map(|(at, _)| at).chain([folder.len()]);
    let folders = ends.filter_map(|end| folder.get(..end)).filter(|folder| !folder.is_empty());
    folders.map(|folder| (own.get(folder).map_or(i64::MAX, |(order, _)| *order), folder)).collect()
}

/// The `order` of a page in a language; if it has none there, in the default
/// language.
fn order(entry: &PageEntry, lang: usize) -> i64 {
    let texts = [entry.text(lang), entry.text_lang(0).and_then(|lang| entry.text(lang))];
    texts.into_iter().flatten().find_map(|text| text.meta.order).unwrap_or(i64::MAX)
}
