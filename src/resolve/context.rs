//! What the stages of linking look things up in.

use super::files::Files;
use super::pair::Pairs;
use super::settings::ResolveSettings;
use crate::lang::Lang;
use crate::source::{ContentTree, SourceId};
use crate::url::TreePath;

/// Everything that the stages look things up in.
pub(super) struct ResolveContext<'a> {
    pub(super) settings: ResolveSettings<'a>,
    pub(super) tree: &'a ContentTree,
    pub(super) pairs: Pairs<'a>,
    pub(super) files: Files<'a>,
}

impl<'a> ResolveContext<'a> {
    pub(super) fn languages(&self) -> &'a [Lang] {
        &self.settings.config.languages
    }

    /// The path of a source; links in the source are relative to it.
    pub(super) fn path(&self, source: SourceId) -> Option<&'a TreePath> {
        self.tree.source(source).map(|source| &source.path)
    }
}
