//! What a compiler remembers of the last state of a site, and what of it is still right.
//!
//! There is no graph of dependencies. Each result is kept beside the inputs that it was made of,
//! and is right as long as all of them are the same ([`KeyInput`]). Two texts are mostly told by
//! their place in memory, since a tree shares what did not change with the tree before it.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::options::CompileOptions;
use super::setup::SiteSetup;
use super::unit_output::UnitOutput;
use crate::fingerprint::{Fingerprint, Fingerprinter};
use crate::model::{Draft, DraftHead, Sidecar, Site};
use crate::resolve::{EntryProfiles, SiteNames};
use crate::source::{ContentTree, Source, SourceId};
use crate::url::TreePath;

/// One kind of input. All inputs of one kind are compared at one place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum KeyInput {
    /// Settings, theme, words, fonts, options.
    Setup,
    /// The texts of an entry and of the parts that it includes.
    Texts,
    /// Which files there are, which of them are pages, and their addresses.
    Names,
    /// The sidecars of the site.
    Sidecars,
    /// What pages may see of each other.
    Site,
    /// How pictures are shown, or why they are not.
    Pictures,
    /// Sizes of downloads, and links to handouts.
    Files,
}

/// The texts that something was made of.
pub(super) type UsedTexts = Vec<(SourceId, Arc<str>)>;

/// What is remembered of one entry.
#[derive(Debug, Clone)]
pub(super) struct KnownEntry {
    pub(super) texts: UsedTexts,
    pub(super) profiles: EntryProfiles,
}

/// What is remembered of the last state of a site.
#[derive(Debug, Default)]
pub(super) struct SiteMemory {
    pub(super) setup: Fingerprint,
    pub(super) tree: ContentTree,
    pub(super) sidecars: BTreeMap<TreePath, Arc<Sidecar>>,
    pub(super) heads: BTreeMap<SourceId, (Arc<str>, Arc<DraftHead>)>,
    pub(super) drafts: BTreeMap<SourceId, Arc<Draft>>,
    pub(super) names: Arc<SiteNames>,
    pub(super) entries: Vec<KnownEntry>,
    pub(super) site: Arc<Site>,
    /// What was made of each entry, and then of each source without a page.
    pub(super) units: Vec<Arc<UnitOutput>>,
    pub(super) lone: BTreeMap<SourceId, (Arc<str>, Arc<UnitOutput>)>,
    pub(super) pictures: Fingerprint,
    pub(super) files: Fingerprint,
    /// A kind of input that is not compared: tests show with it that each kind is needed.
    pub(super) blind: Option<KeyInput>,
}

impl SiteMemory {
    /// Whether an input of this kind counts as the same.
    pub(super) fn is_same(&self, kind: KeyInput, same: bool) -> bool {
        same || self.blind == Some(kind)
    }

    /// Forgets everything if the setup is another one now.
    pub(super) fn begin(&mut self, tree: &ContentTree, options: &CompileOptions, setup: &SiteSetup) {
        let now = of_setup(tree, options, setup);
        if !self.is_same(KeyInput::Setup, self.setup == now) {
            *self = Self { blind: self.blind, ..Self::default() };
        }
        self.setup = now;
    }

    /// Whether all these texts are still what they were.
    pub(super) fn has_texts(&self, texts: &UsedTexts, tree: &ContentTree) -> bool {
        texts.iter().all(|(id, text)| tree.source(*id).is_some_and(|source| self.is_same_text(text, source)))
    }

    /// Whether a text is that of a source.
    pub(super) fn is_same_text(&self, text: &Arc<str>, source: &Source) -> bool {
        self.is_same(KeyInput::Texts, Arc::ptr_eq(&source.text, text) || source.text == *text)
    }

    /// Whether each source has the same part in the site as before: its name, its language, and
    /// what its front matter says of addresses and order.
    pub(super) fn has_roles(&self, heads: &[Arc<DraftHead>]) -> bool {
        let same = |head: &Arc<DraftHead>| {
            self.heads
                .get(&head.source)
                .is_some_and(|(_, last)| Arc::ptr_eq(last, head) || role(last) == role(head))
        };
        self.is_same(KeyInput::Names, heads.len() == self.heads.len() && heads.iter().all(same))
    }

    /// Whether the tree has the same files as the last one, whatever is in them.
    pub(super) fn has_names(&self, tree: &ContentTree) -> bool {
        let (last, now) = (&self.tree, tree);
        let sources = || {
            let pairs = last.sources().zip(now.sources());
            last.sources().len() == now.sources().len()
                && pairs.into_iter().all(|(last, now)| (last.id, &last.path) == (now.id, &now.path))
        };
        let assets = || {
            std::ptr::eq(last.assets(), now.assets())
                || (last.assets().len() == now.assets().len() && last.assets().keys().eq(now.assets().keys()))
        };
        let same = sources() && assets() && last.refused() == now.refused();
        self.is_same(KeyInput::Names, same)
    }
}

/// What decides the part of a source in the site.
fn role(head: &DraftHead) -> impl PartialEq + '_ {
    let DraftHead { source, path, key, lang, kind, meta } = head;
    (source, path, key, lang, kind, meta.draft, meta.order, &meta.aliases)
}

/// The fingerprint of what all results depend on.
fn of_setup(tree: &ContentTree, options: &CompileOptions, setup: &SiteSetup) -> Fingerprint {
    let settings = setup.config.source.and_then(|id| tree.source(id));
    let mut taken = Fingerprinter::default();
    taken.add((setup.config.source, settings.map(|source| &source.text)));
    taken.add((options.drafts, &options.base_url, options.handouts as u8, options.today));
    for (path, file) in tree.theme() {
        taken.add((path, file.in_memory()));
    }
    // A page remembers the problems of its template, with their places.
    let texts: Vec<SourceId> = tree.theme_texts().map(|source| source.id).collect();
    taken.add(texts);
    for font in tree.fonts() {
        taken.add((font.bytes.len(), font.index));
    }
    taken.fingerprint()
}
