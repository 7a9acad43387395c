//! A source after parsing: its blocks in order, its references still words.

use std::ops::Range;

use super::block::Block;
use super::inline::Inline;
use super::meta::Meta;
use super::stage::{Stage, StepNumber};
use crate::diag::Problem;
use crate::lang::Lang;
use crate::source::{SourceId, Span};
use crate::url::TreePath;

/// The stage of drafts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Parsed;

impl Stage for Parsed {
    type Link = RawLink;
    type Image = RawImage;
    type Include = RawLink;
    type Heading = DraftHeading;
}

/// Blocks as they are written.
pub type DraftBlocks = Vec<Block<Parsed>>;

/// Running text as it is written.
pub type DraftInlines = Vec<Inline<Parsed>>;

/// A reference as it is written.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct RawLink {
    /// The destination, entities and escapes undone, percent codes not.
    pub destination: String,
    /// What to underline when it leads nowhere: the destination if it can be
    /// found in the text, else the whole reference.
    pub span: Span,
}

/// A picture as it is written.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct RawImage {
    /// The destination, entities and escapes undone, percent codes not.
    pub destination: String,
    /// The alternative text.
    pub alt: String,
    /// The title: the caption.
    pub caption: Option<String>,
    /// The whole image.
    pub span: Span,
    /// The destination within it, or the whole if it can't be found.
    pub destination_span: Span,
}

/// A heading as it is written; sections are made of them in `resolve`, after
/// parts have been put in.
#[derive(Debug, Clone, PartialEq, Hash)]
pub struct DraftHeading {
    /// The whole heading.
    pub span: Span,
    /// 1 to 6.
    pub level: u8,
    /// `{#id}`, and where it is written.
    pub id: Option<(String, Span)>,
    /// The title without step word, number, optional mark and id.
    pub title: Vec<Inline<Parsed>>,
    /// Set if the heading begins with a step word of its language.
    pub step: Option<WrittenStep>,
}

/// What a step heading says of its number.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct WrittenStep {
    /// `None`: the step word. `Some(k)`: the k-th series, from 0.
    pub series: Option<usize>,
    /// The number, if one is written, and where.
    pub number: Option<(StepNumber, Span)>,
    /// Ends with the mark of an optional step.
    pub optional: bool,
}

/// What a source is for, by its path.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum DraftKind {
    /// `content/index.LANG.md`.
    Home,
    /// `index.LANG.md` of another folder.
    Collection,
    /// Any other page, with or without steps.
    Page,
    /// Lies under a folder whose name begins with `_`: gets no page.
    Part,
}

/// What the languages of one page share: its place under `content/`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PageKey {
    /// The folder, `/`-separated; empty for `content/` itself.
    pub folder: String,
    /// The file name without language and `.md`.
    pub name: String,
}

impl PageKey {
    /// Folder and name: `elearn/register`. Commands name guides so, and
    /// progress is kept under it.
    #[must_use]
    pub fn path(&self) -> String {
        if self.folder.is_empty() { self.name.clone() } else { format!("{}/{}", self.folder, self.name) }
    }
}

/// A footnote's text.
#[derive(Debug, Clone, PartialEq, Hash)]
pub struct DraftFootnote {
    /// Its number in the order of first reference, from 1.
    pub number: u32,
    /// What it says.
    pub blocks: Vec<Block<Parsed>>,
}

/// One parsed source.
#[derive(Debug, Clone, PartialEq)]
pub struct Draft {
    /// The file.
    pub source: SourceId,
    /// Its path.
    pub path: TreePath,
    /// What pairs it with its translations.
    pub key: PageKey,
    /// Its language, from its name.
    pub lang: Lang,
    /// What it is for.
    pub kind: DraftKind,
    /// The front matter.
    pub meta: Meta,
    /// The text.
    pub blocks: Vec<Block<Parsed>>,
    /// The footnotes that are referred to, by number.
    pub footnotes: Vec<DraftFootnote>,
    /// Bytes of the source that are running text: where words are checked.
    /// Ordered, apart from each other.
    pub prose: Vec<Range<usize>>,
    /// What was odd on the way.
    pub problems: Vec<Problem>,
}
