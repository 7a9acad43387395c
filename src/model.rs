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
mod stage;
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
pub use stage::{Stage, StepNumber};
