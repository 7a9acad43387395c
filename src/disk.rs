//! The only module that reads the content and writes the site on a disk.
//!
//! Reading: a folder → a [`ContentTree`](crate::source::ContentTree), read in one
//! go. Writing: an [`OutputTree`](crate::output::OutputTree) → a folder. At any
//! moment each file of the site is whole, either the old or the new one. This
//! module doesn't know what the files mean: `parse` reads the texts, and `render`
//! makes the files of the site.
#![expect(clippy::disallowed_methods, reason = "this is the module that touches the file system")]

mod author_file;
#[cfg(test)]
#[expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test fails by panicking, and says what it counted"
)]
mod build_laws;
mod change;
mod fault;
mod file;
mod folder_files;
#[cfg(feature = "pdf")]
mod fonts;
#[cfg(not(feature = "pdf"))]
#[path = "disk/no_fonts.rs"]
mod fonts;
mod handouts;
mod index;
mod key;
mod known;
#[cfg(test)]
mod laws;
mod load;
mod lock;
mod manifest;
mod named;
mod names;
mod ops;
mod own;
mod place;
mod plan;
mod sealed;
mod session;
mod site_folder;
mod stage;
mod store;
mod walk;
mod write;

use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

pub use author_file::{AuthorFile, HeldFile, Replaced, is_waiting};
pub use fault::{DiskError, WriteError, cannot_write};
pub use folder_files::{FolderFile, bytes_of, files_of};
pub use handouts::HandoutFolder;
pub use load::{LoadError, load};
pub use names::{CONFIG_FILE, CONTENT_FOLDER, THEMES_FOLDER};
use ops::{Disk, FileKind, FileOps as _};
pub use session::{WriteSession, WriteSummary};
pub use site_folder::{FolderChange, SiteFolder};
pub use store::CacheFolder;
pub use walk::is_ignored;

/// The nearest folder with a `stepbook.toml`, from `start` upwards. A folder of
/// that name doesn't count. [`load()`] refuses everything else that is not a file.
///
/// # Errors
/// [`DiskError`] if the disk does not tell whether a `stepbook.toml` exists.
pub fn find_root(start: &Path) -> Result<Option<PathBuf>, DiskError> {
    let start = std::path::absolute(start).map_err(DiskError::at(start))?;
    for folder in start.ancestors() {
        let config = folder.join(CONFIG_FILE);
        let look = Disk.look(&config).map_err(DiskError::at(&config))?;
        if look.is_some_and(|look| look.kind != FileKind::Folder) {
            return Ok(Some(folder.to_path_buf()));
        }
    }
    Ok(None)
}

/// Whether a folder, or a link to a folder, stands at `path`.
///
/// # Errors
/// [`DiskError`] if the disk does not tell.
pub fn is_folder(path: &Path) -> Result<bool, DiskError> {
    match fs::metadata(path) {
        Ok(meta) => Ok(meta.is_dir()),
        Err(error) if ops::is_absence(&error) => Ok(false),
        Err(error) => Err(DiskError { path: path.to_path_buf(), error }),
    }
}

/// Makes a file in the folder `base`, and the folders above the file. It fails if
/// the file exists, or if a folder between `base` and the file is a link.
///
/// # Errors
/// What the operating system says.
pub fn create(base: &Path, path: &str, bytes: &[u8]) -> io::Result<()> {
    fs::create_dir_all(base)?;
    for folder in plan::folders_above(path) {
        Disk.make_folder(&base.join(folder))?;
    }
    File::create_new(base.join(path))?.write_all(bytes)
}

/// Whether a folder does not exist yet, or holds nothing except `.git`.
///
/// # Errors
/// What the operating system says, such as that it is a file.
pub fn is_empty(folder: &Path) -> io::Result<bool> {
    match fs::read_dir(folder) {
        Ok(mut entries) => Ok(entries.all(|entry| entry.is_ok_and(|entry| entry.file_name() == ".git"))),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(true),
        Err(error) => Err(error),
    }
}

/// The output folder if the user names none: the folder `name` in the site's
/// folder.
///
/// # Errors
/// [`WriteError`] if a link stands there, because it may come from a repository
/// that somebody else made.
pub fn default_out(root: &Path, name: &str) -> Result<PathBuf, WriteError> {
    let out = root.join(name);
    place::refuse_link(&Disk, &out)?;
    Ok(out)
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test fails by panicking")]
mod tests {
    use super::*;

    #[test]
    fn the_root_is_the_nearest_folder_with_a_configuration() {
        let site = tempfile::tempdir().unwrap();
        let deep = site.path().join("content/elearn");
        fs::create_dir_all(&deep).unwrap();
        assert_eq!(find_root(&deep).unwrap(), None);
        fs::create_dir(deep.join(CONFIG_FILE)).unwrap();
        fs::write(site.path().join(CONFIG_FILE), "").unwrap();
        assert_eq!(find_root(&deep).unwrap().unwrap(), site.path());
    }
}
