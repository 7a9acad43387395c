//! Writes acts to the files of the content.
//!
//! In: steps that were made for the text that the editor showed, and pictures. Out: the files with them,
//! and how they are taken back. If another program has saved a file meanwhile, the steps are done to what it
//! saved; if it has changed the same lines, nothing is written.

use std::io;
use std::path::Path;
use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant};

use crate::disk::{AuthorFile, HeldFile, Replaced};
use crate::edit::{ChangeSteps, TextChange, changed_lines};
use crate::url::TreePath;

/// How often a file is read again because another program was quicker.
const TRIES: usize = 8;

/// How long a program has time to fill a file that it has emptied.
const FILLING: Duration = Duration::from_millis(200);

/// How long a program that had opened the old file may still write into it.
const LATE: Duration = Duration::from_millis(40);

/// How long one that has emptied it may take to fill it.
const SLOW: Duration = Duration::from_secs(5);

/// What is done to one file.
#[derive(Debug, Clone)]
pub(super) enum FileDeed {
    Text(FileSteps),
    Picture(PictureSwap),
}

/// Steps of the text of one file.
#[derive(Debug, Clone)]
pub(super) struct FileSteps {
    pub(super) path: TreePath,
    pub(super) steps: ChangeSteps,
    /// Whether the file goes when nothing is left in it: it was not there before the editor wrote it.
    pub(super) removes: bool,
}

/// A picture's file that is written, replaced or taken away.
#[derive(Debug, Clone)]
pub(super) struct PictureSwap {
    pub(super) path: TreePath,
    /// What the file must be before; `None` if there is no file.
    pub(super) before: Option<Arc<[u8]>>,
    pub(super) after: Option<Arc<[u8]>>,
}

/// A file with its deed done.
#[derive(Debug)]
pub(super) struct SavedDeed {
    /// How many lines of a text differ.
    pub(super) lines: usize,
    /// Whether anything is another than before.
    pub(super) is_changed: bool,
    /// What takes the deed back.
    pub(super) inverse: FileDeed,
    /// The old file of a text, into which a program may still write.
    old: Option<HeldFile<String>>,
}

/// Why a deed was not done.
#[derive(Debug)]
pub(super) enum SaveFault {
    /// Another program has changed lines that the steps touch. This is the text on the disk.
    Conflict(TreePath, String),
    /// The picture on the disk is another one, or there is one of this name.
    OtherPicture(TreePath),
    /// The file would get a finding.
    Refused,
    /// One of several deeds was not done, and these files could not be put back: another program has
    /// changed them in between, or the disk does not let them be written any more.
    Left(Vec<TreePath>),
    Disk(TreePath, io::Error),
}

impl FileDeed {
    /// The file that it is done to.
    pub(super) fn path(&self) -> &TreePath {
        match self {
            Self::Text(steps) => &steps.path,
            Self::Picture(swap) => &swap.path,
        }
    }

    /// The bytes that are kept for it.
    pub(super) fn bytes(&self) -> usize {
        match self {
            Self::Text(steps) => steps.steps.bytes(),
            Self::Picture(swap) => {
                [&swap.before, &swap.after].into_iter().flatten().map(|file| file.len()).sum()
            }
        }
    }

    /// Looks for what keeps the deed from being done.
    fn check(&self, root: &Path, is_allowed: Check<'_>) -> Result<(), SaveFault> {
        match self {
            Self::Text(steps) => WaitingFile::of(root, steps, is_allowed).map(|_| ()),
            Self::Picture(swap) => swap.read(root).map(|_| ()),
        }
    }

    fn write(&self, root: &Path, is_allowed: Check<'_>) -> Result<SavedDeed, SaveFault> {
        match self {
            Self::Text(steps) => write(root, steps, is_allowed),
            Self::Picture(swap) => swap.write(root),
        }
    }
}

impl PictureSwap {
    /// The file as it must be before.
    fn read(&self, root: &Path) -> Result<Option<HeldFile<Arc<[u8]>>>, SaveFault> {
        let place = match AuthorFile::at(root, &self.path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound && self.before.is_none() => {
                return Ok(None);
            }
            place => place,
        };
        let read = place.and_then(|place| place.read::<Arc<[u8]>>()).map_err(|error| self.fault(error))?;
        if read.as_ref().map(|read| &read.content) == self.before.as_ref() {
            Ok(read)
        } else {
            Err(SaveFault::OtherPicture(self.path.clone()))
        }
    }

    fn write(&self, root: &Path) -> Result<SavedDeed, SaveFault> {
        let read = self.read(root)?;
        let place = if read.is_some() {
            AuthorFile::at(root, &self.path)
        } else {
            AuthorFile::at_new(root, &self.path)
        };
        let place = place.map_err(|error| self.fault(error))?;
        let replaced = match (&read, &self.after) {
            (_, Some(after)) => place.replace(read.as_ref(), after),
            (Some(read), None) => place.remove(read),
            (None, None) => Ok(Replaced::Done(None)),
        };
        match replaced.map_err(|error| self.fault(error))? {
            Replaced::Overtaken => Err(SaveFault::OtherPicture(self.path.clone())),
            Replaced::Done(_) => {
                let inverse =
                    Self { path: self.path.clone(), before: self.after.clone(), after: self.before.clone() };
                let is_changed = self.before != self.after;
                Ok(SavedDeed { lines: 0, is_changed, inverse: FileDeed::Picture(inverse), old: None })
            }
        }
    }

    fn fault(&self, error: io::Error) -> SaveFault {
        SaveFault::Disk(self.path.clone(), error)
    }
}

/// Whether a text, the second one, may be written to a file that says the first one.
type Check<'a> = &'a dyn Fn(&TreePath, &str, &str) -> bool;

/// Does all deeds, or none.
pub(super) fn save(
    root: &Path,
    deeds: &[FileDeed],
    is_allowed: Check<'_>,
) -> Result<Vec<SavedDeed>, SaveFault> {
    // Most reasons not to write show before anything is written.
    for deed in deeds {
        deed.check(root, is_allowed)?;
    }
    let mut saved: Vec<SavedDeed> = Vec::new();
    for deed in deeds {
        match deed.write(root, is_allowed) {
            Ok(done) => saved.push(done),
            Err(fault) => {
                let inverses = saved.iter().rev().map(|done| &done.inverse);
                let left = inverses.filter(|inverse| inverse.write(root, &|_, _, _| true).is_err());
                let left: Vec<TreePath> = left.map(|inverse| inverse.path().clone()).collect();
                return Err(if left.is_empty() { fault } else { SaveFault::Left(left) });
            }
        }
    }
    Ok(saved)
}

/// A file that was read, with what shall stand in it.
struct WaitingFile {
    place: AuthorFile,
    read: Option<HeldFile<String>>,
    after: String,
    inverse: FileSteps,
}

impl WaitingFile {
    fn of(root: &Path, file: &FileSteps, is_allowed: Check<'_>) -> Result<Self, SaveFault> {
        let disk = |error| SaveFault::Disk(file.path.clone(), error);
        let place = AuthorFile::at(root, &file.path).map_err(disk)?;
        let read = read(&place, file.steps.is_made_for("")).map_err(disk)?;
        let now = read.as_ref().map_or("", |read| read.content.as_str());
        let done =
            file.steps.on(now).ok_or_else(|| SaveFault::Conflict(file.path.clone(), now.to_owned()))?;
        if !is_allowed(&file.path, now, &done.after) {
            let conflict = || SaveFault::Conflict(file.path.clone(), now.to_owned());
            return Err(if file.steps.is_made_for(now) { SaveFault::Refused } else { conflict() });
        }
        let inverse = FileSteps {
            path: file.path.clone(),
            steps: done.inverse,
            removes: read.is_none() || file.removes,
        };
        Ok(Self { place, read, after: done.after, inverse })
    }

    /// Writes the file, unless another program was quicker.
    fn write(&self, removes: bool) -> io::Result<Replaced<String>> {
        match &self.read {
            read if read.as_ref().map_or("", |read| read.content.as_str()) == self.after => {
                Ok(Replaced::Done(None))
            }
            Some(read) if removes && self.after.is_empty() => self.place.remove(read),
            read => self.place.replace(read.as_ref(), &self.after),
        }
    }
}

fn write(root: &Path, file: &FileSteps, is_allowed: Check<'_>) -> Result<SavedDeed, SaveFault> {
    let disk = |error| SaveFault::Disk(file.path.clone(), error);
    for _ in 0..TRIES {
        let waiting = WaitingFile::of(root, file, is_allowed)?;
        if let Replaced::Done(old) = waiting.write(file.removes).map_err(disk)? {
            let WaitingFile { read, after, inverse, .. } = waiting;
            let before = read.as_ref().map_or("", |read| read.content.as_str());
            return Ok(SavedDeed {
                lines: changed_lines(before, &after),
                is_changed: before != after,
                inverse: FileDeed::Text(inverse),
                old,
            });
        }
    }
    Err(disk(io::Error::other("other programs change it all the time")))
}

/// Reads a file. An empty one may be in the middle of another program's save, unless it is known to be
/// empty.
pub(super) fn read(place: &AuthorFile, is_known_empty: bool) -> io::Result<Option<HeldFile<String>>> {
    let end = Instant::now() + FILLING;
    loop {
        match place.read::<String>()? {
            Some(read) if read.content.is_empty() && !is_known_empty && Instant::now() < end => {
                thread::sleep(Duration::from_millis(5));
            }
            read => return Ok(read),
        }
    }
}

/// A file that was replaced, while another program may have had it open.
#[derive(Debug)]
pub(super) struct LateWrites {
    path: TreePath,
    old: HeldFile<String>,
    since: Instant,
    pub(super) until: Instant,
}

/// What became of what a program wrote into a file that was replaced.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum LateWrite {
    /// It was put into the new file.
    Kept,
    /// The new file had changes on the same lines, which are lost.
    Won(TreePath),
}

impl LateWrites {
    pub(super) fn of(saved: SavedDeed, now: Instant) -> Option<Self> {
        let path = saved.inverse.path().clone();
        saved.old.map(|old| Self { path, old, since: now, until: now + LATE })
    }

    /// Puts what was written into the old file to the new one: the program that wrote it takes it
    /// for saved. `None` if nothing was written yet.
    pub(super) fn settle(&mut self, root: &Path) -> Option<LateWrite> {
        let written = self.written()?;
        let theirs = TextChange::between(&self.old.content, &written);
        for _ in 0..TRIES {
            let place = AuthorFile::at(root, &self.path).ok()?;
            let read = place.read::<String>().ok()?;
            let now = read.as_ref().map_or("", |read| read.content.as_str());
            let both = theirs.moved(&self.old.content, now).and_then(|moved| moved.apply(now));
            let kept = both.is_some();
            let replaced = place.replace(read.as_ref(), &both.unwrap_or_else(|| written.clone()));
            if matches!(replaced, Ok(Replaced::Done(_))) {
                return Some(if kept { LateWrite::Kept } else { LateWrite::Won(self.path.clone()) });
            }
        }
        None
    }

    /// What a program has written into the old file. One that has emptied it is not ready yet: it gets
    /// more time.
    fn written(&mut self) -> Option<String> {
        let written = self.old.written_since().ok().flatten()?;
        if written.is_empty() && self.until < self.since + SLOW {
            self.until = Instant::now() + LATE;
        }
        Some(written).filter(|written| !written.is_empty())
    }
}
