//! The pictures of a site: published once each, remembered by their bytes.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::Showing;
use super::cache::{Cache, Hasher, Key};
use super::secrets::{Decided, Secrets, Sources};
use crate::check::Unshown;
use crate::output::Store;
use crate::render::html::Shown;
use crate::render::image::{self, ImageError, Published};
use crate::url::{SitePath, TreePath};

/// What became of one picture: the published file and how pages show it, or
/// why there is none.
type Outcome = Result<(Published, Shown), ImageError>;

/// Pictures of the last state of the site.
#[derive(Debug, Default)]
pub(super) struct Gallery {
    outcomes: Cache<Outcome>,
}

/// One picture to publish.
struct Input<'a> {
    file: TreePath,
    bytes: &'a [u8],
    sidecar: Decided,
}

/// The pictures of one state of the site, by their files.
#[derive(Debug, Default)]
pub(super) struct Pictures {
    shown: BTreeMap<TreePath, Shown>,
    files: BTreeMap<SitePath, Arc<[u8]>>,
    verdicts: BTreeMap<TreePath, Result<(u32, u32), Unshown>>,
    mark: Option<TreePath>,
    keys: BTreeMap<TreePath, Key>,
}

impl Gallery {
    /// Publishes the pictures that are asked for, each once for as long as the
    /// store has it.
    pub(super) fn publish(
        &mut self,
        sources: Sources<'_>,
        showing: &Showing<'_>,
        mark: Option<TreePath>,
    ) -> Pictures {
        let (files, store) = (showing.files(sources.site), showing.store);
        let files = files.into_iter().chain(mark.clone());
        let secrets = Secrets::of(sources);
        let inputs: Vec<Input<'_>> = files.filter_map(|file| input(file, sources, &secrets)).collect();
        let outcomes = self.outcomes.fill(&inputs, key, |input| {
            let published = published(input, store)?;
            let sidecar = input.sidecar.as_ref().ok().and_then(Option::as_deref);
            let shown = Shown::new(&published, sidecar);
            Ok((published, shown))
        });
        let files = inputs.iter().map(|input| input.file.clone());
        let keys = files.zip(self.outcomes.keys().iter().copied()).collect();
        let mut pictures = Pictures { mark, keys, ..Pictures::default() };
        for (input, outcome) in inputs.iter().zip(&outcomes) {
            pictures.add(input, outcome);
        }
        if showing.pages.is_some() {
            self.outcomes.keep_too(outcomes);
        } else {
            self.outcomes.keep(outcomes);
        }
        pictures
    }
}

/// The picture as it may be published: from the store, or made and put there.
fn published(input: &Input<'_>, store: &dyn Store) -> Result<Published, ImageError> {
    let sidecar = input.sidecar.as_ref().map_err(Clone::clone)?.as_deref();
    let name = Hasher::default().add(b"picture").add(&key(input)).name();
    if let Some(kept) = store.read(&name).and_then(|packed| Published::unpack(&packed)) {
        return Ok(kept);
    }
    let published = image::publish(input.bytes, sidecar)?;
    store.keep(&name, 0, &published.pack());
    Ok(published)
}

fn input<'a>(file: TreePath, sources: Sources<'a>, secrets: &Secrets<'_>) -> Option<Input<'a>> {
    let bytes = sources.tree.assets.get(&file)?.bytes();
    let sidecar = secrets.decide(&file);
    Some(Input { file, bytes, sidecar })
}

/// The sidecar counts as a value, not as the text of one file: redactions may
/// come from the sidecars of other languages too.
fn key(input: &Input<'_>) -> Key {
    Hasher::default().add(input.bytes).add(format!("{:?}", input.sidecar).as_bytes()).finish()
}

impl Pictures {
    fn add(&mut self, input: &Input<'_>, outcome: &Outcome) {
        let verdict = match outcome {
            Ok((published, shown)) => {
                self.files.insert(shown.path.clone(), Arc::clone(&published.bytes));
                self.shown.insert(input.file.clone(), shown.clone());
                Ok(published.source)
            }
            Err(error) => {
                let size = image::header(input.bytes).ok().map(|header| header.size());
                Err(Unshown { why: error.to_string(), help: error.help().to_owned(), size })
            }
        };
        self.verdicts.insert(input.file.clone(), verdict);
    }

    /// How pages show the pictures that could be published.
    pub(super) fn shown(&self) -> &BTreeMap<TreePath, Shown> {
        &self.shown
    }

    /// The accessibility mark.
    pub(super) fn mark(&self) -> Option<&Shown> {
        self.shown.get(self.mark.as_ref()?)
    }

    /// Changes when the picture or its marks do; `None` if there is no file.
    pub(super) fn fingerprint(&self, file: &TreePath) -> Option<&Key> {
        self.keys.get(file)
    }

    /// [`Self::fingerprint`] of the accessibility mark.
    pub(super) fn mark_fingerprint(&self) -> Option<&Key> {
        self.keys.get(self.mark.as_ref()?)
    }

    /// The files to write.
    pub(super) fn files(&self) -> &BTreeMap<SitePath, Arc<[u8]>> {
        &self.files
    }

    /// The size of every picture as it lies in `content/`, or why it can't be
    /// published.
    pub(super) fn verdicts(&self) -> &BTreeMap<TreePath, Result<(u32, u32), Unshown>> {
        &self.verdicts
    }
}
