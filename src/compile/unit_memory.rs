//! What was made of pages, kept from one state of a site to the next with all that it was made of.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::known_entry::{KnownEntry, KnownInputs};
use super::linked::LinkedSite;
use super::memory::{InputComparison, KeyInput};
use super::setup::SetupKeys;
use crate::fingerprint::Fingerprint;
use crate::model::{Draft, SeenFacts, Site};
use crate::resolve::SiteNames;
use crate::source::SourceId;
use crate::url::TreePath;

/// What was made of an entry, and what it was made of beside what all entries share.
#[derive(Debug)]
pub(super) struct MadeUnit<T> {
    /// The entry; its texts and sidecars are compared.
    entry: Option<Arc<KnownEntry>>,
    /// What was seen of other pages.
    seen: SeenFacts,
    /// How its pictures are shown.
    pictures: BTreeMap<TreePath, Option<Fingerprint>>,
    pub(super) output: T,
}

impl<T> MadeUnit<T> {
    pub(super) fn new(linked: &LinkedSite, at: usize, (seen, output): (SeenFacts, T)) -> Self {
        let entry = linked.entries.get(at).map(Arc::clone);
        let uses = entry.iter().flat_map(|entry| &entry.profiles);
        let files = uses.flat_map(|(_, uses)| uses.pictures.keys());
        let pictures = files.map(|file| (file.clone(), linked.pictures.look(file))).collect();
        Self { entry, seen, pictures, output }
    }
}

/// What all units of a state are made of.
#[derive(Debug, Clone)]
pub(super) struct SharedInputs {
    keys: SetupKeys,
    names: Arc<SiteNames>,
    /// Where templates are filled: the whole site, and the fingerprint of what pages say of files.
    around: Option<(Arc<Site>, Fingerprint)>,
}

/// What was made of the entries and lone sources of the last states.
#[derive(Debug)]
pub(super) struct UnitMemory<T>(Mutex<KeptUnits<T>>);

#[derive(Debug)]
struct KeptUnits<T> {
    shared: Option<SharedInputs>,
    /// Counts how often everything was forgotten.
    turn: usize,
    units: Vec<Option<Arc<MadeUnit<T>>>>,
    /// What was made of sources without a page.
    lone: BTreeMap<SourceId, (Arc<str>, Arc<T>)>,
}

/// The units as one state of a site sees them.
#[derive(Clone, Copy)]
pub(super) struct KnownUnits<'a, T> {
    memory: &'a UnitMemory<T>,
    linked: &'a LinkedSite,
    compare: InputComparison,
    turn: usize,
}

impl SharedInputs {
    /// The inputs of findings and search records.
    pub(super) fn of(linked: &LinkedSite) -> Self {
        Self { keys: linked.setup.keys, names: Arc::clone(&linked.names), around: None }
    }

    /// The inputs of pages as the templates make them. `files` is the fingerprint of what pages say of
    /// downloads and handouts.
    pub(super) fn of_pages(linked: &LinkedSite, files: Fingerprint) -> Self {
        Self { around: Some((Arc::clone(&linked.site), files)), ..Self::of(linked) }
    }

    fn is_same(&self, now: &Self, compare: InputComparison) -> bool {
        let around = match (&self.around, &now.around) {
            (Some((site, files)), Some((now_site, now_files))) => {
                compare.is_same(KeyInput::Profiles, Arc::ptr_eq(site, now_site))
                    && compare.is_same(KeyInput::Files, files == now_files)
            }
            (last, now) => last.is_none() && now.is_none(),
        };
        around
            && compare.is_same(KeyInput::Setup, self.keys.units == now.keys.units)
            && compare.is_same(KeyInput::Names, Arc::ptr_eq(&self.names, &now.names))
    }
}

impl<T> Default for UnitMemory<T> {
    fn default() -> Self {
        Self(Mutex::new(KeptUnits { shared: None, turn: 0, units: Vec::new(), lone: BTreeMap::new() }))
    }
}

impl<T> UnitMemory<T> {
    /// The units that are still right for a state.
    pub(super) fn of<'a>(
        &'a self,
        linked: &'a LinkedSite,
        shared: SharedInputs,
        compare: InputComparison,
    ) -> KnownUnits<'a, T> {
        let mut kept = self.kept();
        if kept.shared.as_ref().is_none_or(|last| !last.is_same(&shared, compare)) {
            kept.turn += 1;
            kept.units.clear();
            kept.lone.clear();
        }
        kept.shared = Some(shared);
        kept.units.resize_with(linked.names.len(), || None);
        KnownUnits { memory: self, linked, compare, turn: kept.turn }
    }

    fn kept(&self) -> MutexGuard<'_, KeptUnits<T>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<T> KnownUnits<'_, T> {
    /// What was made of an entry, or is made now.
    pub(super) fn entry(&self, at: usize, make: impl FnOnce() -> MadeUnit<T>) -> Arc<MadeUnit<T>> {
        let kept = self.memory.kept().units.get(at).cloned().flatten();
        if let Some(unit) = kept.filter(|unit| self.is_right(unit, at)) {
            return unit;
        }
        let made = Arc::new(make());
        let mut kept = self.memory.kept();
        if kept.turn == self.turn
            && let Some(place) = kept.units.get_mut(at)
        {
            *place = Some(Arc::clone(&made));
        }
        made
    }

    fn is_right(&self, unit: &MadeUnit<T>, at: usize) -> bool {
        let (linked, compare) = (self.linked, self.compare);
        let (Some(entry), Some(now)) = (&unit.entry, linked.entries.get(at)) else { return false };
        let inputs = KnownInputs { compare, tree: &linked.tree, sidecars: &linked.setup.sidecars };
        let is_shown = |(file, look): (&TreePath, &Option<Fingerprint>)| linked.pictures.look(file) == *look;
        (Arc::ptr_eq(entry, now) || entry.is_made_of(inputs))
            && compare.is_same(KeyInput::Seen, unit.seen.hold(&linked.site))
            && compare.is_same(KeyInput::Pictures, unit.pictures.iter().all(is_shown))
    }

    /// What was made of a source without a page, or is made now.
    pub(super) fn lone(&self, draft: &Draft, make: impl FnOnce() -> T) -> Arc<T> {
        let id = draft.head.source;
        let Some(source) = self.linked.tree.source(id) else { return Arc::new(make()) };
        let kept = self.memory.kept().lone.get(&id).cloned();
        if let Some((_, unit)) = kept.filter(|(text, _)| self.compare.is_same_text(text, source)) {
            return unit;
        }
        let made = Arc::new(make());
        let mut kept = self.memory.kept();
        if kept.turn == self.turn {
            kept.lone.insert(id, (Arc::clone(&source.text), Arc::clone(&made)));
        }
        made
    }
}
