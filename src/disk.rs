//! The only module that reads the content and writes the site on a disk.
//!
//! In: a folder. Out: a [`ContentTree`](crate::source::ContentTree), read in
//! one go; and back, an [`OutputTree`](crate::output::OutputTree) written so
//! that at any moment each file of the site is whole, old or new. Nothing is
//! understood here: what a file means is for `parse`, what the site holds for
//! `render`.
#![expect(clippy::disallowed_methods, reason = "this is the module that touches the file system")]

#[cfg(feature = "pdf")]
mod fonts;
mod hands;
mod load;
mod lock;
mod manifest;
mod place;
mod plan;
mod store;
mod walk;
mod write;

use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

pub use load::{LoadError, load};
pub use store::CacheFolder;
pub use walk::is_ignored;
pub use write::{WriteError, Written, write};

/// Name of the file that makes a folder a site.
pub const CONFIG_FILE: &str = "stepbook.toml";

/// Name of the folder with the sources.
pub const CONTENT_FOLDER: &str = "content";

/// Name of the folder with the site's own themes.
pub const THEMES_FOLDER: &str = "themes";

/// The nearest folder with a `stepbook.toml`, from `start` upwards.
#[must_use]
pub fn find_root(start: &Path) -> Option<PathBuf> {
    let start = std::path::absolute(start).ok()?;
    start.ancestors().find(|folder| folder.join(CONFIG_FILE).is_file()).map(Path::to_path_buf)
}

/// Makes a file, and the folders above it; there must be none of that name.
///
/// # Errors
/// What the operating system says.
pub fn create(path: &Path, bytes: &[u8]) -> io::Result<()> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    File::create_new(path)?.write_all(bytes)
}

/// Puts a file in its place, and makes the folders above it: the old one is
/// there until the new one is whole.
///
/// # Errors
/// What the operating system says.
pub fn replace(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let name = path.file_name().ok_or(io::ErrorKind::InvalidFilename)?;
    let beside = path.with_file_name(format!(".{}.tmp", name.to_string_lossy()));
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    let written = fs::write(&beside, bytes).and_then(|()| fs::rename(&beside, path));
    written.inspect_err(|_| _ = fs::remove_file(&beside))
}

/// Whether a folder is new or holds nothing, a fresh repository aside.
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

/// A clause that names the file and gives the operating system's words.
#[must_use]
pub fn cannot_write(path: &Path, error: &io::Error) -> String {
    format!("cannot write `{}`: {}", path.display(), os_words(error))
}

/// The operating system's words without its number, which helps nobody.
fn os_words(error: &io::Error) -> String {
    let text = error.to_string();
    match text.rfind(" (os error ") {
        Some(at) => text.get(..at).unwrap_or(&text).to_owned(),
        None => text,
    }
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
        assert_eq!(find_root(&deep), None);
        fs::write(site.path().join(CONFIG_FILE), "").unwrap();
        assert_eq!(find_root(&deep).unwrap(), site.path());
    }

    #[test]
    fn the_systems_words_come_without_its_number() {
        assert_eq!(os_words(&io::Error::from_raw_os_error(2)), "No such file or directory");
    }
}
