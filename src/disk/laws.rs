//! Laws of reading and writing, tested with a disk that fails at any operation.
//!
//! The tests build small sites, change them, and let one operation after another
//! fail. After that, no file is lost or incomplete, and no link leads nowhere.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::ErrorKind;
use std::path::Path;
use std::sync::Arc;

use proptest::prelude::*;

use super::index::IndexTrust;
use super::load::load_with;
use super::ops::failing::{Failing, FailurePlan};
use super::ops::{Disk, FileOps};
use super::session::tests::write_with;
use super::session::{SessionPurpose, WriteSession};
use super::store::CacheFolder;
use crate::compile::{CompileOptions, CompileTargets, compile_into};
use crate::output::OutputTree;
use crate::url::SitePath;

/// Every file in a folder except manifests.
fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut found = BTreeMap::new();
    let mut open = vec![folder.to_path_buf()];
    while let Some(dir) = open.pop() {
        for entry in fs::read_dir(dir).into_iter().flatten() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                open.push(path);
                continue;
            }
            let name = path.strip_prefix(folder).unwrap().to_str().unwrap().to_owned();
            if !name.starts_with(".stepbook-manifest") {
                found.insert(name, fs::read(path).unwrap());
            }
        }
    }
    found
}

fn copy(from: &Path, to: &Path) {
    for (name, bytes) in files(from) {
        put(to, &name, &bytes);
    }
    for manifest in ["public/.stepbook-manifest"] {
        if let Ok(bytes) = fs::read(from.join(manifest)) {
            put(to, manifest, &bytes);
        }
    }
}

fn put(root: &Path, path: &str, bytes: &[u8]) {
    let file = root.join(path);
    fs::create_dir_all(file.parent().unwrap()).unwrap();
    fs::write(file, bytes).unwrap();
}

/// A temporary folder, in memory if the system has such a place.
fn folder() -> tempfile::TempDir {
    tempfile::tempdir_in("/dev/shm").or_else(|_| tempfile::tempdir()).unwrap()
}

fn picture(colour: u8) -> Vec<u8> {
    let mut bytes = std::io::Cursor::new(Vec::new());
    let pixels = image::RgbImage::from_pixel(8, 8, image::Rgb([colour; 3]));
    pixels.write_to(&mut bytes, image::ImageFormat::Png).unwrap();
    bytes.into_inner()
}

const PAGE: &str =
    "+++\ntitle = \"T\"\n+++\n\n## Step: Go\n\n![A picture](img/p.png)\n\n1. [Form](files/form.odt)\n";

fn content(root: &Path, version: u8) {
    put(root, "stepbook.toml", b"languages = [\"en\"]\ntheme = \"own\"\n[title]\nen = \"T\"\n");
    put(root, "themes/own/assets/logo.svg", &[version]);
    put(root, "content/c/a.en.md", format!("{PAGE}2. Version {version}\n").as_bytes());
    put(root, &format!("content/c/only{version}.en.md"), PAGE.as_bytes());
    fs::remove_file(root.join(format!("content/c/only{}.en.md", version - 1))).ok();
    put(root, "content/c/img/p.png", &picture(version));
    put(root, "content/c/files/form.odt", &[version]);
}

/// Does what `stepbook build` does.
fn build(ops: &Arc<dyn FileOps>, root: &Path) -> Result<(), String> {
    let tree = load_with(ops, root).map_err(|error| error.to_string())?;
    let store =
        CacheFolder::open_with(Arc::clone(ops), root, Some([7; 32])).map_err(|error| error.to_string())?;
    let purpose = SessionPurpose::Site(IndexTrust::of_test());
    let mut writing = WriteSession::begin_with(&**ops, (&root.join("public"), root), purpose)
        .map_err(|error| error.to_string())?;
    let into = CompileTargets { store: &store, files: &writing, left: writing.left() };
    let compiled = compile_into(&tree, &CompileOptions::default(), into).whole();
    let mut compiled = compiled.map_err(|error| error.to_string())?;
    writing.leave(std::mem::take(&mut compiled.left));
    store.settle().map_err(|error| error.to_string())?;
    writing.finish(&compiled.output).map_err(|error| error.to_string())?;
    store.tidy();
    Ok(())
}

/// A built site whose content was changed after the build, with the files of the
/// old build and those that a new build makes.
struct ChangedSite {
    base: tempfile::TempDir,
    old: BTreeMap<String, Vec<u8>>,
    new: BTreeMap<String, Vec<u8>>,
}

impl ChangedSite {
    fn new() -> Self {
        let real: Arc<dyn FileOps> = Arc::new(Disk);
        let (base, clean) = (folder(), folder());
        content(base.path(), 1);
        build(&real, base.path()).unwrap();
        content(base.path(), 2);
        content(clean.path(), 2);
        build(&real, clean.path()).unwrap();
        let (old, new) = (files(&base.path().join("public")), files(&clean.path().join("public")));
        assert_ne!(old, new);
        Self { base, old, new }
    }

    /// Builds with one failing operation. Returns the site's folder, the result
    /// and the numbers of operations.
    fn build(&self, plan: FailurePlan) -> (tempfile::TempDir, Result<(), String>, (usize, usize)) {
        let site = folder();
        copy(self.base.path(), site.path());
        let failing = Arc::new(Failing::new(plan));
        let ops: Arc<dyn FileOps> = failing.clone();
        let done = build(&ops, site.path());
        (site, done, failing.counts())
    }
}

/// A law of `src/ARCHITECTURE.md`: a read that fails is not a missing file.
#[test]
fn a_read_that_fails_leaves_the_old_site_or_does_not_matter() {
    let changed = ChangedSite::new();
    let mut refused = 0;
    for kind in [ErrorKind::Other, ErrorKind::PermissionDenied] {
        for number in 0.. {
            let (site, done, counts) = changed.build(FailurePlan::Reading(number, kind));
            let left = files(&site.path().join("public"));
            match done {
                Ok(()) => assert!(left == changed.new, "{number} {kind}: not the new site"),
                Err(words) => {
                    assert!(words.starts_with("cannot ") || words.contains("can't be opened"), "{words}");
                    assert!(left == changed.old, "{number} {kind}: {words}: not the old site");
                    refused += 1;
                }
            }
            if number >= counts.0 {
                break;
            }
        }
    }
    assert!(refused > 60, "{refused}");
}

#[test]
fn a_movement_that_fails_leaves_each_file_whole_and_the_next_build_mends_all() {
    let changed = ChangedSite::new();
    let real: Arc<dyn FileOps> = Arc::new(Disk);
    let mut refused = 0;
    for kind in [ErrorKind::StorageFull, ErrorKind::PermissionDenied] {
        for number in 0.. {
            let (site, done, counts) = changed.build(FailurePlan::Movement(number, kind));
            for (name, bytes) in files(&site.path().join("public")) {
                let whole = [&changed.old, &changed.new].iter().any(|site| site.get(&name) == Some(&bytes));
                assert!(whole, "{number} {kind}: {name}: {done:?}");
            }
            refused += usize::from(done.is_err());
            build(&real, site.path()).unwrap();
            assert!(files(&site.path().join("public")) == changed.new, "{number} {kind}: not mended");
            if number >= counts.1 {
                break;
            }
        }
    }
    assert!(refused > 40, "{refused}");
}

const PAGES: [&str; 7] =
    ["index.html", "a.html", "b.html", "c/index.html", "c/a.html", "d/e/f.html", "d/index.html"];

/// A file with links to all pages, like a search index.
const LIST: &str = "list.js";

/// The links of a site: page → bits of the pages that it links to.
type LinkGraph = BTreeMap<usize, u8>;

fn graph() -> impl Strategy<Value = LinkGraph> {
    prop::collection::btree_map(0..PAGES.len(), any::<u8>(), 1..=PAGES.len()).prop_map(|mut graph| {
        graph.insert(0, 0xff);
        graph
    })
}

fn tree(graph: &LinkGraph) -> OutputTree {
    let names = |bits: u8| {
        let there = graph.keys().filter(move |page| bits & (1 << **page) != 0);
        there.filter_map(|page| PAGES.get(*page)).copied().collect::<Vec<_>>().join("\n")
    };
    let mut tree = OutputTree::default();
    tree.insert(SitePath::new(LIST), names(0xff).into_bytes());
    for (page, bits) in graph {
        tree.insert(
            SitePath::new(PAGES.get(*page).unwrap()),
            format!("{LIST}\n{}", names(*bits)).into_bytes(),
        );
    }
    tree
}

/// The missing pages that a reader finds who follows links from the home page.
fn dangling(folder: &Path) -> Vec<String> {
    let mut open: Vec<String> = vec!["index.html".to_owned()];
    let mut seen = BTreeSet::new();
    let mut missing = Vec::new();
    while let Some(page) = open.pop() {
        match fs::read_to_string(folder.join(&page)) {
            Ok(text) => open.extend(text.lines().map(str::to_owned).filter(|to| seen.insert(to.clone()))),
            Err(_) if page == "index.html" => (),
            Err(_) => missing.push(page),
        }
    }
    missing
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// A law of `src/ARCHITECTURE.md`: whenever a build dies, every page that
    /// a reader can reach from the home page exists, also after several builds that
    /// died.
    #[test]
    fn what_a_reader_can_reach_is_there_whenever_a_build_dies(
        sites in prop::collection::vec((graph(), 0_usize..48), 1..6),
    ) {
        let root = folder();
        let out = root.path().join("public");
        for (graph, movements) in &sites {
            let ops = Failing::new(FailurePlan::DeadAfter(*movements));
            _ = write_with(&ops, &tree(graph), (&out, root.path()), IndexTrust::of_test());
            prop_assert_eq!(dangling(&out), Vec::<String>::new());
        }
    }

    /// A build that dies at any of its movements leaves no link to a missing page.
    #[test]
    fn no_moment_of_a_build_leads_nowhere(old in graph(), new in graph()) {
        let root = folder();
        let out = root.path().join("public");
        for movements in 0..64 {
            write_with(&Disk, &tree(&old), (&out, root.path()), IndexTrust::of_test()).unwrap();
            _ = write_with(&Failing::new(FailurePlan::DeadAfter(movements)), &tree(&new), (&out, root.path()), IndexTrust::of_test());
            prop_assert_eq!(dangling(&out), Vec::<String>::new(), "after {}", movements);
        }
    }
}
