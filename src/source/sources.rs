//! The sources of a tree, by path and by id.
//!
//! A path gets its id when it first appears and keeps it as long as the tree and its
//! copies live, also while there is no file. So what was made of a source, with the
//! spans in it, stays right when other files come and go.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::text::{Decoded, Source, SourceId};
use crate::url::TreePath;

/// Sources, ordered by path.
#[derive(Debug, Clone, Default)]
pub(super) struct SourceTable {
    pub(super) ordered: Vec<Arc<Source>>,
    /// The ids of all paths that ever had a source.
    ids: Arc<BTreeMap<TreePath, SourceId>>,
    /// Where the source of each id is in `ordered`.
    places: Arc<Vec<Option<usize>>>,
}

impl SourceTable {
    pub(super) fn get(&self, id: SourceId) -> Option<&Arc<Source>> {
        self.ordered.get(self.place(id)?)
    }

    pub(super) fn at(&self, path: &TreePath) -> Option<&Arc<Source>> {
        let at = self.ordered.binary_search_by(|source| source.path.cmp(path)).ok()?;
        self.ordered.get(at)
    }

    /// The place of a source in the order of paths; after all others if there is none.
    pub(super) fn rank(&self, id: SourceId) -> usize {
        self.place(id).unwrap_or(usize::MAX)
    }

    pub(super) fn is_refused(&self, path: &TreePath, reason: &str) -> bool {
        self.at(path).is_some_and(|source| matches!(&source.decoded, Decoded::Refused(why) if why == reason))
    }

    /// Puts sources at their paths, or takes them out. New paths get ids in the order of
    /// the changes.
    pub(super) fn change(&mut self, changes: Vec<(TreePath, Option<Source>)>) {
        let mut added = Vec::new();
        let mut gone = BTreeSet::new();
        for (path, source) in changes {
            let source = source.map(|source| Arc::new(Source { id: self.id(&path), ..source }));
            let place = self.ordered.binary_search_by(|other| other.path.cmp(&path)).ok();
            match (place.and_then(|at| self.ordered.get_mut(at)), source) {
                (Some(old), Some(source)) => *old = source,
                (Some(old), None) => _ = gone.insert(old.id),
                (None, source) => added.extend(source),
            }
        }
        if !gone.is_empty() || !added.is_empty() {
            self.ordered.retain(|source| !gone.contains(&source.id));
            self.ordered.extend(added);
            self.ordered.sort_by(|a, b| a.path.cmp(&b.path));
            self.number();
        }
    }

    /// The id of a path, which is a new one if the path is new.
    fn id(&mut self, path: &TreePath) -> SourceId {
        let next = SourceId(u32::try_from(self.ids.len()).unwrap_or(u32::MAX));
        if let Some(known) = self.ids.get(path) {
            return *known;
        }
        Arc::make_mut(&mut self.ids).insert(path.clone(), next);
        next
    }

    fn place(&self, id: SourceId) -> Option<usize> {
        *self.places.get(usize::try_from(id.0).ok()?)?
    }

    fn number(&mut self) {
        let mut places = vec![None; self.ids.len()];
        for (place, source) in self.ordered.iter().enumerate() {
            if let Some(of) = usize::try_from(source.id.0).ok().and_then(|id| places.get_mut(id)) {
                *of = Some(place);
            }
        }
        self.places = Arc::new(places);
    }
}
