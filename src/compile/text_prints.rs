//! The fingerprints of the texts of a site.

use rayon::prelude::*;

use crate::fingerprint::{Fingerprint, Fingerprinter};
use crate::source::{ContentTree, Source, SourceId};

/// The fingerprint of each text, by the id of its source.
#[derive(Debug)]
pub(super) struct TextPrints(Vec<Fingerprint>);

impl TextPrints {
    pub(super) fn of(tree: &ContentTree) -> Self {
        let sources: Vec<&Source> = tree.sources().collect();
        let of_text = |source: &&Source| Fingerprinter::default().add(&source.text).fingerprint();
        let found: Vec<Fingerprint> = sources.par_iter().map(of_text).collect();
        let last = sources.iter().map(|source| place(source.id) + 1).max().unwrap_or(0);
        let mut prints = vec![Fingerprint::default(); last];
        for (source, found) in sources.iter().zip(found) {
            prints.get_mut(place(source.id)).into_iter().for_each(|print| *print = found);
        }
        Self(prints)
    }

    /// The fingerprint of a source's text.
    pub(super) fn get(&self, id: SourceId) -> Option<Fingerprint> {
        self.0.get(place(id)).copied()
    }
}

fn place(id: SourceId) -> usize {
    usize::try_from(id.0).unwrap_or(0)
}
