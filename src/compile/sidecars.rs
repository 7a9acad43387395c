//! The sidecars of a site. A sidecar is parsed again only if its text changed.

use std::collections::BTreeMap;
use std::sync::Arc;

use rayon::prelude::*;

use crate::diag::Problem;
use crate::model::Sidecar;
use crate::parse;
use crate::source::{ContentTree, Source, SourceId};
use crate::url::TreePath;

/// All sidecars.
#[derive(Debug, Default)]
pub(super) struct Sidecars {
    /// By their own path.
    pub(super) by_path: BTreeMap<TreePath, Arc<Sidecar>>,
    /// What was read, in the order of the paths.
    read: Vec<Arc<ReadSidecar>>,
}

/// A sidecar with the text that it was read from.
#[derive(Debug)]
struct ReadSidecar {
    id: SourceId,
    text: Arc<str>,
    sidecar: Arc<Sidecar>,
    problems: Vec<Problem>,
}

impl Sidecars {
    /// Reads the sidecars of a tree; those of the last state if all are the same. `changed` has the
    /// sources that differ from the last state, if that is known.
    pub(super) fn read(
        (tree, changed): (&ContentTree, Option<&[&Source]>),
        last: Option<&Arc<Self>>,
    ) -> Arc<Self> {
        let stay = changed.is_some_and(|changed| !changed.iter().any(|source| is_sidecar(source)));
        if let Some(last) = last.filter(|_| stay) {
            return Arc::clone(last);
        }
        let sources: Vec<&Source> = tree.sources().filter(|source| is_sidecar(source)).collect();
        if let Some(last) = last.filter(|last| last.has(&sources)) {
            return Arc::clone(last);
        }
        let known = last.map_or(&[][..], |last| last.read.as_slice());
        let known: BTreeMap<SourceId, &Arc<ReadSidecar>> = known.iter().map(|read| (read.id, read)).collect();
        let one = |source: &&Source| match known.get(&source.id).filter(|known| known.is_of(source)) {
            Some(known) => Arc::clone(known),
            None => Arc::new(ReadSidecar::of(source)),
        };
        let read: Vec<Arc<ReadSidecar>> = sources.par_iter().map(one).collect();
        let paths = sources.iter().map(|source| source.path.clone());
        let by_path = paths.zip(read.iter().map(|read| Arc::clone(&read.sidecar))).collect();
        Arc::new(Self { by_path, read })
    }

    /// What is wrong in them.
    pub(super) fn problems(&self) -> impl Iterator<Item = &Problem> {
        self.read.iter().flat_map(|read| &read.problems)
    }

    /// Whether these are the texts that were read.
    fn has(&self, sources: &[&Source]) -> bool {
        let pairs = || self.read.iter().zip(sources);
        self.read.len() == sources.len() && pairs().all(|(read, source)| read.is_of(source))
    }
}

impl ReadSidecar {
    fn of(source: &Source) -> Self {
        let (sidecar, problems) = parse::sidecar(source);
        Self { id: source.id, text: Arc::clone(&source.text), sidecar: Arc::new(sidecar), problems }
    }

    fn is_of(&self, source: &Source) -> bool {
        self.id == source.id && (Arc::ptr_eq(&self.text, &source.text) || self.text == source.text)
    }
}

fn is_sidecar(source: &Source) -> bool {
    source.path.extension() == "toml" && source.path.as_str().starts_with("content/")
}
