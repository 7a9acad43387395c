//! A folder that is kept up to date is like one that was just read.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::fs;
use std::io::ErrorKind;
use std::time::Duration;

use proptest::prelude::*;

use super::super::load::load;
use super::super::ops::failing::{Failing, FailurePlan};
use super::*;
use crate::source::Asset;

/// All of a tree but ids and times, or the error.
fn listing(tree: Result<ContentTree, LoadError>) -> Vec<String> {
    let tree = match tree {
        Ok(tree) => tree,
        Err(error) => return vec![error.to_string()],
    };
    let sources =
        tree.sources().map(|source| format!("{} {:?} {:?}", source.path, source.text, source.decoded));
    let bytes = |asset: &Asset| fs::read(asset.name().unwrap()).unwrap();
    let assets = tree.assets().iter().map(|(path, asset)| format!("asset {path} {:?}", bytes(asset)));
    let theme = tree.theme().iter().map(|(path, asset)| format!("theme {path} {:?}", asset.read().unwrap()));
    let refused = tree.refused().iter().map(|path| format!("refused {path}"));
    let fonts = [format!("{} fonts", tree.fonts().len())];
    sources.chain(assets).chain(theme).chain(refused).chain(fonts).collect()
}

const FILES: [&str; 12] = [
    "content/a.zh-TW.md",
    "content/e/b.en.md",
    "content/e/b.png",
    "content/e/b.png.toml",
    "content/e/f/c.en.md",
    "content/e/.b.en.md.swp",
    "content/e",
    "stepbook.toml",
    "themes/own/style.css",
    "themes/default/a.html",
    "other/x.en.md",
    "content/A.zh-TW.md",
];

const FOLDERS: [&str; 6] = ["content", "content/e", "content/e/f", "themes", "themes/own", "other"];

/// Links and where they lead.
const LINKS: [(&str, &str); 6] = [
    ("content/l.en.md", "e/b.en.md"),
    ("content/e/d", "f"),
    ("content/m", "../other"),
    ("content/e/f/loop", ".."),
    ("content/n.png", "e/b.png"),
    ("content/s.en.md", "e/.b.en.md.swp"),
];

/// Most of them are as long as another one.
const TEXTS: [&[u8]; 5] =
    [b"+++\n", b"one\n", b"\xb5\xa4\xff\n", b"", b"theme = \"own\"\n[print]\nsystem_fonts = true\n"];

/// Something that people and programs do to files.
#[derive(Debug, Clone)]
enum Deed {
    Write(&'static str, &'static [u8]),
    Remove(&'static str),
    Rename(&'static str, &'static str),
    Make(&'static str),
    RemoveFolder(&'static str),
    Link((&'static str, &'static str)),
}

fn deed() -> impl Strategy<Value = Deed> {
    let file = || prop::sample::select(&FILES[..]);
    let folder = || prop::sample::select(&FOLDERS[..]);
    let any = || prop_oneof![file(), folder()];
    prop_oneof![
        6 => (file(), prop::sample::select(&TEXTS[..])).prop_map(|(path, text)| Deed::Write(path, text)),
        2 => file().prop_map(Deed::Remove),
        2 => (any(), any()).prop_map(|(from, to)| Deed::Rename(from, to)),
        2 => folder().prop_map(Deed::Make),
        1 => folder().prop_map(Deed::RemoveFolder),
        1 => prop::sample::select(&LINKS[..]).prop_map(Deed::Link),
    ]
}

impl Deed {
    /// Does it, if that is possible, and names the paths that may be others now.
    fn done(&self, root: &Path) -> Vec<PathBuf> {
        match self {
            Self::Write(path, text) => _ = fs::write(root.join(path), text),
            Self::Remove(path) => _ = fs::remove_file(root.join(path)),
            Self::Rename(from, to) => _ = fs::rename(root.join(from), root.join(to)),
            Self::Make(path) => _ = fs::create_dir_all(root.join(path)),
            Self::RemoveFolder(path) => _ = fs::remove_dir_all(root.join(path)),
            #[cfg(unix)]
            Self::Link((path, target)) => _ = std::os::unix::fs::symlink(target, root.join(path)),
            #[cfg(not(unix))]
            Self::Link(_) => (),
        }
        let paths = match self {
            Self::Rename(from, to) => vec![*from, *to],
            Self::Write(path, _) | Self::Remove(path) | Self::Make(path) | Self::RemoveFolder(path) => {
                vec![*path]
            }
            Self::Link((path, _)) => vec![*path],
        };
        paths.into_iter().map(|path| root.join(path)).collect()
    }
}

/// A temporary folder with a small site.
fn site() -> tempfile::TempDir {
    let site = tempfile::tempdir_in("/dev/shm").or_else(|_| tempfile::tempdir()).unwrap();
    for folder in FOLDERS {
        fs::create_dir_all(site.path().join(folder)).unwrap();
    }
    for file in ["content/a.zh-TW.md", "content/e/b.en.md", "content/e/b.png", "stepbook.toml"] {
        fs::write(site.path().join(file), "").unwrap();
    }
    site
}

/// The tree after a look, whether it is a new one or not.
fn after(
    folder: &SiteFolder,
    look: Result<Option<FolderChange>, LoadError>,
) -> Result<ContentTree, LoadError> {
    look.map(|change| change.map_or_else(|| folder.tree().clone(), |change| change.tree))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    /// After any deeds, looks at the paths that are named, or at all, give the tree that reading
    /// the folder gives, or its error.
    #[test]
    fn a_folder_kept_up_to_date_is_like_one_read_anew(
        rounds in prop::collection::vec((prop::collection::vec(deed(), 1..4), 0_u8..4), 1..12),
    ) {
        let site = site();
        let root = site.path();
        let mut folder = SiteFolder::open(root).unwrap();
        for (deeds, look) in rounds {
            let named: Vec<PathBuf> = deeds.iter().flat_map(|deed| deed.done(root)).collect();
            let look = if look == 0 { folder.look_again() } else { folder.look_at(&named) };
            prop_assert_eq!(listing(after(&folder, look)), listing(load(root)));
        }
    }
}

#[test]
fn what_did_not_change_is_no_change() {
    let site = site();
    let mut folder = SiteFolder::open(site.path()).unwrap();
    let text = site.path().join("content/a.zh-TW.md");
    fs::write(&text, "one").unwrap();
    let change = folder.look_at(std::slice::from_ref(&text)).unwrap().unwrap();
    assert_eq!(change.changed, [TreePath::new("content/a.zh-TW.md")]);
    fs::write(&text, "one").unwrap();
    assert!(folder.look_at(&[text, site.path().join("README.md")]).unwrap().is_none());
}

#[test]
fn a_new_picture_that_was_read_is_compared_by_its_bytes() {
    let site = site();
    let picture = TreePath::new("content/e/b.png");
    fs::write(site.path().join(picture.as_str()), "pixels").unwrap();
    let mut folder = SiteFolder::open(site.path()).unwrap();
    let changed = |folder: &mut SiteFolder| folder.look_again().unwrap().map(|change| change.changed);
    // It may have changed within a tick of the disk's clock, and nobody has read it.
    assert_eq!(changed(&mut folder), Some(vec![picture.clone()]));
    folder.tree().assets().get(&picture).unwrap().first_hash().unwrap();
    assert_eq!(changed(&mut folder), None);
    fs::write(site.path().join(picture.as_str()), "others").unwrap();
    assert_eq!(changed(&mut folder), Some(vec![picture]));
}

#[test]
fn a_look_at_one_file_costs_the_same_in_a_large_site() {
    let cost = |files: usize| {
        let site = site();
        for file in 0..files {
            fs::write(site.path().join(format!("content/e/{file}.en.md")), "").unwrap();
        }
        let ops = Arc::new(Failing::new(FailurePlan::DeadAfter(usize::MAX)));
        let mut folder = SiteFolder::open_with(ops.clone(), site.path()).unwrap();
        let before = ops.counts().0;
        let text = site.path().join("content/a.zh-TW.md");
        fs::write(&text, "one").unwrap();
        assert!(folder.look_at(&[text]).unwrap().is_some());
        ops.counts().0 - before
    };
    assert_eq!(cost(10), cost(500));
}

#[test]
fn files_that_have_settled_are_not_read_again() {
    let site = site();
    for file in 0..50 {
        fs::write(site.path().join(format!("content/e/{file}.en.md")), "").unwrap();
    }
    let ops = Arc::new(Failing::new(FailurePlan::DeadAfter(usize::MAX)));
    let mut folder = SiteFolder::open_with(ops.clone(), site.path()).unwrap();
    let mut costs = Vec::new();
    for _ in 0..2 {
        std::thread::sleep(Duration::from_millis(3_100));
        let before = ops.counts().0;
        _ = folder.look_again().unwrap();
        costs.push(ops.counts().0 - before);
    }
    // The first look reads each file for the last time.
    assert!(costs.first().unwrap() - costs.last().unwrap() > 50, "{costs:?}");
    fs::write(site.path().join("content/e/7.en.md"), "x").unwrap();
    assert_eq!(folder.look_again().unwrap().unwrap().changed, [TreePath::new("content/e/7.en.md")]);
}

#[test]
fn a_disk_that_refuses_leaves_the_last_tree_and_the_next_look_sees_all() {
    let mut refused = 0;
    for number in 0.. {
        let site = site();
        let ops = Arc::new(Failing::new(FailurePlan::Reading(number, ErrorKind::Other)));
        let Ok(mut folder) = SiteFolder::open_with(ops.clone(), site.path()) else { continue };
        let before = listing(Ok(folder.tree().clone()));
        fs::write(site.path().join("content/a.zh-TW.md"), "one").unwrap();
        fs::create_dir_all(site.path().join("content/new/deep")).unwrap();
        fs::write(site.path().join("content/new/deep/n.en.md"), "two").unwrap();
        let named = ["content/a.zh-TW.md", "content/new"].map(|path| site.path().join(path));
        if folder.look_at(&named).is_err() {
            refused += 1;
            assert_eq!(listing(Ok(folder.tree().clone())), before);
            _ = folder.look_at(&[]).unwrap();
        }
        assert_eq!(listing(Ok(folder.tree().clone())), listing(load(site.path())));
        if number >= ops.counts().0 {
            break;
        }
    }
    assert!(refused > 5, "{refused}");
}

#[cfg(unix)]
#[test]
fn a_folder_is_found_by_either_of_its_names() {
    let site = site();
    let link = site.path().join("link");
    std::os::unix::fs::symlink(".", &link).unwrap();
    let mut folder = SiteFolder::open(&link).unwrap();
    for (root, text) in [(site.path(), "one"), (link.as_path(), "two")] {
        let text_file = root.join("content/a.zh-TW.md");
        fs::write(&text_file, text).unwrap();
        assert!(folder.look_at(&[text_file]).unwrap().is_some(), "{text}");
    }
}
