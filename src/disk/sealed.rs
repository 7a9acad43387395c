//! Files in the site's own `.stepbook/` that are believed only if this program wrote them.
//!
//! Such a file begins with a line that names its kind and format, and ends with a seal: a hash, made
//! with the user's [`key`](super::key), of the program, of the file and of all that it is about. A file
//! that is damaged, that is about something else, that another version of the program wrote, or that
//! came with a repository counts as missing. That is never an error: what it says can be found out again.

use std::path::PathBuf;

use super::key::StoreKey;
use super::ops::{FileContents, FileOps};
use super::store::PROGRAM;

/// Length of the seal.
const SEAL: usize = 32;

/// A sealed file.
#[derive(Debug)]
pub(super) struct SealedFile<'a> {
    pub(super) path: PathBuf,
    /// The user's key. Without it there is no such file.
    pub(super) key: Option<StoreKey>,
    /// The first bytes: the kind of the file, and the number of its format.
    pub(super) head: &'static [u8],
    /// What the file is about, beside what is in it.
    pub(super) about: Vec<&'a [u8]>,
    /// Most bytes of a file that is read.
    pub(super) longest: u64,
}

impl SealedFile<'_> {
    /// What is in the file, if it can be believed.
    pub(super) fn read(&self, ops: &dyn FileOps) -> Option<Vec<u8>> {
        let FileContents::Whole(mut bytes) = ops.read(&self.path, self.longest).ok()? else { return None };
        let (body, seal) = bytes.strip_prefix(self.head)?.split_last_chunk::<SEAL>()?;
        if self.seal(body)? != *seal {
            return None;
        }
        bytes.truncate(bytes.len() - SEAL);
        bytes.drain(..self.head.len());
        Some(bytes)
    }

    /// Writes the file. A file that can't be written is left out. The caller must hold the lock of
    /// the output folder.
    pub(super) fn write(&self, ops: &dyn FileOps, body: &[u8]) {
        let Some(seal) = self.seal(body) else { return };
        let mut name = self.path.clone().into_os_string();
        name.push("-new");
        let beside = PathBuf::from(name);
        // One is there if a build was killed while it wrote it.
        let written = ops.remove_file(&beside).and_then(|()| {
            ops.create(&beside, &mut |out| {
                [self.head, body, seal.as_bytes()].into_iter().try_for_each(|part| out.write_all(part))
            })
        });
        if written.and_then(|()| ops.rename(&beside, &self.path)).is_err() {
            _ = ops.remove_file(&beside);
        }
    }

    fn seal(&self, body: &[u8]) -> Option<blake3::Hash> {
        let mut sealed = blake3::Hasher::new_keyed(self.key.as_ref()?);
        let before = [self.head, PROGRAM.as_bytes()];
        for part in before.iter().chain(&self.about).chain([&body]) {
            sealed.update(&part.len().to_le_bytes()).update(part);
        }
        Some(sealed.finalize())
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test fails by panicking")]
mod tests {
    use std::fs;

    use proptest::prelude::*;

    use super::super::ops::Disk;
    use super::*;

    fn file(folder: &tempfile::TempDir) -> SealedFile<'static> {
        let path = folder.path().join("a.kind");
        SealedFile { path, key: Some([7; 32]), head: b"kind 1\n", about: vec![b"this", b"that"], longest: 64 }
    }

    #[test]
    fn a_file_is_read_only_by_who_wrote_it_for_what_it_is_about() {
        let folder = tempfile::tempdir().unwrap();
        file(&folder).write(&Disk, b"body");
        assert_eq!(file(&folder).read(&Disk), Some(b"body".to_vec()));
        let other = |change: fn(&mut SealedFile<'static>)| {
            let mut file = file(&folder);
            change(&mut file);
            file.read(&Disk)
        };
        assert_eq!(other(|file| file.key = Some([8; 32])), None);
        assert_eq!(other(|file| file.key = None), None);
        assert_eq!(other(|file| file.about = vec![b"thisthat"]), None);
        assert_eq!(other(|file| file.about = vec![b"thi", b"sthat"]), None);
        assert_eq!(other(|file| file.longest = 40), None);
        assert_eq!(other(|file| file.head = b"kind"), None);
    }

    #[test]
    fn without_a_key_nothing_is_written() {
        let folder = tempfile::tempdir().unwrap();
        SealedFile { key: None, ..file(&folder) }.write(&Disk, b"body");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
    }

    proptest! {
        #[test]
        fn a_damaged_file_counts_as_missing(body in "[a-c]{0,9}", at in 0_usize..48, bits in 1_u8..) {
            let folder = tempfile::tempdir().unwrap();
            file(&folder).write(&Disk, body.as_bytes());
            let mut bytes = fs::read(&file(&folder).path).unwrap();
            let at = at % bytes.len();
            *bytes.get_mut(at).unwrap() ^= bits;
            fs::write(&file(&folder).path, &bytes).unwrap();
            prop_assert_eq!(file(&folder).read(&Disk), None);
            fs::write(&file(&folder).path, bytes.get(..at).unwrap()).unwrap();
            prop_assert_eq!(file(&folder).read(&Disk), None);
        }
    }
}
