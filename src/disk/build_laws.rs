//! The law of builds: into a folder that has the site of an earlier build, a build writes the bytes
//! that it would write into an empty folder, and finds the same.

#[path = "../../tests/it/edit_texts.rs"]
mod edit_texts;
#[path = "../../tests/it/edits.rs"]
mod edits;

use std::collections::BTreeSet;
use std::env;
use std::fs;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread::sleep;
use std::time::Duration;

use edits::{Edit, Files, Topic, edit, start};
use proptest::prelude::*;
use proptest::test_runner::TestRunner;

use super::index::IndexTrust;
use super::load::load;
use super::ops::Disk;
use super::session::{SessionPurpose, WriteSession};
use super::store::CacheFolder;
use crate::compile::{CompileOptions, CompileTargets, compile_into};
use crate::diag::Diagnostic;
use crate::output::FileSink;
use crate::url::SitePath;

/// How many sequences there are, if `PROPTEST_CASES` does not say it.
const CASES: u32 = 100;

/// How old a file must be here to be known by its look. The ticks of Linux have at most 10 milliseconds.
const SETTLED: Duration = Duration::from_millis(12);

/// A session, and how many of its pages stood already.
struct CountedPages<'a> {
    session: &'a WriteSession<'static>,
    stood: AtomicUsize,
}

impl FileSink for CountedPages<'_> {
    fn stands(&self, path: &SitePath, made_of: &[u8; 32]) -> bool {
        let stands = self.session.stands(path, made_of);
        self.stood.fetch_add(usize::from(stands), Ordering::Relaxed);
        stands
    }

    fn offer(&self, path: &SitePath, bytes: &[u8], made_of: Option<&[u8; 32]>) {
        self.session.offer(path, bytes, made_of);
    }
}

/// What was counted in many builds.
#[derive(Default)]
struct BuildCounts {
    builds: AtomicUsize,
    /// Builds in which some page stood.
    standing: AtomicUsize,
    refused: AtomicUsize,
}

/// The findings, or why nothing was written.
type BuildOutcome = Result<Vec<Diagnostic>, String>;

fn folder() -> tempfile::TempDir {
    let root = tempfile::tempdir_in("/dev/shm").or_else(|_| tempfile::tempdir()).unwrap();
    fs::create_dir(root.path().join("content")).unwrap();
    root
}

/// Makes the files of a site's folder those of `now`.
fn save(root: &Path, before: &Files, now: &Files) {
    let paths: BTreeSet<&String> = before.keys().chain(now.keys()).collect();
    for path in paths.into_iter().filter(|path| before.get(*path) != now.get(*path)) {
        let place = root.join(path);
        match now.get(path) {
            Some(bytes) => {
                fs::create_dir_all(place.parent().unwrap()).unwrap();
                fs::write(place, bytes).unwrap();
            }
            None => fs::remove_file(place).unwrap(),
        }
    }
}

impl BuildCounts {
    /// Builds a site as the command does, its settings whole or not.
    fn build(&self, root: &Path, options: &CompileOptions) -> BuildOutcome {
        let told = |error: &dyn ToString| error.to_string().replace(root.to_str().unwrap_or_default(), "");
        let tree = load(root).map_err(|error| told(&error))?;
        let store = CacheFolder::open_with(Arc::new(Disk), root, Some([7; 32])).unwrap();
        let trust = IndexTrust { settled: SETTLED, ..IndexTrust::of_test() };
        let purpose = SessionPurpose::Site(trust);
        let mut session = WriteSession::begin_with(&Disk, (&root.join("public"), root), purpose).unwrap();
        let pages = CountedPages { session: &session, stood: AtomicUsize::new(0) };
        let mut compiled = compile_into(
            &tree,
            options,
            CompileTargets { store: &store, files: &pages, left: session.left() },
        );
        self.builds.fetch_add(1, Ordering::Relaxed);
        let stood = pages.stood.into_inner() > 0;
        self.standing.fetch_add(usize::from(stood), Ordering::Relaxed);
        store.settle().unwrap();
        session.leave(std::mem::take(&mut compiled.left));
        let written = session.finish(&compiled.output).map_err(|error| {
            self.refused.fetch_add(1, Ordering::Relaxed);
            told(&error)
        })?;
        assert_eq!(written.kept, [], "nobody edited the output");
        store.tidy();
        Ok(compiled.diagnostics)
    }

    /// In what builds after edits differ from builds into an empty folder.
    fn differences(&self, saves: &[Vec<Edit>], options: &CompileOptions) -> Result<(), TestCaseError> {
        let (root, mut files) = (folder(), start());
        save(root.path(), &Files::new(), &files);
        for _ in 0..2 {
            // Nothing can stand yet, so this is not counted.
            BuildCounts::default().build(root.path(), options).map_err(TestCaseError::fail)?;
            sleep(SETTLED * 2);
        }
        for edits in saves {
            let before = files.clone();
            for edit in edits {
                edit.apply(&mut files);
            }
            save(root.path(), &before, &files);
            let found = self.build(root.path(), options);
            let fresh = folder();
            save(fresh.path(), &Files::new(), &files);
            let unseen = BuildCounts::default();
            prop_assert_eq!(&found, &unseen.build(fresh.path(), options));
            prop_assert_eq!(unseen.standing.into_inner(), 0);
            if found.is_ok() {
                let (left, clean) = (listing(root.path()), listing(fresh.path()));
                let paths: BTreeSet<&String> = left.keys().chain(clean.keys()).collect();
                let other: Vec<_> =
                    paths.into_iter().filter(|path| left.get(*path) != clean.get(*path)).collect();
                prop_assert!(other.is_empty(), "{:?}", other);
            }
            sleep(SETTLED * 2);
        }
        Ok(())
    }
}

/// All files of the built site, the manifest included.
fn listing(root: &Path) -> Files {
    let (mut found, out) = (Files::new(), root.join("public"));
    let mut open = vec![out.clone()];
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(&folder).into_iter().flatten() {
            let path = entry.unwrap().path();
            let name = path.strip_prefix(&out).unwrap().display().to_string();
            if path.is_dir() {
                found.insert(format!("{name}/"), Vec::new());
                open.push(path);
            } else {
                found.insert(name, fs::read(&path).unwrap());
            }
        }
    }
    found
}

fn any_edit() -> impl Strategy<Value = Edit> {
    prop_oneof![
        4 => edit(Topic::Texts),
        2 => edit(Topic::Names),
        4 => edit(Topic::Pictures),
        1 => edit(Topic::Setup),
    ]
}

#[test]
fn a_build_over_an_earlier_one_equals_one_into_an_empty_folder() {
    let asked = env::var("PROPTEST_CASES").ok().and_then(|cases| cases.parse().ok());
    let config =
        ProptestConfig { cases: asked.unwrap_or(CASES), ..ProptestConfig::with_source_file(file!()) };
    let saves = prop::collection::vec(prop::collection::vec(any_edit(), 1..3), 1..3);
    let counts = BuildCounts::default();
    let run = TestRunner::new(config.clone()).run(&(saves, any::<bool>()), |(saves, drafts)| {
        let today = Some(jiff::civil::date(2026, 11, 20));
        counts.differences(&saves, &CompileOptions { drafts, today, ..CompileOptions::default() })
    });
    if let Err(error) = run {
        panic!("{error}");
    }
    let BuildCounts { builds, standing, refused } = counts;
    let [builds, standing, refused] = [builds, standing, refused].map(AtomicUsize::into_inner);
    println!("{} sequences, {builds} builds: pages stood in {standing}, {refused} refused", config.cases);
    assert!(standing * 8 > builds, "pages that stand are what the law is about: {standing} of {builds}");
}
