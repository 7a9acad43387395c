//! The fonts of handouts. A program that is built without handouts has no fonts.

#[cfg(feature = "pdf")]
use std::borrow::Cow;

#[cfg(feature = "pdf")]
use crate::fonts::Fonts;
use crate::source::ContentTree;

/// The fonts for the handouts of a content tree.
#[derive(Debug)]
pub(super) struct PrintFonts {
    #[cfg(feature = "pdf")]
    pub(super) fonts: Cow<'static, Fonts>,
}

#[cfg(feature = "pdf")]
impl PrintFonts {
    pub(super) fn for_tree(tree: &ContentTree) -> Self {
        Self { fonts: Fonts::with(tree.fonts()) }
    }

    /// Whether handouts can show a character.
    pub(super) fn covers(&self, c: char) -> bool {
        self.fonts.covers(c)
    }
}

#[cfg(not(feature = "pdf"))]
impl PrintFonts {
    pub(super) fn for_tree(_: &ContentTree) -> Self {
        Self {}
    }

    /// Always `true`: without handouts no character can be missing.
    #[expect(clippy::unused_self, reason = "the twin that prints asks its fonts")]
    pub(super) fn covers(&self, _: char) -> bool {
        true
    }
}
