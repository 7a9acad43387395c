//! What the stages of linking look things up in.

use std::sync::Arc;

use super::address::Addresses;
use super::files::Files;
use super::pair::Pairs;
use super::settings::ResolveSettings;
use crate::diag::Problem;
use crate::lang::Lang;
use crate::model::{Draft, DraftHead};
use crate::source::{ContentTree, SourceId};
use crate::url::TreePath;

/// Which sources are pages, and at which addresses.
#[derive(Debug, Default)]
pub(crate) struct SiteNames {
    pub(super) pairs: Pairs,
    pub(super) addresses: Addresses,
    /// What was odd about names and addresses.
    pub(crate) problems: Vec<Problem>,
}

/// Gives the draft of a source: one that is kept, or one that is parsed now.
pub(crate) type DraftOf<'a> = &'a (dyn Fn(&DraftHead) -> Option<Arc<Draft>> + Sync);

/// Everything that the stages look things up in.
pub(crate) struct ResolveContext<'a> {
    pub(super) settings: ResolveSettings<'a>,
    pub(super) tree: &'a ContentTree,
    pub(super) names: &'a SiteNames,
    pub(super) files: Files<'a>,
    pub(super) draft: DraftOf<'a>,
}

impl<'a> ResolveContext<'a> {
    pub(super) fn languages(&self) -> &'a [Lang] {
        &self.settings.config.languages
    }

    pub(super) fn pairs(&self) -> &'a Pairs {
        &self.names.pairs
    }

    /// The path of a source; links in the source are relative to it.
    pub(super) fn path(&self, source: SourceId) -> Option<&'a TreePath> {
        self.tree.source(source).map(|source| &source.path)
    }
}
