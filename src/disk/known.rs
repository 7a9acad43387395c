//! What is known of the files of a site, so that only those that changed are read.
//!
//! In: what a look at a file gave, now and before. Out: whether the file must be read.
//! A file that was changed shortly before it was read may change again within the same
//! tick of the disk's clock and look the same, so it is read again some time later.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use super::ops::FileStat;
use crate::url::TreePath;

/// The age from which a change is taken to be older than any tick, whatever the difference between
/// the clocks of this computer and of a network drive.
pub(super) const OLD: Duration = Duration::from_mins(1);

/// How long a file must have looked the same before it is read for the last time. The times of FAT
/// have a tick of 2 seconds.
const SETTLED: Duration = Duration::from_secs(3);

/// One file as it was when it was read, or listed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct KnownFile {
    /// Where the file is, if a link leads to it.
    pub(super) linked: Option<PathBuf>,
    /// `None` for what is not read.
    pub(super) stat: Option<FileStat>,
    /// When it first looked like this.
    since: Instant,
    /// Whether it is the same as long as it looks the same.
    pub(super) certain: bool,
    /// How often it may have changed without looking different.
    pub(super) again: u64,
}

impl KnownFile {
    /// Something that is not read: it is refused, or a link to a folder.
    pub(super) fn odd() -> Self {
        Self { linked: None, stat: None, since: Instant::now(), certain: true, again: 0 }
    }

    /// A file that is read now, after this look at it.
    pub(super) fn read(stat: FileStat, linked: Option<PathBuf>, before: Option<&Self>) -> Self {
        let now = Instant::now();
        let same = before.filter(|before| before.looks_like(stat, linked.as_ref()));
        let since = same.map_or(now, |same| same.since);
        let certain = stat.changed > 0 && (is_older(stat, OLD) || now.duration_since(since) >= SETTLED);
        Self { linked, stat: Some(stat), since, certain, again: same.map_or(0, |same| same.again + 1) }
    }

    /// Whether the file need not be read if it looks like this.
    pub(super) fn is_known(&self, stat: FileStat, linked: Option<&PathBuf>) -> bool {
        self.certain && self.looks_like(stat, linked)
    }

    fn looks_like(&self, stat: FileStat, linked: Option<&PathBuf>) -> bool {
        self.stat == Some(stat) && self.linked.as_ref() == linked
    }
}

/// Whether the last change of a file is longer ago than this.
pub(super) fn is_older(stat: FileStat, age: Duration) -> bool {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    stat.touched() + age.as_nanos() < now.as_nanos()
}

/// All files of a site, `stepbook.toml` excepted.
#[derive(Debug, Clone, Default)]
pub(super) struct KnownFiles {
    files: BTreeMap<TreePath, KnownFile>,
    /// Those that are or were reached through a link, or are refused. They may change with any other
    /// file.
    odd: BTreeSet<TreePath>,
}

impl KnownFiles {
    pub(super) fn get(&self, path: &TreePath) -> Option<&KnownFile> {
        self.files.get(path)
    }

    pub(super) fn insert(&mut self, path: TreePath, file: KnownFile) {
        if file.linked.is_some() || file.stat.is_none() {
            self.odd.insert(path.clone());
        } else {
            self.odd.remove(&path);
        }
        self.files.insert(path, file);
    }

    pub(super) fn remove(&mut self, path: &TreePath) {
        self.files.remove(path);
        self.odd.remove(path);
    }

    /// The paths that have to do with links.
    pub(super) fn odd(&self) -> impl Iterator<Item = (&TreePath, &KnownFile)> {
        self.odd.iter().filter_map(|path| self.files.get_key_value(path))
    }

    /// The path itself, if it is known, and all paths in the folder of this name.
    pub(super) fn below(&self, path: &TreePath) -> impl Iterator<Item = &TreePath> {
        let folder = format!("{path}/");
        let inside = self.files.range(TreePath::new(&folder)..).map(|(path, _)| path);
        let itself = self.files.get_key_value(path).map(|(path, _)| path);
        itself.into_iter().chain(inside.take_while(move |path| path.as_str().starts_with(&folder)))
    }
}
