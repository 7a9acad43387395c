//! The type [`SiteEntries`]: all entries of a state, and which of them a save may change.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Deref;
use std::sync::{Arc, OnceLock};

use super::known_entry::KnownEntry;
use crate::source::{Source, SourceId};

/// The entries that are made of each text, by their places.
type EntriesByText = BTreeMap<SourceId, Vec<usize>>;

/// All entries of a state.
#[derive(Debug)]
pub(super) struct SiteEntries {
    all: Vec<Arc<KnownEntry>>,
    /// Found when the first text is saved; states share it as long as entries are made of the same files.
    by_text: Arc<OnceLock<EntriesByText>>,
}

impl SiteEntries {
    pub(super) fn of(all: Vec<Arc<KnownEntry>>) -> Self {
        Self { all, by_text: Arc::default() }
    }

    /// These entries where only texts have changed: those that are made of them are looked at, and the
    /// others stay. A look at each entry, for every save, kept all processors busy that the browser needs.
    pub(super) fn with(&self, changed: &[&Source], entry: impl Fn(usize) -> Arc<KnownEntry>) -> Self {
        let by_text = self.by_text.get_or_init(|| by_text(&self.all));
        let places: BTreeSet<usize> =
            changed.iter().filter_map(|source| by_text.get(&source.id)).flatten().copied().collect();
        let (mut all, mut same_files) = (self.all.clone(), true);
        for at in places {
            if let Some(place) = all.get_mut(at) {
                let now = entry(at);
                same_files &= now.has_files_of(place);
                *place = now;
            }
        }
        if same_files { Self { all, by_text: Arc::clone(&self.by_text) } } else { Self::of(all) }
    }
}

impl Deref for SiteEntries {
    type Target = [Arc<KnownEntry>];

    fn deref(&self) -> &Self::Target {
        &self.all
    }
}

fn by_text(entries: &[Arc<KnownEntry>]) -> EntriesByText {
    let mut by_text = EntriesByText::new();
    for (at, entry) in entries.iter().enumerate() {
        for (id, _) in &entry.texts {
            by_text.entry(*id).or_default().push(at);
        }
    }
    by_text
}
