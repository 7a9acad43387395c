//! What of the last state of a site is still right.
//!
//! There is no graph of dependencies. Each result is kept beside the inputs that it was made of,
//! and is right as long as all of them are the same ([`KeyInput`]). Two texts are mostly told by
//! their place in memory, since a tree shares what did not change with the tree before it.

use std::hash::Hash;
use std::sync::Arc;

use crate::fingerprint::{Fingerprint, Fingerprinter};
use crate::model::DraftHead;
use crate::source::{ContentTree, Source, SourceId};

/// One kind of input. All inputs of one kind are compared at one place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum KeyInput {
    /// The languages and their step words, which decide how a text is read.
    StepWords,
    /// The words and the settings that decide how texts are linked, and which pictures the settings name.
    Settings,
    /// The titles of the site, which home pages have.
    Titles,
    /// Settings, templates, words, fonts, options.
    Setup,
    /// The texts of an entry and of the parts that it includes.
    Texts,
    /// Which files there are, which of them are pages, and their addresses.
    Names,
    /// The sidecars of the site.
    Sidecars,
    /// What pages say of themselves.
    Profiles,
    /// The other pages that something looked at.
    Seen,
    /// Which pictures and downloads pages use.
    Used,
    /// How pictures are shown, or why they are not.
    Pictures,
    /// The files of pictures, which are published again when they differ.
    Assets,
    /// Sizes of downloads, and links to handouts.
    Files,
}

/// The texts that something was made of.
pub(super) type UsedTexts = Vec<(SourceId, Arc<str>)>;

/// Compares the inputs of results. Tests leave out one kind, and show with it that each is needed.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct InputComparison {
    pub(super) blind: Option<KeyInput>,
}

impl InputComparison {
    /// Whether an input of this kind counts as the same.
    pub(super) fn is_same(self, kind: KeyInput, same: bool) -> bool {
        same || self.blind == Some(kind)
    }

    /// Whether all these texts are still what they were.
    pub(super) fn has_texts(self, texts: &UsedTexts, tree: &ContentTree) -> bool {
        texts.iter().all(|(id, text)| tree.source(*id).is_some_and(|source| self.is_same_text(text, source)))
    }

    /// Whether a text is that of a source.
    pub(super) fn is_same_text(self, text: &Arc<str>, source: &Source) -> bool {
        self.is_same(KeyInput::Texts, Arc::ptr_eq(&source.text, text) || source.text == *text)
    }
}

/// Whether each source has the same part in the site as before: its name, its language, and
/// what its front matter says of addresses and order.
pub(super) fn has_roles(last: &[Arc<DraftHead>], now: &[Arc<DraftHead>]) -> bool {
    let same =
        |(last, now): (&Arc<DraftHead>, &Arc<DraftHead>)| Arc::ptr_eq(last, now) || role(last) == role(now);
    last.len() == now.len() && last.iter().zip(now).all(same)
}

/// What decides the part of a source in the site.
fn role(head: &DraftHead) -> impl PartialEq + Hash + '_ {
    let DraftHead { source, path, key, lang, kind, meta } = head;
    (source, path, key, lang, kind, meta.draft, meta.order, &meta.aliases)
}

/// The fingerprint of which files there are, and of the part of each source in the site.
pub(super) fn names(tree: &ContentTree, heads: &[Arc<DraftHead>]) -> Fingerprint {
    let mut taken = Fingerprinter::default();
    for source in tree.sources() {
        taken.add((source.id, &source.path));
    }
    for head in heads {
        taken.add(role(head));
    }
    for path in tree.assets().keys() {
        taken.add(path);
    }
    taken.add(tree.refused()).fingerprint()
}

/// Whether a tree has the same files as the last one, whatever is in them.
pub(super) fn has_names(last: &ContentTree, now: &ContentTree) -> bool {
    let same = |(last, now): (&Source, &Source)| {
        std::ptr::eq(last, now) || (last.id, &last.path) == (now.id, &now.path)
    };
    let sources = last.sources().len() == now.sources().len() && last.sources().zip(now.sources()).all(same);
    let assets = || {
        std::ptr::eq(last.assets(), now.assets())
            || (last.assets().len() == now.assets().len() && last.assets().keys().eq(now.assets().keys()))
    };
    sources && assets() && last.refused() == now.refused()
}
