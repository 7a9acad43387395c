//! The finished site: addresses and bytes, ordered.
//!
//! `render` fills it, `disk` writes it, `serve` answers from it. Pictures are in
//! memory. Pages may go to a [`FileSink`] one by one. Handouts may wait in a
//! [`Store`], because a large site has gigabytes of them. Downloads may stay in
//! `content/`, from where they are written.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use crate::source::Asset;
use crate::url::SitePath;

/// Path → bytes of every file of the site.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct OutputTree {
    files: BTreeMap<SitePath, Arc<[u8]>>,
    stored: BTreeMap<SitePath, StoredFile>,
    copies: BTreeMap<SitePath, Asset>,
}

/// A file of the site whose bytes are in a store.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredFile {
    /// The name of the file in the store.
    pub name: String,
    /// The length of the file in bytes.
    pub length: u64,
    /// BLAKE3 of the file's bytes.
    pub hash: [u8; 32],
}

/// Keeps results from one build to the next, each under a name that is a
/// fingerprint of all that the result is made of. A result that another version
/// of the program kept counts as missing: the same content may give other
/// bytes.
pub trait Store: Sync {
    /// The file of this name and the note that was kept with it, if the whole
    /// file is there.
    fn find(&self, name: &str) -> Option<(StoredFile, u32)>;

    /// Keeps a file under a name, with a note of one number. Gives `None` if
    /// the file can't be kept; then the bytes stay with the caller.
    fn keep(&self, name: &str, note: u32, bytes: &[u8]) -> Option<StoredFile>;

    /// The bytes of a file that was kept under this name.
    fn read(&self, name: &str) -> Option<Vec<u8>>;

    /// Tells the store what the pictures of the site hide in this build, as a
    /// fingerprint. If it differs from that of the last build, a kept file that
    /// this build does not use may show what is hidden now.
    fn hides(&self, _: &[u8; 32]) {}
}

/// A store that keeps nothing.
#[derive(Debug, Clone, Copy, Default)]
pub struct NoStore;

impl Store for NoStore {
    fn find(&self, _: &str) -> Option<(StoredFile, u32)> {
        None
    }

    fn keep(&self, _: &str, _: u32, _: &[u8]) -> Option<StoredFile> {
        None
    }

    fn read(&self, _: &str) -> Option<Vec<u8>> {
        None
    }
}

/// Takes files of a site as soon as each is made, from any thread and in any order.
pub trait FileSink: Sync {
    /// Takes a file without its bytes, if it is there already and was made of the same. `made_of` is
    /// the fingerprint of all that goes into the file. If this gives `false`, the file must be offered.
    #[must_use]
    fn stands(&self, path: &SitePath, made_of: &[u8; 32]) -> bool;

    /// Takes a file. With `made_of`, the next build may ask whether the file [`stands`](Self::stands).
    fn offer(&self, path: &SitePath, bytes: &[u8], made_of: Option<&[u8; 32]>);
}

/// Keeps the files in memory.
impl FileSink for Mutex<OutputTree> {
    fn stands(&self, _: &SitePath, _: &[u8; 32]) -> bool {
        false
    }

    fn offer(&self, path: &SitePath, bytes: &[u8], _: Option<&[u8; 32]>) {
        self.lock().unwrap_or_else(PoisonError::into_inner).insert(path.clone(), bytes);
    }
}

impl OutputTree {
    /// Puts a file in its place. A later file for the same path replaces the
    /// earlier one: findings about two sources for one address are made before
    /// this.
    pub fn insert(&mut self, path: SitePath, bytes: impl Into<Arc<[u8]>>) {
        self.remove(&path);
        self.files.insert(path, bytes.into());
    }

    /// Puts a file that waits in a store in its place.
    pub fn insert_stored(&mut self, path: SitePath, file: StoredFile) {
        self.remove(&path);
        self.stored.insert(path, file);
    }

    /// Puts a file of `content/` in its place, unchanged.
    pub fn insert_copy(&mut self, path: SitePath, file: &Asset) {
        self.remove(&path);
        match file.in_memory() {
            Some(bytes) => _ = self.files.insert(path, Arc::clone(bytes)),
            None => _ = self.copies.insert(path, file.clone()),
        }
    }

    fn remove(&mut self, path: &SitePath) {
        self.files.remove(path);
        self.stored.remove(path);
        self.copies.remove(path);
    }

    /// The bytes at exactly this path, if they are in memory.
    #[must_use]
    pub fn get(&self, path: &SitePath) -> Option<&Arc<[u8]>> {
        self.files.get(path)
    }

    /// Whether the site has a file at exactly this path.
    #[must_use]
    pub fn has(&self, path: &SitePath) -> bool {
        self.files.contains_key(path) || self.stored.contains_key(path) || self.copies.contains_key(path)
    }

    /// The files in memory, in the order of their paths.
    pub fn iter(&self) -> impl Iterator<Item = (&SitePath, &Arc<[u8]>)> {
        self.files.iter()
    }

    /// The files that wait in a store, in the order of their paths.
    pub fn stored(&self) -> impl Iterator<Item = (&SitePath, &StoredFile)> {
        self.stored.iter()
    }

    /// The files that are copied from the content, in the order of their paths.
    pub fn copies(&self) -> impl Iterator<Item = (&SitePath, &Asset)> {
        self.copies.iter()
    }

    /// The file at exactly this path that is copied from the content.
    #[must_use]
    pub fn copy_at(&self, path: &SitePath) -> Option<&Asset> {
        self.copies.get(path)
    }

    /// The paths of all files: first those in memory, then those in a store,
    /// then the copies; each group in order.
    pub fn paths(&self) -> impl Iterator<Item = &SitePath> {
        self.files.keys().chain(self.stored.keys()).chain(self.copies.keys())
    }

    /// How many files there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.files.len() + self.stored.len() + self.copies.len()
    }

    /// Whether there is no file.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

impl Extend<(SitePath, Arc<[u8]>)> for OutputTree {
    fn extend<I: IntoIterator<Item = (SitePath, Arc<[u8]>)>>(&mut self, files: I) {
        for (path, bytes) in files {
            self.insert(path, bytes);
        }
    }
}
