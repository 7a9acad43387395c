//! Files that are not text: screenshots, downloads, files of a theme.
//!
//! A site may hold a film of some gigabytes that no page shows. So an asset is
//! either bytes in memory, or a file that is read only when it is needed, and
//! piece by piece if that is enough.

use std::borrow::Cow;
use std::error::Error;
use std::sync::{Arc, OnceLock};
use std::{fmt, io};

use crate::url::TreePath;

/// A function that takes a file piece by piece, in order; if it gives an error,
/// the reading ends.
pub type TakePiece<'a> = &'a mut dyn FnMut(&[u8]) -> io::Result<()>;

/// A file that is read when it is needed.
pub trait AssetFile: fmt::Debug + Send + Sync {
    /// The length of the file in bytes.
    fn length(&self) -> u64;

    /// The name of the file in messages.
    fn name(&self) -> String;

    /// A number that changes when the file changes, such as its time of
    /// modification.
    fn stamp(&self) -> u128;

    /// Reads the file from its beginning to its end.
    ///
    /// # Errors
    /// The disk's error, the error of `take`, or that the length of the file
    /// has changed.
    fn stream(&self, take: TakePiece<'_>) -> io::Result<()>;

    /// Reads `length` bytes from byte `at` on, fewer where the file ends.
    ///
    /// # Errors
    /// The disk's error.
    fn piece(&self, at: u64, length: usize) -> io::Result<Vec<u8>>;
}

/// A file that is not text: a screenshot or a download.
#[derive(Debug, Clone)]
pub struct Asset {
    data: AssetData,
}

#[derive(Debug, Clone)]
enum AssetData {
    Memory(Arc<[u8]>),
    /// A file, and the hash of its bytes when it was first asked for.
    File(Arc<dyn AssetFile>, Arc<OnceLock<[u8; 32]>>),
}

impl PartialEq for Asset {
    fn eq(&self, other: &Self) -> bool {
        match (&self.data, &other.data) {
            (AssetData::Memory(own), AssetData::Memory(other)) => Arc::ptr_eq(own, other) || own == other,
            (AssetData::File(own, _), AssetData::File(other, _)) => {
                let facts = |file: &Arc<dyn AssetFile>| (file.length(), file.stamp(), file.name());
                Arc::ptr_eq(own, other) || facts(own) == facts(other)
            }
            _ => false,
        }
    }
}

impl Eq for Asset {}

impl Asset {
    /// An asset whose bytes are in memory.
    #[must_use]
    pub fn new(bytes: impl Into<Arc<[u8]>>) -> Self {
        Self { data: AssetData::Memory(bytes.into()) }
    }

    /// An asset that is a file and is read when it is needed.
    #[must_use]
    pub fn later(file: Arc<dyn AssetFile>) -> Self {
        Self { data: AssetData::File(file, Arc::default()) }
    }

    /// The length of the asset in bytes.
    #[must_use]
    pub fn length(&self) -> u64 {
        match &self.data {
            AssetData::Memory(bytes) => u64::try_from(bytes.len()).unwrap_or(u64::MAX),
            AssetData::File(file, _) => file.length(),
        }
    }

    /// The name of the file in messages; `None` for an asset in memory.
    #[must_use]
    pub fn name(&self) -> Option<String> {
        match &self.data {
            AssetData::Memory(_) => None,
            AssetData::File(file, _) => Some(file.name()),
        }
    }

    /// The bytes of the asset, if they are in memory; those of a theme's files
    /// always are.
    #[must_use]
    pub fn in_memory(&self) -> Option<&Arc<[u8]>> {
        match &self.data {
            AssetData::Memory(bytes) => Some(bytes),
            AssetData::File(..) => None,
        }
    }

    /// The bytes of the file as it is in `content/`. Pictures must never be
    /// published like this: only `picture::image` may turn them into output.
    ///
    /// # Errors
    /// The disk's error.
    pub fn read(&self) -> io::Result<Cow<'_, [u8]>> {
        match &self.data {
            AssetData::Memory(bytes) => Ok(Cow::Borrowed(bytes)),
            AssetData::File(file, _) => {
                let length = usize::try_from(file.length()).map_err(|_| io::ErrorKind::FileTooLarge)?;
                let mut bytes = Vec::new();
                bytes.try_reserve_exact(length).map_err(|_| io::ErrorKind::OutOfMemory)?;
                file.stream(&mut |piece| {
                    bytes.extend_from_slice(piece);
                    Ok(())
                })?;
                Ok(Cow::Owned(bytes))
            }
        }
    }

    /// Gives the bytes of the asset to `take`, piece by piece.
    ///
    /// # Errors
    /// The disk's error, or the error of `take`.
    pub fn stream(&self, take: TakePiece<'_>) -> io::Result<()> {
        match &self.data {
            AssetData::Memory(bytes) => take(bytes),
            AssetData::File(file, _) => file.stream(take),
        }
    }

    /// Reads `length` bytes of the asset from byte `at` on, fewer where it
    /// ends.
    ///
    /// # Errors
    /// The disk's error.
    pub fn piece(&self, at: u64, length: usize) -> io::Result<Vec<u8>> {
        match &self.data {
            AssetData::Memory(bytes) => {
                let at = usize::try_from(at).unwrap_or(usize::MAX).min(bytes.len());
                let end = at.saturating_add(length).min(bytes.len());
                Ok(bytes.get(at..end).unwrap_or_default().to_vec())
            }
            AssetData::File(file, _) => file.piece(at, length),
        }
    }

    /// BLAKE3 of the asset's bytes; a file is not loaded into memory for it.
    ///
    /// # Errors
    /// The disk's error.
    pub fn hash(&self) -> io::Result<[u8; 32]> {
        let mut hasher = blake3::Hasher::new();
        self.stream(&mut |piece| {
            hasher.update(piece);
            Ok(())
        })?;
        Ok(*hasher.finalize().as_bytes())
    }

    /// [`Self::hash`] of the bytes as they were when this was first asked; a
    /// file is read only once for it. Who goes on to use the bytes must compare
    /// them with it.
    ///
    /// # Errors
    /// The disk's error, which is not remembered.
    pub fn first_hash(&self) -> io::Result<[u8; 32]> {
        let AssetData::File(_, known) = &self.data else { return self.hash() };
        if let Some(hash) = known.get() {
            return Ok(*hash);
        }
        let hash = self.hash()?;
        Ok(*known.get_or_init(|| hash))
    }

    /// The hash that [`first_hash`](Self::first_hash) gave, if somebody has asked for it.
    #[must_use]
    pub fn known_hash(&self) -> Option<[u8; 32]> {
        match &self.data {
            AssetData::File(_, known) => known.get().copied(),
            AssetData::Memory(_) => None,
        }
    }
}

/// A file of the content that exists but could not be read when it was needed.
/// A site without that file would be a different site, so no site is made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unread {
    /// The file.
    pub path: TreePath,
    /// The system's error message.
    pub why: String,
}

impl Unread {
    /// The error for a file, with the system's message.
    #[must_use]
    pub fn new(path: TreePath, error: &io::Error) -> Self {
        Self { path, why: os_words(error) }
    }
}

impl fmt::Display for Unread {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "cannot read `{}`: {}", self.path, self.why)
    }
}

impl Error for Unread {}

/// The operating system's message without its error number, which helps no
/// reader.
#[must_use]
pub fn os_words(error: &io::Error) -> String {
    let text = error.to_string();
    match text.rfind(" (os error ") {
        Some(at) => text.get(..at).unwrap_or(&text).to_owned(),
        None => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug)]
    struct Pieces(&'static [&'static str]);

    impl AssetFile for Pieces {
        fn length(&self) -> u64 {
            self.0.iter().map(|piece| piece.len() as u64).sum()
        }

        fn name(&self) -> String {
            "pieces".to_owned()
        }

        fn stamp(&self) -> u128 {
            0
        }

        fn stream(&self, take: TakePiece<'_>) -> io::Result<()> {
            self.0.iter().try_for_each(|piece| take(piece.as_bytes()))
        }

        fn piece(&self, at: u64, length: usize) -> io::Result<Vec<u8>> {
            Asset::new(self.0.concat().into_bytes()).piece(at, length)
        }
    }

    #[test]
    fn an_asset_has_the_same_bytes_and_hash_wherever_it_lies() -> io::Result<()> {
        let (memory, file) = (Asset::new(*b"abc"), Asset::later(Arc::new(Pieces(&["a", "bc"]))));
        assert_eq!(memory.read()?, file.read()?);
        assert_eq!(memory.hash()?, file.hash()?);
        assert_eq!((memory.length(), file.length()), (3, 3));
        assert_eq!((memory.piece(1, 9)?, file.piece(3, 1)?), (b"bc".to_vec(), Vec::new()));
        assert_eq!(memory.hash()?, *blake3::hash(b"abc").as_bytes());
        Ok(())
    }

    #[test]
    fn the_systems_words_come_without_its_number() {
        assert_eq!(os_words(&io::Error::from_raw_os_error(2)), "No such file or directory");
    }
}
