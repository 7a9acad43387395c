//! The address of every page.
//!
//! An address is `LANG/FOLDER/NAME.html`. No two addresses differ only in the
//! case of letters or in the way accents are written, since many disks and USB
//! sticks treat these as one name. The later of two such pages gets another
//! address.

use std::collections::BTreeMap;

use super::pair::{PageEntry, Pairs};
use super::settings::ResolveSettings;
use crate::diag::{Problem, ProblemKind};
use crate::lang::Lang;
use crate::model::DraftHead;
use crate::source::Span;
use crate::url::{SitePath, folded};

/// Longest name of a file or folder on Linux, where most web servers run, in
/// bytes.
const LONGEST_NAME: usize = 255;

/// Longest whole address, in bytes: the paths of a disk may be longer, but the
/// folder of the site takes part of that length.
const LONGEST_ADDRESS: usize = 1_024;

/// The addresses in use, and the source of each.
#[derive(Debug, Default)]
pub(super) struct Addresses {
    /// The addresses of pages, by language and then by entry.
    pages: Vec<Vec<SitePath>>,
    /// The path of the source that has each address, by [`folded`] address;
    /// empty for pages that the program makes itself.
    taken: BTreeMap<String, String>,
    /// The pages that former addresses lead to, by former address.
    pub(super) aliases: BTreeMap<SitePath, SitePath>,
}

impl Addresses {
    /// The address of the page of an entry.
    pub(super) fn of(&self, lang: usize, entry: usize) -> Option<&SitePath> {
        self.pages.get(lang)?.get(entry)
    }

    /// Takes an address; if it is in use, the error names its owner.
    fn take(&mut self, address: &str, owner: &str) -> Result<SitePath, String> {
        let key = folded(address);
        if let Some(other) = self.taken.get(&key) {
            return Err(other.clone());
        }
        self.taken.insert(key, owner.to_owned());
        Ok(SitePath::new(address))
    }

    /// Takes the address of an entry's page in a language, whose number is `at`.
    fn page(
        &mut self,
        entry: &PageEntry,
        (lang, at): (&Lang, usize),
        problems: &mut Vec<Problem>,
    ) -> SitePath {
        let stem = match entry.key.folder.as_str() {
            "" => format!("{lang}/{}", entry.key.name),
            folder => format!("{lang}/{folder}/{}", entry.key.name),
        };
        let draft = entry.text(at).or_else(|| entry.text(entry.text_lang(at)?));
        let owner = draft.map_or("", |draft| draft.path.as_str());
        let wanted = format!("{stem}.html");
        let mut free = self.take(&wanted, owner);
        if let (Err(other), Some(draft)) = (&free, entry.text(at)) {
            let kind = ProblemKind::SameAddress { address: wanted, other: other.clone() };
            problems.push(Problem::new(Span::start_of(draft.source), kind));
        }
        let mut again = 1;
        loop {
            match free {
                Ok(address) => return address,
                Err(_) => again += 1,
            }
            let end = format!("-{again}.html");
            free = self.take(&(shortened(&stem, end.len()).to_owned() + &end), owner);
        }
    }

    /// Adds the former addresses of `page`. They come only from a text in the page's
    /// own language.
    fn add_aliases(&mut self, draft: &DraftHead, page: &SitePath, problems: &mut Vec<Problem>) {
        for (alias, span) in &draft.meta.aliases {
            if let Some(expected) = objection(alias) {
                let kind = ProblemKind::BadValue { key: "aliases".to_owned(), expected };
                problems.push(Problem::new(span.clone(), kind));
                continue;
            }
            match self.take(&format!("{}/{alias}", draft.lang), draft.path.as_str()) {
                Ok(former) => _ = self.aliases.insert(former, page.clone()),
                Err(other) => {
                    let kind = ProblemKind::SameAddress { address: format!("{}/{alias}", draft.lang), other };
                    problems.push(Problem::new(span.clone(), kind));
                }
            }
        }
    }
}

pub(super) fn addresses(
    pairs: &Pairs,
    settings: ResolveSettings<'_>,
    problems: &mut Vec<Problem>,
) -> Addresses {
    let mut addresses = Addresses::default();
    let languages = &settings.config.languages;
    let glossary = settings.config.has_glossary();
    for (at, lang) in languages.iter().enumerate() {
        addresses.taken.insert(format!("{lang}/sitemap.html").to_lowercase(), String::new());
        if glossary {
            addresses.taken.insert(format!("{lang}/glossary.html").to_lowercase(), String::new());
        }
        let pages = pairs.entries.iter().map(|entry| addresses.page(entry, (lang, at), problems));
        let pages = pages.collect();
        addresses.pages.push(pages);
    }
    for at in 0..languages.len() {
        for (index, entry) in pairs.entries.iter().enumerate() {
            if let (Some(draft), Some(page)) = (entry.text(at), addresses.of(at, index).cloned()) {
                addresses.add_aliases(draft, &page, problems);
            }
        }
    }
    addresses
}

/// Cuts a path so that its last name can take `room` more bytes.
fn shortened(stem: &str, room: usize) -> &str {
    let name = stem.rfind('/').map_or(0, |at| at + 1);
    let longest = name + LONGEST_NAME - room;
    stem.get(..stem.floor_char_boundary(longest.min(stem.len()))).unwrap_or(stem)
}

/// What an alias must be instead, if it is not a page below the language's
/// folder; `None` if it is valid.
fn objection(alias: &str) -> Option<&'static str> {
    let plain = |part: &str| !matches!(part, "" | "." | "..") && !part.contains(['\\', ':', '?', '#']);
    let page = alias.rsplit_once('.').is_some_and(|(_, extension)| extension == "html");
    if !page || !alias.split('/').all(plain) || alias.contains(char::is_control) {
        return Some("an address that ends in .html, like elearn/sign-up.html");
    }
    let short = |part: &str| part.len() <= LONGEST_NAME;
    let fits = alias.len() <= LONGEST_ADDRESS && alias.split('/').all(short);
    (!fits).then_some("an address that a disk can hold: names of at most 255 bytes, 1024 in all")
}
