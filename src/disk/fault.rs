//! Errors of the disk, with words for people.

use std::error::Error;
use std::path::{Path, PathBuf};
use std::{fmt, io};

pub(super) use crate::source::os_words;
use crate::url::SitePath;

/// The disk refused to show something that exists.
#[derive(Debug)]
pub struct DiskError {
    /// The file or folder.
    pub path: PathBuf,
    /// What the operating system said.
    pub error: io::Error,
}

impl DiskError {
    /// Turns an error of the operating system about `path` into a [`DiskError`].
    pub(super) fn at(path: &Path) -> impl FnOnce(io::Error) -> Self {
        let path = path.to_path_buf();
        move |error| Self { path, error }
    }
}

impl fmt::Display for DiskError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "cannot read `{}`: {}", self.path.display(), os_words(&self.error))
    }
}

impl Error for DiskError {}

/// The reason why a site was not written. All files in the folder are still
/// whole.
#[derive(Debug)]
pub enum WriteError {
    /// A site may not be written to this folder.
    Refused {
        /// The folder that the user named.
        out: PathBuf,
        /// A clause that says why.
        why: String,
    },
    /// Another build is writing to the folder.
    Busy {
        /// The folder.
        out: PathBuf,
    },
    /// Files that stepbook did not make stand where the site has files.
    Strangers {
        /// The folder.
        out: PathBuf,
        /// All such files, sorted.
        paths: Vec<SitePath>,
    },
    /// Where stepbook keeps its cache and its locks, there is a link or something
    /// else that is not a folder.
    Planted {
        /// The place.
        path: PathBuf,
        /// A clause that says what to do.
        why: String,
    },
    /// A file of the cache has changed or can't be read; see [`CacheFolder::weed`].
    ///
    /// [`CacheFolder::weed`]: super::CacheFolder::weed
    Damaged {
        /// The file.
        path: PathBuf,
    },
    /// The disk refused to show something that exists.
    Read(DiskError),
    /// The disk refused to write.
    Disk {
        /// The file or folder.
        path: PathBuf,
        /// What the operating system said.
        error: io::Error,
    },
}

impl fmt::Display for WriteError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Refused { out, why } => {
                write!(f, "will not write to `{}`: {why}; name another folder with --out", out.display())
            }
            Self::Busy { out } => {
                write!(f, "another build is writing to `{}`; wait until it is done", out.display())
            }
            Self::Strangers { out, paths } => strangers(f, out, paths),
            Self::Planted { path, why } => write!(f, "will not use `{}`: {why}", path.display()),
            Self::Damaged { path } => {
                write!(f, "the file `{}` is damaged; delete the folder that it lies in", path.display())
            }
            Self::Read(error) => error.fmt(f),
            Self::Disk { path, error } => f.write_str(&cannot_write(path, error)),
        }
    }
}

/// Most files that a message names; the others are only counted.
const NAMED: usize = 10;

fn strangers(f: &mut fmt::Formatter<'_>, out: &Path, paths: &[SitePath]) -> fmt::Result {
    writeln!(f, "`{}` holds files that stepbook did not make, in places where it writes:", out.display())?;
    for path in paths.iter().take(NAMED) {
        writeln!(f, "  {path}")?;
    }
    if let Some(more) = paths.len().checked_sub(NAMED).filter(|more| *more > 0) {
        writeln!(f, "  and {more} more")?;
    }
    f.write_str("nothing was written; move them away, or name another folder with --out")
}

impl Error for WriteError {}

/// The result of an operation of writing.
pub(super) type DiskResult<T> = Result<T, WriteError>;

impl WriteError {
    /// The error that the disk refused to show `path`.
    pub(super) fn unread(path: &Path, error: io::Error) -> Self {
        Self::Read(DiskError { path: path.to_path_buf(), error })
    }
}

/// Turns an error of the operating system into the error that `path` could not be
/// written.
pub(super) fn disk(path: &Path) -> impl FnOnce(io::Error) -> WriteError {
    let path = path.to_path_buf();
    move |error| WriteError::Disk { path, error }
}

/// A clause that names the file and gives the operating system's words.
#[must_use]
pub fn cannot_write(path: &Path, error: &io::Error) -> String {
    format!("cannot write `{}`: {}", path.display(), os_words(error))
}
