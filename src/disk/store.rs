//! The cache that keeps handouts and published pictures from one build to the
//! next: `.stepbook/cache/`.
//!
//! A file is named `PROGRAM-FINGERPRINT-NOTE-HASH-SEAL`. A file with the PROGRAM of
//! another version is ignored. HASH is the hash of the file's bytes; it is compared
//! when the file is copied. SEAL is a hash of all parts before it, made with the
//! user's [`key`]. A file that came with a repository has another seal and is
//! ignored. The folder may be deleted at any time.

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use super::fault::WriteError;
use super::key::{self, StoreKey};
use super::ops::{Disk, FileContents, FileKind, FileOps};
use super::own;
use crate::output::{Store, StoredFile};

/// The fingerprint of this program's code, from `build.rs`.
pub(super) const PROGRAM: &str = env!("STEPBOOK_PROGRAM");

/// How many files that a build did not use are kept. They are useful when somebody
/// undoes a change or asks for another layout.
const SPARE: usize = 256;

/// Number of new files that are synced and moved to their places together. A build
/// that is killed loses at most as many files.
const BATCH: usize = 32;

/// Most bytes of a file that is read into memory.
const LARGEST_IN_MEMORY: u64 = 256 << 20;

/// A file of the cache with a valid seal. Its bytes have not been compared with its
/// hash yet.
#[derive(Debug)]
struct CacheEntry {
    name: String,
    note: u32,
    hash: blake3::Hash,
}

/// A new file that has a temporary name until it is synced.
#[derive(Debug)]
struct PendingEntry {
    beside: PathBuf,
    name: String,
}

/// The store of a site, in the folder `.stepbook/cache/`.
#[derive(Debug)]
pub struct CacheFolder {
    ops: Arc<dyn FileOps>,
    root: PathBuf,
    folder: PathBuf,
    key: Option<StoreKey>,
    /// The files that were there at the start: fingerprint → files.
    known: BTreeMap<String, Vec<CacheEntry>>,
    used: Mutex<BTreeSet<String>>,
    /// The fingerprint of all redactions of the site.
    hidden: Mutex<Option<[u8; 32]>>,
    waiting: Mutex<Vec<PendingEntry>>,
    failed: Mutex<Option<WriteError>>,
}

impl CacheFolder {
    /// Opens the cache and lists its files. A folder that can't be read counts as
    /// empty.
    ///
    /// # Errors
    /// [`WriteError::Planted`] if a link or anything else that is not a folder
    /// stands there.
    pub fn open(root: &Path) -> Result<Self, WriteError> {
        Self::open_with(Arc::new(Disk), root, key::of_user(root))
    }

    pub(super) fn open_with(
        ops: Arc<dyn FileOps>,
        root: &Path,
        key: Option<StoreKey>,
    ) -> Result<Self, WriteError> {
        own::check(&*ops, root)?;
        let mut cache = Self {
            ops,
            root: root.to_path_buf(),
            folder: own::cache_folder(root),
            key,
            known: BTreeMap::new(),
            used: Mutex::default(),
            hidden: Mutex::default(),
            waiting: Mutex::default(),
            failed: Mutex::default(),
        };
        for (name, kind) in cache.ops.list(&cache.folder).unwrap_or_default() {
            let Some(name) = name.to_str().filter(|_| kind == FileKind::File) else { continue };
            if let Some((fingerprint, entry)) = cache.entry(name) {
                cache.known.entry(fingerprint).or_default().push(entry);
            }
        }
        for entries in cache.known.values_mut() {
            entries.sort_by(|a, b| a.name.cmp(&b.name));
        }
        Ok(cache)
    }

    /// Reads all files that were used, and no longer finds those that are damaged.
    pub fn weed(&mut self) {
        let used = self.used.get_mut().unwrap_or_else(PoisonError::into_inner);
        for entries in self.known.values_mut() {
            entries.retain(|entry| {
                !used.contains(&entry.name) || is_whole(&*self.ops, &self.folder.join(&entry.name), entry)
            });
        }
    }

    /// Moves all new files to their places, so that they can be read.
    ///
    /// # Errors
    /// [`WriteError::Disk`] if the disk refused to write a file.
    pub fn settle(&self) -> Result<(), WriteError> {
        let waiting = std::mem::take(&mut *self.waiting.lock().unwrap_or_else(PoisonError::into_inner));
        self.move_in(&waiting);
        self.failed.lock().unwrap_or_else(PoisonError::into_inner).take().map_or(Ok(()), Err)
    }

    /// Deletes the oldest files that were not used, if there are too many. Only
    /// plain files with names that this program gives are deleted.
    pub fn tidy(&self) {
        _ = self.settle();
        self.forget_hidden();
        let mut spare = self.unused();
        spare.sort();
        let used = self.used.lock().unwrap_or_else(PoisonError::into_inner).len();
        let too_many = spare.len().saturating_sub(SPARE.max(used));
        for (_, path) in spare.into_iter().take(too_many) {
            _ = self.ops.remove_file(&path);
        }
    }

    /// Deletes all files that this run did not use, if the redactions changed since
    /// the last run. Older files may show what is hidden now.
    pub fn forget_hidden(&self) {
        let Some(hidden) = *self.hidden.lock().unwrap_or_else(PoisonError::into_inner) else { return };
        let name = format!("{HIDDEN}{}", blake3::Hash::from_bytes(hidden));
        let before = self.ours(says_hidden);
        if before.iter().any(|(_, path)| path.ends_with(&name)) {
            return;
        }
        let old = self.unused().into_iter().chain(before);
        // If a file could not be deleted, the next run tries again.
        let gone = old.map(|(_, path)| self.ops.remove_file(&path)).all(|removed| removed.is_ok());
        if gone
            && own::check(&*self.ops, &self.root).is_ok()
            && own::make_cache(&*self.ops, &self.root).is_ok()
        {
            _ = self.ops.create(&self.folder.join(name), &mut |_| Ok(()));
        }
    }

    /// The files of the cache that this run did not use, with the time of their
    /// last change.
    fn unused(&self) -> Vec<(u128, PathBuf)> {
        let used = self.used.lock().unwrap_or_else(PoisonError::into_inner);
        self.ours(|name| is_ours(name) && !used.contains(name))
    }

    /// The plain files of the folder whose names `wanted` accepts, with the time
    /// of their last change.
    fn ours(&self, wanted: impl Fn(&str) -> bool) -> Vec<(u128, PathBuf)> {
        if own::check(&*self.ops, &self.root).is_err() {
            return Vec::new();
        }
        let files = self.ops.list(&self.folder).unwrap_or_default().into_iter();
        let names =
            files.filter(|(_, kind)| *kind == FileKind::File).filter_map(|(name, _)| name.into_string().ok());
        let look = |name: String| {
            let path = self.folder.join(name);
            Some((self.ops.look(&path).ok()??.changed, path))
        };
        names.filter(|name| wanted(name)).filter_map(look).collect()
    }

    /// Syncs files all at once, and moves them to their places.
    fn move_in(&self, waiting: &[PendingEntry]) {
        if waiting.is_empty() {
            return;
        }
        let files: Vec<PathBuf> = waiting.iter().map(|file| file.beside.clone()).collect();
        let moved = self.ops.sync(&self.folder, &files).map_err(|error| (self.folder.clone(), error));
        let moved = moved.and_then(|()| {
            waiting.iter().try_for_each(|file| {
                let place = self.folder.join(&file.name);
                self.ops.rename(&file.beside, &place).map_err(|error| (place, error))
            })
        });
        if let Err((path, error)) = moved {
            for file in waiting {
                _ = self.ops.remove_file(&file.beside);
            }
            *self.failed.lock().unwrap_or_else(PoisonError::into_inner) =
                Some(WriteError::Disk { path, error });
        }
    }

    fn write_beside(&self, bytes: &[u8]) -> io::Result<PathBuf> {
        let beside = self.folder.join(format!("{BESIDE}{}{END}", own::random_letters()?));
        let fill = &mut |out: &mut dyn io::Write| out.write_all(bytes);
        let written = match self.ops.create(&beside, fill) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                own::make_cache(&*self.ops, &self.root)?;
                self.ops.create(&beside, fill)
            }
            other => other,
        };
        written.inspect_err(|_| _ = self.ops.remove_file(&beside))?;
        Ok(beside)
    }

    fn use_now(&self, name: &str) {
        self.used.lock().unwrap_or_else(PoisonError::into_inner).insert(name.to_owned());
    }

    /// The fingerprint in the form that stands in a file's name, hashed with the
    /// user's key. The fingerprint itself is made of a picture's bytes in
    /// `content/`. Without the key, somebody could guess these bytes and compare.
    fn private(&self, fingerprint: &str) -> Option<String> {
        let mut hasher = blake3::Hasher::new_keyed(self.key.as_ref()?);
        Some(hasher.update(b"fingerprint ").update(fingerprint.as_bytes()).finalize().to_hex().to_string())
    }

    fn seal(&self, fingerprint: &str, note: u32, hash: &blake3::Hash) -> Option<blake3::Hash> {
        let mut sealed = blake3::Hasher::new_keyed(self.key.as_ref()?);
        for part in [PROGRAM.as_bytes(), fingerprint.as_bytes(), &note.to_le_bytes(), hash.as_bytes()] {
            sealed.update(&part.len().to_le_bytes()).update(part);
        }
        Some(sealed.finalize())
    }

    /// The fingerprint and the other parts of a file's name. `None` if this version
    /// of the program did not make the file for this user.
    fn entry(&self, name: &str) -> Option<(String, CacheEntry)> {
        let parts = EntryName::of(name).filter(|parts| parts.program == PROGRAM)?;
        let (note, hash) = (parts.note.parse().ok()?, blake3::Hash::from_hex(parts.hash).ok()?);
        let seal = blake3::Hash::from_hex(parts.seal?).ok()?;
        let sealed = self.seal(parts.fingerprint, note, &hash)? == seal;
        sealed.then(|| (parts.fingerprint.to_owned(), CacheEntry { name: name.to_owned(), note, hash }))
    }

    fn stored(&self, entry: &CacheEntry) -> Option<StoredFile> {
        let look = self.ops.look(&self.folder.join(&entry.name)).ok()??;
        self.use_now(&entry.name);
        Some(StoredFile { name: entry.name.clone(), length: look.length, hash: *entry.hash.as_bytes() })
    }

    fn bytes(&self, entry: &CacheEntry) -> Option<Vec<u8>> {
        match self.ops.read(&self.folder.join(&entry.name), LARGEST_IN_MEMORY).ok()? {
            FileContents::Whole(bytes) if blake3::hash(&bytes) == entry.hash => {
                self.use_now(&entry.name);
                Some(bytes)
            }
            _ => None,
        }
    }
}

impl Store for CacheFolder {
    fn find(&self, name: &str) -> Option<(StoredFile, u32)> {
        let known = self.known.get(&self.private(name)?)?;
        known.iter().find_map(|entry| Some((self.stored(entry)?, entry.note)))
    }

    fn keep(&self, name: &str, note: u32, bytes: &[u8]) -> Option<StoredFile> {
        let (hash, name) = (blake3::hash(bytes), self.private(name)?);
        let file = format!("{PROGRAM}-{name}-{note}-{hash}-{}", self.seal(&name, note, &hash)?);
        let beside = self.write_beside(bytes).ok()?;
        self.use_now(&file);
        let mut waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        waiting.push(PendingEntry { beside, name: file.clone() });
        let batch = if waiting.len() < BATCH { Vec::new() } else { std::mem::take(&mut *waiting) };
        drop(waiting);
        self.move_in(&batch);
        Some(StoredFile { name: file, length: bytes.len() as u64, hash: *hash.as_bytes() })
    }

    fn read(&self, name: &str) -> Option<Vec<u8>> {
        self.known.get(&self.private(name)?)?.iter().find_map(|entry| self.bytes(entry))
    }

    fn hides(&self, fingerprint: &[u8; 32]) {
        *self.hidden.lock().unwrap_or_else(PoisonError::into_inner) = Some(*fingerprint);
    }
}

/// Start of the name of an empty file. The name holds the fingerprint of all
/// redactions.
const HIDDEN: &str = "hidden-";

/// Start of the temporary name of a new file; [`END`] is its end.
const BESIDE: &str = ".stepbook-";
const END: &str = ".tmp";

fn is_whole(ops: &dyn FileOps, path: &Path, entry: &CacheEntry) -> bool {
    let mut hasher = blake3::Hasher::new();
    let taken = ops.stream(path, &mut |piece| {
        hasher.update(piece);
        Ok(())
    });
    taken.is_ok() && hasher.finalize() == entry.hash
}

/// The parts of the name of a file that some version of this program made.
struct EntryName<'a> {
    program: &'a str,
    fingerprint: &'a str,
    note: &'a str,
    hash: &'a str,
    /// The seal. Names of older versions have no seal.
    seal: Option<&'a str>,
}

impl<'a> EntryName<'a> {
    fn of(name: &'a str) -> Option<Self> {
        let mut parts = name.split('-');
        let (program, fingerprint) = (parts.next()?, parts.next()?);
        let (note, hash, seal) = (parts.next()?, parts.next()?, parts.next());
        let number = (1..=10).contains(&note.len()) && note.bytes().all(|byte| byte.is_ascii_digit());
        let hashes = [fingerprint, hash].into_iter().chain(seal).all(|part| own::is_hex(part, 64));
        let ours = own::is_hex(program, 16) && number && hashes && parts.next().is_none();
        ours.then_some(Self { program, fingerprint, note, hash, seal })
    }
}

/// Whether a file's name holds the fingerprint of all redactions.
fn says_hidden(name: &str) -> bool {
    name.strip_prefix(HIDDEN).is_some_and(|hash| own::is_hex(hash, 64))
}

/// Whether a file has a name that some version of this program gives.
fn is_ours(name: &str) -> bool {
    let beside = name.strip_prefix(BESIDE).and_then(|rest| rest.strip_suffix(END));
    beside.is_some_and(own::are_random_letters) || EntryName::of(name).is_some()
}

#[cfg(test)]
#[path = "store_tests.rs"]
#[expect(clippy::unwrap_used, reason = "a test fails by panicking")]
mod tests;
