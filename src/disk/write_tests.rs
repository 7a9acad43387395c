//! Tests of what a build leaves in its folder, also if it dies before its end.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::sync::Arc;

use proptest::prelude::*;

use super::super::ops::failing::{Failing, FailurePlan as Fails};
use super::*;

/// Writes a site. Some of its files are offered before the rest is known.
pub(in super::super) fn write_with(
    ops: &dyn FileOps,
    tree: &OutputTree,
    folders: (&Path, &Path),
    trust: IndexTrust,
) -> DiskResult<WriteSummary> {
    let session = WriteSession::begin_with(ops, folders, SessionPurpose::Site(trust))?;
    let mut rest = OutputTree::default();
    tree.stored().for_each(|(path, file)| rest.insert_stored(path.clone(), file.clone()));
    tree.copies().for_each(|(path, asset)| rest.insert_copy(path.clone(), asset));
    for (path, bytes) in tree.iter() {
        if blake3::hash(path.as_str().as_bytes()).as_bytes()[0].is_multiple_of(2) {
            let made_of = blake3::hash(bytes);
            if !session.stands(path, made_of.as_bytes()) {
                session.offer(path, bytes, Some(made_of.as_bytes()));
            }
        } else {
            rest.insert(path.clone(), Arc::clone(bytes));
        }
    }
    session.finish(&rest)
}

type Files = BTreeMap<String, String>;

fn tree(files: &Files) -> OutputTree {
    let mut tree = OutputTree::default();
    for (path, text) in files {
        tree.insert(SitePath::new(path), text.as_bytes());
    }
    tree
}

fn files(list: &[(&str, &str)]) -> Files {
    list.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())).collect()
}

/// All files in the folder except the manifest. Names of empty folders end in `/`.
fn on_disk(folder: &Path) -> Files {
    let mut found = Files::new();
    let mut open = vec![folder.to_path_buf()];
    while let Some(dir) = open.pop() {
        let entries: Vec<_> = fs::read_dir(&dir).unwrap().map(|entry| entry.unwrap().path()).collect();
        let name = |path: &Path| path.strip_prefix(folder).unwrap().to_str().unwrap().to_owned();
        if entries.is_empty() && dir != folder {
            found.insert(format!("{}/", name(&dir)), String::new());
        }
        for path in entries {
            if path.is_dir() {
                open.push(path);
            } else if name(&path) != manifest::FILE_NAME {
                found.insert(name(&path), fs::read_to_string(&path).unwrap());
            }
        }
    }
    found
}

struct Site {
    root: tempfile::TempDir,
}

impl Site {
    fn new() -> Self {
        Self { root: tempfile::tempdir().unwrap() }
    }

    fn out(&self) -> PathBuf {
        self.root.path().join("public")
    }

    fn build(&self, list: &Files) -> DiskResult<WriteSummary> {
        write_with(&Disk, &tree(list), (&self.out(), self.root.path()), IndexTrust::of_test())
    }

    fn put(&self, path: &str, text: &str) {
        let file = self.out().join(path);
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(file, text).unwrap();
    }
}

#[test]
fn only_what_changed_is_written() {
    let site = Site::new();
    let first = files(&[("index.html", "1"), ("img/a.png", "x"), ("en/old.html", "")]);
    assert_eq!(site.build(&first).unwrap().written, 3);
    let stamp = |path: &str| fs::metadata(site.out().join(path)).unwrap().modified().unwrap();
    let before = stamp("img/a.png");
    let second = files(&[("index.html", "2"), ("img/a.png", "x")]);
    let written = site.build(&second).unwrap();
    assert_eq!(written, WriteSummary { written: 1, unchanged: 1, removed: 1, kept: Vec::new() });
    assert_eq!(stamp("img/a.png"), before);
    assert_eq!(on_disk(&site.out()), second);
    assert_eq!(site.build(&second).unwrap().written, 0);
}

#[test]
fn the_manifest_says_what_is_ours_and_nothing_else() {
    let site = Site::new();
    site.build(&files(&[("a.html", "a"), ("img/b.png", "")])).unwrap();
    insta::assert_snapshot!(fs::read_to_string(site.out().join(manifest::FILE_NAME)).unwrap(), @"
    # Files that stepbook made. It deletes only these, and only while they are unchanged.
    17762fddd969a453925d65717ac3eea21320b66b54342fde15128d6caf21215f  a.html
    af1349b9f5f9a1a6a0404dea36dcc9499bcb25c9adc112b7cc9a93cae41f3262  img/b.png
    ");
}

#[test]
fn an_edited_file_is_restored_if_the_site_has_it_and_kept_if_not() {
    let site = Site::new();
    site.build(&files(&[("a.html", "a"), ("b.html", "b")])).unwrap();
    site.put("a.html", "edited");
    site.put("b.html", "edited");
    let written = site.build(&files(&[("a.html", "a")])).unwrap();
    assert_eq!(written.kept, [SitePath::new("b.html")]);
    assert_eq!(on_disk(&site.out()), files(&[("a.html", "a"), ("b.html", "edited")]));
}

#[test]
fn a_strangers_file_is_neither_deleted_nor_overwritten() {
    let site = Site::new();
    site.put("notes.txt", "mine");
    site.put("en/index.html", "mine");
    site.put("same.css", "same");
    let list = files(&[("en/index.html", "ours"), ("index.html", "ours"), ("same.css", "same")]);
    let words = site.build(&list).unwrap_err().to_string();
    assert!(words.contains("\n  en/index.html\nnothing was written"), "{words}");
    assert!(!site.out().join("index.html").exists());
    fs::remove_file(site.out().join("en/index.html")).unwrap();
    site.build(&list).unwrap();
    site.build(&Files::new()).unwrap();
    assert_eq!(on_disk(&site.out()), files(&[("notes.txt", "mine")]));
}

#[test]
fn a_file_may_become_a_folder_and_back() {
    let site = Site::new();
    let file = files(&[("a", "1"), ("c", "")]);
    let folder = files(&[("a/b/d", "2"), ("c", "")]);
    for list in [&file, &folder, &file] {
        site.build(list).unwrap();
        assert_eq!(&on_disk(&site.out()), list);
    }
    site.build(&folder).unwrap();
    site.put("a/b/mine", "");
    assert!(matches!(site.build(&file), Err(WriteError::Strangers { .. })));
}

#[cfg(unix)]
#[test]
fn nothing_is_written_or_deleted_through_a_link() {
    use std::os::unix::fs::symlink;
    let site = Site::new();
    let elsewhere = site.root.path().join("elsewhere");
    fs::create_dir(&elsewhere).unwrap();
    site.build(&files(&[("img/a.png", "a")])).unwrap();
    fs::rename(site.out().join("img"), elsewhere.join("img")).unwrap();
    symlink(elsewhere.join("img"), site.out().join("img")).unwrap();
    assert!(matches!(site.build(&files(&[("img/b.png", "")])), Err(WriteError::Strangers { .. })));
    site.build(&files(&[("index.html", "")])).unwrap();
    assert_eq!(on_disk(&elsewhere), files(&[("img/a.png", "a")]));
}

#[test]
fn a_name_that_leads_out_of_the_folder_is_refused() {
    let site = Site::new();
    for bad in ["../x.html", "a//b", ".stepbook-manifest", ".stepbook-tmp/x"] {
        assert!(site.build(&files(&[(bad, "")])).is_err(), "{bad}");
    }
    assert!(!site.out().exists());
}

#[test]
fn a_full_disk_leaves_the_old_site() {
    let site = Site::new();
    let old = files(&[("a.html", "old"), ("b.html", "old")]);
    site.build(&old).unwrap();
    // The movements before the first file is in place: the folder of the lock,
    // the folder of rooms and a room, three manifests, a shelf, two files and
    // the wait for the disk.
    for movements in 0..10 {
        let ops = Failing::new(Fails::DeadAfter(movements));
        let new = tree(&files(&[("a.html", "new"), ("c.html", "new")]));
        assert!(
            write_with(&ops, &new, (&site.out(), site.root.path()), IndexTrust::of_test()).is_err(),
            "{movements}"
        );
        fs::remove_dir_all(site.out().join(stage::FOLDER)).ok();
        assert_eq!(on_disk(&site.out()), old, "{movements}");
    }
}

fn any_site() -> impl Strategy<Value = Files> {
    let path = "(a|b|c\\.html|圖)(/(a|d\\.html)){0,2}";
    prop::collection::btree_map(path, "[xy]{0,3}", 0..8).prop_map(|mut files| {
        // In a site, no path is both a file and a folder.
        let all: Vec<String> = files.keys().cloned().collect();
        files.retain(|path, _| !all.iter().any(|other| other.starts_with(&format!("{path}/"))));
        files
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    /// After any sequence of builds, the folder holds the last site and the files
    /// that other people put there.
    #[test]
    fn the_folder_holds_the_site_and_what_is_not_ours(sites in prop::collection::vec(any_site(), 1..5)) {
        let site = Site::new();
        site.put("a-stranger/note", "mine");
        for list in &sites {
            let before = on_disk(&site.out());
            let written = site.build(list).unwrap();
            let right = list.iter().filter(|(path, text)| before.get(*path) == Some(text)).count();
            prop_assert_eq!((written.written, written.unchanged), (list.len() - right, right));
            let mut expected = list.clone();
            expected.insert("a-stranger/note".to_owned(), "mine".to_owned());
            prop_assert_eq!(on_disk(&site.out()), expected);
        }
    }

    /// Builds that die at any movement leave each file whole, old or new. The next
    /// build that ends gives the same files as a clean build.
    #[test]
    fn a_dead_build_is_healed_by_the_next(
        sites in prop::collection::vec((any_site(), 0_usize..40), 1..5),
        last in any_site(),
    ) {
        let site = Site::new();
        site.put("a-stranger/note", "mine");
        let mut texts: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for (list, movements) in &sites {
            for (path, text) in list {
                texts.entry(path.clone()).or_default().push(text.clone());
            }
            _ = write_with(&Failing::new(Fails::DeadAfter(*movements)), &tree(list), (&site.out(), site.root.path()), IndexTrust::of_test());
            for (path, text) in on_disk(&site.out()) {
                let exempt = path.starts_with(stage::FOLDER) || path.ends_with('/') || path.starts_with("a-stranger");
                prop_assert!(exempt || texts.get(&path).is_some_and(|all| all.contains(&text)), "{}", path);
            }
        }
        site.build(&last).unwrap();
        let clean = Site::new();
        clean.build(&last).unwrap();
        let manifest = |site: &Site| fs::read(site.out().join(manifest::FILE_NAME)).unwrap();
        prop_assert_eq!(manifest(&site), manifest(&clean));
        let mut expected = last.clone();
        expected.insert("a-stranger/note".to_owned(), "mine".to_owned());
        prop_assert_eq!(on_disk(&site.out()), expected);
    }
}
