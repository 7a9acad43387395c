//! With or without an index, a build does the same.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::thread::sleep;
use std::time::{Duration, SystemTime};

use proptest::prelude::*;

use super::super::fault::DiskResult;
use super::super::manifest;
use super::super::ops::Disk;
use super::super::ops::failing::{Failing, FailurePlan};
use super::super::session::WriteSummary;
use super::super::session::tests::write_with;
use super::deeds::{Deed, PATHS, TEXTS, deed};
use super::*;
use crate::output::OutputTree;

type Files = BTreeMap<&'static str, &'static str>;

/// A coarse clock, so that much happens within one tick.
const TICK: Duration = Duration::from_millis(20);

/// A site of which no path is both a file and a folder.
fn any_site() -> impl Strategy<Value = Files> {
    let files = (prop::sample::select(&PATHS[..]), prop::sample::select(&TEXTS[..]));
    prop::collection::btree_map(files.0, files.1, 1..6).prop_map(|mut files| {
        if files.keys().any(|path| path.starts_with("c/")) {
            files.remove("c");
        }
        files
    })
}

/// What happens to the index between two builds.
#[derive(Debug, Clone, Copy)]
enum Damage {
    None,
    Flip(usize),
    Cut(usize),
    /// An index of an earlier build comes back.
    Old,
}

fn damage() -> impl Strategy<Value = Damage> {
    prop_oneof![
        8 => Just(Damage::None),
        1 => any::<usize>().prop_map(Damage::Flip),
        1 => any::<usize>().prop_map(Damage::Cut),
        1 => Just(Damage::Old),
    ]
}

/// A site's folder with a built site.
struct Built {
    root: tempfile::TempDir,
    first: Option<Vec<u8>>,
}

fn tree(files: &Files) -> OutputTree {
    let mut tree = OutputTree::default();
    for (path, text) in files {
        tree.insert(SitePath::new(path), text.as_bytes());
    }
    tree
}

impl Built {
    fn new() -> Self {
        let root = tempfile::tempdir_in("/dev/shm").or_else(|_| tempfile::tempdir()).unwrap();
        Self { root, first: None }
    }

    fn out(&self) -> PathBuf {
        self.root.path().join("public")
    }

    fn build_with(&self, ops: &dyn FileOps, files: &Files) -> DiskResult<WriteSummary> {
        write_with(ops, &tree(files), (&self.out(), self.root.path()), IndexTrust::of_test())
    }

    fn build(&self, files: &Files) -> Result<WriteSummary, String> {
        let root = self.root.path().to_str().unwrap();
        self.build_with(&Failing::with_ticks(TICK), files)
            .map_err(|error| error.to_string().replace(root, ""))
    }

    fn index(&self) -> Option<PathBuf> {
        let own = fs::read_dir(self.root.path().join(".stepbook")).ok()?;
        let mut paths = own.map(|entry| entry.unwrap().path());
        paths.find(|path| path.extension().is_some_and(|end| end == "index"))
    }

    fn harm(&mut self, damage: Damage) {
        let Some(path) = self.index() else { return };
        let mut bytes = fs::read(&path).unwrap();
        let first = self.first.get_or_insert_with(|| bytes.clone());
        let length = bytes.len().max(1);
        match damage {
            Damage::None => return,
            Damage::Flip(at) => bytes.iter_mut().skip(at % length).take(1).for_each(|byte| *byte ^= 1),
            Damage::Cut(at) => bytes.truncate(at % length),
            Damage::Old => bytes.clone_from(first),
        }
        fs::write(path, bytes).unwrap();
    }

    /// All that lies in the output folder, without following links.
    fn listing(&self) -> Vec<String> {
        let mut found = Vec::new();
        let mut open = vec![self.out()];
        while let Some(folder) = open.pop() {
            for entry in fs::read_dir(&folder).into_iter().flatten() {
                let path = entry.unwrap().path();
                let name = path.strip_prefix(self.out()).unwrap().display().to_string();
                if path.is_symlink() {
                    found.push(format!("{name} is a link"));
                } else if path.is_dir() {
                    found.push(format!("{name}/"));
                    open.push(path);
                } else {
                    found.push(format!("{name} {:?}", fs::read_to_string(&path).unwrap()));
                }
            }
        }
        found.sort();
        found
    }
}

/// Deeds between two builds. Where no files are given, the site is the same as before.
type Round = (Option<Files>, Vec<Deed>, Damage, (Option<usize>, bool));

fn round() -> impl Strategy<Value = Round> {
    let deeds = prop::collection::vec(deed(), 0..5);
    let dead = prop::option::weighted(0.15, 0_usize..30);
    (prop::option::weighted(0.4, any_site()), deeds, damage(), (dead, prop::bool::weighted(0.3)))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    /// Whatever somebody did to the output folder and to the index, and whenever builds died,
    /// a build with an index reports and leaves the same as one without.
    #[test]
    fn an_index_changes_nothing_but_the_time(rounds in prop::collection::vec(round(), 1..7)) {
        let (mut with, without) = (Built::new(), Built::new());
        let mut files = Files::from([("a.html", "old")]);
        for (next, deeds, damage, (dead, waits)) in rounds {
            files = next.unwrap_or(files);
            if let Some(movements) = dead {
                for site in [&with, &without] {
                    _ = site.build_with(&Failing::new(FailurePlan::DeadAfter(movements)), &files);
                }
            }
            if let Some(index) = without.index() {
                fs::remove_file(index).unwrap();
            }
            prop_assert_eq!(with.build(&files), without.build(&files));
            prop_assert_eq!(with.listing(), without.listing());
            with.harm(damage);
            for deed in deeds {
                deed.attempt(&with.out());
                deed.attempt(&without.out());
            }
            if waits {
                sleep(Duration::from_millis(50));
            }
        }
    }
}

const SITE: [(&str, &str); 3] = [("a.html", "a"), ("c/b.html", "b"), ("index.html", "i")];

/// How many reading operations a build of [`SITE`] needs in which nothing changed.
fn readings(site: &Built) -> usize {
    let ops = Failing::with_ticks(TICK);
    let written = site.build_with(&ops, &Files::from(SITE)).unwrap();
    assert_eq!((written.written, written.unchanged), (0, SITE.len()));
    ops.counts().0
}

/// A site of which all files have been compared some time after they were written.
fn settled() -> Built {
    let site = Built::new();
    site.build(&Files::from(SITE)).unwrap();
    sleep(Duration::from_millis(80));
    site.build(&Files::from(SITE)).unwrap();
    site
}

#[test]
fn a_file_that_looks_as_it_did_is_not_read() {
    let site = settled();
    let known = readings(&site);
    let index = site.index().unwrap();
    let bytes = fs::read(&index).unwrap();
    fs::remove_file(&index).unwrap();
    assert_eq!(readings(&site), known + SITE.len());
    assert_eq!(fs::read(&index).unwrap(), bytes, "the index is written again");
    File::options()
        .write(true)
        .open(site.out().join("a.html"))
        .unwrap()
        .set_modified(SystemTime::now())
        .unwrap();
    // A look more, because it may not have to be made, and one reading.
    assert_eq!(readings(&site), known + 2);
}

#[test]
fn an_index_of_another_key_folder_or_run_of_the_system_is_not_believed() {
    let site = settled();
    let known = readings(&site);
    let of_test = IndexTrust::of_test();
    let others = [
        IndexTrust { key: Some([8; 32]), ..of_test.clone() },
        IndexTrust { key: None, ..of_test.clone() },
        IndexTrust { boot: Some("next".to_owned()), ..of_test.clone() },
        IndexTrust { boot: None, ..of_test.clone() },
    ];
    let index = site.index().unwrap();
    let bytes = fs::read(&index).unwrap();
    for trust in others {
        let ops = Failing::with_ticks(TICK);
        write_with(&ops, &tree(&Files::from(SITE)), (&site.out(), site.root.path()), trust.clone()).unwrap();
        assert_eq!(ops.counts().0, known + SITE.len(), "{trust:?}");
        fs::write(&index, &bytes).unwrap();
    }
    assert_eq!(readings(&site), known);
    // The same files and the same index elsewhere.
    let moved = Built::new();
    fs::rename(site.root.path().join("public"), moved.out()).unwrap();
    moved.build(&Files::from(SITE)).unwrap();
    fs::write(moved.index().unwrap(), &bytes).unwrap();
    assert_eq!(readings(&moved), known + SITE.len());
}

#[test]
fn files_that_were_just_written_are_known_if_the_clock_went_on_between() {
    let site = Built::new();
    // So many that writing them takes several ticks.
    let mut tree = OutputTree::default();
    for number in 0..3_000 {
        tree.insert(SitePath::new(&format!("{number}.html")), vec![b'x'; 4_000]);
    }
    let build = |ops: &dyn FileOps| {
        write_with(ops, &tree, (&site.out(), site.root.path()), IndexTrust::of_test()).unwrap()
    };
    build(&Disk);
    let ops = Failing::new(FailurePlan::DeadAfter(usize::MAX));
    build(&ops);
    let (looked, read) = (3_000, ops.counts().0.saturating_sub(3_000));
    assert!(read < looked / 2, "{read} of {looked}");
}

#[test]
fn without_a_sync_and_without_a_name_for_the_run_of_the_system_nothing_new_is_kept() {
    let synced = [true, false];
    let of_test = IndexTrust::of_test();
    let file = |trust| IndexFile { path: PathBuf::new(), place: PathBuf::new(), trust };
    let kept = |trust: IndexTrust| synced.map(|synced| file(trust.clone()).may_keep(synced));
    assert_eq!(kept(of_test.clone()), [true, true]);
    assert_eq!(kept(IndexTrust { boot: None, ..of_test.clone() }), [true, false]);
    assert_eq!(kept(IndexTrust { key: None, ..of_test }), [false, false]);
}

#[test]
fn an_index_that_cant_be_written_is_left_out() {
    let site = settled();
    let index = site.index().unwrap();
    fs::remove_file(&index).unwrap();
    fs::create_dir(&index).unwrap();
    let files = Files::from([("index.html", "new")]);
    assert_eq!(site.build(&files).unwrap().written, 1);
    assert_eq!(site.build(&files).unwrap().unchanged, 1);
    assert!(!index.with_extension("index-new").exists());
    assert!(!site.out().join(manifest::OF_HANDOUTS).exists());
}

#[cfg(unix)]
#[test]
fn an_index_that_is_a_link_is_replaced_and_its_target_stays() {
    let site = settled();
    let (index, target) = (site.index().unwrap(), site.root.path().join("target"));
    fs::rename(&index, &target).unwrap();
    let bytes = fs::read(&target).unwrap();
    for name in ["index", "index-new"] {
        let place = index.with_extension(name);
        fs::remove_file(&place).ok();
        std::os::unix::fs::symlink(&target, place).unwrap();
    }
    let known = readings(&site);
    assert_eq!(fs::read(&target).unwrap(), bytes);
    assert!(!index.is_symlink());
    assert_eq!(readings(&site), known - SITE.len());
}
