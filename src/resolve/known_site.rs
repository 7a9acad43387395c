//! The type [`KnownSite`]: the state of a site before, of which the next one takes what is the same.

use std::sync::Arc;

use super::profiles::EntryProfiles;
use crate::model::{PageProfile, Site};

/// The site before this one, with the same names.
pub(crate) struct KnownSite<'a> {
    pub(crate) site: &'a Arc<Site>,
    /// The entries whose pages say something else of themselves than in it. A large site has
    /// thousands of pages, of which a save changes a few.
    pub(crate) other_entries: Vec<usize>,
    /// Whether each page uses the same files as in it.
    pub(crate) same_files: bool,
    /// Whether all sidecars are the same as in it, and the settings name the same pictures.
    pub(crate) same_sidecars: bool,
}

impl KnownSite<'_> {
    /// Whether the next site is the same.
    pub(super) fn is_same(&self) -> bool {
        self.other_entries.is_empty() && self.same_files && self.same_sidecars
    }

    /// The pages of the next site, whose entries these are.
    pub(super) fn pages(&self, entries: &[&EntryProfiles]) -> Vec<Arc<PageProfile>> {
        let mut pages = self.site.pages.clone();
        for at in &self.other_entries {
            let profiles = entries.get(*at).into_iter().flat_map(|entry| entry.iter());
            for (lang, (profile, _)) in profiles.enumerate() {
                if let Some(page) = pages.get_mut(lang * entries.len() + at) {
                    *page = Arc::clone(profile);
                }
            }
        }
        pages
    }

    /// Whether the pages of the next site have been checked on the same days.
    pub(super) fn has_same_days(&self, pages: &[Arc<PageProfile>]) -> bool {
        let day = |pages: &[Arc<PageProfile>], at: usize| pages.get(at)?.meta.verified_on();
        let (languages, keys) = (self.site.languages.len(), pages.len() / self.site.languages.len().max(1));
        let places =
            self.other_entries.iter().flat_map(|at| (0..languages).map(move |lang| lang * keys + at));
        places.into_iter().all(|at| day(&self.site.pages, at) == day(pages, at))
    }
}
