//! The waiting room: a folder into which all files of a build are written before
//! any of them is moved to its place.
//!
//! It lies in the output folder, so that moving a file is one step on one disk.
//! Each build has its own room with a random name. After the build, and after
//! a build that was killed, only plain files with the names given here are deleted.

use std::collections::BTreeSet;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};

use rayon::prelude::*;

use super::change::{ChangeBytes, FileChange};
use super::fault::{DiskResult, WriteError, disk};
use super::manifest::Manifest;
use super::ops::{FileKind, FileOps, FileStat};
use super::own;

use crate::url::SitePath;

/// Name of the folder of waiting rooms.
pub(super) const FOLDER: &str = ".stepbook-tmp";

/// How many files lie in one subfolder of the waiting room.
const SUBFOLDER: usize = 64;

/// Names of the manifests in a room. Subfolders and files have numbers as names.
const LISTS: [&str; 4] = ["manifest-of-both", "manifest-of-all", "manifest-of-leaving", "manifest"];

/// A manifest that lies in the waiting room.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum PendingManifest {
    /// The manifest of the old and the new site, with the new pages that nothing
    /// links to yet.
    Both,
    /// The manifest of the old and the new site, for the time when all new pages
    /// are in their places.
    All,
    /// The manifest of the old and the new site, for the time when old files are removed. Nothing
    /// links to the pages that are left, and they may link to what is gone.
    Leaving,
    /// The manifest of the new site.
    Final,
}

impl PendingManifest {
    fn name(self) -> &'static str {
        match self {
            Self::Both => "manifest-of-both",
            Self::All => "manifest-of-all",
            Self::Leaving => "manifest-of-leaving",
            Self::Final => "manifest",
        }
    }
}

/// A waiting room. Its folder is deleted when this value is dropped.
#[derive(Debug)]
pub(super) struct StagingFolder<'a> {
    ops: &'a dyn FileOps,
    folder: PathBuf,
    /// The output folder. Errors name a file by its place there.
    place: PathBuf,
    /// The output folder and folders above it, the deepest first, if they were made for this room.
    made: Vec<PathBuf>,
    /// The folder of the store.
    store: PathBuf,
    /// How many files were written before all files were known.
    early: AtomicUsize,
}

impl<'a> StagingFolder<'a> {
    /// Makes a room in the output folder. The output folder is made too, if it
    /// does not exist.
    pub(super) fn open(ops: &'a dyn FileOps, place: &Path, root: &Path) -> DiskResult<Self> {
        let rooms = place.join(FOLDER);
        let name = own::random_letters().map_err(disk(&rooms))?;
        let mut room = Self {
            ops,
            folder: rooms.join(name),
            place: place.to_path_buf(),
            made: Vec::new(),
            store: own::cache_folder(root),
            early: AtomicUsize::new(0),
        };
        room.make_place()?;
        for folder in [&rooms, &room.folder] {
            ops.make_folder(folder).map_err(disk(folder))?;
        }
        Ok(room)
    }

    /// Makes the output folder, and the folders above it that do not exist.
    fn make_place(&mut self) -> DiskResult<()> {
        let mut missing = Vec::new();
        for folder in self.place.ancestors() {
            if self.ops.look(folder).map_err(|error| WriteError::unread(folder, error))?.is_some() {
                break;
            }
            missing.push(folder.to_path_buf());
        }
        for folder in missing.into_iter().rev() {
            self.ops.make_folder(&folder).map_err(disk(&folder))?;
            self.made.insert(0, folder);
        }
        Ok(())
    }

    /// The path of a manifest in the room.
    pub(super) fn list(&self, list: PendingManifest) -> PathBuf {
        self.folder.join(list.name())
    }

    /// The path of a file in the room. The files are spread over shelves, because
    /// threads that make files in the same folder wait for each other.
    pub(super) fn file(&self, number: usize) -> PathBuf {
        self.subfolder(number / SUBFOLDER).join(number.to_string())
    }

    fn subfolder(&self, subfolder: usize) -> PathBuf {
        self.folder.join(subfolder.to_string())
    }

    /// Writes a manifest into the room.
    pub(super) fn put_list(&self, list: PendingManifest, manifest: &Manifest) -> DiskResult<()> {
        let path = self.list(list);
        let text = manifest.to_text();
        self.ops.create(&path, &mut |out| out.write_all(text.as_bytes())).map_err(disk(&self.place))
    }

    /// Writes one file into the room, before all files are known.
    pub(super) fn put_bytes(&self, path: &SitePath, bytes: &[u8]) -> DiskResult<PathBuf> {
        let number = self.early.fetch_add(1, Ordering::Relaxed);
        let file = self.file(number);
        let fill = &mut |out: &mut dyn io::Write| out.write_all(bytes);
        let written = match self.ops.create(&file, fill) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                let made = self.ops.make_folder(&self.subfolder(number / SUBFOLDER));
                made.and_then(|()| self.ops.create(&file, fill))
            }
            other => other,
        };
        written.map_err(disk(&self.place.join(path.as_str())))?;
        Ok(file)
    }

    /// The number of the file of a change. Files that were written early have lower numbers.
    fn number(&self, change: usize) -> usize {
        self.early.load(Ordering::Relaxed) + change
    }

    /// Writes the files of all changes into the room, except those that are there
    /// already. If the disk is full, the build stops here, before the old site is
    /// changed.
    pub(super) fn put_all(&self, changes: &[FileChange<'_>]) -> DiskResult<()> {
        let subfolders: BTreeSet<usize> =
            (0..changes.len()).map(|change| self.number(change) / SUBFOLDER).collect();
        for subfolder in subfolders.into_iter().map(|subfolder| self.subfolder(subfolder)) {
            self.ops.make_folder(&subfolder).map_err(disk(&self.place))?;
        }
        changes.par_iter().enumerate().try_for_each(|(number, change)| self.put(number, change))
    }

    fn put(&self, number: usize, change: &FileChange<'_>) -> DiskResult<()> {
        let path = self.file(self.number(number));
        match change.content {
            ChangeBytes::Waiting(_) | ChangeBytes::Standing(_) => Ok(()),
            ChangeBytes::Memory(bytes) => {
                let place = self.place.join(change.path.as_str());
                self.ops.create(&path, &mut |out| out.write_all(bytes)).map_err(disk(&place))
            }
            ChangeBytes::Stored(file) => self.copy(&path, change, &self.store.join(&file.name)),
            ChangeBytes::Copy(asset) => {
                let name = asset.name().unwrap_or_else(|| change.path.to_string());
                self.copy(&path, change, Path::new(&name))
            }
        }
    }

    /// Copies a file piece by piece, and compares it with its hash on the way.
    fn copy(&self, to: &Path, change: &FileChange<'_>, from: &Path) -> DiskResult<()> {
        // Whether an error comes from the file that is read.
        let mut reading = false;
        let copied = self.ops.create(to, &mut |out| {
            let mut hasher = blake3::Hasher::new();
            reading = true;
            let take = &mut |piece: &[u8]| {
                hasher.update(piece);
                reading = false;
                out.write_all(piece)?;
                reading = true;
                Ok(())
            };
            match change.content {
                ChangeBytes::Copy(asset) => asset.stream(take)?,
                _ => self.ops.stream(from, take)?,
            }
            if hasher.finalize() == change.hash { Ok(()) } else { Err(io::Error::other(CHANGED)) }
        });
        let place = self.place.join(change.path.as_str());
        copied.map_err(|error| match change.content {
            ChangeBytes::Stored(_) if reading => WriteError::Damaged { path: from.to_path_buf() },
            _ if reading => WriteError::unread(from, error),
            _ => disk(&place)(error),
        })
    }

    /// The path in the room of the file of a change.
    pub(super) fn waits_at(&self, number: usize, change: &FileChange<'_>) -> PathBuf {
        match change.content {
            ChangeBytes::Waiting(file) => file.place.clone(),
            _ => self.file(self.number(number)),
        }
    }

    /// How the files of all changes look, in the order of the changes; nothing for a
    /// file that the disk does not show.
    pub(super) fn looks(&self, changes: &[FileChange<'_>]) -> Vec<Option<FileStat>> {
        let look = |(number, change)| self.ops.look(&self.waits_at(number, change)).ok().flatten();
        changes.par_iter().enumerate().map(look).collect()
    }

    /// Waits until all files of the room are on the disk itself. Without this, an
    /// old page could be replaced by an empty one after a power cut, because the
    /// disk may do the moving before the writing.
    pub(super) fn sync(&self, changes: &[FileChange<'_>], lists: &[PendingManifest]) -> DiskResult<()> {
        let lists = lists.iter().map(|list| self.list(*list));
        let files = changes.iter().enumerate().map(|(number, change)| self.waits_at(number, change));
        let all: Vec<PathBuf> = lists.chain(files).collect();
        self.ops.sync(&self.folder, &all).map_err(disk(&self.place))
    }
}

const CHANGED: &str = "it was changed while it was read";

impl Drop for StagingFolder<'_> {
    fn drop(&mut self) {
        // Tried twice, because the disk may fail only once.
        if clear(self.ops, &self.folder).is_err() {
            _ = clear(self.ops, &self.folder);
        }
        if let Some(rooms) = self.folder.parent() {
            _ = self.ops.remove_folder(rooms);
        }
        // They hold something, unless the site was not finished.
        for folder in &self.made {
            _ = self.ops.remove_folder(folder);
        }
    }
}

/// Deletes the waiting rooms of killed builds. The caller must hold the lock.
pub(super) fn clear_all(ops: &dyn FileOps, place: &Path) -> DiskResult<()> {
    let rooms = place.join(FOLDER);
    match ops.look(&rooms).map_err(|error| WriteError::unread(&rooms, error))? {
        None => Ok(()),
        Some(look) if look.kind == FileKind::Folder => clear(ops, &rooms).map_err(disk(&rooms)),
        Some(_) => {
            Err(WriteError::Strangers { out: place.to_path_buf(), paths: vec![SitePath::new(FOLDER)] })
        }
    }
}

/// Deletes the files that stepbook puts into a room, and the room if it is empty
/// then. The folder of rooms is cleared in the same way: before rooms had random
/// names, it was itself a room.
fn clear(ops: &dyn FileOps, room: &Path) -> io::Result<()> {
    for (name, kind) in ops.list(room)? {
        let Some(name) = name.to_str() else { continue };
        let path = room.join(name);
        match kind {
            FileKind::File if LISTS.contains(&name) || is_number(name) => ops.remove_file(&path)?,
            FileKind::Folder if own::are_random_letters(name) || is_number(name) => clear(ops, &path)?,
            _ => (),
        }
    }
    ops.remove_folder(room).map(|_| ())
}

fn is_number(name: &str) -> bool {
    name.len() <= 9 && name.bytes().all(|byte| byte.is_ascii_digit())
}
