//! With or without an index, a build does the same.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{Seek as _, SeekFrom, Write as _};
use std::path::Path;
use std::thread::sleep;
use std::time::{Duration, SystemTime};

use proptest::prelude::*;

use super::super::fault::DiskResult;
use super::super::manifest;
use super::super::ops::Disk;
use super::super::ops::failing::{Failing, FailurePlan};
use super::super::write::{WriteSummary, write_with};
use super::*;
use crate::output::OutputTree;

type Files = BTreeMap<&'static str, &'static str>;

/// A coarse clock, so that much happens within one tick.
const TICK: Duration = Duration::from_millis(20);

const PATHS: [&str; 6] = ["index.html", "a.html", "b.html", "c/a.html", "c/d.js", "c"];
const TEXTS: [&str; 4] = ["old", "new", "odd", "longer"];

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

/// Something that people and programs do to the files of an output folder.
#[derive(Debug, Clone)]
enum Deed {
    /// Other bytes in place, as many as before, and perhaps the old time.
    Edit(&'static str, bool),
    Write(&'static str, &'static str),
    /// Another file of the same length and perhaps of the same time.
    Replace(&'static str, bool),
    Swap(&'static str, &'static str),
    Truncate(&'static str),
    Touch(&'static str, u64),
    Remove(&'static str),
    Link(&'static str, &'static str),
    HardLink(&'static str, &'static str),
    Make(&'static str),
    /// The manifest says that all files have these bytes.
    Forge(&'static str),
}

fn deed() -> impl Strategy<Value = Deed> {
    let path = || prop::sample::select(&PATHS[..]);
    prop_oneof![
        6 => (path(), any::<bool>()).prop_map(|(path, back)| Deed::Edit(path, back)),
        2 => (path(), prop::sample::select(&TEXTS[..])).prop_map(|(path, text)| Deed::Write(path, text)),
        4 => (path(), any::<bool>()).prop_map(|(path, back)| Deed::Replace(path, back)),
        2 => (path(), path()).prop_map(|(a, b)| Deed::Swap(a, b)),
        1 => path().prop_map(Deed::Truncate),
        2 => (path(), 0..3_u64).prop_map(|(path, time)| Deed::Touch(path, time)),
        1 => path().prop_map(Deed::Remove),
        1 => (path(), path()).prop_map(|(a, b)| Deed::Link(a, b)),
        1 => (path(), path()).prop_map(|(a, b)| Deed::HardLink(a, b)),
        1 => path().prop_map(Deed::Make),
        2 => prop::sample::select(&TEXTS[..]).prop_map(Deed::Forge),
    ]
}

impl Deed {
    /// Does it, if that is possible.
    fn attempt(&self, out: &Path) {
        let at = |path: &str| out.join(path);
        let spare = at("spare");
        match self {
            Self::Edit(path, back) => _ = edit(&at(path), *back),
            Self::Write(path, text) => _ = fs::write(at(path), text),
            Self::Replace(path, back) => _ = replace(&at(path), &spare, *back),
            Self::Swap(a, b) => {
                if at(a).is_file() && at(b).is_file() {
                    fs::rename(at(a), &spare).unwrap();
                    fs::rename(at(b), at(a)).ok();
                    fs::rename(&spare, at(b)).ok();
                }
            }
            Self::Truncate(path) => _ = File::options().write(true).truncate(true).open(at(path)),
            Self::Touch(path, time) => {
                let time = SystemTime::UNIX_EPOCH + Duration::from_secs(time * 1_000_000_000);
                _ = File::options().write(true).open(at(path)).and_then(|file| file.set_modified(time));
            }
            Self::Remove(path) => _ = fs::remove_file(at(path)),
            #[cfg(unix)]
            Self::Link(path, target) => {
                fs::remove_file(at(path)).ok();
                _ = std::os::unix::fs::symlink(at(target), at(path));
            }
            #[cfg(not(unix))]
            Self::Link(..) => (),
            Self::HardLink(path, target) => {
                if path != target && at(target).is_file() {
                    fs::remove_file(at(path)).ok();
                    _ = fs::hard_link(at(target), at(path));
                }
            }
            Self::Forge(text) => _ = forge(&at(manifest::FILE_NAME), text),
            Self::Make(path) => {
                fs::remove_file(at(path)).ok();
                _ = fs::create_dir_all(at(path));
            }
        }
        fs::remove_file(spare).ok();
    }
}

fn edit(path: &Path, back: bool) -> std::io::Result<()> {
    let time = fs::symlink_metadata(path)?.modified()?;
    let mut file = File::options().read(true).write(true).open(path)?;
    file.seek(SeekFrom::Start(0))?;
    let length = file.metadata()?.len().min(1);
    file.write_all("!".repeat(usize::try_from(length).unwrap()).as_bytes())?;
    if back { file.set_modified(time) } else { Ok(()) }
}

fn forge(path: &Path, text: &str) -> std::io::Result<()> {
    let manifest = fs::read_to_string(path)?;
    let hash = blake3::hash(text.as_bytes());
    let line = |line: &str| match line.split_once("  ") {
        Some((_, path)) => format!("{hash}  {path}\n"),
        None => format!("{line}\n"),
    };
    fs::write(path, manifest.lines().map(line).collect::<String>())
}

fn replace(path: &Path, spare: &Path, back: bool) -> std::io::Result<()> {
    let meta = fs::symlink_metadata(path)?;
    fs::write(spare, "?".repeat(usize::try_from(meta.len()).unwrap()))?;
    if back {
        File::options().write(true).open(spare)?.set_modified(meta.modified()?)?;
    }
    fs::rename(spare, path)
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
    assert_eq!(readings(&site), known + 1);
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
