//! A page while it is being built.

use super::heading::HeadingLevels;
use crate::diag::Problem;
use crate::lang::Lang;
use crate::resolve::layout::PageLayout;
use crate::resolve::link::{LinkPage, Linker};
use crate::resolve::outline::InnerHeading;

/// A page in the making.
pub(super) struct PageBuilder<'b, 'f> {
    pub(super) linker: Linker<'b>,
    pub(super) layout: &'b PageLayout<'f>,
    pub(super) on: LinkPage,
    /// The language of the text that is being linked.
    pub(super) lang: &'b Lang,
    /// The language of the page's text.
    pub(super) text_lang: &'b Lang,
    /// Whether the text belongs to a step that comes from another language.
    pub(super) borrowed: bool,
    /// The headings of this run that have not been reached yet.
    pub(super) inner: std::slice::Iter<'b, InnerHeading<'f>>,
    pub(super) levels: HeadingLevels,
    /// Whether the text is a title; titles have no pictures.
    pub(super) in_title: bool,
    pub(super) figures: u32,
    pub(super) problems: Vec<Problem>,
}
