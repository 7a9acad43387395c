//! What other pages may see of a page, and the site that is made of it.
//!
//! The texts of a site's pages are linked one page at a time, and each is dropped when its files
//! are made. What all of them need at once is here, and is small.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::draft::PageKey;
use super::mark::Sidecar;
use super::meta::Meta;
use super::stage::StepNumber;
use crate::lang::Lang;
use crate::source::SourceId;
use crate::url::{SitePath, TreePath};

/// The kind of a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum PageKind {
    /// The first page of a language.
    Home,
    /// The page of a collection.
    Collection,
    /// A page with steps.
    Guide,
    /// A page without steps.
    Plain,
}

/// A place in a page that a link can name.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct PagePlace {
    /// Series and number, if the place is a step.
    pub step: Option<(Option<usize>, StepNumber)>,
    /// The words of the heading, without marks.
    pub title: String,
    /// The number, if the place is a figure.
    pub figure: Option<u32>,
}

/// Number of top-level steps, given the series and number of each step in order. A number that
/// has sub-steps only counts too.
pub(crate) fn count_steps(steps: impl Iterator<Item = (Option<usize>, StepNumber)>) -> usize {
    let mut met = BTreeSet::new();
    let counts = |(series, number): &(Option<usize>, StepNumber)| {
        met.insert((*series, number.major)) || number.minor.is_none()
    };
    steps.filter(counts).count()
}

/// What other pages may see of a page: everything but its text.
#[derive(Debug, Clone, PartialEq, Hash, Serialize, Deserialize)]
pub struct PageProfile {
    /// The key that the page shares with its twins.
    pub key: PageKey,
    /// The language of the page, in which the menus around the text are written.
    pub lang: Lang,
    /// The language of the text. It differs from the page's language if there is
    /// no translation.
    pub text_lang: Lang,
    /// The kind of the page.
    pub kind: PageKind,
    /// The source of the text; `None` for a collection without an index file.
    pub source: Option<SourceId>,
    /// The address of the page.
    pub address: SitePath,
    /// The front matter.
    pub meta: Meta,
    /// The title, never empty.
    pub title: String,
    /// The places that a link can name, by their id.
    pub places: BTreeMap<String, PagePlace>,
    /// The ids of the sections whose text is in the language of the page's text.
    pub own_sections: BTreeSet<String>,
    /// Number of top-level steps.
    pub step_count: usize,
}

impl PageProfile {
    /// The title for places that also show the title of the page's collection. If
    /// the title begins with the collection's title, that is left out, unless too
    /// little remains: `哈客網路學院：查看紀錄` becomes `查看紀錄` among the guides of
    /// `哈客網路學院`.
    #[must_use]
    pub fn title_under(&self, collection: &str) -> Cow<'_, str> {
        let whole = Cow::Borrowed(self.title.as_str());
        let Some(rest) = self.title.strip_prefix(collection).filter(|_| !collection.is_empty()) else {
            return whole;
        };
        let within_word = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
        if within_word(collection.chars().next_back()) && within_word(rest.chars().next()) {
            return whole;
        }
        let rest = rest.trim_start_matches(|c: char| !c.is_alphanumeric() && !"「『（《(\"“".contains(c));
        let mut letters = rest.chars();
        match letters.next() {
            Some(first) if letters.clone().next().is_some() => {
                Cow::Owned(first.to_uppercase().chain(letters).collect())
            }
            _ => whole,
        }
    }
}

/// The pages of one folder in one language, in reading order.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Collection {
    /// The folder under `content/`; empty for pages that lie in `content/`
    /// itself.
    pub folder: String,
    /// Index of the collection's own page in [`Site::pages`]; `None` for the
    /// root folder, whose own page is the home page.
    pub page: Option<usize>,
    /// Indices of the collection's guides and plain pages in [`Site::pages`].
    pub members: Vec<usize>,
}

/// The whole site, without the texts of its pages.
#[derive(Debug, Clone, Default, PartialEq, Hash)]
pub struct Site {
    /// The languages, in the order of `stepbook.toml`.
    pub languages: Vec<Lang>,
    /// All pages of all languages: language by language in the order of
    /// `stepbook.toml`, then by key. Every key has a page in every language.
    pub pages: Vec<Arc<PageProfile>>,
    /// Where everything is. It is shared with the state of the site before, if the pages have the
    /// same names.
    pub places: Arc<SitePlaces>,
    /// The files that pages use, shared in the same way.
    pub files: Arc<SiteFiles>,
    /// Sidecars of the pictures that pages show, and of those that the settings
    /// name, by the picture's file.
    pub sidecars: Arc<BTreeMap<TreePath, Arc<Sidecar>>>,
    /// The newest day on which somebody walked through one of the guides.
    pub verified_on: Option<jiff::civil::Date>,
}

/// The addresses and the order of the pages of a site.
#[derive(Debug, Clone, Default, PartialEq, Hash)]
pub struct SitePlaces {
    /// Indices in [`Site::pages`] by address.
    pub addresses: BTreeMap<SitePath, usize>,
    /// The collections of each language, in reading order.
    pub collections: BTreeMap<Lang, Vec<Collection>>,
    /// Former addresses → addresses of the pages that they lead to now.
    pub aliases: BTreeMap<SitePath, SitePath>,
}

/// The files that the pages of a site use.
#[derive(Debug, Clone, Default, PartialEq, Hash)]
pub struct SiteFiles {
    /// The pictures that pages show.
    pub pictures: BTreeSet<TreePath>,
    /// Files to copy: path under `content/` → address.
    pub downloads: BTreeMap<TreePath, SitePath>,
}

impl Site {
    /// The page at `address`.
    #[must_use]
    pub fn page_at(&self, address: &SitePath) -> Option<&PageProfile> {
        self.pages.get(*self.places.addresses.get(address)?).map(AsRef::as_ref)
    }

    /// The page of a key in a language, to which the language switch leads.
    #[must_use]
    pub fn page(&self, key: &PageKey, lang: &Lang) -> Option<&PageProfile> {
        self.pages.get(self.index_of(key, lang)?).map(AsRef::as_ref)
    }

    /// The index of the page of a key in a language.
    #[must_use]
    pub fn index_of(&self, key: &PageKey, lang: &Lang) -> Option<usize> {
        let keys = self.pages.len().checked_div(self.languages.len())?;
        let block = self.languages.iter().position(|other| other == lang)? * keys;
        let pages = self.pages.get(block..block + keys)?;
        Some(block + pages.binary_search_by(|page| page.key.cmp(key)).ok()?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn short(title: &str, collection: &str) -> String {
        let page = PageProfile {
            key: PageKey { folder: String::new(), name: String::new() },
            lang: Lang::undetermined(),
            text_lang: Lang::undetermined(),
            kind: PageKind::Guide,
            source: None,
            address: SitePath::new("a.html"),
            meta: Meta::default(),
            title: title.to_owned(),
            places: BTreeMap::new(),
            own_sections: BTreeSet::new(),
            step_count: 0,
        };
        page.title_under(collection).into_owned()
    }

    #[test]
    fn a_title_does_not_repeat_its_collection() {
        assert_eq!(short("哈客網路學院：查看學習紀錄", "哈客網路學院"), "查看學習紀錄");
        assert_eq!(short("e等公務園學習平台帳號註冊及設定", "e等公務園學習平台"), "帳號註冊及設定");
        assert_eq!(short("Hakka Academy: your records", "Hakka Academy"), "Your records");
        assert_eq!(short("Hakka Academy: “my” records", "Hakka Academy"), "“my” records");
    }

    #[test]
    fn a_title_that_says_nothing_without_its_collection_stays() {
        assert_eq!(short("Formats", "Form"), "Formats");
        assert_eq!(short("表單", "表單"), "表單");
        assert_eq!(short("登入", ""), "登入");
    }
}
