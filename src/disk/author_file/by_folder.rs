//! Where folders can be held open: each step goes from a folder that is held, so that no link can
//! lead elsewhere.

use std::fs::File;
use std::io::{self, Write as _};
use std::os::fd::OwnedFd;
use std::path::Path;
use std::time::{Duration, SystemTime};

use rustix::fs::{
    Access, AtFlags, CWD, Mode, OFlags, Stat, accessat, fchmod, linkat, mkdirat, openat, renameat, unlinkat,
};
use rustix::io::Errno;

use super::held::{FileContent, HeldFile, Replaced};
use super::waiting::{is_waiting, waiting_name};
use crate::disk::names::CONTENT_FOLDER;
use crate::disk::ops::{is_endless_link, no_plain_file};
use crate::url::TreePath;

/// A waiting file of this age belongs to a program that was killed.
const LEFT: Duration = Duration::from_mins(1);

/// The place of a file in the content.
#[derive(Debug)]
pub struct HeldPlace {
    folder: OwnedFd,
    name: String,
}

impl HeldPlace {
    /// The place of the file at `path`, which need not exist.
    ///
    /// # Errors
    /// A folder on the way is missing or a link, or what the operating system says.
    pub fn at(root: &Path, path: &TreePath) -> io::Result<Self> {
        Self::open(root, path, |_, _| Ok(()))
    }

    /// The place of a new file at `path`; folders on the way that are missing are made.
    ///
    /// # Errors
    /// As [`Self::at`].
    pub fn at_new(root: &Path, path: &TreePath) -> io::Result<Self> {
        Self::open(root, path, |outer, part| match mkdirat(outer, part, Mode::from_raw_mode(0o777)) {
            Ok(()) | Err(Errno::EXIST) => Ok(()),
            Err(error) => Err(error.into()),
        })
    }

    /// Opens each folder on the way, after `ready` was called for it with the one that it lies in.
    fn open(
        root: &Path,
        path: &TreePath,
        ready: impl Fn(&OwnedFd, &str) -> io::Result<()>,
    ) -> io::Result<Self> {
        let mut parts: Vec<&str> = path.as_str().split('/').collect();
        let name = parts.pop().unwrap_or_default();
        let is_name = |part: &str| !matches!(part, "" | "." | "..");
        if parts.first() != Some(&CONTENT_FOLDER) || !parts.iter().chain([&name]).all(|part| is_name(part)) {
            return Err(io::Error::other("it does not lie in the content"));
        }
        let held = OFlags::RDONLY | OFlags::DIRECTORY | OFlags::CLOEXEC;
        let mut folder = openat(CWD, root, held, Mode::empty())?;
        for part in parts {
            ready(&folder, part)?;
            folder = openat(&folder, part, held | OFlags::NOFOLLOW, Mode::empty())?;
        }
        Ok(Self { folder, name: name.to_owned() })
    }

    /// Reads the file; `None` if there is none.
    ///
    /// # Errors
    /// It is a link or no plain file, not of this kind, too long, or what the operating system says.
    pub fn read<C: FileContent>(&self) -> io::Result<Option<HeldFile<C>>> {
        self.read_at(&self.name)
    }

    fn read_at<C: FileContent>(&self, name: &str) -> io::Result<Option<HeldFile<C>>> {
        self.open_at(name)?.map(HeldFile::of).transpose()
    }

    fn open_at(&self, name: &str) -> io::Result<Option<File>> {
        let flags = OFlags::RDONLY | OFlags::NOFOLLOW | OFlags::NONBLOCK | OFlags::NOCTTY | OFlags::CLOEXEC;
        let file = match openat(&self.folder, name, flags, Mode::empty()).map_err(io::Error::from) {
            Ok(file) => File::from(file),
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) if is_endless_link(&error) => return Err(no_plain_file()),
            Err(error) => return Err(error),
        };
        if !file.metadata()?.is_file() {
            return Err(no_plain_file());
        }
        Ok(Some(file))
    }

    /// Puts a content in the place of the one that was read; `None` if there was none. The file keeps
    /// its mode; if it has several names, only this one changes. After a crash the file is whole, the
    /// old one or the new one.
    ///
    /// # Errors
    /// What the operating system says, such as that the file may not be written; then no file was lost.
    pub fn replace<C: FileContent>(
        &self,
        read: Option<&HeldFile<C>>,
        content: &C,
    ) -> io::Result<Replaced<C>> {
        self.sweep();
        if read.is_some() {
            accessat(&self.folder, &self.name, Access::WRITE_OK, AtFlags::EACCESS)?;
        }
        let waiting = waiting_name()?;
        let own = self.write(&waiting, read, content).inspect_err(|_| _ = self.unlink(&waiting))?;
        let done = match read {
            Some(read) => self.swap(&waiting, (read, own)),
            None => self.add(&waiting),
        };
        self.discard(&waiting, (own, read));
        if matches!(done, Ok(Replaced::Done(_))) {
            // The new text is there, even if the disk has not noted its name for good yet.
            _ = rustix::fs::fsync(&self.folder);
        }
        done
    }

    /// Deletes the file that was read.
    ///
    /// # Errors
    /// What the operating system says; then no file was lost.
    pub fn remove<C: FileContent>(&self, read: &HeldFile<C>) -> io::Result<Replaced<C>> {
        let waiting = waiting_name()?;
        if !is_that(self.read()?.as_ref(), read)? {
            return Ok(Replaced::Overtaken);
        }
        renameat(&self.folder, &self.name, &self.folder, &waiting)?;
        let is_that = self.read_at(&waiting).and_then(|now| is_that(now.as_ref(), read));
        if matches!(is_that, Ok(true)) {
            self.unlink(&waiting)?;
            return held(read).map(|held| Replaced::Done(Some(held)));
        }
        // What another program has saved in between is put back, unless it has done so again.
        self.add::<C>(&waiting)?;
        is_that.map(|_| Replaced::Overtaken)
    }

    fn unlink(&self, name: &str) -> io::Result<()> {
        Ok(unlinkat(&self.folder, name, AtFlags::empty())?)
    }

    /// Deletes what waits, if this program has made it or has read it. What another program has saved
    /// stays until it is swept, should it have come there after all.
    fn discard<C>(&self, waiting: &str, (own, read): (FileId, Option<&HeldFile<C>>)) {
        let read = read.and_then(|read| rustix::fs::fstat(&read.file).ok()).map(|stat| id(&stat));
        let there = self.id_at(waiting);
        if there.is_some() && (there == Some(own) || there == read) {
            _ = self.unlink(waiting);
        }
    }

    fn id_at(&self, name: &str) -> Option<FileId> {
        rustix::fs::statat(&self.folder, name, AtFlags::SYMLINK_NOFOLLOW).ok().map(|stat| id(&stat))
    }

    /// Writes the waiting file, with the mode of the one that was read.
    fn write<C: FileContent>(
        &self,
        waiting: &str,
        read: Option<&HeldFile<C>>,
        content: &C,
    ) -> io::Result<FileId> {
        let flags = OFlags::WRONLY | OFlags::CREATE | OFlags::EXCL | OFlags::NOFOLLOW | OFlags::CLOEXEC;
        let mut file = File::from(openat(&self.folder, waiting, flags, Mode::from_raw_mode(0o666))?);
        if let Some(read) = read {
            fchmod(&file, Mode::from(rustix::fs::fstat(&read.file)?.st_mode))?;
        }
        file.write_all(content.bytes())?;
        file.sync_all()?;
        Ok(id(&rustix::fs::fstat(&file)?))
    }

    /// Adds a file where there was none. Moved there, it is whole from its first moment for those who
    /// watch the folder, which a link is not.
    #[cfg(target_os = "linux")]
    fn add<C>(&self, waiting: &str) -> io::Result<Replaced<C>> {
        use rustix::fs::{RenameFlags, renameat_with};

        match renameat_with(&self.folder, waiting, &self.folder, &self.name, RenameFlags::NOREPLACE) {
            Ok(()) => Ok(Replaced::Done(None)),
            Err(Errno::EXIST) => Ok(Replaced::Overtaken),
            Err(Errno::INVAL | Errno::NOSYS | Errno::NOTSUP) => self.link(waiting),
            Err(error) => Err(error.into()),
        }
    }

    #[cfg(not(target_os = "linux"))]
    fn add<C>(&self, waiting: &str) -> io::Result<Replaced<C>> {
        self.link(waiting)
    }

    /// Adds a file where there was none, under a second name.
    fn link<C>(&self, waiting: &str) -> io::Result<Replaced<C>> {
        match linkat(&self.folder, waiting, &self.folder, &self.name, AtFlags::empty()) {
            Ok(()) => Ok(Replaced::Done(None)),
            Err(Errno::EXIST) => Ok(Replaced::Overtaken),
            // FAT knows no links.
            Err(_) if self.open_at(&self.name)?.is_none() => {
                renameat(&self.folder, waiting, &self.folder, &self.name)?;
                Ok(Replaced::Done(None))
            }
            Err(_) => Ok(Replaced::Overtaken),
        }
    }

    /// Swaps the waiting file, which is `own`, and the one that was read. What another program has saved
    /// between the reading and the swap comes to light, and is put back.
    fn swap<C: FileContent>(
        &self,
        waiting: &str,
        (read, own): (&HeldFile<C>, FileId),
    ) -> io::Result<Replaced<C>> {
        if !is_that(self.read()?.as_ref(), read)? {
            return Ok(Replaced::Overtaken);
        }
        if !self.exchange(waiting)? {
            renameat(&self.folder, waiting, &self.folder, &self.name)?;
            return held(read).map(|held| Replaced::Done(Some(held)));
        }
        let is_that = self.read_at(waiting).and_then(|now| is_that(now.as_ref(), read));
        if matches!(is_that, Ok(true)) {
            return held(read).map(|held| Replaced::Done(Some(held)));
        }
        self.exchange(waiting)?;
        if self.id_at(waiting) != Some(own) {
            // Another program has saved once more in between: its newer file gets the name again.
            self.exchange(waiting)?;
        }
        // What can't be read, such as a link, is what another program has put there.
        Ok(Replaced::Overtaken)
    }

    /// Lets the waiting file and the other one change their names in one step; `false` if the system or
    /// the disk can't do that.
    #[cfg(target_os = "linux")]
    fn exchange(&self, waiting: &str) -> io::Result<bool> {
        use rustix::fs::{RenameFlags, renameat_with};

        match renameat_with(&self.folder, waiting, &self.folder, &self.name, RenameFlags::EXCHANGE) {
            Ok(()) => Ok(true),
            Err(Errno::INVAL | Errno::NOSYS | Errno::NOTSUP) => Ok(false),
            Err(error) => Err(error.into()),
        }
    }

    #[cfg(not(target_os = "linux"))]
    fn exchange(&self, _: &str) -> io::Result<bool> {
        Ok(false)
    }

    /// Deletes waiting files of programs that were killed. It fails without harm.
    fn sweep(&self) {
        let Ok(folder) = rustix::fs::Dir::read_from(&self.folder) else { return };
        let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
        for entry in folder.flatten() {
            if !is_waiting(Path::new(entry.file_name().to_str().unwrap_or_default())) {
                continue;
            }
            let stat = rustix::fs::statat(&self.folder, entry.file_name(), AtFlags::SYMLINK_NOFOLLOW);
            let changed = stat.ok().and_then(|stat| u64::try_from(stat.st_mtime.max(stat.st_ctime)).ok());
            if changed.is_some_and(|changed| Duration::from_secs(changed) + LEFT < now) {
                _ = unlinkat(&self.folder, entry.file_name(), AtFlags::empty());
            }
        }
    }
}

/// What tells files of one disk apart.
type FileId = (i128, i128);

fn id(stat: &Stat) -> FileId {
    (stat.st_dev.into(), stat.st_ino.into())
}

fn held<C: FileContent>(read: &HeldFile<C>) -> io::Result<HeldFile<C>> {
    Ok(HeldFile { content: read.content.clone(), file: read.file.try_clone()? })
}

/// Whether this is the very file that was read, with the same content.
fn is_that<C: FileContent>(now: Option<&HeldFile<C>>, read: &HeldFile<C>) -> io::Result<bool> {
    let Some(now) = now else { return Ok(false) };
    let (one, other) = (rustix::fs::fstat(&now.file)?, rustix::fs::fstat(&read.file)?);
    Ok(id(&one) == id(&other) && now.content == read.content)
}
