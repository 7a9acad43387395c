//! Notices changes in a site's folder.
//!
//! Changes are not collected for a time first (no debounce): on Linux, the end
//! of a write and a renaming mean that a file is complete. A removal may be the
//! first half of a save, so it waits.
#![expect(clippy::disallowed_methods, reason = "reads /proc/mounts to know whether to poll")]

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread;
use std::time::Duration;

use notify::event::{AccessKind, AccessMode, EventKind, ModifyKind, RemoveKind};
use notify::{Config, Event, PollWatcher, RecommendedWatcher, RecursiveMode, Watcher};

use super::mounts;
use crate::disk;

const NO_THREAD: &str = "the system gives no thread for it; close other programs and try again";

/// How certain it is that the changed file is complete; more certain signals
/// are smaller.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum ChangeSignal {
    /// A file was written to its end, or moved into its place.
    Whole,
    /// A file is gone; it may come back at once.
    Gone,
}

/// A running watch; dropping it ends the watch.
pub(super) struct Watch {
    /// Receives a signal for each change.
    pub(super) signals: Receiver<ChangeSignal>,
    /// Whether changes are found by looking for them every second.
    pub(super) polling: bool,
    watcher: Box<dyn Watcher>,
    root: PathBuf,
    /// Whether a watched folder itself was moved, made or deleted.
    moved: Arc<AtomicBool>,
}

impl Watch {
    /// Watches the folders again if one of them is another one now. The system watches a folder, not
    /// its name. A new folder of the same name would change without a signal.
    pub(super) fn follow(&mut self) {
        if !self.moved.swap(false, Ordering::AcqRel) {
            return;
        }
        for folder in [disk::CONTENT_FOLDER, disk::THEMES_FOLDER].map(|folder| self.root.join(folder)) {
            // What is not watched can't be left, and what is not there is watched when it comes.
            let _ = self.watcher.unwatch(&folder);
            if folder.is_dir() {
                let _ = self.watcher.watch(&folder, RecursiveMode::Recursive);
            }
        }
    }
}

/// Starts to watch a site's folder.
pub(super) fn watch(root: &Path) -> Result<Watch, String> {
    let root = root.canonicalize().map_err(|error| error.to_string())?;
    let (sender, signals) = channel();
    let moved = Arc::new(AtomicBool::new(false));
    let silent = std::fs::read_to_string("/proc/mounts").is_ok_and(|text| mounts::is_silent(&root, &text));
    if !silent && let Some(watcher) = native(&root, sender.clone(), &moved)? {
        return Ok(Watch { signals, polling: false, watcher, root, moved });
    }
    // The polling watcher gives no error if it gets no thread.
    thread::Builder::new().spawn(|| ()).map_err(|_| NO_THREAD.to_owned())?;
    let config = Config::default().with_poll_interval(Duration::from_secs(1)).with_compare_contents(true);
    let handler = handler(root.clone(), sender, Arc::clone(&moved));
    let mut watcher = PollWatcher::new(handler, config).map_err(|error| error.to_string())?;
    add_folders(&mut watcher, &root).map_err(|error| error.to_string())?;
    Ok(Watch { signals, polling: true, watcher: Box::new(watcher), root, moved })
}

/// The watch that the system itself offers; `None` if the system has no space
/// for more watches (`ENOSPC`), or offers none.
fn native(
    root: &Path,
    sender: Sender<ChangeSignal>,
    moved: &Arc<AtomicBool>,
) -> Result<Option<Box<dyn Watcher>>, String> {
    let config = Config::default();
    let handler = handler(root.to_path_buf(), sender, Arc::clone(moved));
    let Ok(mut watcher) = RecommendedWatcher::new(handler, config) else {
        return Ok(None);
    };
    // A watcher that got no thread gives an error here. At any other call, and
    // when it is dropped, it would panic.
    if watcher.configure(config).is_err() {
        std::mem::forget(watcher);
        return Err(NO_THREAD.to_owned());
    }
    Ok(add_folders(&mut watcher, root).ok().map(|()| Box::new(watcher) as Box<dyn Watcher>))
}

fn add_folders(watcher: &mut dyn Watcher, root: &Path) -> notify::Result<()> {
    watcher.watch(root, RecursiveMode::NonRecursive)?;
    watcher.watch(&root.join(disk::CONTENT_FOLDER), RecursiveMode::Recursive)?;
    let themes = root.join(disk::THEMES_FOLDER);
    if themes.is_dir() {
        watcher.watch(&themes, RecursiveMode::Recursive)?;
    }
    Ok(())
}

fn handler(
    root: PathBuf,
    sender: Sender<ChangeSignal>,
    moved: Arc<AtomicBool>,
) -> impl FnMut(notify::Result<Event>) + Send + 'static {
    move |event| {
        let Ok(event) = event else { return };
        if is_of_folder(event.kind) && event.paths.iter().any(|path| is_watched_folder(&root, path)) {
            moved.store(true, Ordering::Release);
        }
        if let Some(signal) =
            signal(event.kind).filter(|_| event.paths.iter().any(|path| concerns(&root, path)))
        {
            // Sending fails only while the program ends.
            let _ = sender.send(signal);
        }
    }
}

/// Whether an event may mean that a folder is another one than before.
fn is_of_folder(kind: EventKind) -> bool {
    matches!(kind, EventKind::Create(_) | EventKind::Remove(_) | EventKind::Modify(ModifyKind::Name(_)))
}

fn is_watched_folder(root: &Path, path: &Path) -> bool {
    let folder = path.strip_prefix(root).ok().and_then(Path::to_str);
    folder == Some(disk::CONTENT_FOLDER) || folder == Some(disk::THEMES_FOLDER)
}

/// What an event means. Opening and reading come from the preview itself and
/// mean nothing. Written data is complete only when the file is closed, on
/// systems that report the closing.
fn signal(kind: EventKind) -> Option<ChangeSignal> {
    match kind {
        EventKind::Access(AccessKind::Close(AccessMode::Write)) | EventKind::Modify(ModifyKind::Name(_)) => {
            Some(ChangeSignal::Whole)
        }
        EventKind::Modify(ModifyKind::Data(_)) if cfg!(target_os = "linux") => None,
        EventKind::Modify(ModifyKind::Metadata(_)) | EventKind::Access(_) => None,
        EventKind::Create(_) if cfg!(target_os = "linux") => Some(ChangeSignal::Gone),
        EventKind::Modify(_) | EventKind::Create(_) | EventKind::Any | EventKind::Other => {
            Some(ChangeSignal::Whole)
        }
        EventKind::Remove(RemoveKind::Any | RemoveKind::File | RemoveKind::Folder | RemoveKind::Other) => {
            Some(ChangeSignal::Gone)
        }
    }
}

/// Whether the site is made of the file at this path: the settings, or a file
/// in `content/` or `themes/` that is not an editor's temporary file.
fn concerns(root: &Path, path: &Path) -> bool {
    let Ok(inside) = path.strip_prefix(root) else { return false };
    let names: Vec<_> = inside.iter().map(|part| part.to_string_lossy()).collect();
    let ours = match names.as_slice() {
        [file] if file == disk::CONFIG_FILE => true,
        [first, ..] => first == disk::CONTENT_FOLDER || first == disk::THEMES_FOLDER,
        [] => false,
    };
    ours && !names.iter().any(|name| disk::is_ignored(name))
}

#[cfg(test)]
mod tests {
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

    #[test]
    fn reading_means_nothing_and_a_removal_waits() {
        use notify::event::{DataChange, RenameMode};
        assert_eq!(signal(EventKind::Access(AccessKind::Open(AccessMode::Any))), None);
        assert_eq!(
            signal(EventKind::Access(AccessKind::Close(AccessMode::Write))),
            Some(ChangeSignal::Whole)
        );
        assert_eq!(signal(EventKind::Modify(ModifyKind::Name(RenameMode::To))), Some(ChangeSignal::Whole));
        assert_eq!(signal(EventKind::Remove(RemoveKind::File)), Some(ChangeSignal::Gone));
        let data = signal(EventKind::Modify(ModifyKind::Data(DataChange::Any)));
        assert_eq!(data.is_none(), cfg!(target_os = "linux"));
    }
}
