//! The current site, for the thread that builds it and for those that answer
//! from it.

use std::sync::{Arc, Mutex, PoisonError, RwLock};

use super::builder::SiteBuilder;
use super::events::SiteChange;
use super::snapshot::{Snapshot, changed_files};
use crate::source::{ContentTree, Unread};
use crate::url::SitePath;

/// A function that is told of each new state of the site.
type Listener = Box<dyn Fn(SiteChange) + Send>;

/// A function that asks for a look at all files.
type Asker = Box<dyn Fn() + Send>;

/// The current site, and the listener that is told of the next one.
pub(super) struct SharedSite {
    current: RwLock<Arc<Snapshot>>,
    listener: Mutex<Option<Listener>>,
    /// Lets all files be looked at.
    ask: Mutex<Option<Asker>>,
    builder: Mutex<SiteBuilder>,
}

impl SharedSite {
    pub(super) fn new(first: Snapshot, builder: SiteBuilder) -> Self {
        // Another run of the preview must not begin with a version that an open
        // page already has.
        let first = Snapshot { version: u64::from(std::process::id()) << 20, ..first };
        Self {
            current: RwLock::new(Arc::new(first)),
            listener: Mutex::new(None),
            ask: Mutex::new(None),
            builder: Mutex::new(builder),
        }
    }

    pub(super) fn current(&self) -> Arc<Snapshot> {
        Arc::clone(&self.current.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Calls `listener` with each new state from now on. It must return at
    /// once, since the next state waits for it.
    pub(super) fn listen(&self, listener: impl Fn(SiteChange) + Send + 'static) {
        *self.listener.lock().unwrap_or_else(PoisonError::into_inner) = Some(Box::new(listener));
    }

    /// Sets the function that asks for a look at all files.
    pub(super) fn ask_at_disk(&self, ask: impl Fn() + Send + 'static) {
        *self.ask.lock().unwrap_or_else(PoisonError::into_inner) = Some(Box::new(ask));
    }

    /// Asks for a look at all files soon: somebody looks at the site again, and not every system
    /// reports every change.
    pub(super) fn look_again(&self) {
        if let Some(ask) = &*self.ask.lock().unwrap_or_else(PoisonError::into_inner) {
            ask();
        }
    }

    /// Builds the next site and makes it the current one. Returns how many
    /// files differ.
    ///
    /// # Errors
    /// [`Unread`] if the disk refuses one of the site's files; then the current
    /// site stays.
    pub(super) fn rebuild(&self, tree: ContentTree) -> Result<usize, Unread> {
        let next = self.builder.lock().unwrap_or_else(PoisonError::into_inner).build(tree)?;
        Ok(self.swap(next))
    }

    /// A handout of the current site, which is made now if there is none yet.
    pub(super) fn handout(&self, path: &SitePath) -> Option<Arc<[u8]>> {
        self.builder.lock().unwrap_or_else(PoisonError::into_inner).handout(path)
    }

    /// Makes the next site the current one, tells the listener, and returns how
    /// many files differ.
    pub(super) fn swap(&self, next: Snapshot) -> usize {
        let last = self.current();
        let changed = changed_files(&last.output, &next.output);
        let everywhere = last.findings != next.findings;
        if changed.is_empty() && !everywhere {
            return 0;
        }
        let (version, count) = (last.version + 1, changed.len().max(1));
        *self.current.write().unwrap_or_else(PoisonError::into_inner) =
            Arc::new(Snapshot { version, ..next });
        if let Some(listener) = &*self.listener.lock().unwrap_or_else(PoisonError::into_inner) {
            listener(SiteChange { version, changed, everywhere });
        }
        count
    }
}
