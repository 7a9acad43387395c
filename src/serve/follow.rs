//! Follows a site's folder: each save becomes one new state of the site.
//!
//! In: the news of `watch`. Out: calls with the new tree. Paths that are due are looked at; all
//! files are looked at when news may have been lost, when somebody asks for it, and now and then
//! when nothing happens, because not every disk tells all. A text that was only begun waits for
//! its rest.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::sync::mpsc::RecvTimeoutError;
use std::time::{Duration, Instant};

use super::settle::PendingPaths;
use super::watch::{FolderNews, Watch};
use crate::disk::{FolderChange, LoadError, SiteFolder};
use crate::source::{ContentTree, Decoded, Source};
use crate::url::TreePath;

/// How often all files are looked at when nothing happens.
const IDLE: Duration = Duration::from_secs(3);

/// How often, where the system reports no changes.
const POLLING: Duration = Duration::from_secs(1);

/// A look at all files when nothing happens takes at most one part in so many of a processor.
const IDLE_SHARE: u32 = 120;

/// The same, where the system reports no changes.
const POLLING_SHARE: u32 = 10;

/// How long a text that was only begun has time to get its rest.
const REST: Duration = Duration::from_millis(120);

/// The same for a text that was emptied, and for a file that is gone. Hardly anybody empties a text
/// for good, so that it may take longer on a busy computer.
const REST_OF_EMPTY: Duration = Duration::from_millis(400);

/// The longest time that a save waits for the rests of texts.
const LONGEST_REST: Duration = Duration::from_millis(800);

/// When a state that could not be made is tried again.
const AGAIN: Duration = Duration::from_millis(500);

/// How long after a look at all files somebody who asks for one gets another.
const ASKED: Duration = Duration::from_millis(300);

/// How long a look at all files waits for saves.
const SAVE_WAIT: Duration = Duration::from_secs(2);

/// How late the news of a change may come after the change was found.
const LATE_NEWS: Duration = Duration::from_millis(50);

/// How long a look at all files that is due waits for news.
const TICK: Duration = Duration::from_millis(20);

/// So many changes that the system did not report, one after the other, mean that it reports none.
const SURPRISES: u32 = 3;

/// What follows from the folder.
pub(super) trait FolderListener {
    /// Makes a new state of the site; `since` is when the change was noticed.
    ///
    /// # Errors
    /// Why there is no new state. It will be tried again.
    fn changed(&mut self, change: FolderChange, since: Instant) -> Result<(), String>;
    /// The folder can't be read; the last state stays.
    fn unreadable(&mut self, why: String);
    /// Changes are looked for all the time from now on.
    fn polling(&mut self);
}

/// A folder that is followed.
pub(super) struct Follower<'a> {
    folder: SiteFolder,
    /// The tree of the last look.
    seen: ContentTree,
    watch: Watch,
    listener: &'a mut dyn FolderListener,
    pending: PendingPaths,
    /// The changes that no state of the site has yet, and when the first of them was noticed.
    unmade: BTreeSet<TreePath>,
    since: Option<Instant>,
    /// Files that were only begun or may come back, and until when they are waited for.
    begun: BTreeMap<TreePath, Instant>,
    /// When a state is tried again.
    retry: Option<Instant>,
    /// When all files are looked at, and when that was last done.
    next_whole: Instant,
    last_whole: Instant,
    /// Changes that a look at all files found and no news told of, since the last news.
    surprises: u32,
    /// Whether the next look at all files is expected to find something.
    is_told: bool,
    /// Whether the folder could be read at the last look.
    is_readable: bool,
    /// The reason why there is no new state, as it was told.
    trouble: Option<String>,
}

impl<'a> Follower<'a> {
    pub(super) fn new(folder: SiteFolder, watch: Watch, listener: &'a mut dyn FolderListener) -> Self {
        Self {
            seen: folder.tree().clone(),
            folder,
            watch,
            listener,
            pending: PendingPaths::default(),
            unmade: BTreeSet::new(),
            since: None,
            begun: BTreeMap::new(),
            retry: None,
            next_whole: Instant::now() + IDLE,
            last_whole: Instant::now(),
            surprises: 0,
            is_told: false,
            is_readable: true,
            trouble: None,
        }
    }

    /// Follows until the watch ends.
    pub(super) fn run(mut self) {
        while self.step() {}
    }

    /// Waits for news or for the time at which something is due, and does it. Gives `false` when the
    /// watch has ended.
    fn step(&mut self) -> bool {
        let wait = self.next().saturating_duration_since(Instant::now());
        match self.watch.news.recv_timeout(wait) {
            Ok(news) => self.note(news),
            Err(RecvTimeoutError::Timeout) => (),
            Err(RecvTimeoutError::Disconnected) => return false,
        }
        while let Ok(news) = self.watch.news.try_recv() {
            self.note(news);
        }
        self.turn();
        true
    }

    /// When there is something to do, if no news comes.
    fn next(&self) -> Instant {
        let rest = self.begun.values().min().copied();
        // A look that waits for a program that is writing is tried again soon.
        let whole = self.next_whole.max(Instant::now() + TICK);
        let due = [self.pending.next(), rest, self.retry.filter(|_| self.is_readable)];
        due.into_iter().flatten().fold(whole, Instant::min)
    }

    fn note(&mut self, news: FolderNews) {
        let now = Instant::now();
        match &news {
            FolderNews::Lost => {
                self.surprises = 0;
                self.next_whole = now;
                self.is_told = true;
            }
            FolderNews::Asked => {
                self.next_whole = self.next_whole.min(now.max(self.last_whole + ASKED));
            }
            FolderNews::Deaf => self.poll(),
            FolderNews::Whole(path) | FolderNews::Gone(path) => {
                self.surprises = 0;
                let is_new = !self.folder.knows(path);
                return self.pending.note(news, is_new, now);
            }
            FolderNews::Writing(_) => (),
        }
        self.pending.note(news, false, now);
    }

    /// Does what is due.
    fn turn(&mut self) {
        let now = Instant::now();
        let due = self.pending.take(now);
        let is_stale = (!due.is_empty() || now >= self.next_whole) && self.watch.is_stale();
        if is_stale {
            self.watch.renew();
            self.is_told = true;
        }
        let is_within_save = self.pending.is_within_save(now) && now < self.next_whole + SAVE_WAIT;
        if is_stale || (now >= self.next_whole && !is_within_save) {
            self.look_again(now);
        } else if !due.is_empty() {
            self.look_at(&due, now);
        }
        self.begun.retain(|_, until| *until > now);
        let is_ripe = self.begun.is_empty() || self.since.is_some_and(|since| since + LONGEST_REST <= now);
        let is_new = !self.unmade.is_empty() || self.trouble.is_some();
        if is_ripe && is_new && self.is_readable && self.retry.is_none_or(|retry| retry <= now) {
            self.make(now);
        }
    }

    fn look_at(&mut self, due: &[PathBuf], now: Instant) {
        for folder in due.iter().filter(|path| path.is_dir()) {
            self.pending.note_folder(folder, now);
        }
        let look = self.folder.look_at(due);
        self.take(look, now, false);
    }

    /// Looks at all files.
    fn look_again(&mut self, now: Instant) {
        let look = self.folder.look_again();
        let (pause, share) =
            if self.watch.is_polling() { (POLLING, POLLING_SHARE) } else { (IDLE, IDLE_SHARE) };
        self.last_whole = Instant::now();
        self.next_whole = self.last_whole + pause.max(now.elapsed() * share);
        let is_surprise = matches!(look, Ok(Some(_))) && !std::mem::take(&mut self.is_told);
        self.take(look, now, true);
        if is_surprise && !self.watch.is_polling() {
            self.surprised();
        }
    }

    /// Something changed that the watch did not tell of, if it does not tell now.
    fn surprised(&mut self) {
        if let Ok(news) = self.watch.news.recv_timeout(LATE_NEWS) {
            return self.note(news);
        }
        self.surprises += 1;
        if self.surprises >= SURPRISES {
            self.poll();
        } else {
            self.watch.renew();
            self.next_whole = Instant::now();
        }
    }

    /// Looks for changes all the time from now on.
    fn poll(&mut self) {
        if !self.watch.is_polling() {
            self.watch.poll();
            self.listener.polling();
        }
        self.next_whole = Instant::now();
    }

    /// Takes what a look has found. What a look at all files does not find may be in the middle of
    /// a save.
    fn take(&mut self, look: Result<Option<FolderChange>, LoadError>, now: Instant, is_whole: bool) {
        self.is_readable = look.is_ok();
        let change = match look {
            Ok(Some(change)) => change,
            Ok(None) => return,
            Err(error) => return self.fail(error.to_string()),
        };
        self.since.get_or_insert(now);
        for path in change.changed {
            let text = change.tree.source_at(&path);
            if is_whole && !has(&change.tree, &path) {
                self.begun.insert(path.clone(), now + REST_OF_EMPTY);
                self.pending.note_again(&self.folder.place(&path), now + REST_OF_EMPTY);
            } else if let Some(text) = text.filter(|text| is_begun(self.seen.source_at(&path), text)) {
                let rest = if text.text.is_empty() { REST_OF_EMPTY } else { REST };
                self.begun.insert(path.clone(), now + rest);
            } else {
                self.begun.remove(&path);
            }
            self.unmade.insert(path);
        }
        self.seen = change.tree;
    }

    /// Makes a state of the site with all changes.
    fn make(&mut self, now: Instant) {
        let changed = self.unmade.iter().cloned().collect();
        let change = FolderChange { tree: self.folder.tree().clone(), changed };
        match self.listener.changed(change, self.since.unwrap_or(now)) {
            Ok(()) => {
                self.unmade.clear();
                (self.since, self.retry, self.trouble) = (None, None, None);
            }
            Err(why) => {
                self.retry = Some(Instant::now() + AGAIN);
                self.fail(why);
            }
        }
    }

    /// Tells why there is no new state, once for each reason.
    fn fail(&mut self, why: String) {
        if self.trouble.as_ref() != Some(&why) {
            self.listener.unreadable(why.clone());
            self.trouble = Some(why);
        }
    }
}

fn has(tree: &ContentTree, path: &TreePath) -> bool {
    tree.source_at(path).is_some() || tree.assets().contains_key(path) || tree.theme().contains_key(path)
}

/// Whether a text looks like the beginning of what a program writes: some empty a file first, or
/// write it in parts.
fn is_begun(before: Option<&Source>, text: &Source) -> bool {
    let was_text = before.is_none_or(|before| before.decoded == Decoded::Utf8);
    match &text.decoded {
        Decoded::Refused(_) => false,
        Decoded::Guessed(_) => was_text,
        Decoded::Utf8 => {
            let was_ended = before.is_some_and(|before| before.text.ends_with('\n'));
            text.text.is_empty() || (was_ended && !text.text.ends_with('\n'))
        }
    }
}

#[cfg(test)]
#[path = "follow_tests.rs"]
mod tests;
