//! The secret key that shows which entries of the cache the user's own program
//! made.
//!
//! A repository can contain a `.stepbook/cache/` in which the names of files fit
//! their bytes. So the names are made with 32 random bytes that never lie in
//! a site's folder.

use std::fs::File;
use std::io::{self, Read as _, Write as _};
use std::path::Path;

use super::ops::open_here;
use super::own;

pub(super) type StoreKey = [u8; 32];

const FILE_NAME: &str = "cache-key";

/// The user's key. If no key can be stored, it is a new key for this run only.
/// `None` if the system gives no random bytes.
pub(super) fn of_user(root: &Path) -> Option<StoreKey> {
    let kept = own::of_user(root).and_then(|folder| kept_in(&folder).ok());
    kept.or_else(|| random().ok())
}

fn random() -> io::Result<StoreKey> {
    let mut key = StoreKey::default();
    getrandom::fill(&mut key).map_err(io::Error::other)?;
    Ok(key)
}

fn kept_in(folder: &Path) -> io::Result<StoreKey> {
    let path = folder.join(FILE_NAME);
    let broken = match read(&path) {
        Ok(key) => return Ok(key),
        Err(error) => error.kind() != io::ErrorKind::NotFound,
    };
    let mut file = tempfile::Builder::new().prefix(".cache-key-").tempfile_in(folder)?;
    file.write_all(&random()?)?;
    file.as_file().sync_all()?;
    if broken {
        file.persist(&path)?;
    } else {
        // If another build has made a key meanwhile, that key is used.
        _ = file.persist_noclobber(&path);
    }
    read(&path)
}

/// Reads the key. An error if another user could have written or read the file.
fn read(path: &Path) -> io::Result<StoreKey> {
    let mut file = open_here(path, File::options().read(true))?;
    let mut key = StoreKey::default();
    file.read_exact(&mut key)?;
    let whole = file.metadata()?.len() == 32 && key != StoreKey::default();
    if whole && is_secret(&file)? { Ok(key) } else { Err(io::ErrorKind::InvalidData.into()) }
}

#[cfg(unix)]
fn is_secret(file: &File) -> io::Result<bool> {
    use std::os::unix::fs::MetadataExt as _;
    let meta = file.metadata()?;
    Ok(meta.uid() == own::user() && meta.mode() % 0o100 == 0)
}

#[cfg(not(unix))]
fn is_secret(_: &File) -> io::Result<bool> {
    Ok(true)
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test fails by panicking")]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn a_key_stays_the_same() {
        let folder = tempfile::tempdir().unwrap();
        let key = kept_in(folder.path()).unwrap();
        assert_eq!(kept_in(folder.path()).unwrap(), key);
        assert_ne!(kept_in(tempfile::tempdir().unwrap().path()).unwrap(), key);
    }

    #[test]
    fn a_broken_key_is_made_again() {
        for broken in [&b""[..], b"short", &[0; 32], &[7; 33]] {
            let folder = tempfile::tempdir().unwrap();
            fs::write(folder.path().join(FILE_NAME), broken).unwrap();
            let key = kept_in(folder.path()).unwrap();
            assert_eq!(kept_in(folder.path()).unwrap(), key);
            assert_ne!(key, [7; 32]);
        }
    }

    #[cfg(unix)]
    #[test]
    fn a_key_that_others_know_is_made_again() {
        use std::os::unix::fs::{PermissionsExt, symlink};
        let folder = tempfile::tempdir().unwrap();
        let (path, known) = (folder.path().join(FILE_NAME), folder.path().join("known"));
        fs::write(&known, [7; 32]).unwrap();
        fs::set_permissions(&known, PermissionsExt::from_mode(0o600)).unwrap();
        symlink(&known, &path).unwrap();
        assert_ne!(kept_in(folder.path()).unwrap(), [7; 32]);
        assert_eq!(fs::read(&known).unwrap(), [7; 32]);
        fs::write(&path, [7; 32]).unwrap();
        fs::set_permissions(&path, PermissionsExt::from_mode(0o644)).unwrap();
        assert_ne!(kept_in(folder.path()).unwrap(), [7; 32]);
    }
}
