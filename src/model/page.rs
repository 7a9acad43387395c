//! Pages of the linked site, in which every reference leads to something that
//! exists.

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
    type TargetName = TargetName;
}

/// Blocks of a page.
pub type PageBlocks = Vec<Block<Resolved>>;

/// Running text of a page.
pub type PageInlines = Vec<Inline<Resolved>>;

/// The destination of a reference. A reference that leads nowhere is not a link
/// but plain text, and a problem.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Link {
    /// A page of the site, or a place in it.
    Page {
        /// The page's address.
        page: SitePath,
        /// The id of a place in the page.
        fragment: Option<String>,
    },
    /// A file that is copied to the site.
    Download(SitePath),
    /// Another site or a mail address.
    Outside(String),
}

/// The name of a target, in the language of the text that leads there.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct TargetName {
    /// `步驟 5-2`; for a target without a number, its title.
    pub label: String,
    /// The title of a target that has a number; else empty.
    pub title: String,
    /// Label and title in one text: `步驟 5-2「更新憑證」`.
    pub whole: String,
}

/// A picture that exists under `content/`.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Picture {
    /// The place of the whole picture in the source.
    pub span: Span,
    /// The file that is shown: the twin in the page's language if there is one.
    pub file: TreePath,
    /// The alternative text.
    pub alt: String,
    /// The caption.
    pub caption: Option<String>,
    /// The picture's number in the page, counted from 1; 0 for a small picture in
    /// running text.
    pub number: u32,
}

/// A heading that is neither a section nor a panel.
#[derive(Debug, Clone, PartialEq, Hash)]
pub struct Heading {
    /// The place of the heading.
    pub span: Span,
    /// The level, 2 to 6; never above the level of its section's heading.
    pub level: u8,
    /// The id of the heading's anchor.
    pub id: String,
    /// The title.
    pub title: Vec<Inline<Resolved>>,
}

/// The kind of a section.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum SectionKind {
    /// A section that is not a step.
    Plain,
    /// A step or sub-step.
    Step(StepHead),
}

/// A stretch of a page under one heading. A sub-step is a section of its own that
/// follows its step.
#[derive(Debug, Clone, PartialEq, Hash)]
pub struct Section {
    /// The id of the section's anchor, the same in every language.
    pub id: String,
    /// The place of the heading.
    pub span: Span,
    /// The kind of the section.
    pub kind: SectionKind,
    /// The language of the text, if it is not the page's language: the step is not
    /// translated yet.
    pub foreign: Option<Lang>,
    /// The title without step word and number.
    pub title: Vec<Inline<Resolved>>,
    /// The blocks before the first panel.
    pub body: Vec<Block<Resolved>>,
    /// Continuations over further screenshots.
    pub panels: Vec<Panel<Resolved>>,
}

/// A footnote at the end of a page.
#[derive(Debug, Clone, PartialEq, Hash)]
pub struct Footnote {
    /// The footnote's number, counted from 1.
    pub number: u32,
    /// The text of the footnote.
    pub blocks: Vec<Block<Resolved>>,
}

/// The kind of a page.
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
    /// The blocks before the first section.
    pub intro: Vec<Block<Resolved>>,
    /// The sections in order.
    pub sections: Vec<Section>,
    /// The footnotes by number.
    pub footnotes: Vec<Footnote>,
}

impl Page {
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
    /// Sidecars of the pictures that pages show, and of those that the settings
    /// name, by the picture's file.
    pub sidecars: BTreeMap<TreePath, Arc<Sidecar>>,
    /// Files to copy: path under `content/` → address.
    pub downloads: BTreeMap<TreePath, SitePath>,
    /// Former addresses → addresses of the pages that they lead to now.
    pub aliases: BTreeMap<SitePath, SitePath>,
    /// Problems that were noticed while linking.
    pub problems: Vec<Problem>,
}

impl Site {
    /// The page at `address`.
    #[must_use]
    pub fn page_at(&self, address: &SitePath) -> Option<&Page> {
        self.pages.get(*self.addresses.get(address)?)
    }

    /// The page of a key in a language, to which the language switch leads.
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
