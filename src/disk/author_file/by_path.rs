//! Where folders can't be held open: each step names the whole path, and looks for links before it.

use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use super::held::{FileContent, HeldFile, Replaced};
use super::waiting::waiting_name;
use crate::disk::names::CONTENT_FOLDER;
use crate::disk::ops::{is_absence, no_plain_file, open_here};
use crate::url::TreePath;

/// The place of a file in the content.
#[derive(Debug)]
pub struct PathFile {
    folders: Vec<PathBuf>,
    path: PathBuf,
}

impl PathFile {
    /// The place of the file at `path`, which need not exist.
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

    /// The place of a new file at `path`; folders on the way that are missing are made.
    ///
    /// # Errors
    /// As [`Self::at`].
    pub fn at_new(root: &Path, path: &TreePath) -> io::Result<Self> {
        let ends = path.as_str().match_indices('/').map(|(at, _)| at);
        for folder in
            ends.filter_map(|end| path.as_str().get(..end)).filter(|folder| *folder != CONTENT_FOLDER)
        {
            // The folders before it are looked at first.
            Self::at(root, &TreePath::new(folder))?;
            match fs::create_dir(root.join(folder)) {
                Err(error) if error.kind() != io::ErrorKind::AlreadyExists => return Err(error),
                _ => (),
            }
        }
        Self::at(root, path)
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

    /// Reads the file; `None` if there is none.
    ///
    /// # Errors
    /// It is a link or no plain file, not of this kind, too long, or what the operating system says.
    pub fn read<C: FileContent>(&self) -> io::Result<Option<HeldFile<C>>> {
        self.open()?.map(HeldFile::of).transpose()
    }

    fn open(&self) -> io::Result<Option<File>> {
        self.check()?;
        match open_here(&self.path, File::options().read(true)) {
            Ok(file) => Ok(Some(file)),
            Err(error) if is_absence(&error) => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// Puts a content in the place of the one that was read; `None` if there was none.
    ///
    /// # Errors
    /// What the operating system says; then the file is as it was.
    pub fn replace<C: FileContent>(
        &self,
        read: Option<&HeldFile<C>>,
        content: &C,
    ) -> io::Result<Replaced<C>> {
        let waiting = self.path.with_file_name(waiting_name()?);
        let done = self.write(&waiting, read, content);
        if !matches!(done, Ok(Replaced::Done(_))) {
            _ = fs::remove_file(&waiting);
        }
        done
    }

    /// Deletes the file that was read.
    ///
    /// # Errors
    /// What the operating system says; then the file is as it was.
    pub fn remove<C: FileContent>(&self, read: &HeldFile<C>) -> io::Result<Replaced<C>> {
        let now = self.read::<C>()?;
        if now.as_ref().map(|now| &now.content) != Some(&read.content) {
            return Ok(Replaced::Overtaken);
        }
        fs::remove_file(&self.path)?;
        Ok(Replaced::Done(now))
    }

    fn write<C: FileContent>(
        &self,
        waiting: &Path,
        read: Option<&HeldFile<C>>,
        content: &C,
    ) -> io::Result<Replaced<C>> {
        self.check()?;
        let mut file = File::create_new(waiting)?;
        file.write_all(content.bytes())?;
        file.sync_all()?;
        drop(file);
        let now = self.read::<C>()?;
        if now.as_ref().map(|now| &now.content) != read.map(|read| &read.content) {
            return Ok(Replaced::Overtaken);
        }
        fs::rename(waiting, &self.path)?;
        Ok(Replaced::Done(now))
    }
}
