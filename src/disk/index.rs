//! The index of an output folder: how its files looked when the last build had written or
//! compared them.
//!
//! In: a look at a file now. Out: whether it has the bytes that the manifest says, so that it
//! need not be read; and of what it was made, so that it need not even be made. The index lies beside
//! the lock, in the site's own `.stepbook/`, because files in `public/` get published. It holds the
//! numbers of a look and a fingerprint for each path of the manifest. It is [sealed](super::sealed)
//! together with the manifest, the folder's place and the run of the system. An index that belongs to
//! something else counts as missing: all files are made and read.
//!
//! A file that was changed twice within one tick of the disk's clock may look the same after the
//! second change. So a file is put into the index only if that tick was over when it was looked
//! at. After a restart of the computer the index is not believed, because bytes that were not
//! synced may be lost while the size and the times of their file are not.
//!
//! What remains: on systems that tell no time of the last change of any kind (Windows), a file
//! that was edited without a new length and that got its old time back looks the same, until the
//! site has another file there or the index is deleted.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::Duration;

use super::key::{self, StoreKey};
use super::known::{OLD, is_older};
use super::manifest::Manifest;
use super::ops::{FileIdentity, FileKind, FileOps, FileStat};
use super::sealed::SealedFile;
use crate::fingerprint::Fingerprint;
use crate::url::SitePath;

/// The first bytes of the file. The number is that of the format.
const HEAD: &[u8] = b"stepbook-index 2\n";

/// How many bytes stand for one path: four numbers and a fingerprint.
const ENTRY: usize = 64;

/// Most bytes of an index that is read, enough for two million files.
const LONGEST: u64 = 128 << 20;

/// What an index must fit to be believed.
#[derive(Debug, Clone)]
pub(super) struct IndexTrust {
    /// The user's key. Without it there is no index.
    pub(super) key: Option<StoreKey>,
    /// Names this run of the system; `None` if the system doesn't tell it.
    pub(super) boot: Option<String>,
    /// The age from which a change is older than the tick of any clock.
    pub(super) settled: Duration,
}

impl IndexTrust {
    /// The user's key, and this run of the system.
    pub(super) fn of_user(root: &Path) -> Self {
        Self { key: key::of_user(root), boot: boot(), settled: OLD }
    }

    /// What tests use. The ticks of their disks are shorter than 40 milliseconds.
    #[cfg(test)]
    pub(super) fn of_test() -> Self {
        Self { key: Some([7; 32]), boot: Some("this".to_owned()), settled: Duration::from_millis(40) }
    }
}

#[cfg(target_os = "linux")]
fn boot() -> Option<String> {
    let id = std::fs::read_to_string("/proc/sys/kernel/random/boot_id").ok()?;
    Some(id.trim().to_owned()).filter(|id| !id.is_empty())
}

#[cfg(not(target_os = "linux"))]
fn boot() -> Option<String> {
    None
}

/// What an index knows of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct IndexedFile {
    pub(super) look: FileStat,
    /// The fingerprint of all that it was made of, if that was told.
    pub(super) made_of: Option<Fingerprint>,
}

/// What is known of the files of an output folder. Each has the bytes that the manifest says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct FileIndex {
    files: BTreeMap<SitePath, IndexedFile>,
}

impl FileIndex {
    /// Whether the file at this path looks as it did.
    pub(super) fn knows(&self, path: &SitePath, look: &FileStat) -> bool {
        self.files.get(path).is_some_and(|file| file.look == *look)
    }

    /// How the file at this path looked, if it was made of this.
    pub(super) fn look_of(&self, path: &SitePath, made_of: &Fingerprint) -> Option<FileStat> {
        let file = self.files.get(path)?;
        (file.made_of == Some(*made_of)).then_some(file.look)
    }

    /// Adds a file of which any later change is sure to show.
    pub(super) fn insert(&mut self, path: SitePath, file: IndexedFile) {
        if numbers(&file.look).is_some() {
            self.files.insert(path, file);
        }
    }

    fn to_bytes(&self, manifest: &Manifest) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(manifest.paths().count() * ENTRY);
        for path in manifest.paths() {
            let file = self.files.get(path);
            let numbers = file.and_then(|file| numbers(&file.look)).unwrap_or_default();
            bytes.extend(numbers.into_iter().flat_map(u64::to_le_bytes));
            bytes.extend(file.and_then(|file| file.made_of).unwrap_or_default());
        }
        bytes
    }

    fn of_bytes(bytes: &[u8], manifest: &Manifest) -> Option<Self> {
        let mut files = BTreeMap::new();
        let mut entries = bytes.chunks_exact(ENTRY);
        for path in manifest.paths() {
            let (numbers, made_of) = entries.next()?.split_last_chunk::<32>()?;
            let mut numbers = numbers.as_chunks().0.iter().map(|number| u64::from_le_bytes(*number));
            let mut next = || numbers.next().unwrap_or_default();
            let (length, changed, number, touched) = (next(), next(), next(), next());
            if changed > 0 {
                let identity = FileIdentity { number, touched: touched.into() };
                let look = FileStat { kind: FileKind::File, length, changed: changed.into(), identity };
                let made_of = Some(*made_of).filter(|made_of| *made_of != Fingerprint::default());
                files.insert(path.clone(), IndexedFile { look, made_of });
            }
        }
        (entries.next().is_none() && entries.remainder().is_empty()).then_some(Self { files })
    }
}

/// The numbers that stand for a look; `None` for a look by which a file can't be known.
fn numbers(look: &FileStat) -> Option<[u64; 4]> {
    let FileIdentity { number, touched } = look.identity;
    let (changed, touched) = (u64::try_from(look.changed).ok()?, u64::try_from(touched).ok()?);
    (look.kind == FileKind::File && changed > 0).then_some([look.length, changed, number, touched])
}

/// A manifest and the text of its file.
pub(super) type ManifestText<'a> = (&'a Manifest, &'a str);

/// The file with the index of an output folder.
#[derive(Debug)]
pub(super) struct IndexFile {
    pub(super) path: PathBuf,
    /// The output folder.
    pub(super) place: PathBuf,
    pub(super) trust: IndexTrust,
}

impl IndexFile {
    /// The index that belongs to this manifest; an empty one if it is missing, damaged or not ours.
    /// That is never an error, because then the files are read.
    pub(super) fn read(&self, ops: &dyn FileOps, manifest: ManifestText<'_>) -> FileIndex {
        let (manifest, text) = manifest;
        let body = self.sealed(text).read(ops);
        body.and_then(|body| FileIndex::of_bytes(&body, manifest)).unwrap_or_default()
    }

    fn sealed<'a>(&'a self, manifest: &'a str) -> SealedFile<'a> {
        let IndexTrust { key, boot, .. } = &self.trust;
        let boot = boot.as_deref().unwrap_or_default().as_bytes();
        let about = vec![boot, self.place.as_os_str().as_encoded_bytes(), manifest.as_bytes()];
        SealedFile { path: self.path.clone(), key: *key, head: HEAD, about, longest: LONGEST }
    }

    /// Writes the index. An index that can't be written is left out: the build is done, and the next
    /// one reads the files. The caller must hold the lock.
    pub(super) fn write(&self, ops: &dyn FileOps, index: &FileIndex, (manifest, text): ManifestText<'_>) {
        self.sealed(text).write(ops, &index.to_bytes(manifest));
    }

    /// Whether any change of a file after this look at it is sure to show.
    pub(super) fn is_certain(&self, look: FileStat) -> bool {
        is_older(look, self.trust.settled)
    }

    /// Whether a file that was written just now is known from now on. Without a sync its bytes may
    /// be lost when the system stops, so the run of the system must be known then.
    pub(super) fn may_keep(&self, synced: bool) -> bool {
        self.trust.key.is_some() && (synced || self.trust.boot.is_some())
    }
}

#[cfg(test)]
#[path = "index_deeds.rs"]
#[expect(clippy::unwrap_used, reason = "a test fails by panicking")]
mod deeds;

#[cfg(test)]
#[path = "index_tests.rs"]
#[expect(clippy::unwrap_used, reason = "a test fails by panicking")]
mod tests;
