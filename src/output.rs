//! The finished site in memory: addresses and bytes, ordered.
//!
//! `render` fills it, `disk` writes it, `serve` answers from it.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::url::SitePath;

/// Path → bytes of every file of the site.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct OutputTree {
    files: BTreeMap<SitePath, Arc<[u8]>>,
}

impl OutputTree {
    /// Puts a file in its place; the later of two for one path wins (findings
    /// about two sources for one address are made before).
    pub fn insert(&mut self, path: SitePath, bytes: impl Into<Arc<[u8]>>) {
        self.files.insert(path, bytes.into());
    }

    /// The bytes at exactly this path.
    #[must_use]
    pub fn get(&self, path: &SitePath) -> Option<&Arc<[u8]>> {
        self.files.get(path)
    }

    /// All files in the order of their paths.
    pub fn iter(&self) -> impl Iterator<Item = (&SitePath, &Arc<[u8]>)> {
        self.files.iter()
    }

    /// How many files there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.files.len()
    }

    /// Whether there is no file.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.files.is_empty()
    }
}

impl Extend<(SitePath, Arc<[u8]>)> for OutputTree {
    fn extend<I: IntoIterator<Item = (SitePath, Arc<[u8]>)>>(&mut self, files: I) {
        self.files.extend(files);
    }
}
