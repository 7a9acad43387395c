//! Files of a folder that is not the site's, such as one of screenshots.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use super::fault::DiskError;

/// A file in a folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FolderFile {
    /// The name, with the replacement character in the place of what is no text.
    pub name: String,
    /// The path of the file.
    pub path: PathBuf,
    /// When the file was last written.
    pub modified: SystemTime,
}

/// The files in a folder itself, in no order; hidden ones are left out. A link to a file
/// counts as that file: the user named the folder.
///
/// # Errors
/// [`DiskError`] if the folder or one of its files can't be looked at.
pub fn files_of(folder: &Path) -> Result<Vec<FolderFile>, DiskError> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).map_err(DiskError::at(folder))? {
        let entry = entry.map_err(DiskError::at(folder))?;
        let (name, path) = (entry.file_name().to_string_lossy().into_owned(), entry.path());
        if name.starts_with('.') {
            continue;
        }
        let meta = fs::metadata(&path).map_err(DiskError::at(&path))?;
        if meta.is_file() {
            let modified = meta.modified().map_err(DiskError::at(&path))?;
            files.push(FolderFile { name, path, modified });
        }
    }
    Ok(files)
}

/// The bytes of a file.
///
/// # Errors
/// [`DiskError`] if it can't be read.
pub fn bytes_of(file: &Path) -> Result<Vec<u8>, DiskError> {
    fs::read(file).map_err(DiskError::at(file))
}
