//! Tests of what the cache gives back, and what it deletes.

use std::fs;

use super::*;

const KEY: Option<StoreKey> = Some([7; 32]);
const NAME: &str = "aaaaaaaaaaaaaaaabbbbbbbbbbbbbbbbccccccccccccccccdddddddddddddddd";

struct Site {
    root: tempfile::TempDir,
}

impl Site {
    fn new() -> Self {
        Self { root: tempfile::tempdir().unwrap() }
    }

    fn cache(&self) -> CacheFolder {
        CacheFolder::open_with(Arc::new(Disk), self.root.path(), KEY).unwrap()
    }

    fn folder(&self) -> PathBuf {
        own::cache_folder(self.root.path())
    }

    /// Puts a file into the cache, and returns its path.
    fn kept(&self) -> PathBuf {
        let cache = self.cache();
        let kept = cache.keep(NAME, 3, b"handout").unwrap();
        cache.settle().unwrap();
        self.folder().join(kept.name)
    }

    /// Whether the cache finds the file, and it is whole.
    fn finds(&self) -> bool {
        let mut cache = self.cache();
        let there = cache.find(NAME).is_some();
        cache.weed();
        let whole = cache.find(NAME).is_some();
        assert!(there || !whole);
        assert_eq!(whole, self.cache().read(NAME).is_some());
        whole
    }
}

#[test]
fn what_was_kept_is_there_with_its_note() {
    let site = Site::new();
    let path = site.kept();
    let (stored, note) = site.cache().find(NAME).unwrap();
    assert_eq!((stored.length, note, stored.hash), (7, 3, *blake3::hash(b"handout").as_bytes()));
    assert_eq!(site.folder().join(stored.name), path);
    assert_eq!(site.cache().read(NAME).unwrap(), b"handout");
}

#[test]
fn what_was_changed_is_not_there() {
    for changed in [&b""[..], b"hand", b"handouT", b"handout\0", b"\0\0\0\0\0\0\0"] {
        let site = Site::new();
        fs::write(site.kept(), changed).unwrap();
        assert!(!site.finds(), "{changed:?}");
    }
}

#[test]
fn what_another_program_or_another_user_made_is_not_there() {
    let site = Site::new();
    let path = site.kept();
    assert!(site.finds());
    let other = CacheFolder::open_with(Arc::new(Disk), site.root.path(), Some([8; 32])).unwrap();
    assert_eq!(other.find(NAME), None);
    let name = path.file_name().unwrap().to_str().unwrap();
    let renamed = |name: String| {
        let to = site.folder().join(name);
        fs::rename(&path, &to).unwrap();
        assert!(!site.finds(), "{}", to.display());
        fs::rename(&to, &path).unwrap();
    };
    renamed(name.replacen(PROGRAM, "0123456789abcdef", 1));
    renamed(name.replacen("-3-", "-4-", 1));
    // The plain hash of the bytes, as anybody can make it.
    let hash = blake3::hash(b"handout");
    renamed(format!("{PROGRAM}-{NAME}-3-{hash}"));
    renamed(format!("{PROGRAM}-{NAME}-3-{hash}-{hash}"));
}

#[test]
fn a_planted_file_does_not_hide_a_whole_one() {
    let site = Site::new();
    site.kept();
    for digit in ["0", "f"] {
        let (hash, seal) = (blake3::hash(b"planted"), digit.repeat(64));
        fs::write(site.folder().join(format!("{PROGRAM}-{NAME}-9-{hash}-{seal}")), "planted").unwrap();
    }
    assert_eq!(site.cache().read(NAME).unwrap(), b"handout");
    assert_eq!(site.cache().find(NAME).unwrap().1, 3);
}

#[cfg(unix)]
#[test]
fn a_link_in_the_cache_is_not_followed() {
    let site = Site::new();
    let path = site.kept();
    let elsewhere = site.root.path().join("elsewhere");
    fs::rename(&path, &elsewhere).unwrap();
    std::os::unix::fs::symlink(&elsewhere, &path).unwrap();
    assert!(!site.finds());
    site.kept();
    assert!(path.symlink_metadata().unwrap().is_file());
    assert!(elsewhere.exists());
}

#[test]
fn tidying_deletes_only_plain_files_with_names_of_ours() {
    let site = Site::new();
    site.kept();
    let name = |number: usize| format!("0123456789abcdef-{number:064x}-1-{}", "0".repeat(64));
    for number in 0..SPARE + 20 {
        // Names as this version and the version before give them.
        let sealed = if number % 2 == 0 { format!("-{}", "f".repeat(64)) } else { String::new() };
        fs::write(site.folder().join(name(number) + &sealed), "").unwrap();
    }
    let strangers = [
        "notes.txt".to_owned(),
        ".hidden".to_owned(),
        ".tmpAbC123".to_owned(),
        format!("{}-copy", name(0)),
        name(0).replacen("-1-", "-x-", 1),
        name(0).replacen("0123", "0G23", 1),
        format!("{}-seal", name(0)),
    ];
    for name in &strangers {
        fs::write(site.folder().join(name), "mine").unwrap();
    }
    fs::create_dir(site.folder().join(name(9_999))).unwrap();
    site.cache().tidy();
    let left: Vec<String> = fs::read_dir(site.folder())
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    assert!(strangers.iter().chain([&name(9_999)]).all(|name| left.contains(name)), "{left:?}");
    assert_eq!(left.len(), SPARE + strangers.len() + 1);
}

#[test]
fn what_is_older_than_a_redaction_goes_and_what_is_used_stays() {
    let site = Site::new();
    let build = |hidden: u8, name: &str| {
        let cache = site.cache();
        cache.hides(&[hidden; 32]);
        if cache.find(name).is_none() {
            cache.keep(name, 1, name.as_bytes()).unwrap();
        }
        cache.tidy();
        ["old", "new"].map(|name| site.cache().find(name).is_some())
    };
    assert_eq!(build(1, "old"), [true, false]);
    assert_eq!(build(1, "new"), [true, true]);
    fs::write(site.folder().join("hidden-notes.txt"), "mine").unwrap();
    assert_eq!(build(2, "new"), [false, true]);
    assert_eq!(build(2, "old"), [true, true]);
    assert!(site.folder().join("hidden-notes.txt").exists());
}

#[test]
fn a_name_does_not_tell_what_a_picture_was_made_of() {
    let site = Site::new();
    assert!(!site.kept().to_str().unwrap().contains(NAME));
}

#[test]
fn a_batch_is_in_its_place_before_all_is_settled() {
    let site = Site::new();
    let cache = site.cache();
    for number in 0..=BATCH {
        cache.keep(&format!("{number:064x}"), 1, b"x").unwrap();
    }
    let whole = site.cache();
    let there = |number: usize| whole.find(&format!("{number:064x}")).is_some();
    assert!((0..BATCH).all(there));
    assert!(!there(BATCH));
    drop(cache);
}
