//! Handouts and published pictures from one build to the next:
//! `.stepbook/cache/`.
//!
//! A file is named `PROGRAM-FINGERPRINT-NOTE-HASH`, so that one look at the
//! folder tells everything; what another program made is not there. A file is
//! written beside and moved into place, so it is whole or not there. The
//! folder may be deleted at any time.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use crate::output::{Store, Stored};

/// The fingerprint of this program's code, from `build.rs`.
const PROGRAM: &str = env!("STEPBOOK_PROGRAM");

/// How many files stay that a build did not use: somebody may take a change
/// back, or ask for another layout.
const SPARE: usize = 256;

/// The folder of the store of a site.
pub(super) fn folder(root: &Path) -> PathBuf {
    root.join(".stepbook/cache")
}

/// The store of a site.
#[derive(Debug)]
pub struct CacheFolder {
    folder: PathBuf,
    known: BTreeMap<String, (Stored, u32)>,
    used: Mutex<BTreeSet<String>>,
}

impl CacheFolder {
    /// Looks what is there. A folder that can't be read is an empty one.
    #[must_use]
    pub fn open(root: &Path) -> Self {
        let folder = folder(root);
        let entries = fs::read_dir(&folder).into_iter().flatten().flatten();
        let known = entries.filter_map(|entry| {
            let length = entry.metadata().ok().filter(fs::Metadata::is_file)?.len();
            let name = entry.file_name().into_string().ok()?;
            let (fingerprint, note, hash) = parts(&name)?;
            Some((fingerprint, (Stored { name, length, hash }, note)))
        });
        Self { known: known.collect(), folder, used: Mutex::default() }
    }

    /// Deletes what was not used for long.
    pub fn tidy(self) {
        let used = self.used.into_inner().unwrap_or_default();
        let mut spare: Vec<_> = fs::read_dir(&self.folder)
            .into_iter()
            .flatten()
            .flatten()
            .filter(|entry| entry.file_name().to_str().is_none_or(|name| !used.contains(name)))
            .map(|entry| (entry.metadata().and_then(|meta| meta.modified()).ok(), entry.path()))
            .collect();
        spare.sort();
        let too_many = spare.len().saturating_sub(SPARE.max(used.len()));
        for (_, path) in spare.into_iter().take(too_many) {
            _ = fs::remove_file(path);
        }
    }

    fn use_now(&self, name: &str) {
        if let Ok(mut used) = self.used.lock() {
            used.insert(name.to_owned());
        }
    }
}

impl Store for CacheFolder {
    fn find(&self, name: &str) -> Option<(Stored, u32)> {
        let found = self.known.get(name)?;
        self.use_now(&found.0.name);
        Some(found.clone())
    }

    fn keep(&self, name: &str, note: u32, bytes: &[u8]) -> Option<Stored> {
        let hash = blake3::hash(bytes);
        let file = format!("{PROGRAM}-{name}-{note}-{hash}");
        fs::create_dir_all(&self.folder).ok()?;
        let mut beside = tempfile::Builder::new().prefix(".").tempfile_in(&self.folder).ok()?;
        beside.write_all(bytes).ok()?;
        beside.persist(self.folder.join(&file)).ok()?;
        self.use_now(&file);
        Some(Stored { name: file, length: bytes.len() as u64, hash: *hash.as_bytes() })
    }

    fn read(&self, name: &str) -> Option<Vec<u8>> {
        let (file, _) = self.find(name)?;
        let bytes = fs::read(self.folder.join(&file.name)).ok()?;
        (*blake3::hash(&bytes).as_bytes() == file.hash).then_some(bytes)
    }
}

/// Of `PROGRAM-FINGERPRINT-NOTE-HASH` what follows this program's name.
fn parts(name: &str) -> Option<(String, u32, [u8; 32])> {
    let mut parts = name.strip_prefix(PROGRAM)?.strip_prefix('-')?.split('-');
    let (fingerprint, note, hash) = (parts.next()?, parts.next()?, parts.next()?);
    Some((fingerprint.to_owned(), note.parse().ok()?, *blake3::Hash::from_hex(hash).ok()?.as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_another_program_made_is_not_there() -> std::io::Result<()> {
        let root = tempfile::tempdir()?;
        let kept = CacheFolder::open(root.path()).keep("aa", 3, b"handout");
        let name = kept.as_ref().map(|kept| kept.name.clone()).unwrap_or_default();
        let found = || CacheFolder::open(root.path()).find("aa");
        assert_eq!(found(), kept.map(|kept| (kept, 3)));
        assert!(found().is_some());
        let other = name.replacen(PROGRAM, "0123456789abcdef", 1);
        fs::rename(folder(root.path()).join(name), folder(root.path()).join(other))?;
        assert_eq!(found(), None);
        Ok(())
    }
}
