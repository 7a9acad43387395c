//! What a build takes over from the last one, tested by leaving out what is compared.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use jiff::civil::{Date, date};

use super::super::memory::{InputComparison, KeyInput};
use super::super::state_tests::{Edit, tree};
use super::super::{CompileOptions, CompileTargets, Compiled, compile_over};
use crate::fingerprint::Fingerprint;
use crate::output::{FileSink, NoStore};
use crate::url::SitePath;

/// The files of a folder, each with what it was made of.
type Files = BTreeMap<SitePath, (Vec<u8>, Option<Fingerprint>)>;

/// A folder into which a site is built, over the files of the last build.
#[derive(Default)]
struct OutputFolder {
    last: Files,
    now: Mutex<Files>,
}

impl FileSink for OutputFolder {
    fn stands(&self, path: &SitePath, made_of: &[u8; 32]) -> bool {
        let Some(file) = self.last.get(path).filter(|file| file.1 == Some(*made_of)) else { return false };
        self.now.lock().unwrap_or_else(PoisonError::into_inner).insert(path.clone(), file.clone());
        true
    }

    fn offer(&self, path: &SitePath, bytes: &[u8], made_of: Option<&[u8; 32]>) {
        let file = (bytes.to_vec(), made_of.copied());
        self.now.lock().unwrap_or_else(PoisonError::into_inner).insert(path.clone(), file);
    }
}

/// A site, by its edits, and the day on which it is built.
#[derive(Clone, Copy)]
struct DatedSite<'a>(&'a [Edit], Date);

const DAY: Date = date(2026, 11, 20);

/// A page that somebody walked through shortly before [`DAY`].
const VERIFIED: Edit =
    ("content/c.en.md", Some("+++\nverified = 2026-11-01\n+++\n# C\n\n## Step: One\n\n[](#missing)\n"));

/// Builds a site over the last build of it.
fn build(
    DatedSite(edits, day): DatedSite<'_>,
    (last, left): (Files, &[u8]),
    blind: Option<KeyInput>,
) -> (Files, Compiled) {
    let folder = OutputFolder { last, ..OutputFolder::default() };
    let options = CompileOptions { today: Some(day), ..CompileOptions::default() };
    let into = CompileTargets { store: &NoStore, files: &folder, left };
    let compiled = compile_over(&tree(edits), &options, (into, InputComparison { blind }));
    (folder.now.into_inner().unwrap_or_else(PoisonError::into_inner), compiled)
}

/// Whether a build over another one equals a clean one. It does not compare inputs of one kind.
fn holds(blind: Option<KeyInput>, before: DatedSite<'_>, now: DatedSite<'_>) -> bool {
    let nothing = || (Files::new(), &[][..]);
    let (files, compiled) = build(before, nothing(), None);
    let (over, clean) = (build(now, (files, &compiled.left), blind), build(now, nothing(), None));
    over.0 == clean.0 && over.1.diagnostics == clean.1.diagnostics
}

#[test]
fn without_one_of_its_inputs_what_is_taken_over_would_be_wrong() {
    let edited = |edit| [VERIFIED, edit];
    let cases: [(KeyInput, &[Edit], Date); 5] = [
        (KeyInput::Names, &edited(("content/a.en.md", None)), DAY),
        (
            KeyInput::Names,
            &edited((
                "stepbook.toml",
                Some("languages = [\"en\"]\n[title]\nen = \"T\"\n[steps.en]\nword = \"Task\"\n"),
            )),
            DAY,
        ),
        (KeyInput::Setup, &[VERIFIED], date(2020, 1, 1)),
        (KeyInput::Texts, &edited(("content/b.en.md", Some("# Other\n\n![](i.png)\n"))), DAY),
        (KeyInput::Sidecars, &edited(("content/i.png.toml", Some("decoration = true\n"))), DAY),
    ];
    for (kind, edits, day) in cases {
        let before = DatedSite(&[VERIFIED], DAY);
        assert!(holds(None, before, DatedSite(edits, day)), "{kind:?} is compared");
        assert!(!holds(Some(kind), before, DatedSite(edits, day)), "{kind:?} is needed");
    }
}

#[test]
fn what_was_found_in_an_entry_that_did_not_change_is_taken_over() {
    let site = DatedSite(&[VERIFIED], DAY);
    let (files, compiled) = build(site, (Files::new(), &[]), None);
    let missing = |compiled: &Compiled| {
        let findings = compiled.diagnostics.iter().filter(|finding| finding.code == "missing-anchor");
        findings.map(|finding| finding.message.clone()).collect::<Vec<_>>()
    };
    assert_eq!(missing(&compiled), ["this page has no place `#missing`"]);
    // The finding is told as it was left, so nobody looked at the page again.
    let mut left = compiled.left;
    let at = left.windows(8).position(|bytes| bytes == b"#missing").unwrap_or_default();
    left.splice(at..at + 8, *b"#changed");
    assert_eq!(missing(&build(site, (files, &left), None).1), ["this page has no place `#changed`"]);
}

#[test]
fn what_can_not_be_read_is_as_good_as_nothing() {
    let site = DatedSite(&[VERIFIED], DAY);
    let (files, compiled) = build(site, (Files::new(), &[]), None);
    for length in [0, 1, 40, 900] {
        let cut = compiled.left.get(..length).unwrap_or_default();
        let (over, again) = build(site, (files.clone(), cut), None);
        assert_eq!((over, &again.left), (files.clone(), &compiled.left));
    }
}
