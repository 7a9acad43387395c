//! File operations for tests, which can be told to fail.

use std::sync::atomic::{AtomicUsize, Ordering};

use super::*;

/// Which operation a test lets fail. A *movement* is an operation that changes the
/// disk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum FailurePlan {
    /// The n-th movement, counted from 0, fails, and all movements after it too,
    /// as if the program were dead.
    DeadAfter(usize),
    /// Only the n-th movement fails, with this error.
    Movement(usize, io::ErrorKind),
    /// Only the n-th reading operation fails, with this error.
    Reading(usize, io::ErrorKind),
}

/// The real disk, on which operations fail as planned.
#[derive(Debug)]
pub(crate) struct Failing {
    plan: FailurePlan,
    /// Nanoseconds between two times that the disk can tell apart.
    tick: u128,
    readings: AtomicUsize,
    movements: AtomicUsize,
}

impl Failing {
    pub(crate) fn new(plan: FailurePlan) -> Self {
        Self { plan, tick: 1, readings: AtomicUsize::new(0), movements: AtomicUsize::new(0) }
    }

    /// A disk that never fails, with a clock of such ticks.
    pub(crate) fn with_ticks(tick: std::time::Duration) -> Self {
        Self { tick: tick.as_nanos(), ..Self::new(FailurePlan::DeadAfter(usize::MAX)) }
    }

    /// How many operations there were: reading operations and movements.
    pub(crate) fn counts(&self) -> (usize, usize) {
        (self.readings.load(Ordering::SeqCst), self.movements.load(Ordering::SeqCst))
    }

    fn reading(&self) -> io::Result<()> {
        let number = self.readings.fetch_add(1, Ordering::SeqCst);
        match self.plan {
            FailurePlan::Reading(fails, kind) if fails == number => Err(kind.into()),
            _ => Ok(()),
        }
    }

    fn movement(&self) -> io::Result<()> {
        let number = self.movements.fetch_add(1, Ordering::SeqCst);
        match self.plan {
            FailurePlan::DeadAfter(fails) if number >= fails => Err(io::Error::other("dead")),
            FailurePlan::Movement(fails, kind) if fails == number => Err(kind.into()),
            _ => Ok(()),
        }
    }
}

/// A writer that writes half of the first piece and then fails.
struct Half<'a>(&'a mut dyn Write);

impl Write for Half<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.write_all(bytes.get(..bytes.len() / 2).unwrap_or_default())?;
        Err(io::Error::other("dead"))
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl FileOps for Failing {
    fn look(&self, path: &Path) -> io::Result<Option<FileStat>> {
        self.reading()?;
        let look = Disk.look(path)?;
        Ok(look.map(|look| FileStat {
            changed: look.changed - look.changed % self.tick,
            identity: FileIdentity {
                touched: look.identity.touched - look.identity.touched % self.tick,
                ..look.identity
            },
            ..look
        }))
    }

    fn list(&self, folder: &Path) -> io::Result<Vec<(OsString, FileKind)>> {
        self.reading().and_then(|()| Disk.list(folder))
    }

    fn real(&self, path: &Path) -> io::Result<PathBuf> {
        self.reading().and_then(|()| Disk.real(path))
    }

    fn read(&self, path: &Path, limit: u64) -> io::Result<FileContents> {
        self.reading().and_then(|()| Disk.read(path, limit))
    }

    fn stream(&self, path: &Path, take: Take<'_>) -> io::Result<()> {
        let Err(refused) = self.reading() else { return Disk.stream(path, take) };
        // The disk fails after half of each piece.
        Disk.stream(path, &mut |piece| take(piece.get(..piece.len() / 2).unwrap_or_default()))?;
        Err(refused)
    }

    fn read_at(&self, path: &Path, at: u64, length: usize) -> io::Result<Vec<u8>> {
        self.reading().and_then(|()| Disk.read_at(path, at, length))
    }

    fn can_write(&self, folder: &Path) -> io::Result<()> {
        self.reading().and_then(|()| Disk.can_write(folder))
    }

    fn make_folder(&self, path: &Path) -> io::Result<()> {
        self.movement().and_then(|()| Disk.make_folder(path))
    }

    fn create(&self, path: &Path, fill: Fill<'_>) -> io::Result<()> {
        let Err(refused) = self.movement() else { return Disk.create(path, fill) };
        _ = Disk.create(path, &mut |out| fill(&mut Half(out)));
        Err(refused)
    }

    /// Does nothing, because a test can't cut the power.
    fn sync(&self, _: &Path, _: &[PathBuf]) -> io::Result<()> {
        self.movement()
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.movement().and_then(|()| Disk.rename(from, to))
    }

    fn remove_file(&self, path: &Path) -> io::Result<()> {
        self.movement().and_then(|()| Disk.remove_file(path))
    }

    fn remove_folder(&self, path: &Path) -> io::Result<bool> {
        self.movement().and_then(|()| Disk.remove_folder(path))
    }
}
