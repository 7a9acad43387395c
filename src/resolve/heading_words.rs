//! Headings by their words: other programs make ids of the words of a heading, each
//! with its own signs between them (`步驟-1登入`, `sign-in`), and links carry those.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use crate::model::{PageProfile, Site};

/// For each page the ids of its headings by their words, made when the first link names one so.
#[derive(Debug, Default)]
pub(crate) struct HeadingWords(Vec<OnceLock<BTreeMap<String, String>>>);

impl HeadingWords {
    /// The words of the pages of a site, none of them made yet.
    pub(crate) fn of(site: &Site) -> Self {
        Self(site.pages.iter().map(|_| OnceLock::new()).collect())
    }

    /// The id of the heading that has these words on the page at an index. `step` is the word before
    /// a step's number.
    pub(super) fn id(&self, page: &PageProfile, (at, step): (usize, &str), words: &str) -> Option<&str> {
        let ids = self.0.get(at)?.get_or_init(|| ids(page, step));
        ids.get(&letters(words)).map(String::as_str)
    }
}

/// The ids of a page's headings by their letters; of headings with the same words the first id counts.
fn ids(page: &PageProfile, step: &str) -> BTreeMap<String, String> {
    let mut ids = BTreeMap::new();
    for (id, place) in &page.places {
        let title = letters(&place.title);
        let number = place.step.map(|(_, number)| letters(&number.to_string()));
        let with = |between: &str| format!("{}{between}{title}", letters(step));
        let names = number.iter().flat_map(|number| [with(""), with(number)]);
        let names: Vec<String> = names.chain([title.clone()]).filter(|_| !title.is_empty()).collect();
        let label = number.iter().map(|number| format!("{}{number}", letters(step)));
        for name in names.into_iter().chain(label) {
            ids.entry(name).or_insert_with(|| id.clone());
        }
    }
    ids
}

/// The letters and digits of a text, in small letters.
fn letters(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}
