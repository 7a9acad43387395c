//! Writes handouts, without the other files of a site, into a folder.
//!
//! In: one handout after another, as soon as each is made, so that none stays in
//! memory. Out: the handouts in the folder, written in the same way as by
//! [`write`](super::write()), except that older handouts stay in the folder.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use super::change::{ChangeBytes, EarlyFile};
use super::fault::{DiskResult, WriteError};
use super::lock::{self, Lock};
use super::ops::{Disk, FileOps};
use super::plan::OldFiles;
use super::stage::{self, StagingFolder};
use super::write::{Target, WriteSummary, check_names};
use super::{manifest, place};
use crate::url::SitePath;

/// A folder that handouts are written to.
#[derive(Debug)]
pub struct HandoutFolder {
    ops: &'static dyn FileOps,
    out: PathBuf,
    root: PathBuf,
    place: PathBuf,
    _held: Lock,
    waiting: Mutex<Waits>,
}

#[derive(Debug, Default)]
struct Waits {
    /// The waiting room, made when the first handout comes.
    room: Option<StagingFolder<'static>>,
    files: BTreeMap<SitePath, EarlyFile>,
    /// How many handouts were written. It counts also handouts that a later one
    /// with the same path replaced.
    count: usize,
}

impl HandoutFolder {
    /// Opens and locks the folder.
    ///
    /// # Errors
    /// [`WriteError`] if handouts may not be written there, for the same reasons
    /// as a site.
    pub fn open(out: &Path, root: &Path) -> Result<Self, WriteError> {
        Self::open_with(&Disk, out, root)
    }

    pub(super) fn open_with(ops: &'static dyn FileOps, out: &Path, root: &Path) -> DiskResult<Self> {
        let place = place::judge(ops, out, root)?;
        let held = lock::take(ops, &place, root)?;
        let (out, root) = (out.to_path_buf(), root.to_path_buf());
        let folder = Self { ops, out, root, place, _held: held, waiting: Mutex::default() };
        // A manifest that stepbook did not make is reported before the work begins.
        folder.old()?;
        stage::clear_all(ops, &folder.place)?;
        Ok(folder)
    }

    /// Writes a handout into the waiting room. [`Self::finish`] moves it to its
    /// place.
    ///
    /// # Errors
    /// [`WriteError`] if the disk refuses.
    pub fn add(&self, path: &SitePath, bytes: &[u8]) -> Result<(), WriteError> {
        check_names(std::iter::once(path), &self.place)?;
        let mut waits = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        let number = waits.count;
        waits.count += 1;
        let room = match waits.room.take() {
            Some(room) => room,
            None => StagingFolder::open(self.ops, &self.place, &self.root)?,
        };
        let written = room.put_bytes(number, path, bytes);
        waits.room = Some(room);
        let waiting = EarlyFile { place: written?, length: bytes.len() as u64, hash: blake3::hash(bytes) };
        waits.files.insert(path.clone(), waiting);
        Ok(())
    }

    /// Moves all handouts to their places.
    ///
    /// # Errors
    /// [`WriteError`] if files that stepbook did not make stand there, or the
    /// disk refuses.
    pub fn finish(self) -> Result<WriteSummary, WriteError> {
        let old = self.old()?;
        let waits = std::mem::take(&mut *self.waiting.lock().unwrap_or_else(PoisonError::into_inner));
        let Waits { room, files, .. } = waits;
        if files.is_empty() {
            return Ok(WriteSummary::default());
        }
        let target = self.target();
        let files = files.iter().map(|(path, file)| (path, ChangeBytes::Waiting(file))).collect();
        target.put(&files, &old, room)
    }

    /// The folder, without an index: `build` has one, and its index must not lose files.
    fn target(&self) -> Target<'_> {
        Target { ops: self.ops, place: &self.place, out: &self.out, root: &self.root, index: None }
    }

    fn old(&self) -> DiskResult<OldFiles> {
        let old = self.target().old(manifest::OF_HANDOUTS, manifest::FILE_NAME)?;
        Ok(OldFiles { keeps: true, ..old })
    }
}
