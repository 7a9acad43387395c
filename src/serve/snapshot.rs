//! The site that is being served, swapped whole.

use std::sync::{Arc, Mutex, PoisonError, RwLock};

use super::events::{Listeners, News};
use crate::output::OutputTree;

/// One built site.
#[derive(Debug, Clone, Default)]
pub(super) struct Snapshot {
    /// Counts the states that differ from each other; dealt out by
    /// [`Shared::swap`].
    pub(super) version: u64,
    pub(super) output: OutputTree,
    /// The findings as HTML to lay over each page; empty without findings.
    pub(super) findings: String,
    pub(super) errors: usize,
    pub(super) warnings: usize,
}

/// The current site, and who wants to hear of the next.
pub(super) struct Shared {
    current: RwLock<Arc<Snapshot>>,
    listeners: Mutex<Listeners>,
}

impl Shared {
    pub(super) fn new(first: Snapshot) -> Self {
        // Another run of the preview must not begin with a number that an open
        // page already has.
        let first = Snapshot { version: u64::from(std::process::id()) << 20, ..first };
        Self { current: RwLock::new(Arc::new(first)), listeners: Mutex::new(Listeners::default()) }
    }

    pub(super) fn current(&self) -> Arc<Snapshot> {
        Arc::clone(&self.current.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Puts the next site in place, tells the browsers and says how many files
    /// differ.
    pub(super) fn swap(&self, next: Snapshot) -> usize {
        let last = self.current();
        let changed = changed_files(&last.output, &next.output);
        let everywhere = last.findings != next.findings;
        if changed.is_empty() && !everywhere {
            return 0;
        }
        let version = last.version + 1;
        *self.current.write().unwrap_or_else(PoisonError::into_inner) =
            Arc::new(Snapshot { version, ..next });
        let news = News { version, changed, everywhere };
        self.with_listeners(|listeners| listeners.tell(&news));
        news.changed.len().max(1)
    }

    pub(super) fn with_listeners<T>(&self, act: impl FnOnce(&mut Listeners) -> T) -> T {
        act(&mut self.listeners.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

/// Paths whose bytes differ, that are new or gone.
fn changed_files(last: &OutputTree, next: &OutputTree) -> Vec<String> {
    let mut changed: Vec<String> = next
        .iter()
        .filter(|(path, bytes)| last.get(path) != Some(*bytes))
        .map(|(path, _)| path.as_str().to_owned())
        .collect();
    changed.extend(
        last.iter().filter(|(path, _)| next.get(path).is_none()).map(|(path, _)| path.as_str().to_owned()),
    );
    changed
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::url::SitePath;

    #[test]
    fn only_files_that_differ_are_named() {
        let tree = |files: &[(&str, &str)]| {
            let mut tree = OutputTree::default();
            for (path, text) in files {
                tree.insert(SitePath::new(path), text.as_bytes());
            }
            tree
        };
        let last = tree(&[("a", "1"), ("b", "1"), ("c", "1")]);
        let next = tree(&[("a", "1"), ("b", "2"), ("d", "1")]);
        assert_eq!(changed_files(&last, &next), ["b", "d", "c"]);
    }
}
