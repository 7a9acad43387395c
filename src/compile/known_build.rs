//! What a build takes over from the build before it.
//!
//! In: what that build left, as bytes, and the content now. Out: for each entry what its pages say of
//! themselves, what was found in them and which records the search index has of them, as long as all of
//! that was made of the same. It is like the memory of a [`Compiler`](super::Compiler), but with a
//! fingerprint in the place of each input, because the inputs of the last run are gone. None of it
//! tells what a picture hides.

use std::collections::BTreeSet;
use std::sync::Arc;

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::known_entry::KnownEntry;
use super::memory::{InputComparison, KeyInput, names};
use super::setup::SiteSetup;
use super::text_prints::TextPrints;
use super::unit_output::UnitOutput;
use crate::check;
use crate::diag::{Diagnostic, Fix, Severity};
use crate::fingerprint::{Fingerprint, Fingerprinter};
use crate::model::DraftHead;
use crate::render::search::{KnownPieces, RecordHead};
use crate::resolve::EntryProfiles;
use crate::source::{ContentTree, SourceId, Span};
use crate::url::TreePath;

/// What the last build left, with fingerprints of the content now.
#[derive(Debug)]
pub(super) struct KnownBuild {
    site: KeptSite,
    texts: TextPrints,
    compare: InputComparison,
}

/// What a build leaves for the next one.
#[derive(Debug, Default, Serialize, Deserialize)]
struct KeptSite {
    /// What all entries are made of: which files and pages there are, words, titles.
    entries_of: Fingerprint,
    /// What all units are made of beside that: all of the setup but styles and scripts.
    units_of: Fingerprint,
    entries: Vec<KeptEntry>,
    pieces: KnownPieces,
}

#[derive(Debug, Serialize, Deserialize)]
struct KeptEntry {
    texts: Vec<(SourceId, Fingerprint)>,
    /// The sidecars of its pictures, by their own path.
    sidecars: Vec<(TreePath, Fingerprint)>,
    profiles: EntryProfiles,
    unit: Option<KeptUnit>,
}

/// What was made of an entry beside its pages.
#[derive(Debug, Serialize, Deserialize)]
struct KeptUnit {
    /// What its pages are made of, and so the unit too.
    made_of: Fingerprint,
    findings: Vec<KeptFinding>,
    named: BTreeSet<TreePath>,
    heads: Vec<RecordHead>,
}

/// A finding. Its code is a place in the list of all codes.
#[derive(Debug, Serialize, Deserialize)]
struct KeptFinding {
    code: usize,
    severity: Severity,
    span: Span,
    message: String,
    help: Option<String>,
    fix: Option<Fix>,
}

/// What the entries of a site are made of beside their texts and sidecars.
#[derive(Clone, Copy)]
pub(super) struct EntriesInputs<'a> {
    pub(super) tree: &'a ContentTree,
    pub(super) setup: &'a SiteSetup,
    pub(super) heads: &'a [Arc<DraftHead>],
}

/// The entries of the last build, beside the content now.
#[derive(Clone, Copy)]
pub(super) struct KnownEntries<'a> {
    build: &'a KnownBuild,
    inputs: EntriesInputs<'a>,
    entries: &'a [KeptEntry],
}

impl KnownBuild {
    /// Reads what the last build left. Bytes that say nothing are as good as none.
    pub(super) fn of(left: &[u8], tree: &ContentTree, compare: InputComparison) -> Self {
        Self { site: postcard::from_bytes(left).unwrap_or_default(), texts: TextPrints::of(tree), compare }
    }

    /// The fingerprints of the texts now.
    pub(super) const fn texts(&self) -> &TextPrints {
        &self.texts
    }

    /// The entries of the last build, if this site has the same pages and words.
    pub(super) fn entries<'a>(&'a self, inputs: EntriesInputs<'a>) -> KnownEntries<'a> {
        let same = self.compare.is_same(KeyInput::Names, self.site.entries_of == inputs.fingerprint());
        KnownEntries { build: self, inputs, entries: if same { &self.site.entries } else { &[] } }
    }

    /// What was made of the entry at this index, without records, if it would be made of the same again.
    /// `setup` is the fingerprint of what all units are made of, `made_of` that of what the entry's pages
    /// are made of.
    pub(super) fn unit(&self, at: usize, (setup, made_of): (Fingerprint, Fingerprint)) -> Option<UnitOutput> {
        let unit = self.site.entries.get(at)?.unit.as_ref()?;
        if !self.compare.is_same(KeyInput::Setup, self.site.units_of == setup)
            || !self.compare.is_same(KeyInput::Texts, unit.made_of == made_of)
        {
            return None;
        }
        let findings = unit.findings.iter().map(KeptFinding::finding).collect::<Option<_>>()?;
        let (named, heads) = (unit.named.clone(), unit.heads.clone());
        Some(UnitOutput { findings, named, heads, ..UnitOutput::default() })
    }

    /// What is known of the pieces of the search index.
    pub(super) const fn pieces(&self) -> &KnownPieces {
        &self.site.pieces
    }

    /// What this build leaves for the next one. `units` has for each entry what was made of it, and what
    /// its pages are made of.
    pub(super) fn leave(
        &self,
        (inputs, entries): (EntriesInputs<'_>, &[Arc<KnownEntry>]),
        units: Vec<(&UnitOutput, Fingerprint)>,
        pieces: KnownPieces,
    ) -> Vec<u8> {
        let entry = |(entry, (unit, made_of)): (&Arc<KnownEntry>, (&UnitOutput, Fingerprint))| {
            let KnownEntry { texts, sidecars, profiles } = entry.as_ref();
            KeptEntry {
                texts: texts.iter().filter_map(|(id, _)| Some((*id, self.texts.get(*id)?))).collect(),
                sidecars: sidecars.iter().map(|(path, sidecar)| (path.clone(), of(sidecar))).collect(),
                profiles: profiles.clone(),
                unit: KeptUnit::of(unit, made_of),
            }
        };
        let entries = entries.par_iter().zip(units).map(entry).collect();
        let (entries_of, units_of) = (inputs.fingerprint(), inputs.setup.keys.units);
        postcard::to_extend(&KeptSite { entries_of, units_of, entries, pieces }, Vec::new())
            .unwrap_or_default()
    }
}

impl EntriesInputs<'_> {
    fn fingerprint(self) -> Fingerprint {
        let Self { tree, setup, heads } = self;
        of(&(setup.keys.link, &setup.config.titles, names(tree, heads)))
    }
}

impl KnownEntries<'_> {
    /// An entry, if it would be made of the same again.
    pub(super) fn entry(&self, at: usize) -> Option<KnownEntry> {
        let kept = self.entries.get(at)?;
        let compare = self.build.compare;
        let texts = kept.texts.iter().map(|(id, print)| {
            let same = compare.is_same(KeyInput::Texts, self.build.texts.get(*id) == Some(*print));
            Some((*id, Arc::clone(&self.inputs.tree.source(*id).filter(|_| same)?.text)))
        });
        let sidecars = kept.sidecars.iter().map(|(path, print)| {
            let sidecar = self.inputs.setup.sidecars.by_path.get(path)?;
            let same = compare.is_same(KeyInput::Sidecars, of(sidecar) == *print);
            same.then(|| (path.clone(), Arc::clone(sidecar)))
        });
        let (texts, sidecars) = (texts.collect::<Option<_>>()?, sidecars.collect::<Option<_>>()?);
        Some(KnownEntry { texts, sidecars, profiles: kept.profiles.clone() })
    }
}

impl KeptUnit {
    /// A unit as it is kept. One with a problem that rules about the whole site look at is not kept,
    /// and neither is one with a page that has a fault: it is made again.
    fn of(output: &UnitOutput, made_of: Fingerprint) -> Option<Self> {
        if !output.problems.is_empty() || !output.faults.is_empty() {
            return None;
        }
        let findings = output.findings.iter().map(KeptFinding::of).collect::<Option<_>>()?;
        Some(Self { made_of, findings, named: output.named.clone(), heads: output.heads.clone() })
    }
}

impl KeptFinding {
    fn of(finding: &Diagnostic) -> Option<Self> {
        let Diagnostic { code, severity, span, message, help, fix } = finding.clone();
        let code = check::codes().iter().position(|other| *other == code)?;
        Some(Self { code, severity, span, message, help, fix })
    }

    fn finding(&self) -> Option<Diagnostic> {
        let Self { code, severity, span, message, help, fix } = self;
        Some(Diagnostic {
            code: check::codes().get(*code)?,
            severity: *severity,
            span: span.clone(),
            message: message.clone(),
            help: help.clone(),
            fix: fix.clone(),
        })
    }
}

fn of(value: &impl std::hash::Hash) -> Fingerprint {
    Fingerprinter::default().add(value).fingerprint()
}

#[cfg(test)]
#[path = "known_build_tests.rs"]
mod tests;
