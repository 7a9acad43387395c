//! The document model: what a guide *is*, free of Markdown and of HTML.
//!
//! `parse` makes a [`Draft`] of each source, `resolve` turns drafts into
//! [`Page`]s, `render` reads those. Both are made of the same blocks; what
//! differs is the [`Stage`]: a draft's links are words that may lead nowhere,
//! a page's links are addresses that exist. Nothing here does I/O, and nothing
//! is serialised: templates and the search index have view types of their own.

mod block;
mod draft;
mod inline;
mod mark;
mod meta;
mod page;
pub mod walk;

pub use block::{
    Alert, AlertKind, Align, Block, Branch, Definition, Figure, Item, List, Numbering, Panel, StepHead, Table,
};
pub use draft::{
    Draft, DraftBlocks, DraftFootnote, DraftHeading, DraftInlines, DraftKind, PageKey, Parsed, RawImage,
    RawLink, WrittenStep,
};
pub use inline::{Inline, StartTag, plain_text, repeated, title_start};
pub use mark::{Mark, Point, Rect, Redaction, Shape, Sidecar};
pub use meta::Meta;
pub use page::{
    Collection, Footnote, Heading, Link, Page, PageBlocks, PageInlines, PageKind, Picture, Resolved, Section,
    SectionKind, Site,
};

use std::fmt;
use std::hash::Hash;

/// What is still open and what is decided about the references of a document.
pub trait Stage {
    /// A reference in running text.
    type Link: Clone + fmt::Debug + PartialEq + Hash;
    /// A picture.
    type Image: Clone + fmt::Debug + PartialEq + Hash;
    /// The place of a part that is written in a file of its own. Resolved
    /// documents have none: [`std::convert::Infallible`].
    type Include: Clone + fmt::Debug + PartialEq + Hash;
    /// A heading inside the flow of blocks.
    type Heading: Clone + fmt::Debug + PartialEq + Hash;
}

/// The number of a step: `4`, or `4-1` for a sub-step.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct StepNumber {
    /// From 1.
    pub major: u32,
    /// From 1, for sub-steps.
    pub minor: Option<u32>,
}

impl fmt::Display for StepNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.minor {
            Some(minor) => write!(f, "{}-{minor}", self.major),
            None => write!(f, "{}", self.major),
        }
    }
}
