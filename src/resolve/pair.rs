//! Which sources are one page in several languages, and which are parts.
//!
//! In: the heads of drafts. Out: a [`PageEntry`] for each page, home page and collection, in
//! the order of their keys, and a reason for each source that is left out.

use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use super::settings::ResolveSettings;
use crate::diag::{Problem, ProblemKind, Unpublished};
use crate::lang::Lang;
use crate::model::{DraftHead, DraftKind, PageKey};
use crate::source::Span;
use crate::url::TreePath;

/// One page in all its languages.
#[derive(Debug)]
pub(super) struct PageEntry {
    pub(super) key: PageKey,
    pub(super) kind: DraftKind,
    /// The text in each language of the site. A home page or collection without
    /// an index file has no text in any language.
    pub(super) texts: Vec<Option<Arc<DraftHead>>>,
}

impl PageEntry {
    /// The language of the text that a reader of language `lang` gets: `lang`
    /// itself, or else the default language, or else the first language with a
    /// text.
    pub(super) fn text_lang(&self, lang: usize) -> Option<usize> {
        let has = |at: &usize| self.text(*at).is_some();
        [lang, 0].into_iter().find(has).or_else(|| (0..self.texts.len()).find(has))
    }

    pub(super) fn text(&self, lang: usize) -> Option<&Arc<DraftHead>> {
        self.texts.get(lang)?.as_ref()
    }
}

/// What a Markdown source is to the site.
#[derive(Debug, Clone)]
pub(super) enum SourceRole {
    /// A text of the page at this index of [`Pairs::entries`].
    Page(usize),
    Part(Arc<DraftHead>),
    Hidden(Unpublished),
}

#[derive(Debug, Default)]
pub(super) struct Pairs {
    /// The pages, ordered by key.
    pub(super) entries: Vec<PageEntry>,
    texts: BTreeMap<TreePath, SourceRole>,
    parts: BTreeMap<PageKey, BTreeMap<Lang, Arc<DraftHead>>>,
    /// The entries by their key in small letters; made when the first link misses a page.
    folded: OnceLock<BTreeMap<PageKey, usize>>,
}

impl Pairs {
    pub(super) fn text(&self, path: &TreePath) -> Option<&SourceRole> {
        self.texts.get(path)
    }

    pub(super) fn is_part(&self, path: &TreePath) -> bool {
        matches!(self.text(path), Some(SourceRole::Part(_)))
    }

    /// The text of a part in this language, if it has one.
    pub(super) fn part(&self, key: &PageKey, lang: &Lang) -> Option<&Arc<DraftHead>> {
        self.parts.get(key)?.get(lang)
    }

    pub(super) fn entry(&self, key: &PageKey) -> Option<usize> {
        self.entries.binary_search_by(|entry| entry.key.cmp(key)).ok()
    }

    /// The entry whose key differs from this one at most in the case of letters.
    pub(super) fn alike(&self, key: &PageKey) -> Option<&PageEntry> {
        let folded = self.folded.get_or_init(|| {
            // Of two keys that differ only in case the first counts.
            self.entries
                .iter()
                .enumerate()
                .rev()
                .map(|(at, entry)| (in_small_letters(&entry.key), at))
                .collect()
        });
        self.entries.get(*folded.get(&in_small_letters(key))?)
    }

    /// The page of a folder of `content/`.
    pub(super) fn folder(&self, folder: &str) -> Option<usize> {
        self.entry(&index_of(folder))
    }
}

fn in_small_letters(key: &PageKey) -> PageKey {
    PageKey { folder: key.folder.to_lowercase(), name: key.name.to_lowercase() }
}

fn index_of(folder: &str) -> PageKey {
    PageKey { folder: folder.to_owned(), name: "index".to_owned() }
}

pub(super) fn pairs(
    heads: &[Arc<DraftHead>],
    settings: ResolveSettings<'_>,
    problems: &mut Vec<Problem>,
) -> Pairs {
    let languages = &settings.config.languages;
    let mut entries: BTreeMap<PageKey, PageEntry> = BTreeMap::new();
    let mut pairs = Pairs::default();
    for draft in heads {
        let lang = languages.iter().position(|lang| *lang == draft.lang);
        if lang.is_none() && draft.lang != Lang::undetermined() {
            let kind = ProblemKind::UnknownLanguage { tag: draft.lang.to_string() };
            problems.push(Problem::new(Span::start_of(draft.source), kind));
        }
        if draft.meta.draft && !settings.drafts {
            pairs.texts.insert(draft.path.clone(), SourceRole::Hidden(Unpublished::Draft));
        } else if draft.kind == DraftKind::Part {
            pairs.texts.insert(draft.path.clone(), SourceRole::Part(Arc::clone(draft)));
            let texts = pairs.parts.entry(draft.key.clone()).or_default();
            texts.insert(draft.lang.clone(), Arc::clone(draft));
        } else if let Some(lang) = lang {
            let entry = entry(&mut entries, &draft.key, draft.kind, languages.len());
            let Some(text) = entry.texts.get_mut(lang) else { continue };
            let (taken, left) = preferred(text.take(), draft);
            let path = taken.path.to_string();
            *text = Some(taken);
            if let Some(left) = left {
                let kind = ProblemKind::SameAddress { address: address_of(&left.key), other: path };
                problems.push(Problem::new(Span::start_of(left.source), kind));
                pairs.texts.insert(left.path.clone(), SourceRole::Hidden(Unpublished::Source));
            }
        } else {
            pairs.texts.insert(draft.path.clone(), SourceRole::Hidden(Unpublished::Source));
        }
    }
    add_folders(&mut entries, languages.len());
    pairs.entries = entries.into_values().collect();
    for (index, entry) in pairs.entries.iter().enumerate() {
        for draft in entry.texts.iter().flatten() {
            pairs.texts.insert(draft.path.clone(), SourceRole::Page(index));
        }
    }
    pairs
}

/// Which of two texts of one page in one language is taken, and which one is left out: `a.zh-TW.md`
/// comes before `a.md`, and `index.md` before `README.md`.
fn preferred(
    known: Option<Arc<DraftHead>>,
    draft: &Arc<DraftHead>,
) -> (Arc<DraftHead>, Option<Arc<DraftHead>>) {
    let draft = Arc::clone(draft);
    let Some(known) = known else { return (draft, None) };
    let plain = |draft: &DraftHead| {
        let name = draft.path.file_name();
        let of_other_program = name.get(..6).is_some_and(|start| start.eq_ignore_ascii_case("readme"));
        (of_other_program, !name.contains(&format!(".{}.", draft.lang)))
    };
    if plain(&draft) < plain(&known) { (draft, Some(known)) } else { (known, Some(draft)) }
}

fn address_of(key: &PageKey) -> String {
    if key.folder.is_empty() { key.name.clone() } else { format!("{}/{}", key.folder, key.name) }
}

fn entry<'m>(
    entries: &'m mut BTreeMap<PageKey, PageEntry>,
    key: &PageKey,
    kind: DraftKind,
    languages: usize,
) -> &'m mut PageEntry {
    let texts = || vec![None; languages];
    entries.entry(key.clone()).or_insert_with(|| PageEntry { key: key.clone(), kind, texts: texts() })
}

/// Adds a page for each folder that holds pages, and a home page, if no author
/// wrote one.
fn add_folders(entries: &mut BTreeMap<PageKey, PageEntry>, languages: usize) {
    let mut folders: Vec<String> = entries.keys().map(|key| key.folder.clone()).collect();
    folders.push(String::new());
    folders.sort();
    folders.dedup();
    for folder in folders {
        let kind = if folder.is_empty() { DraftKind::Home } else { DraftKind::Collection };
        entry(entries, &index_of(&folder), kind, languages);
    }
}
