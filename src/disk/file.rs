//! Files of the content that are read only when they are needed.

use std::io;
use std::path::PathBuf;
use std::sync::Arc;

use super::ops::{FileOps, FileStat};
use crate::source::{AssetFile, TakePiece};

/// A plain file, as it was when the content was listed.
#[derive(Debug)]
pub(super) struct DiskFile {
    pub(super) ops: Arc<dyn FileOps>,
    /// The real place of the file, with all links followed.
    pub(super) path: PathBuf,
    pub(super) look: FileStat,
}

impl AssetFile for DiskFile {
    fn length(&self) -> u64 {
        self.look.length
    }

    fn name(&self) -> String {
        self.path.display().to_string()
    }

    fn stamp(&self) -> u128 {
        self.look.changed
    }

    fn stream(&self, take: TakePiece<'_>) -> io::Result<()> {
        let changed = || io::Error::other("it was changed while it was read");
        let mut left = self.look.length;
        self.ops.stream(&self.path, &mut |piece| {
            left = left.checked_sub(piece.len() as u64).ok_or_else(changed)?;
            take(piece)
        })?;
        if left > 0 { Err(changed()) } else { Ok(()) }
    }

    fn piece(&self, at: u64, length: usize) -> io::Result<Vec<u8>> {
        self.ops.read_at(&self.path, at, length)
    }
}
