//! Locks an output folder, so that two builds can't write to it at the same time.
//!
//! The lock is a file. The operating system frees the lock when the process that
//! holds it dies, so a killed build leaves no folder locked. There is one file
//! for each output folder. It lies in the site's own `.stepbook/`, because files
//! in `public/` get published. The file stays empty, and a link in its place is
//! not followed.

use std::fs::{File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};

use super::fault::WriteError;
use super::ops::{FileOps, open_here};
use super::own;

/// A lock, which is freed when this value is dropped.
#[derive(Debug)]
pub(super) struct Lock {
    file: File,
    path: PathBuf,
}

impl Lock {
    /// The path beside the lock's file for another file about the same output folder.
    pub(super) fn beside(&self, extension: &str) -> PathBuf {
        self.path.with_extension(extension)
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        // Closing the file is not enough: a child process that is just being
        // started may have it open too.
        _ = self.file.unlock();
    }
}

/// Takes the lock of the output folder `place`.
pub(super) fn take(ops: &dyn FileOps, place: &Path, root: &Path) -> Result<Lock, WriteError> {
    own::check(ops, root)?;
    let hash = blake3::hash(place.as_os_str().as_encoded_bytes()).to_hex();
    let name = hash.get(..16).unwrap_or_default();
    let (path, file) = open(ops, root, name).map_err(|(path, error)| WriteError::Disk { path, error })?;
    match file.try_lock() {
        Ok(()) => Ok(Lock { file, path }),
        Err(TryLockError::WouldBlock) => Err(WriteError::Busy { out: place.to_path_buf() }),
        // On a file system without locks (some network drives) the site is built
        // without a lock. Each file is still replaced as a whole.
        Err(TryLockError::Error(error)) if error.kind() == io::ErrorKind::Unsupported => {
            Ok(Lock { file, path })
        }
        Err(TryLockError::Error(error)) => Err(WriteError::Disk { path, error }),
    }
}

/// Opens the lock's file in the site's folder. If the sources are on a read-only
/// disk, it opens a file in a folder of the user's own.
fn open(ops: &dyn FileOps, root: &Path, name: &str) -> Result<(PathBuf, File), (PathBuf, io::Error)> {
    let file_name = format!("{name}.lock");
    let path = own::folder(root).join(&file_name);
    let refused = match own::make(ops, root).and_then(|_| open_file(&path)) {
        Ok(file) => return Ok((path, file)),
        Err(error) => error,
    };
    let read_only = [io::ErrorKind::PermissionDenied, io::ErrorKind::ReadOnlyFilesystem];
    if !read_only.contains(&refused.kind()) {
        return Err((path, refused));
    }
    let Some(folder) = own::of_user(root).or_else(|| own::temporary(root)) else {
        return Err((path, refused));
    };
    let path = folder.join(&file_name);
    open_file(&path).map(|file| (path.clone(), file)).map_err(|error| (path, error))
}

fn open_file(path: &Path) -> io::Result<File> {
    open_here(path, File::options().read(true).write(true).create(true).truncate(false))
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test fails by panicking")]
mod tests {
    use super::*;
    use crate::disk::ops::Disk;

    #[test]
    fn one_builds_and_the_other_is_told() {
        let site = tempfile::tempdir().unwrap();
        let out = site.path().join("public");
        let held = take(&Disk, &out, site.path()).unwrap();
        assert!(matches!(take(&Disk, &out, site.path()), Err(WriteError::Busy { .. })));
        assert!(take(&Disk, &site.path().join("elsewhere"), site.path()).is_ok());
        drop(held);
        assert!(take(&Disk, &out, site.path()).is_ok());
    }

    #[cfg(unix)]
    #[test]
    fn a_lock_that_is_a_link_leaves_its_target_as_it_is() {
        let site = tempfile::tempdir().unwrap();
        let (out, target) = (site.path().join("public"), site.path().join("target"));
        drop(take(&Disk, &out, site.path()).unwrap());
        let entries = std::fs::read_dir(own::folder(site.path())).unwrap();
        let lock =
            entries.map(|entry| entry.unwrap().path()).find(|path| path.extension().is_some()).unwrap();
        std::fs::write(&target, "mine").unwrap();
        for place in [&target, &site.path().join("nothing"), Path::new("/dev/null")] {
            std::fs::remove_file(&lock).unwrap();
            std::os::unix::fs::symlink(place, &lock).unwrap();
            let words = take(&Disk, &out, site.path()).unwrap_err().to_string();
            assert!(words.ends_with("it is a link or no plain file"), "{words}");
        }
        assert_eq!(std::fs::read(&target).unwrap(), b"mine");
        assert!(!site.path().join("nothing").exists());
    }
}
