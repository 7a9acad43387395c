//! The site that is being served, swapped whole.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, PoisonError, RwLock};

use super::builder::Builder;
use super::events::{Listeners, News};
use crate::output::OutputTree;
use crate::source::ContentTree;
use crate::url::SitePath;

/// One built site.
#[derive(Debug, Clone, Default)]
pub(super) struct Snapshot {
    /// Counts the states that differ from each other; dealt out by
    /// [`Shared::swap`].
    pub(super) version: u64,
    pub(super) output: OutputTree,
    /// Handouts that are made when somebody asks for them.
    pub(super) promised: BTreeSet<SitePath>,
    /// The findings as HTML to lay over each page; empty without findings.
    pub(super) findings: String,
    pub(super) errors: usize,
    pub(super) warnings: usize,
}

/// The current site, and who wants to hear of the next.
pub(super) struct Shared {
    current: RwLock<Arc<Snapshot>>,
    listeners: Mutex<Listeners>,
    builder: Mutex<Builder>,
}

impl Shared {
    pub(super) fn new(first: Snapshot, builder: Builder) -> Self {
        // Another run of the preview must not begin with a number that an open
        // page already has.
        let first = Snapshot { version: u64::from(std::process::id()) << 20, ..first };
        Self {
            current: RwLock::new(Arc::new(first)),
            listeners: Mutex::new(Listeners::default()),
            builder: Mutex::new(builder),
        }
    }

    pub(super) fn current(&self) -> Arc<Snapshot> {
        Arc::clone(&self.current.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Builds the next site and puts it in place; gives how many files differ.
    pub(super) fn rebuild(&self, tree: ContentTree) -> usize {
        let next = self.builder.lock().unwrap_or_else(PoisonError::into_inner).build(tree);
        self.swap(next)
    }

    /// A handout of the site in place, made now if need be.
    pub(super) fn handout(&self, path: &SitePath) -> Option<Arc<[u8]>> {
        self.builder.lock().unwrap_or_else(PoisonError::into_inner).handout(path)
    }

    /// Puts the next site in place, tells the browsers and says how many files
    /// differ.
    fn swap(&self, next: Snapshot) -> usize {
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
