//! A file that a build writes, and where its bytes are until then.

use std::collections::BTreeMap;
use std::io;
use std::path::PathBuf;

use super::ops::FileStat;
use crate::fingerprint::Fingerprint;
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
    /// The bytes are in their place in the output folder already.
    Standing(&'a StandingFile),
}

/// A file that was written into the waiting room before all files were known.
#[derive(Debug)]
pub(super) struct EarlyFile {
    pub(super) place: PathBuf,
    pub(super) length: u64,
    pub(super) hash: blake3::Hash,
    pub(super) made_of: Option<Fingerprint>,
}

/// A file that the output folder had already when it was offered.
#[derive(Debug)]
pub(super) struct StandingFile {
    pub(super) length: u64,
    pub(super) hash: blake3::Hash,
    /// How it looked, if any later change is sure to show.
    pub(super) look: Option<FileStat>,
    pub(super) made_of: Option<Fingerprint>,
}

impl ChangeBytes<'_> {
    pub(super) fn length(self) -> u64 {
        match self {
            Self::Memory(bytes) => bytes.len() as u64,
            Self::Stored(file) => file.length,
            Self::Copy(asset) => asset.length(),
            Self::Waiting(file) => file.length,
            Self::Standing(file) => file.length,
        }
    }

    /// The fingerprint of all that the file was made of, if that was told.
    pub(super) fn made_of(self) -> Option<Fingerprint> {
        match self {
            Self::Waiting(file) => file.made_of,
            Self::Standing(file) => file.made_of,
            Self::Memory(_) | Self::Stored(_) | Self::Copy(_) => None,
        }
    }

    pub(super) fn hash(self) -> io::Result<blake3::Hash> {
        Ok(match self {
            Self::Memory(bytes) => blake3::hash(bytes),
            Self::Stored(file) => file.hash.into(),
            Self::Copy(asset) => asset.hash()?.into(),
            Self::Waiting(file) => file.hash,
            Self::Standing(file) => file.hash,
        })
    }
}

/// What became of a file that was offered.
#[derive(Debug)]
pub(super) enum OfferedFile {
    /// The folder has it already.
    Standing(StandingFile),
    Waiting(EarlyFile),
}

impl OfferedFile {
    pub(super) fn bytes(&self) -> ChangeBytes<'_> {
        match self {
            Self::Standing(file) => ChangeBytes::Standing(file),
            Self::Waiting(file) => ChangeBytes::Waiting(file),
        }
    }

    pub(super) fn hash(&self) -> &blake3::Hash {
        match self {
            Self::Standing(file) => &file.hash,
            Self::Waiting(file) => &file.hash,
        }
    }
}

/// The files of a site, by path.
pub(super) fn files(tree: &OutputTree) -> BTreeMap<&SitePath, ChangeBytes<'_>> {
    let memory = tree.iter().map(|(path, bytes)| (path, ChangeBytes::Memory(bytes)));
    let stored = tree.stored().map(|(path, file)| (path, ChangeBytes::Stored(file)));
    let copies = tree.copies().map(|(path, asset)| (path, ChangeBytes::Copy(asset)));
    memory.chain(stored).chain(copies).collect()
}
