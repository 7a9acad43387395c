//! Writes acts to the files of the content.
//!
//! In: steps that were made for the text that the editor showed. Out: the files with them, and how
//! they are taken back. If another program has saved a file meanwhile, the steps are done to what it
//! saved; if it has changed the same lines, nothing is written.

use std::io;
use std::path::Path;
use std::thread;
use std::time::{Duration, Instant};

use crate::disk::{AuthorText, HeldText, Replaced};
use crate::edit::{ChangeSteps, TextChange};
use crate::url::TreePath;

/// How often a file is read again because another program was quicker.
const TRIES: usize = 8;

/// How long a program has time to fill a file that it has emptied.
const FILLING: Duration = Duration::from_millis(200);

/// How long a program that had opened the old file may still write into it.
const LATE: Duration = Duration::from_millis(40);

/// How long one that has emptied it may take to fill it.
const SLOW: Duration = Duration::from_secs(5);

/// Steps of one file.
#[derive(Debug, Clone)]
pub(super) struct FileSteps {
    pub(super) path: TreePath,
    pub(super) steps: ChangeSteps,
    /// Whether the file goes when nothing is left in it: it was not there before the editor wrote it.
    pub(super) removes: bool,
}

/// A file with its steps done.
#[derive(Debug)]
pub(super) struct SavedSteps {
    pub(super) before: String,
    pub(super) after: String,
    /// What takes the steps back.
    pub(super) inverse: FileSteps,
    /// The old file, into which a program may still write.
    old: Option<HeldText>,
}

/// Why steps were not written.
#[derive(Debug)]
pub(super) enum SaveFault {
    /// Another program has changed lines that the steps touch. This is the text on the disk.
    Conflict(TreePath, String),
    /// The file would get a finding.
    Refused,
    Disk(TreePath, io::Error),
}

/// Whether a text, the second one, may be written to a file that says the first one.
type Check<'a> = &'a dyn Fn(&TreePath, &str, &str) -> bool;

/// Writes all files, or none.
pub(super) fn save(
    root: &Path,
    files: &[FileSteps],
    is_allowed: Check<'_>,
) -> Result<Vec<SavedSteps>, SaveFault> {
    // Most reasons not to write show before anything is written.
    for file in files {
        WaitingFile::of(root, file, is_allowed)?;
    }
    let mut saved: Vec<SavedSteps> = Vec::new();
    for file in files {
        match write(root, file, is_allowed) {
            Ok(done) => saved.push(done),
            Err(fault) => {
                for SavedSteps { inverse, .. } in saved.iter().rev() {
                    // What can't be taken back was overtaken by another program, too.
                    _ = write(root, inverse, &|_, _, _| true);
                }
                return Err(fault);
            }
        }
    }
    Ok(saved)
}

/// A file that was read, with what shall stand in it.
struct WaitingFile {
    place: AuthorText,
    read: Option<HeldText>,
    after: String,
    inverse: FileSteps,
}

impl WaitingFile {
    fn of(root: &Path, file: &FileSteps, is_allowed: Check<'_>) -> Result<Self, SaveFault> {
        let disk = |error| SaveFault::Disk(file.path.clone(), error);
        let place = AuthorText::at(root, &file.path).map_err(disk)?;
        let read = read(&place, file.steps.is_made_for("")).map_err(disk)?;
        let now = read.as_ref().map_or("", |read| read.text.as_str());
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
    fn write(&self, removes: bool) -> io::Result<Replaced> {
        match &self.read {
            read if read.as_ref().map_or("", |read| read.text.as_str()) == self.after => {
                Ok(Replaced::Done(None))
            }
            Some(read) if removes && self.after.is_empty() => self.place.remove(read),
            read => self.place.replace(read.as_ref(), &self.after),
        }
    }
}

fn write(root: &Path, file: &FileSteps, is_allowed: Check<'_>) -> Result<SavedSteps, SaveFault> {
    let disk = |error| SaveFault::Disk(file.path.clone(), error);
    for _ in 0..TRIES {
        let waiting = WaitingFile::of(root, file, is_allowed)?;
        if let Replaced::Done(old) = waiting.write(file.removes).map_err(disk)? {
            let WaitingFile { read, after, inverse, .. } = waiting;
            return Ok(SavedSteps {
                before: read.map_or_else(String::new, |read| read.text),
                after,
                inverse,
                old,
            });
        }
    }
    Err(disk(io::Error::other("other programs change it all the time")))
}

/// Reads a file. An empty one may be in the middle of another program's save, unless it is known to be
/// empty.
pub(super) fn read(place: &AuthorText, is_known_empty: bool) -> io::Result<Option<HeldText>> {
    let end = Instant::now() + FILLING;
    loop {
        match place.read()? {
            Some(read) if read.text.is_empty() && !is_known_empty && Instant::now() < end => {
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
    old: HeldText,
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
    pub(super) fn of(saved: SavedSteps, now: Instant) -> Option<Self> {
        let path = saved.inverse.path;
        saved.old.map(|old| Self { path, old, since: now, until: now + LATE })
    }

    /// Puts what was written into the old file to the new one: the program that wrote it takes it
    /// for saved. `None` if nothing was written yet.
    pub(super) fn settle(&mut self, root: &Path) -> Option<LateWrite> {
        let written = self.written()?;
        let theirs = TextChange::between(&self.old.text, &written);
        for _ in 0..TRIES {
            let place = AuthorText::at(root, &self.path).ok()?;
            let read = place.read().ok()?;
            let now = read.as_ref().map_or("", |read| read.text.as_str());
            let both = theirs.moved(&self.old.text, now).and_then(|moved| moved.apply(now));
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
