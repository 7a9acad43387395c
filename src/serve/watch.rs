//! Notices changes in a site's folder.
//!
//! In: the folder. Out: what happened to which path, as the system reports it. Where the system
//! reports nothing, or not all, the news is that anything may have changed. Nothing is looked up
//! here; `settle` knows when a path is worth a look.
#![expect(clippy::disallowed_methods, reason = "reads /proc/mounts to know whether to poll")]

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread;
use std::time::Duration;

use notify::event::{AccessKind, AccessMode, CreateKind, EventKind, ModifyKind, RemoveKind, RenameMode};
use notify::{Config, Event, RecommendedWatcher, RecursiveMode, Watcher};

use super::mounts;
use crate::disk;

const NO_THREAD: &str = "the system gives no thread for it; close other programs and try again";

/// What happened in a site's folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum FolderNews {
    /// A file was written to its end, or something was moved here or away for good.
    Whole(PathBuf),
    /// Something is gone, or only begun; it may come back or be complete at once.
    Gone(PathBuf),
    /// A program is writing to the file.
    Writing(PathBuf),
    /// Anything may have changed.
    Lost,
    /// Somebody asks for a look at all files.
    Asked,
    /// The system reports no changes in some folders.
    Deaf,
}

/// How changes are found.
enum Watching {
    /// The system reports them.
    Native { _watcher: Box<RecommendedWatcher> },
    /// They are looked for all the time.
    Polling,
    /// The folder was not there when it should have been watched.
    Missing,
}

/// A running watch; dropping it ends the watch.
pub(super) struct Watch {
    /// Receives what happens.
    pub(super) news: Receiver<FolderNews>,
    sender: Sender<FolderNews>,
    watching: Watching,
    /// The folder as the user named it; a link may stand on its way.
    root: PathBuf,
    /// Whether a watched folder itself was moved, made or deleted.
    moved: Arc<AtomicBool>,
}

impl Watch {
    /// Starts to watch a site's folder.
    pub(super) fn start(root: &Path) -> Result<Self, String> {
        let (sender, news) = channel();
        let moved = Arc::new(AtomicBool::new(false));
        let mut watch = Self { news, sender, watching: Watching::Missing, root: root.to_path_buf(), moved };
        watch.watching = watch.begin()?;
        Ok(watch)
    }

    /// Whether changes must be looked for all the time.
    pub(super) const fn is_polling(&self) -> bool {
        !matches!(self.watching, Watching::Native { .. })
    }

    /// A function that asks for a look at all files.
    pub(super) fn asker(&self) -> impl Fn() + Send + 'static {
        let sender = self.sender.clone();
        // Sending fails only while the program ends.
        move || _ = sender.send(FolderNews::Asked)
    }

    /// Whether the watch must begin again, because one of its folders is another one now. The system
    /// watches a folder, not its name. A new folder of the same name would change without a signal.
    pub(super) fn is_stale(&self) -> bool {
        self.moved.swap(false, Ordering::AcqRel) || matches!(self.watching, Watching::Missing)
    }

    /// Begins the watch again. What happens in between is not reported.
    pub(super) fn renew(&mut self) {
        if matches!(self.watching, Watching::Polling) {
            return;
        }
        // The old watches go first: the system may have no space for both.
        self.watching = Watching::Missing;
        self.watching = self.begin().unwrap_or(Watching::Polling);
    }

    /// Looks for changes all the time from now on.
    pub(super) fn poll(&mut self) {
        self.watching = Watching::Polling;
    }

    fn begin(&self) -> Result<Watching, String> {
        let Ok(root) = self.root.canonicalize() else { return Ok(Watching::Missing) };
        let mounts = std::fs::read_to_string("/proc/mounts");
        if mounts.is_ok_and(|text| mounts::is_silent(&root, &text)) {
            return Ok(Watching::Polling);
        }
        // The system may have no space for more watches (`ENOSPC`), for good or only now.
        for pause in [Duration::ZERO, Duration::from_millis(20), Duration::from_millis(200)] {
            thread::sleep(pause);
            if let Some(watcher) = self.watcher(&root)? {
                return Ok(Watching::Native { _watcher: Box::new(watcher) });
            }
        }
        Ok(Watching::Polling)
    }

    /// A watcher of the folders, unless the system refuses it.
    fn watcher(&self, root: &Path) -> Result<Option<RecommendedWatcher>, String> {
        let handler = handler(root.to_path_buf(), self.sender.clone(), Arc::clone(&self.moved));
        let config = Config::default();
        let Ok(mut watcher) = RecommendedWatcher::new(handler, config) else { return Ok(None) };
        // A watcher that got no thread gives an error here. At any other call, and
        // when it is dropped, it would panic.
        if watcher.configure(config).is_err() {
            std::mem::forget(watcher);
            return Err(NO_THREAD.to_owned());
        }
        Ok(add_folders(&mut watcher, root).is_ok().then_some(watcher))
    }
}

/// Watches a site's folders. Those that are not there are watched when they come.
fn add_folders(watcher: &mut dyn Watcher, root: &Path) -> notify::Result<()> {
    watcher.watch(root, RecursiveMode::NonRecursive)?;
    for folder in [disk::CONTENT_FOLDER, disk::THEMES_FOLDER].map(|folder| root.join(folder)) {
        if folder.is_dir() {
            watcher.watch(&folder, RecursiveMode::Recursive)?;
        }
    }
    Ok(())
}

fn handler(
    root: PathBuf,
    sender: Sender<FolderNews>,
    moved: Arc<AtomicBool>,
) -> impl FnMut(notify::Result<Event>) + Send + 'static {
    move |event| {
        if let Ok(event) = &event
            && is_of_folder(event.kind)
            && event.paths.iter().any(|path| is_watched_folder(&root, path))
        {
            moved.store(true, Ordering::Release);
        }
        for news in news(event, &root) {
            // Sending fails only while the program ends.
            let _ = sender.send(news);
        }
    }
}

/// What an event says about the site.
fn news(event: notify::Result<Event>, root: &Path) -> Vec<FolderNews> {
    let event = match event {
        Ok(event) if event.need_rescan() => return vec![FolderNews::Lost],
        Ok(event) => event,
        // There is space for no more watches: the folders that are new stay unwatched.
        Err(error) if matches!(error.kind, notify::ErrorKind::MaxFilesWatch) => {
            return vec![FolderNews::Deaf];
        }
        Err(_) => return vec![FolderNews::Lost],
    };
    // What an editor keeps as `a.md~` was not moved away for good: a new `a.md` follows. What the mark
    // editor has replaced got another name in the same moment in which the new file got its own.
    if event.kind == EventKind::Modify(ModifyKind::Name(RenameMode::Both))
        && !event.paths.iter().all(|path| concerns(root, path))
    {
        let is_ours = event.paths.get(1).is_some_and(|to| disk::is_waiting(to));
        return event.paths.into_iter().take(1).filter(|_| is_ours).map(FolderNews::Whole).collect();
    }
    let Some(of_path) = meaning(event.kind) else { return Vec::new() };
    event.paths.into_iter().filter(|path| concerns(root, path)).map(of_path).collect()
}

/// Whether an event may mean that a folder is another one than before.
fn is_of_folder(kind: EventKind) -> bool {
    matches!(kind, EventKind::Create(_) | EventKind::Remove(_) | EventKind::Modify(ModifyKind::Name(_)))
}

fn is_watched_folder(root: &Path, path: &Path) -> bool {
    let folder = path.strip_prefix(root).ok().and_then(Path::to_str);
    matches!(folder, Some("" | disk::CONTENT_FOLDER | disk::THEMES_FOLDER))
}

/// What an event means for its paths. Opening and reading come from the preview itself and
/// mean nothing. Written data is complete only when the file is closed, on
/// systems that report the closing.
fn meaning(kind: EventKind) -> Option<fn(PathBuf) -> FolderNews> {
    let reports_closing = cfg!(target_os = "linux");
    match kind {
        EventKind::Modify(ModifyKind::Data(_)) if reports_closing => Some(FolderNews::Writing),
        EventKind::Modify(ModifyKind::Name(RenameMode::From)) => Some(FolderNews::Gone),
        EventKind::Access(AccessKind::Close(AccessMode::Write)) | EventKind::Create(CreateKind::Folder) => {
            Some(FolderNews::Whole)
        }
        EventKind::Modify(ModifyKind::Metadata(_)) | EventKind::Access(_) => None,
        EventKind::Create(_) if reports_closing => Some(FolderNews::Gone),
        EventKind::Modify(_) | EventKind::Create(_) | EventKind::Any | EventKind::Other => {
            Some(FolderNews::Whole)
        }
        EventKind::Remove(RemoveKind::Any | RemoveKind::File | RemoveKind::Folder | RemoveKind::Other) => {
            Some(FolderNews::Gone)
        }
    }
}

/// Whether the site is made of the file at this path: the settings, or a file
/// in `content/` or `themes/` that is not an editor's temporary file. The site's folder itself is
/// all of them.
fn concerns(root: &Path, path: &Path) -> bool {
    let Ok(inside) = path.strip_prefix(root) else { return false };
    let names: Vec<_> = inside.iter().map(|part| part.to_string_lossy()).collect();
    let ours = match names.as_slice() {
        [file] if file == disk::CONFIG_FILE => true,
        [first, ..] => first == disk::CONTENT_FOLDER || first == disk::THEMES_FOLDER,
        [] => true,
    };
    ours && !names.iter().any(|name| disk::is_ignored(name))
}

#[cfg(test)]
mod tests {
    use notify::event::DataChange;

    use super::*;

    #[test]
    fn only_what_the_site_is_made_of_concerns_it() {
        let concerns = |path: &str| concerns(Path::new("/s"), Path::new(path));
        assert!(concerns("/s/stepbook.toml"));
        assert!(concerns("/s/content/elearn/register.zh-TW.md"));
        assert!(concerns("/s/themes/default/style.css"));
        for other in [
            "/s/public/index.html",
            "/s/content/.a.md.swp",
            "/s/content/a.md~",
            "/s/README.md",
            "/t/content/a.md",
        ] {
            assert!(!concerns(other), "{other}");
        }
    }

    fn news_of(kind: EventKind, paths: &[&str]) -> Vec<FolderNews> {
        let paths = paths.iter().map(|path| Path::new("/s/content").join(path)).collect();
        news(Ok(Event { kind, paths, ..Event::default() }), Path::new("/s"))
    }

    fn content(path: &str) -> PathBuf {
        Path::new("/s/content").join(path)
    }

    #[test]
    fn reading_means_nothing_and_a_removal_may_be_half_a_save() {
        let one = |kind| news_of(kind, &["a.md"]);
        assert_eq!(one(EventKind::Access(AccessKind::Open(AccessMode::Any))), []);
        let closed = EventKind::Access(AccessKind::Close(AccessMode::Write));
        assert_eq!(one(closed), [FolderNews::Whole(content("a.md"))]);
        assert_eq!(one(EventKind::Remove(RemoveKind::File)), [FolderNews::Gone(content("a.md"))]);
        let written = one(EventKind::Modify(ModifyKind::Data(DataChange::Any)));
        let linux = cfg!(target_os = "linux");
        let expected = if linux { FolderNews::Writing } else { FolderNews::Whole };
        assert_eq!(written, [expected(content("a.md"))]);
    }

    #[test]
    fn a_file_that_is_kept_as_a_backup_was_not_moved_away_for_good() {
        let moved = |mode, paths| news_of(EventKind::Modify(ModifyKind::Name(mode)), paths);
        assert_eq!(moved(RenameMode::From, &["a.md"]), [FolderNews::Gone(content("a.md"))]);
        assert_eq!(moved(RenameMode::To, &["a.md~"]), []);
        assert_eq!(moved(RenameMode::Both, &["a.md", "a.md~"]), []);
        let (ours, both) =
            (".stepbook-0123456789abcdef.tmp", EventKind::Modify(ModifyKind::Name(RenameMode::Both)));
        let [from, to] = ["a.md", "b.md"].map(|path| FolderNews::Whole(content(path)));
        assert_eq!(news_of(both, &["a.md", ours]), std::slice::from_ref(&from));
        assert_eq!(news_of(both, &[ours, "a.md"]), []);
        assert_eq!(moved(RenameMode::Both, &["a.md", "b.md"]), [from, to]);
    }

    #[test]
    fn lost_events_mean_that_anything_may_have_changed() {
        let event = Event::new(EventKind::Other).set_flag(notify::event::Flag::Rescan);
        assert_eq!(news(Ok(event), Path::new("/s")), [FolderNews::Lost]);
        let full = notify::Error::new(notify::ErrorKind::MaxFilesWatch);
        assert_eq!(news(Err(full), Path::new("/s")), [FolderNews::Deaf]);
    }
}
