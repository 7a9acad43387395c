//! Pages of the linked site, in which every reference leads to something that
//! exists.

use std::convert::Infallible;
use std::sync::Arc;

use super::block::{Block, Panel, StepHead};
use super::inline::Inline;
use super::profile::PageProfile;
use super::stage::Stage;
use crate::lang::Lang;
use crate::source::Span;
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

/// One page in one language.
#[derive(Debug, Clone, PartialEq, Hash)]
pub struct Page {
    /// What other pages may see of the page.
    pub profile: Arc<PageProfile>,
    /// The blocks before the first section.
    pub intro: Vec<Block<Resolved>>,
    /// The sections in order.
    pub sections: Vec<Section>,
    /// The footnotes by number.
    pub footnotes: Vec<Footnote>,
}
