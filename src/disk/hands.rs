//! Everything that changes a disk, as few plain movements.
//!
//! `write` moves only these, so that its tests can let any one of them fail
//! and look at what a killed build leaves behind.

use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use rayon::prelude::*;

/// The movements. Each either happens or fails; only `create` can stop half
/// way.
pub(super) trait Hands: Sync {
    /// Makes a folder and those above it.
    fn make_folder(&self, path: &Path) -> io::Result<()>;
    /// Writes a new file; there must be none.
    fn create(&self, path: &Path, bytes: &[u8]) -> io::Result<()>;
    /// Waits until the files are on the disk itself; all lie in `folder`.
    fn sync(&self, folder: &Path, files: &[PathBuf]) -> io::Result<()>;
    /// Moves a file over another, in one step.
    fn rename(&self, from: &Path, to: &Path) -> io::Result<()>;
    /// Deletes a file; none is fine.
    fn remove_file(&self, path: &Path) -> io::Result<()>;
    /// Deletes a folder if it is empty; says whether it was.
    fn remove_folder(&self, path: &Path) -> io::Result<bool>;
    /// Deletes a folder of ours with everything in it; none is fine.
    fn remove_tree(&self, path: &Path) -> io::Result<()>;
}

/// The real disk.
pub(super) struct Disk;

/// From how many files on one `syncfs` is used instead of a `fdatasync` for
/// each. Measured on ext4: 1.5 to 3 ms a file, 150 ms for 2,000 at once.
const MANY: usize = 32;

impl Hands for Disk {
    fn make_folder(&self, path: &Path) -> io::Result<()> {
        fs::create_dir_all(path)
    }

    fn create(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        File::create_new(path)?.write_all(bytes)
    }

    fn sync(&self, folder: &Path, files: &[PathBuf]) -> io::Result<()> {
        if files.len() >= MANY && sync_all(folder)? {
            return Ok(());
        }
        // Opened for writing, because Windows syncs no other handle.
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

    fn remove_tree(&self, path: &Path) -> io::Result<()> {
        none_is_fine(fs::remove_dir_all(path))
    }
}

fn none_is_fine(result: io::Result<()>) -> io::Result<()> {
    match result {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        other => other,
    }
}

/// Syncs the whole file system that `folder` lies on, where that is possible.
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
pub(super) mod failing {
    //! Hands that die after a number of movements.

    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::*;

    /// Does as many movements as are left; the one after fails, and all that
    /// follow, as if the program were dead.
    pub(crate) struct Failing {
        left: AtomicUsize,
    }

    impl Failing {
        pub(crate) fn after(movements: usize) -> Self {
            Self { left: AtomicUsize::new(movements) }
        }

        fn move_on(&self) -> io::Result<()> {
            let went = self.left.fetch_update(Ordering::SeqCst, Ordering::SeqCst, |left| left.checked_sub(1));
            went.map(|_| ()).map_err(|_| io::Error::other("dead"))
        }
    }

    impl Hands for Failing {
        fn make_folder(&self, path: &Path) -> io::Result<()> {
            self.move_on()?;
            Disk.make_folder(path)
        }

        fn create(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
            if let Err(dead) = self.move_on() {
                _ = Disk.create(path, bytes.get(..bytes.len() / 2).unwrap_or_default());
                return Err(dead);
            }
            Disk.create(path, bytes)
        }

        /// Nothing to see from here: a test can't cut the power.
        fn sync(&self, _: &Path, _: &[PathBuf]) -> io::Result<()> {
            self.move_on()
        }

        fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
            self.move_on()?;
            Disk.rename(from, to)
        }

        fn remove_file(&self, path: &Path) -> io::Result<()> {
            self.move_on()?;
            Disk.remove_file(path)
        }

        fn remove_folder(&self, path: &Path) -> io::Result<bool> {
            self.move_on()?;
            Disk.remove_folder(path)
        }

        fn remove_tree(&self, path: &Path) -> io::Result<()> {
            self.move_on()?;
            Disk.remove_tree(path)
        }
    }
}
