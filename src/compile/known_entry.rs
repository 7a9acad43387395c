//! The type [`KnownEntry`]: what an entry says of itself, with what it is made of.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::memory::{InputComparison, KeyInput, UsedTexts};
use super::sidecars::Sidecars;
use crate::model::Sidecar;
use crate::resolve::EntryProfiles;
use crate::source::ContentTree;
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

impl KnownEntry {
    /// Whether the texts and sidecars are the same.
    pub(super) fn is_made_of(&self, KnownInputs { compare, tree, sidecars }: KnownInputs<'_>) -> bool {
        let same = |(path, last): (&TreePath, &Arc<Sidecar>)| {
            sidecars.by_path.get(path).is_some_and(|now| Arc::ptr_eq(last, now))
        };
        compare.has_texts(&self.texts, tree)
            && compare.is_same(KeyInput::Sidecars, self.sidecars.iter().all(same))
    }

    /// Whether it is made of the same files as another one, whatever they say.
    pub(super) fn has_files_of(&self, other: &Self) -> bool {
        self.texts.iter().map(|(id, _)| id).eq(other.texts.iter().map(|(id, _)| id))
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
