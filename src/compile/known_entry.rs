//! The type [`KnownEntry`]: what an entry says of itself, with what it is made of.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::memory::{InputComparison, KeyInput, UsedTexts};
use super::sidecars::Sidecars;
use crate::model::Sidecar;
use crate::resolve::EntryProfiles;
use crate::source::{ContentTree, Source, SourceId};
use crate::url::TreePath;

/// What an entry says of itself, with what it is made of.
#[derive(Debug)]
pub(super) struct KnownEntry {
    pub(super) texts: UsedTexts,
    /// The sidecars of its pictures, by their own path.
    pub(super) sidecars: BTreeMap<TreePath, Arc<Sidecar>>,
    pub(super) profiles: EntryProfiles,
}

/// What entries of a state are compared with.
#[derive(Clone, Copy)]
pub(super) struct KnownInputs<'a> {
    pub(super) compare: InputComparison,
    pub(super) tree: &'a ContentTree,
    pub(super) sidecars: &'a Sidecars,
}

/// The texts that are others than in the last state, if these are all that is.
pub(super) struct TouchedTexts(Option<BTreeSet<SourceId>>);

impl TouchedTexts {
    /// `changed` has the sources that differ from the last state, if that is known.
    pub(super) fn of(changed: Option<&[&Source]>, same_sidecars: bool) -> Self {
        let changed = changed.filter(|_| same_sidecars);
        Self(changed.map(|changed| changed.iter().map(|source| source.id).collect()))
    }

    /// Whether an entry is made of none of them, so that it need not be compared.
    pub(super) fn spare(&self, entry: &KnownEntry) -> bool {
        let is_spared = |touched: &BTreeSet<_>| entry.texts.iter().all(|(id, _)| !touched.contains(id));
        self.0.as_ref().is_some_and(is_spared)
    }
}

impl KnownEntry {
    /// Whether the texts and sidecars are the same.
    pub(super) fn is_made_of(&self, KnownInputs { compare, tree, sidecars }: KnownInputs<'_>) -> bool {
        let same = |(path, last): (&TreePath, &Arc<Sidecar>)| {
            sidecars.by_path.get(path).is_some_and(|now| Arc::ptr_eq(last, now))
        };
        compare.has_texts(&self.texts, tree)
            && compare.is_same(KeyInput::Sidecars, self.sidecars.iter().all(same))
    }

    /// The entry, which shares with the one before it the profiles that did not change.
    pub(super) fn like(mut self, before: Option<&Arc<Self>>) -> Self {
        let before = before.map_or(&[][..], |before| before.profiles.as_slice());
        for ((profile, _), (last, _)) in self.profiles.iter_mut().zip(before) {
            if profile == last {
                *profile = Arc::clone(last);
            }
        }
        self
    }
}
