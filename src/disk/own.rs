//! Folders that only stepbook writes to: `.stepbook/` in the site's folder, and
//! a folder of the user's own outside of it.
//!
//! A repository or an archive can contain anything, links too. So if something
//! other than a folder stands there, it is refused, and a link is not followed.

use std::io;
use std::path::{Path, PathBuf};

use super::fault::WriteError;
use super::ops::{FileKind, FileOps};

/// Name of stepbook's folder in the site's folder.
const OF_SITE: &str = ".stepbook";

/// Name of the cache's folder in [`OF_SITE`].
const CACHE: &str = "cache";

/// Path of the site's `.stepbook/`, which may not exist.
pub(super) fn folder(root: &Path) -> PathBuf {
    root.join(OF_SITE)
}

/// Path of the site's cache, which may not exist.
pub(super) fn cache_folder(root: &Path) -> PathBuf {
    folder(root).join(CACHE)
}

/// Refuses a `.stepbook` or a cache that is not a folder. It is not an error if the
/// disk does not show what is there, because then nobody can write there.
pub(super) fn check(ops: &dyn FileOps, root: &Path) -> Result<(), WriteError> {
    for folder in [folder(root), cache_folder(root)] {
        match ops.look(&folder) {
            Ok(Some(look)) if look.kind != FileKind::Folder => return Err(planted(folder, look.kind)),
            Ok(Some(_)) => (),
            Ok(None) | Err(_) => return Ok(()),
        }
    }
    Ok(())
}

fn planted(path: PathBuf, kind: FileKind) -> WriteError {
    let what = if kind == FileKind::Link { "it is a link" } else { "it is no folder" };
    WriteError::Planted {
        path,
        why: format!("{what}; delete it, and stepbook makes a folder of its own there"),
    }
}

/// Makes `.stepbook/`, with a `.gitignore` that keeps it out of the author's
/// repository.
pub(super) fn make(ops: &dyn FileOps, root: &Path) -> io::Result<PathBuf> {
    let folder = folder(root);
    if ops.look(&folder)?.is_none() {
        ops.make_folder(&folder)?;
        let ignored = ops.create(&folder.join(".gitignore"), &mut |out| out.write_all(b"*\n"));
        ignored.or_else(
            |error| if error.kind() == io::ErrorKind::AlreadyExists { Ok(()) } else { Err(error) },
        )?;
    }
    // This fails if what is there is not a folder.
    ops.make_folder(&folder)?;
    Ok(folder)
}

/// Makes the cache's folder.
pub(super) fn make_cache(ops: &dyn FileOps, root: &Path) -> io::Result<()> {
    make(ops, root)?;
    ops.make_folder(&cache_folder(root))
}

/// A folder of the user's own, outside of the site, for files that must not come
/// with a site. It is made if it does not exist.
pub(super) fn of_user(root: &Path) -> Option<PathBuf> {
    let home = || std::env::home_dir().filter(|home| home.is_absolute());
    let base = if cfg!(windows) {
        std::env::var_os("LOCALAPPDATA").map(PathBuf::from)?
    } else {
        let named = std::env::var_os("XDG_STATE_HOME").map(PathBuf::from).filter(|path| path.is_absolute());
        named.or_else(|| Some(home()?.join(".local/state")))?
    };
    private(&base.join("stepbook"), root)
}

/// A folder of the user's own among the system's temporary files.
pub(super) fn temporary(root: &Path) -> Option<PathBuf> {
    private(&std::env::temp_dir().join(format!("stepbook-{}", user())), root)
}

/// The real place of a folder, if only the user can write to it, and it is
/// outside of the site. It is made if it does not exist.
fn private(folder: &Path, root: &Path) -> Option<PathBuf> {
    make_private(folder).ok()?;
    let real = folder.canonicalize().ok()?;
    let outside = !real.starts_with(root.canonicalize().ok()?);
    (outside && is_private(folder)).then_some(real)
}

#[cfg(unix)]
fn make_private(folder: &Path) -> io::Result<()> {
    use std::os::unix::fs::DirBuilderExt as _;
    std::fs::DirBuilder::new().recursive(true).mode(0o700).create(folder)
}

#[cfg(not(unix))]
fn make_private(folder: &Path) -> io::Result<()> {
    std::fs::create_dir_all(folder)
}

/// Whether this path is a folder, not a link, that belongs to the user, and nobody
/// else can write to it.
#[cfg(unix)]
fn is_private(folder: &Path) -> bool {
    use std::os::unix::fs::MetadataExt as _;
    let own = |meta: std::fs::Metadata| meta.is_dir() && meta.uid() == user() && meta.mode() & 0o022 == 0;
    std::fs::symlink_metadata(folder).is_ok_and(own)
}

#[cfg(not(unix))]
fn is_private(folder: &Path) -> bool {
    std::fs::symlink_metadata(folder).is_ok_and(|meta| meta.is_dir())
}

/// The number of the user that the program runs as.
#[cfg(unix)]
pub(super) fn user() -> u32 {
    rustix::process::geteuid().as_raw()
}

#[cfg(not(unix))]
fn user() -> u32 {
    0
}

/// 16 random hexadecimal digits, for names that nobody can guess.
pub(super) fn random_letters() -> io::Result<String> {
    let mut bytes = [0; 8];
    getrandom::fill(&mut bytes).map_err(io::Error::other)?;
    Ok(format!("{:016x}", u64::from_le_bytes(bytes)))
}

/// Whether a text has the form of [`random_letters`].
pub(super) fn are_random_letters(text: &str) -> bool {
    is_hex(text, 16)
}

/// Whether a text consists of exactly `digits` hexadecimal digits in small letters.
pub(super) fn is_hex(text: &str, digits: usize) -> bool {
    text.len() == digits && text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
}

#[cfg(all(test, unix))]
#[expect(clippy::unwrap_used, reason = "a test fails by panicking")]
mod tests {
    use std::os::unix::fs::{PermissionsExt, symlink};

    use super::*;
    use crate::disk::ops::Disk;

    #[test]
    fn what_stands_in_the_place_of_the_folder_is_refused() {
        let site = tempfile::tempdir().unwrap();
        let refused = |root: &Path| check(&Disk, root).unwrap_err().to_string();
        let elsewhere = tempfile::tempdir().unwrap();
        symlink(elsewhere.path(), site.path().join(".stepbook")).unwrap();
        assert!(refused(site.path()).contains("it is a link; delete it"));
        assert!(make(&Disk, site.path()).is_err());
        std::fs::remove_file(site.path().join(".stepbook")).unwrap();
        make(&Disk, site.path()).unwrap();
        assert!(check(&Disk, site.path()).is_ok());
        std::fs::write(cache_folder(site.path()), "").unwrap();
        assert!(refused(site.path()).contains("it is no folder; delete it"));
        assert_eq!(std::fs::read_dir(elsewhere.path()).unwrap().count(), 0);
    }

    #[test]
    fn a_folder_that_others_can_write_to_is_not_the_users_own() {
        let (site, home) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let folder = home.path().join("stepbook");
        assert!(private(&folder, site.path()).is_some());
        assert_eq!(private(&folder, home.path()), None, "it lies in the site");
        let link = home.path().join("link");
        symlink(&folder, &link).unwrap();
        assert_eq!(private(&link, site.path()), None);
        std::fs::set_permissions(&folder, PermissionsExt::from_mode(0o777)).unwrap();
        assert_eq!(private(&folder, site.path()), None);
    }
}
