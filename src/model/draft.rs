//! Drafts: parsed sources. The blocks are in order; the references are still words.

use std::ops::Range;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

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
    type TargetName = ();
}

/// Blocks of a draft.
pub type DraftBlocks = Vec<Block<Parsed>>;

/// Running text of a draft.
pub type DraftInlines = Vec<Inline<Parsed>>;

/// A reference as the author wrote it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct RawLink {
    /// The destination. Entities and escapes are decoded, percent codes are not.
    pub destination: String,
    /// The text to underline if the reference leads nowhere: the destination if
    /// it can be found in the source, else the whole reference.
    pub span: Span,
}

/// A picture as the author wrote it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct RawImage {
    /// The destination. Entities and escapes are decoded, percent codes are not.
    pub destination: String,
    /// The alternative text.
    pub alt: String,
    /// The caption, which Markdown calls the title of an image.
    pub caption: Option<String>,
    /// The place of the whole picture.
    pub span: Span,
    /// The place of the destination, or of the whole picture if the destination
    /// can't be found.
    pub destination_span: Span,
    /// Whether the picture stands alone in its line. Such a picture is a screenshot, also where it
    /// touches a line of text.
    pub own_line: bool,
}

/// A heading as the author wrote it. `resolve` makes sections of headings, after
/// it has put the parts in.
#[derive(Debug, Clone, PartialEq, Hash)]
pub struct DraftHeading {
    /// The place of the whole heading.
    pub span: Span,
    /// The level, 1 to 6.
    pub level: u8,
    /// The id from `{#id}`, and its place.
    pub id: Option<(String, Span)>,
    /// The title without step word, number, optional mark and id.
    pub title: Vec<Inline<Parsed>>,
    /// The step, if the heading begins with a step word of its language.
    pub step: Option<WrittenStep>,
}

/// What the heading of a step says about the step.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct WrittenStep {
    /// The series: `None` for the step word, `Some(k)` for the word of the k-th
    /// extra series, counted from 0.
    pub series: Option<usize>,
    /// The number and its place, if a number is written.
    pub number: Option<(StepNumber, Span)>,
    /// Whether the heading ends with the mark of an optional step.
    pub optional: bool,
}

/// The purpose of a source, which its path tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum DraftKind {
    /// The home page of a language: `content/index.LANG.md`.
    Home,
    /// The page of a collection: `index.LANG.md` in another folder.
    Collection,
    /// Any other page, with or without steps.
    Page,
    /// A part, which gets no page: a source in or below a folder whose name
    /// begins with `_`.
    Part,
}

/// The key that a page and its twins share: the place under `content/`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct PageKey {
    /// The folder, `/`-separated; empty for `content/` itself.
    pub folder: String,
    /// The file name without language and `.md`.
    pub name: String,
}

impl PageKey {
    /// Folder and name, such as `elearn/register`. Commands name guides in this
    /// way, and a reader's progress is stored under this path.
    #[must_use]
    pub fn path(&self) -> String {
        if self.folder.is_empty() { self.name.clone() } else { format!("{}/{}", self.folder, self.name) }
    }
}

/// A footnote's text.
#[derive(Debug, Clone, PartialEq, Hash)]
pub struct DraftFootnote {
    /// The footnote's number, in the order of first references, counted from 1.
    pub number: u32,
    /// The text of the footnote.
    pub blocks: Vec<Block<Parsed>>,
}

/// What a source says of itself, without its text.
#[derive(Debug, Clone, PartialEq, Hash)]
pub struct DraftHead {
    /// The source that was parsed.
    pub source: SourceId,
    /// The path of the source.
    pub path: TreePath,
    /// The key that the source shares with its twins.
    pub key: PageKey,
    /// The language, from the file's name.
    pub lang: Lang,
    /// The purpose of the source.
    pub kind: DraftKind,
    /// The front matter.
    pub meta: Meta,
}

/// One parsed source.
#[derive(Debug, Clone, PartialEq)]
pub struct Draft {
    /// What the source says of itself.
    pub head: Arc<DraftHead>,
    /// The text.
    pub blocks: Vec<Block<Parsed>>,
    /// The footnotes that are referred to, by number.
    pub footnotes: Vec<DraftFootnote>,
    /// The ranges of bytes of the source that are running text, in which rules
    /// check words. They are ordered and don't overlap.
    pub prose: Vec<Range<usize>>,
    /// The problems that were noticed while parsing.
    pub problems: Vec<Problem>,
}
