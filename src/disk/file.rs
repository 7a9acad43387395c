//! Files of the content that are read only when they are needed.

use std::io;
use std::path::PathBuf;
use std::sync::Arc;

use super::ops::{FileIdentity, FileOps, FileStat};
use crate::source::{AssetFile, TakePiece};

/// A plain file, as it was when the content was listed.
#[derive(Debug)]
pub(super) struct DiskFile {
    pub(super) ops: Arc<dyn FileOps>,
    /// The real place of the file, with all links followed.
    pub(super) path: PathBuf,
    pub(super) look: FileStat,
    /// How often the file may have changed without another look.
    pub(super) again: u64,
}

impl AssetFile for DiskFile {
    fn length(&self) -> u64 {
        self.look.length
    }

    fn name(&self) -> String {
        self.path.display().to_string()
    }

    fn stamp(&self) -> u128 {
        let FileIdentity { number, touched } = self.look.identity;
        let rest = touched ^ u128::from(number.rotate_left(32) ^ self.again.rotate_left(16));
        self.look.changed << 64 | rest & u128::from(u64::MAX)
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
