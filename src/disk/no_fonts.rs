//! The fonts of the system for a program without handouts, which needs none.

use crate::source::{ContentTree, FontFile};
use crate::url::TreePath;

/// The characters of a tree for which fonts are needed: never any.
#[derive(Debug, Clone, Default)]
pub(super) struct FontNeeds {}

impl FontNeeds {
    /// No needs, and no fonts.
    pub(super) fn after(self, _: &ContentTree, _: &[TreePath]) -> (Self, Option<Vec<FontFile>>) {
        (self, None)
    }
}
