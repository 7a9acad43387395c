//! File operations behind a trait, so that tests can make any of them fail.
//!
//! No operation follows a link at the end of its path, and none waits for a
//! pipe or a device: what is not a plain file is an error.

use std::ffi::OsString;
use std::fmt;
use std::fs::{self, File, Metadata, OpenOptions};
use std::io::{self, Read as _, Seek as _, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

use rayon::prelude::*;

/// The kind of thing at a path. A link is not followed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum FileKind {
    File,
    Folder,
    Link,
    /// A pipe, a socket or a device.
    Other,
}

impl From<fs::FileType> for FileKind {
    fn from(kind: fs::FileType) -> Self {
        match kind {
            kind if kind.is_symlink() => Self::Link,
            kind if kind.is_dir() => Self::Folder,
            kind if kind.is_file() => Self::File,
            _ => Self::Other,
        }
    }
}

/// Facts about the thing at a path.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct FileStat {
    pub(super) kind: FileKind,
    /// Length in bytes.
    pub(super) length: u64,
    /// Time of the last change, in nanoseconds since 1970; 0 if the system doesn't
    /// tell it.
    pub(super) changed: u128,
    /// What tells files apart that have the same length and time, such as a copy with
    /// the time of the original.
    pub(super) identity: FileIdentity,
}

/// The number of a file, and the time in nanoseconds at which anything about it
/// changed, its name or its other times too. 0 if the system doesn't tell it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct FileIdentity {
    pub(super) number: u64,
    pub(super) touched: u128,
}

#[cfg(unix)]
impl From<&Metadata> for FileIdentity {
    fn from(meta: &Metadata) -> Self {
        use std::os::unix::fs::MetadataExt as _;
        let nanoseconds = i128::from(meta.ctime()) * 1_000_000_000 + i128::from(meta.ctime_nsec());
        Self { number: meta.ino(), touched: u128::try_from(nanoseconds).unwrap_or(0) }
    }
}

#[cfg(not(unix))]
impl From<&Metadata> for FileIdentity {
    fn from(_: &Metadata) -> Self {
        Self::default()
    }
}

impl From<&Metadata> for FileStat {
    fn from(meta: &Metadata) -> Self {
        let changed = meta.modified().ok().and_then(|time| time.duration_since(UNIX_EPOCH).ok());
        Self {
            kind: meta.file_type().into(),
            length: meta.len(),
            changed: changed.map_or(0, |since| since.as_nanos()),
            identity: meta.into(),
        }
    }
}

impl FileStat {
    /// Time of the last change of any kind that the system tells.
    pub(super) fn touched(&self) -> u128 {
        self.changed.max(self.identity.touched)
    }
}

/// The bytes of a file that was read up to a limit.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum FileContents {
    Whole(Vec<u8>),
    /// The file has more bytes than the limit. The number is its length.
    TooLong(u64),
}

/// Takes the pieces of a file in order; an error ends the reading.
pub(super) type Take<'a> = &'a mut dyn FnMut(&[u8]) -> io::Result<()>;

/// Writes the content of a new file.
pub(super) type Fill<'a> = &'a mut dyn FnMut(&mut dyn Write) -> io::Result<()>;

/// The file operations. Each of them happens completely or not at all, except
/// `create`, which can stop half way.
pub(super) trait FileOps: fmt::Debug + Send + Sync {
    /// Facts about the thing at a path; `None` if nothing is there.
    fn look(&self, path: &Path) -> io::Result<Option<FileStat>>;
    /// The names in a folder, in no particular order.
    fn list(&self, folder: &Path) -> io::Result<Vec<(OsString, FileKind)>>;
    /// The path with all links followed.
    fn real(&self, path: &Path) -> io::Result<PathBuf>;
    /// Reads a plain file of at most `limit` bytes.
    fn read(&self, path: &Path, limit: u64) -> io::Result<FileContents>;
    /// Reads a plain file piece by piece.
    fn stream(&self, path: &Path, take: Take<'_>) -> io::Result<()>;
    /// Reads `length` bytes of a plain file from byte `at` on, or fewer if the
    /// file ends before.
    fn read_at(&self, path: &Path, at: u64, length: usize) -> io::Result<Vec<u8>>;
    /// Asks the system whether files can be made and deleted in a folder. No file
    /// is left in the folder.
    fn can_write(&self, folder: &Path) -> io::Result<()>;

    /// Makes a folder. The folder above must exist; if the folder itself exists,
    /// nothing happens.
    fn make_folder(&self, path: &Path) -> io::Result<()>;
    /// Writes a new file. It is an error if something exists at the path.
    fn create(&self, path: &Path, fill: Fill<'_>) -> io::Result<()>;
    /// Waits until the bytes of the files are on the disk itself. All files must
    /// lie in `folder`.
    fn sync(&self, folder: &Path, files: &[PathBuf]) -> io::Result<()>;
    /// Moves a file over another, in one step.
    fn rename(&self, from: &Path, to: &Path) -> io::Result<()>;
    /// Deletes a file. It is not an error if there is none.
    fn remove_file(&self, path: &Path) -> io::Result<()>;
    /// Deletes a folder if it is empty, and tells whether it is gone.
    fn remove_folder(&self, path: &Path) -> io::Result<bool>;
}

/// The real disk.
#[derive(Debug, Clone, Copy)]
pub(super) struct Disk;

/// Number of files from which one `syncfs` is used instead of a `fdatasync` for
/// each file. Measured on ext4: a `fdatasync` takes 1.5 to 3 ms for a file,
/// a `syncfs` takes 150 ms for 2,000 files.
const MANY: usize = 32;

/// Bytes of a file that are in memory while it is copied or hashed.
const PIECE: usize = 128 * 1024;

impl FileOps for Disk {
    fn look(&self, path: &Path) -> io::Result<Option<FileStat>> {
        match fs::symlink_metadata(path) {
            Ok(meta) => Ok(Some(FileStat::from(&meta))),
            Err(error) if is_absence(&error) => Ok(None),
            Err(error) => Err(error),
        }
    }

    fn list(&self, folder: &Path) -> io::Result<Vec<(OsString, FileKind)>> {
        let entry = |entry: io::Result<fs::DirEntry>| {
            let entry = entry?;
            Ok((entry.file_name(), entry.file_type()?.into()))
        };
        fs::read_dir(folder)?.map(entry).collect()
    }

    fn real(&self, path: &Path) -> io::Result<PathBuf> {
        fs::canonicalize(path)
    }

    fn read(&self, path: &Path, limit: u64) -> io::Result<FileContents> {
        let (file, length) = open_plain(path)?;
        if length > limit {
            return Ok(FileContents::TooLong(length));
        }
        let mut bytes = Vec::with_capacity(usize::try_from(length).unwrap_or_default());
        let read = file.take(limit.saturating_add(1)).read_to_end(&mut bytes)?;
        let read = u64::try_from(read).unwrap_or(u64::MAX);
        Ok(if read > limit { FileContents::TooLong(read) } else { FileContents::Whole(bytes) })
    }

    fn stream(&self, path: &Path, take: Take<'_>) -> io::Result<()> {
        let (mut file, length) = open_plain(path)?;
        let mut piece = vec![0; PIECE.min(usize::try_from(length).unwrap_or(PIECE)).max(1)];
        loop {
            match file.read(&mut piece) {
                Ok(0) => return Ok(()),
                Ok(read) => take(piece.get(..read).unwrap_or_default())?,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => (),
                Err(error) => return Err(error),
            }
        }
    }

    fn read_at(&self, path: &Path, at: u64, length: usize) -> io::Result<Vec<u8>> {
        let (mut file, _) = open_plain(path)?;
        file.seek(SeekFrom::Start(at))?;
        let mut bytes = Vec::with_capacity(length);
        file.take(u64::try_from(length).unwrap_or(u64::MAX)).read_to_end(&mut bytes)?;
        Ok(bytes)
    }

    fn can_write(&self, folder: &Path) -> io::Result<()> {
        can_write(folder)
    }

    fn make_folder(&self, path: &Path) -> io::Result<()> {
        match fs::create_dir(path) {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
                // The disk is asked twice, because stopping half way through a site
                // is worse.
                let look = self.look(path).or_else(|_| self.look(path))?;
                if look.is_some_and(|look| look.kind == FileKind::Folder) { Ok(()) } else { Err(error) }
            }
            other => other,
        }
    }

    fn create(&self, path: &Path, fill: Fill<'_>) -> io::Result<()> {
        fill(&mut File::create_new(path)?)
    }

    fn sync(&self, folder: &Path, files: &[PathBuf]) -> io::Result<()> {
        if files.len() >= MANY && sync_all(folder)? {
            return Ok(());
        }
        // The files are opened for writing, because Windows syncs no other handles.
        files.par_iter().try_for_each(|file| File::options().write(true).open(file)?.sync_data())
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        fs::rename(from, to)
    }

    fn remove_file(&self, path: &Path) -> io::Result<()> {
        none_is_fine(fs::remove_file(path))
    }

    fn remove_folder(&self, path: &Path) -> io::Result<bool> {
        match fs::remove_dir(path) {
            Ok(()) => Ok(true),
            Err(error) if error.kind() == io::ErrorKind::DirectoryNotEmpty => Ok(false),
            Err(error) => none_is_fine(Err(error)).map(|()| true),
        }
    }
}

/// Whether an error means that nothing of that name exists. Other errors mean that
/// the disk refuses.
pub(super) fn is_absence(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory)
}

fn none_is_fine(result: io::Result<()>) -> io::Result<()> {
    match result {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        other => other,
    }
}

/// Opens a plain file for reading, and returns its length too.
fn open_plain(path: &Path) -> io::Result<(File, u64)> {
    let (file, meta) = open_known(path, File::options().read(true))?;
    Ok((file, meta.len()))
}

/// Opens the plain file at this path. It is an error if something else is there:
/// a link is not followed, and a pipe is not waited for.
pub(super) fn open_here(path: &Path, options: &mut OpenOptions) -> io::Result<File> {
    open_known(path, options).map(|(file, _)| file)
}

/// [`open_here`], which also returns what the system says of the open file.
#[cfg(unix)]
fn open_known(path: &Path, options: &mut OpenOptions) -> io::Result<(File, Metadata)> {
    use std::os::unix::fs::OpenOptionsExt as _;

    use rustix::fs::OFlags;

    let flags = OFlags::NOFOLLOW | OFlags::NONBLOCK | OFlags::NOCTTY;
    let file = match options.custom_flags(flags.bits().cast_signed()).open(path) {
        Err(error) if is_endless_link(&error) => return Err(no_plain_file()),
        other => other?,
    };
    let meta = file.metadata()?;
    if meta.is_file() { Ok((file, meta)) } else { Err(no_plain_file()) }
}

#[cfg(not(unix))]
fn open_known(path: &Path, options: &mut OpenOptions) -> io::Result<(File, Metadata)> {
    let plain = || fs::symlink_metadata(path).map(|meta| meta.is_file());
    if matches!(plain(), Ok(false)) {
        return Err(no_plain_file());
    }
    let file = options.open(path)?;
    let meta = file.metadata()?;
    if plain()? { Ok((file, meta)) } else { Err(no_plain_file()) }
}

/// Whether an error means that links lead in a circle, or that a link was not
/// followed.
#[cfg(unix)]
pub(super) fn is_endless_link(error: &io::Error) -> bool {
    error.raw_os_error() == Some(rustix::io::Errno::LOOP.raw_os_error())
}

#[cfg(not(unix))]
pub(super) fn is_endless_link(_: &io::Error) -> bool {
    false
}

/// The error for a link, a pipe or a device in the place of a file.
pub(super) fn no_plain_file() -> io::Error {
    io::Error::other("it is a link or no plain file")
}

/// Asks the system itself, because the bits of a file's mode are not enough: they
/// don't tell about the root user, access control lists and disks that are mounted
/// read-only.
#[cfg(unix)]
fn can_write(folder: &Path) -> io::Result<()> {
    use rustix::fs::{Access, AtFlags, CWD, accessat};
    Ok(accessat(CWD, folder, Access::WRITE_OK | Access::EXEC_OK, AtFlags::EACCESS)?)
}

#[cfg(not(unix))]
fn can_write(folder: &Path) -> io::Result<()> {
    tempfile::tempfile_in(folder).map(|_| ())
}

/// Syncs the whole file system that `folder` lies on. `false` if the system can't
/// do that.
#[cfg(target_os = "linux")]
fn sync_all(folder: &Path) -> io::Result<bool> {
    rustix::fs::syncfs(File::open(folder)?)?;
    Ok(true)
}

#[cfg(not(target_os = "linux"))]
fn sync_all(_: &Path) -> io::Result<bool> {
    Ok(false)
}

#[cfg(test)]
#[path = "ops_failing.rs"]
pub(super) mod failing;
