//! Writes handouts, without the other files of a site, into a folder.
//!
//! In: one handout after another, as soon as each is made, so that none stays in
//! memory. Out: the handouts in the folder, written in the same way as
//! a whole site is ([`WriteSession`]), except that older handouts stay in the folder.

use std::path::Path;

use super::fault::{DiskResult, WriteError};
use super::ops::{Disk, FileOps};
use super::session::{SessionPurpose, WriteSession, WriteSummary};
use crate::output::OutputTree;
use crate::url::SitePath;

/// A folder that handouts are written to.
#[derive(Debug)]
pub struct HandoutFolder {
    session: WriteSession<'static>,
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
        let session = WriteSession::begin_with(ops, (out, root), SessionPurpose::Handouts)?;
        Ok(Self { session })
    }

    /// Writes a handout into the waiting room, unless the folder has it already.
    /// [`Self::finish`] moves it to its place. A later handout with the same path
    /// replaces an earlier one.
    ///
    /// # Errors
    /// [`WriteError`] if the disk refuses.
    pub fn add(&self, path: &SitePath, bytes: &[u8]) -> Result<(), WriteError> {
        self.session.replace(path, bytes)
    }

    /// Moves all handouts to their places.
    ///
    /// # Errors
    /// [`WriteError`] if files that stepbook did not make stand there, or the
    /// disk refuses.
    pub fn finish(self) -> Result<WriteSummary, WriteError> {
        if self.session.is_idle() {
            return Ok(WriteSummary::default());
        }
        self.session.finish(&OutputTree::default())
    }
}
