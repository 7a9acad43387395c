//! The document model: what a guide *is*, without Markdown and HTML.
//!
//! `parse` makes a [`Draft`] of each source, `resolve` turns drafts into
//! [`Page`]s, and `render` reads the pages. Drafts and pages are made of the same
//! blocks, but have different [`Stage`]s: the links of a draft are words that may
//! lead nowhere, and the links of a page are addresses that exist. This module
//! does no I/O, and its types are not serialised: templates and the search index
//! have types of their own.

mod block;
mod draft;
mod inline;
mod mark;
mod meta;
mod page;
mod profile;
mod stage;
mod step_words;
pub mod walk;
mod watched;

pub use block::{
    Alert, AlertKind, Align, Block, Branch, Definition, Figure, Item, List, Numbering, Panel, StepHead, Table,
};
pub use draft::{
    Draft, DraftBlocks, DraftFootnote, DraftHead, DraftHeading, DraftInlines, DraftKind, PageKey, Parsed,
    RawImage, RawLink, WrittenStep,
};
pub use inline::{Inline, OWN_ID, StartTag, plain_text, repeated, title_start};
pub use mark::{Mark, PinSide, Point, Rect, Redaction, Shape, Sidecar};
pub use meta::Meta;
pub use page::{
    Footnote, Heading, Link, Page, PageBlocks, PageInlines, Picture, Resolved, Section, SectionKind,
    TargetName,
};
pub(crate) use profile::count_steps;
pub use profile::{Collection, PageKind, PagePlace, PageProfile, Site, SiteFiles, SitePlaces};
pub use stage::{Stage, StepNumber};
pub use step_words::StepWords;
pub use watched::{SeenFacts, SiteWatch, WatchedSite};
