//! The type [`Compiled`]: a finished site.

use std::collections::BTreeSet;

use crate::config::Config;
use crate::diag::Diagnostic;
use crate::model::{PageKind, Site};
use crate::output::OutputTree;
use crate::source::Unread;
use crate::url::SitePath;

/// A finished site.
#[derive(Debug, Clone, Default)]
pub struct Compiled {
    /// The files of the site, without those that went elsewhere as they were made.
    pub output: OutputTree,
    /// All findings, by file and place.
    pub diagnostics: Vec<Diagnostic>,
    /// Handouts that pages link to and that are made when a reader asks for them.
    pub promised: BTreeSet<SitePath>,
    /// Numbers for the summary line.
    pub counts: SiteCounts,
    /// What the next build may take over. It is good for any content and any settings, but only for
    /// the same program.
    pub left: Vec<u8>,
    /// Files that could not be read. If there are any, the site is not complete.
    pub unread: Vec<Unread>,
}

impl Compiled {
    /// The site, if all of it could be read.
    ///
    /// # Errors
    /// The first file that could not be read.
    pub fn whole(mut self) -> Result<Self, Unread> {
        if self.unread.is_empty() { Ok(self) } else { Err(self.unread.swap_remove(0)) }
    }
}

/// Numbers that describe the size of a site.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct SiteCounts {
    /// Number of guides; a guide in several languages counts once.
    pub guides: usize,
    /// Number of languages.
    pub languages: usize,
}

impl SiteCounts {
    pub(super) fn of(site: &Site, config: &Config) -> Self {
        let default = config.default_language();
        let guides =
            site.pages.iter().filter(|page| page.kind == PageKind::Guide && Some(&page.lang) == default);
        Self { guides: guides.count(), languages: config.languages.len() }
    }
}
