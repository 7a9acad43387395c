//! Where folders can't be held open: each step names the whole path, and looks for links before it.

use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use super::held::{HeldText, LONGEST_PICTURE, Replaced, bytes_of};
use super::waiting::waiting_name;
use crate::disk::names::CONTENT_FOLDER;
use crate::disk::ops::{is_absence, no_plain_file, open_here};
use crate::url::TreePath;

/// The place of a text in the content.
#[derive(Debug)]
pub struct PathText {
    folders: Vec<PathBuf>,
    path: PathBuf,
}

impl PathText {
    /// The place of the text at `path`, which need not exist.
    ///
    /// # Errors
    /// A folder on the way is missing or a link, or what the operating system says.
    pub fn at(root: &Path, path: &TreePath) -> io::Result<Self> {
        let mut folders = vec![root.to_path_buf()];
        let mut whole = root.to_path_buf();
        if path.as_str().split('/').next() != Some(CONTENT_FOLDER) {
            return Err(io::Error::other("it does not lie in the content"));
        }
        for part in path.as_str().split('/') {
            if matches!(part, "" | "." | "..") || part.contains(['\\', ':']) {
                return Err(io::Error::other("it does not lie in the content"));
            }
            whole.push(part);
            folders.push(whole.clone());
        }
        folders.pop();
        let text = Self { folders, path: whole };
        text.check()?;
        Ok(text)
    }

    /// An error if a folder on the way is a link.
    fn check(&self) -> io::Result<()> {
        let own = self.folders.iter().skip(1);
        let folders = own.map(|folder| fs::symlink_metadata(folder).map(|meta| meta.is_dir()));
        if folders.collect::<io::Result<Vec<bool>>>()?.contains(&false) {
            Err(no_plain_file())
        } else {
            Ok(())
        }
    }

    /// Reads the text; `None` if there is no file.
    ///
    /// # Errors
    /// It is a link or no plain file, no UTF-8, too long, or what the operating system says.
    pub fn read(&self) -> io::Result<Option<HeldText>> {
        self.open()?.map(HeldText::of).transpose()
    }

    /// The bytes of a file, such as a picture.
    ///
    /// # Errors
    /// There is no file, it is a link or no plain file, too long, or what the operating system says.
    pub fn bytes(&self) -> io::Result<Vec<u8>> {
        let file = self.open()?.ok_or(io::ErrorKind::NotFound)?;
        bytes_of(&file, LONGEST_PICTURE)
    }

    fn open(&self) -> io::Result<Option<File>> {
        self.check()?;
        match open_here(&self.path, File::options().read(true)) {
            Ok(file) => Ok(Some(file)),
            Err(error) if is_absence(&error) => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// Puts a text in the place of the one that was read; `None` if there was none.
    ///
    /// # Errors
    /// What the operating system says; then the file is as it was.
    pub fn replace(&self, read: Option<&HeldText>, text: &str) -> io::Result<Replaced> {
        let waiting = self.path.with_file_name(waiting_name()?);
        let done = self.write(&waiting, read, text);
        if !matches!(done, Ok(Replaced::Done(_))) {
            _ = fs::remove_file(&waiting);
        }
        done
    }

    /// Deletes the file that was read.
    ///
    /// # Errors
    /// What the operating system says; then the file is as it was.
    pub fn remove(&self, read: &HeldText) -> io::Result<Replaced> {
        let now = self.read()?;
        if now.as_ref().map(|now| &now.text) != Some(&read.text) {
            return Ok(Replaced::Overtaken);
        }
        fs::remove_file(&self.path)?;
        Ok(Replaced::Done(now))
    }

    fn write(&self, waiting: &Path, read: Option<&HeldText>, text: &str) -> io::Result<Replaced> {
        self.check()?;
        let mut file = File::create_new(waiting)?;
        file.write_all(text.as_bytes())?;
        file.sync_all()?;
        drop(file);
        let now = self.read()?;
        if now.as_ref().map(|now| &now.text) != read.map(|read| &read.text) {
            return Ok(Replaced::Overtaken);
        }
        fs::rename(waiting, &self.path)?;
        Ok(Replaced::Done(now))
    }
}
