//! Pages of the site: every reference leads to something that exists.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::convert::Infallible;
use std::sync::Arc;

use super::block::{Block, Panel, StepHead};
use super::draft::PageKey;
use super::inline::Inline;
use super::mark::Sidecar;
use super::meta::Meta;
use super::stage::Stage;
use crate::diag::Problem;
use crate::lang::Lang;
use crate::source::{SourceId, Span};
use crate::url::{SitePath, TreePath};

/// The stage of pages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Resolved;

impl Stage for Resolved {
    type Link = Link;
    type Image = Picture;
    type Include = Infallible;
    type Heading = Heading;
}

/// Blocks whose references are decided.
pub type PageBlocks = Vec<Block<Resolved>>;

/// Running text whose references are decided.
pub type PageInlines = Vec<Inline<Resolved>>;

/// Where a reference leads. What led nowhere became plain text, and a problem.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Link {
    /// A page of the site, or a place in it.
    Page {
        /// The page's address.
        page: SitePath,
        /// The id of a place in it.
        fragment: Option<String>,
    },
    /// A file that is copied to the site.
    Download(SitePath),
    /// Another site, a mail address.
    Outside(String),
}

/// A picture that exists under `content/`.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Picture {
    /// The whole image in the source.
    pub span: Span,
    /// The file that is shown: the localised one if there is one.
    pub file: TreePath,
    /// The alternative text.
    pub alt: String,
    /// The caption.
    pub caption: Option<String>,
    /// Counted through the page, from 1; 0 for small pictures amid text.
    pub number: u32,
}

/// A heading that is neither a section nor a panel.
#[derive(Debug, Clone, PartialEq, Hash)]
pub struct Heading {
    /// Where it is written.
    pub span: Span,
    /// 2 to 6: never above the section it stands in.
    pub level: u8,
    /// Its anchor.
    pub id: String,
    /// What it says.
    pub title: Vec<Inline<Resolved>>,
}

/// What a section is.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum SectionKind {
    /// A chapter without a number.
    Plain,
    /// A step or sub-step.
    Step(StepHead),
}

/// A stretch of a page under one heading. Sub-steps follow their step; they
/// are not inside it.
#[derive(Debug, Clone, PartialEq, Hash)]
pub struct Section {
    /// Its anchor, the same in every language.
    pub id: String,
    /// The heading's place.
    pub span: Span,
    /// What it is.
    pub kind: SectionKind,
    /// Set if the text is in another language than the page: a step that is
    /// not translated yet.
    pub foreign: Option<Lang>,
    /// The title without word and number.
    pub title: Vec<Inline<Resolved>>,
    /// What stands before the first panel.
    pub body: Vec<Block<Resolved>>,
    /// Continuations over further screenshots.
    pub panels: Vec<Panel<Resolved>>,
}

/// A footnote at the end of a page.
#[derive(Debug, Clone, PartialEq, Hash)]
pub struct Footnote {
    /// From 1.
    pub number: u32,
    /// What it says.
    pub blocks: Vec<Block<Resolved>>,
}

/// What a page is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
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

/// One page in one language.
#[derive(Debug, Clone, PartialEq, Hash)]
pub struct Page {
    /// What pairs it with its translations.
    pub key: PageKey,
    /// The language of the reader: of the menus around the text.
    pub lang: Lang,
    /// The language of the text; another one if there is no translation.
    pub text_lang: Lang,
    /// What it is for.
    pub kind: PageKind,
    /// The source of the text; `None` for a collection without an index file.
    pub source: Option<SourceId>,
    /// Where it is found.
    pub address: SitePath,
    /// The front matter.
    pub meta: Meta,
    /// Never empty.
    pub title: String,
    /// What stands before the first section.
    pub intro: Vec<Block<Resolved>>,
    /// The sections in order.
    pub sections: Vec<Section>,
    /// The footnotes by number.
    pub footnotes: Vec<Footnote>,
}

impl Page {
    /// The title where the title of its collection stands beside it: without
    /// that, if it begins so and says something without. `哈客網路學院：查看紀錄`
    /// is `查看紀錄` among the guides of `哈客網路學院`.
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
    /// Indices of its guides and ordinary pages in [`Site::pages`].
    pub members: Vec<usize>,
}

/// The whole site, linked.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Site {
    /// The languages, in the order of `stepbook.toml`.
    pub languages: Vec<Lang>,
    /// All pages of all languages: language by language in the order of
    /// `stepbook.toml`, then by key. Every key has a page in every language.
    pub pages: Vec<Page>,
    /// Indices in [`Site::pages`] by address.
    pub addresses: BTreeMap<SitePath, usize>,
    /// The collections of each language, in reading order.
    pub collections: BTreeMap<Lang, Vec<Collection>>,
    /// Sidecars of the pictures that pages show, the accessibility mark among
    /// them, by the picture's file.
    pub sidecars: BTreeMap<TreePath, Arc<Sidecar>>,
    /// Files to copy: source, address.
    pub downloads: BTreeMap<TreePath, SitePath>,
    /// Former addresses and the pages that they lead to now.
    pub aliases: BTreeMap<SitePath, SitePath>,
    /// What could not be linked.
    pub problems: Vec<Problem>,
}

impl Site {
    /// The page at `address`.
    #[must_use]
    pub fn page_at(&self, address: &SitePath) -> Option<&Page> {
        self.pages.get(*self.addresses.get(address)?)
    }

    /// The page of a key in a language: what the language switch leads to.
    #[must_use]
    pub fn page(&self, key: &PageKey, lang: &Lang) -> Option<&Page> {
        let keys = self.pages.len().checked_div(self.languages.len())?;
        let block = self.languages.iter().position(|other| other == lang)? * keys;
        let pages = self.pages.get(block..block + keys)?;
        pages.get(pages.binary_search_by(|page| page.key.cmp(key)).ok()?)
    }

    /// The page that a link leads to, and the section whose id it names.
    #[must_use]
    pub fn target(&self, link: &Link) -> Option<(&Page, Option<&Section>)> {
        let Link::Page { page, fragment } = link else { return None };
        let page = self.page_at(page)?;
        Some((page, page.sections.iter().find(|section| Some(&section.id) == fragment.as_ref())))
    }

    /// The files of all pictures that pages show.
    #[must_use]
    pub fn picture_files(&self) -> std::collections::BTreeSet<TreePath> {
        let mut files = std::collections::BTreeSet::new();
        for page in &self.pages {
            page.each_picture(&mut |picture| _ = files.insert(picture.file.clone()));
        }
        files
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn short(title: &str, collection: &str) -> String {
        let page = Page {
            key: PageKey { folder: String::new(), name: String::new() },
            lang: Lang::undetermined(),
            text_lang: Lang::undetermined(),
            kind: PageKind::Guide,
            source: None,
            address: SitePath::new("a.html"),
            meta: Meta::default(),
            title: title.to_owned(),
            intro: Vec::new(),
            sections: Vec::new(),
            footnotes: Vec::new(),
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
