//! A file that a build writes, and where its bytes are until then.

use std::collections::BTreeMap;
use std::io;
use std::path::PathBuf;

use crate::output::{OutputTree, StoredFile};
use crate::source::Asset;
use crate::url::SitePath;

/// A file that must be written.
#[derive(Debug, Clone, Copy)]
pub(super) struct FileChange<'a> {
    pub(super) path: &'a SitePath,
    pub(super) content: ChangeBytes<'a>,
    pub(super) hash: blake3::Hash,
    /// Whether it replaces an older file of the site.
    pub(super) replaces: bool,
    /// Whether no page in the folder can link to it yet.
    pub(super) is_new: bool,
}

/// Where the bytes of a file are.
#[derive(Debug, Clone, Copy)]
pub(super) enum ChangeBytes<'a> {
    Memory(&'a [u8]),
    /// The bytes are in a file of the store.
    Stored(&'a StoredFile),
    /// The bytes are in a file of the content.
    Copy(&'a Asset),
    /// The bytes are in the waiting room already.
    Waiting(&'a EarlyFile),
}

/// A file that was written into the waiting room before all files were known.
#[derive(Debug)]
pub(super) struct EarlyFile {
    pub(super) place: PathBuf,
    pub(super) length: u64,
    pub(super) hash: blake3::Hash,
}

impl ChangeBytes<'_> {
    pub(super) fn length(self) -> u64 {
        match self {
            Self::Memory(bytes) => bytes.len() as u64,
            Self::Stored(file) => file.length,
            Self::Copy(asset) => asset.length(),
            Self::Waiting(file) => file.length,
        }
    }

    pub(super) fn hash(self) -> io::Result<blake3::Hash> {
        Ok(match self {
            Self::Memory(bytes) => blake3::hash(bytes),
            Self::Stored(file) => file.hash.into(),
            Self::Copy(asset) => asset.hash()?.into(),
            Self::Waiting(file) => file.hash,
        })
    }
}

/// The files of a site, by path.
pub(super) fn files(tree: &OutputTree) -> BTreeMap<&SitePath, ChangeBytes<'_>> {
    let memory = tree.iter().map(|(path, bytes)| (path, ChangeBytes::Memory(bytes)));
    let stored = tree.stored().map(|(path, file)| (path, ChangeBytes::Stored(file)));
    let copies = tree.copies().map(|(path, asset)| (path, ChangeBytes::Copy(asset)));
    memory.chain(stored).chain(copies).collect()
}
