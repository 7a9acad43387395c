//! When a change is worth a look.
//!
//! In: what happened to paths, and when. Out: the paths to look at now, or the time at which to ask
//! again. A file that was written to its end is looked at at once. What is gone, or new, waits a
//! little, since programs save by moving files about; a rush of changes, such as another branch of
//! a repository, waits until it is over.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use super::watch::FolderNews;

/// How long something that is gone has time to come back: some editors save by removing the file and
/// creating it again. On a busy computer, 100 ms may pass between the two.
const REMOVAL_GRACE: Duration = Duration::from_millis(400);

/// How long a new file has time to get another name: it may be what an editor writes before it
/// renames it.
const NEW_GRACE: Duration = Duration::from_millis(30);

/// How long after a look at a new folder it is looked at again: a file may have come into it before
/// the system watched it.
const FOLDER_AGAIN: Duration = Duration::from_millis(300);

/// Changes of that many files at once are a rush.
const RUSH: usize = 4;

/// How long a rush must pause to be over.
const RUSH_PAUSE: Duration = Duration::from_millis(30);

/// The longest rush that is waited for.
const LONGEST_RUSH: Duration = Duration::from_millis(400);

/// How long a program is taken to write when it says nothing more.
const WRITING: Duration = Duration::from_secs(1);

/// Paths that are to be looked at.
#[derive(Debug, Default)]
pub(super) struct PendingPaths {
    /// When each is due.
    due: BTreeMap<PathBuf, Instant>,
    /// Files that are being written, and when that was last noticed.
    writing: BTreeMap<PathBuf, Instant>,
    /// When the first of the paths came, and the last.
    rush: Option<(Instant, Instant)>,
}

impl PendingPaths {
    /// Takes note of what happened. `is_new` says that no file was known at the path.
    pub(super) fn note(&mut self, news: FolderNews, is_new: bool, now: Instant) {
        let (path, due) = match news {
            FolderNews::Whole(path) => (path, if is_new { now + NEW_GRACE } else { now }),
            FolderNews::Gone(path) => (path, now + REMOVAL_GRACE),
            FolderNews::Writing(path) => {
                // A file that is written is not gone.
                self.due.remove(&path);
                self.writing.insert(path, now);
                return;
            }
            FolderNews::Lost | FolderNews::Asked | FolderNews::Deaf => return,
        };
        self.writing.remove(&path);
        self.due.insert(path, due);
        self.rush = Some((self.rush.map_or(now, |(first, _)| first), now));
    }

    /// Lets a folder be looked at again.
    pub(super) fn note_folder(&mut self, path: &Path, now: Instant) {
        self.note_again(path, now + FOLDER_AGAIN);
    }

    /// Lets a path be looked at again at this time.
    pub(super) fn note_again(&mut self, path: &Path, due: Instant) {
        self.due.entry(path.to_path_buf()).or_insert(due);
    }

    /// When the next path is due.
    pub(super) fn next(&self) -> Option<Instant> {
        let first = *self.due.values().min()?;
        match self.rush {
            Some((begun, last)) if self.due.len() >= RUSH => {
                Some(first.max((last + RUSH_PAUSE).min(begun + LONGEST_RUSH)))
            }
            _ => Some(first),
        }
    }

    /// Takes the paths that are due.
    pub(super) fn take(&mut self, now: Instant) -> Vec<PathBuf> {
        if self.next().is_none_or(|next| next > now) {
            return Vec::new();
        }
        let due = self.due.extract_if(.., |_, due| *due <= now).map(|(path, _)| path).collect();
        if self.due.is_empty() {
            self.rush = None;
        }
        due
    }

    /// Whether a program may be in the middle of a save.
    pub(super) fn is_within_save(&mut self, now: Instant) -> bool {
        self.writing.retain(|_, noticed| *noticed + WRITING > now);
        !self.writing.is_empty() || !self.due.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn whole(path: &str) -> FolderNews {
        FolderNews::Whole(path.into())
    }

    fn gone(path: &str) -> FolderNews {
        FolderNews::Gone(path.into())
    }

    const fn ms(milliseconds: u64) -> Duration {
        Duration::from_millis(milliseconds)
    }

    #[test]
    fn a_file_that_is_written_to_its_end_is_due_at_once() {
        let (mut pending, now) = (PendingPaths::default(), Instant::now());
        pending.note(whole("a"), false, now);
        assert_eq!(pending.take(now), [PathBuf::from("a")]);
        assert_eq!(pending.next(), None);
    }

    #[test]
    fn a_file_that_is_gone_and_comes_back_is_due_once() {
        let (mut pending, now) = (PendingPaths::default(), Instant::now());
        pending.note(gone("a"), false, now);
        assert!(pending.take(now + ms(50)).is_empty());
        pending.note(FolderNews::Writing("a".into()), false, now + ms(60));
        assert!(pending.take(now + ms(500)).is_empty() && pending.is_within_save(now + ms(500)));
        pending.note(whole("a"), false, now + ms(510));
        assert_eq!(pending.take(now + ms(510)), [PathBuf::from("a")]);
        assert!(!pending.is_within_save(now + ms(510)));
    }

    #[test]
    fn a_new_file_may_still_be_renamed() {
        let (mut pending, now) = (PendingPaths::default(), Instant::now());
        pending.note(whole("sedX1"), true, now);
        pending.note(whole("sedX1"), true, now + ms(5));
        pending.note(whole("a"), false, now + ms(5));
        assert_eq!(pending.take(now + ms(5)), [PathBuf::from("a")]);
        assert_eq!(pending.take(now + ms(40)), [PathBuf::from("sedX1")]);
    }

    #[test]
    fn a_rush_is_due_when_it_pauses_and_at_the_latest_after_some_time() {
        let (mut pending, now) = (PendingPaths::default(), Instant::now());
        for file in 0..10 {
            pending.note(whole(&file.to_string()), false, now + ms(file * 10));
        }
        assert!(pending.take(now + ms(100)).is_empty());
        assert_eq!(pending.take(now + ms(121)).len(), 10);
        for file in 0..100 {
            pending.note(whole(&file.to_string()), false, now + ms(file * 10));
        }
        assert_eq!(pending.take(now + ms(401)).len(), 41, "those that were due by then");
    }
}
