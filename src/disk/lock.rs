//! Keeps a second build out of a folder that one is writing to.
//!
//! The lock is a file that the operating system frees when its holder dies,
//! so a killed build never leaves a locked door. It lies in the site's own
//! `.stepbook/`, one for each output folder, because what lies in `public/`
//! gets published.

use std::fs::{self, File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};

use super::WriteError;

/// Held for as long as it lives.
#[derive(Debug)]
pub(super) struct Lock {
    _file: File,
}

/// Takes the lock of the output folder `place`.
pub(super) fn take(place: &Path, root: &Path) -> Result<Lock, WriteError> {
    let hash = blake3::hash(place.as_os_str().as_encoded_bytes()).to_hex();
    let name = hash.get(..16).unwrap_or_default();
    let (path, file) = open(root, name).map_err(|(path, error)| WriteError::Disk { path, error })?;
    match file.try_lock() {
        Ok(()) => Ok(Lock { _file: file }),
        Err(TryLockError::WouldBlock) => Err(WriteError::Busy { out: place.to_path_buf() }),
        // A file system without locks (some network drives) is no reason not
        // to build; each file is still replaced as a whole.
        Err(TryLockError::Error(error)) if error.kind() == io::ErrorKind::Unsupported => {
            Ok(Lock { _file: file })
        }
        Err(TryLockError::Error(error)) => Err(WriteError::Disk { path, error }),
    }
}

/// Opens the lock's file: in the site's folder, else (sources on a read-only
/// disk) in the system's folder for temporary files.
fn open(root: &Path, name: &str) -> Result<(PathBuf, File), (PathBuf, io::Error)> {
    let folder = root.join(".stepbook");
    let path = folder.join(format!("{name}.lock"));
    match own_folder(&folder).and_then(|()| File::create(&path)) {
        Ok(file) => Ok((path, file)),
        Err(error)
            if matches!(
                error.kind(),
                io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem
            ) =>
        {
            let path = std::env::temp_dir().join(format!("stepbook-{name}.lock"));
            File::create(&path).map(|file| (path.clone(), file)).map_err(|error| (path, error))
        }
        Err(error) => Err((path, error)),
    }
}

/// Makes `.stepbook/`, and keeps it out of the author's repository.
fn own_folder(folder: &Path) -> io::Result<()> {
    if folder.is_dir() {
        return Ok(());
    }
    fs::create_dir_all(folder)?;
    fs::write(folder.join(".gitignore"), "*\n")
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test fails by panicking")]
mod tests {
    use super::*;

    #[test]
    fn one_builds_and_the_other_is_told() {
        let site = tempfile::tempdir().unwrap();
        let out = site.path().join("public");
        let held = take(&out, site.path()).unwrap();
        assert!(matches!(take(&out, site.path()), Err(WriteError::Busy { .. })));
        assert!(take(&site.path().join("elsewhere"), site.path()).is_ok());
        drop(held);
        assert!(take(&out, site.path()).is_ok());
    }
}
