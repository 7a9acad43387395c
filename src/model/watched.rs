//! A site of which is noted at what somebody looks.
//!
//! What is made of one page is made again when another page is a different one, but only if it
//! looked at that page. So whoever makes it sees the site through a [`WatchedSite`], and what it saw
//! is kept beside the result.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::draft::PageKey;
use super::mark::Sidecar;
use super::profile::{PageProfile, Site};
use crate::lang::Lang;
use crate::url::TreePath;

/// What somebody saw of a site.
#[derive(Debug, Default)]
pub struct SeenFacts {
    /// The pages, by their index in [`Site::pages`].
    pages: BTreeMap<usize, Arc<PageProfile>>,
    /// The sidecars, or that there is none, by the file of their picture.
    sidecars: BTreeMap<TreePath, Option<Arc<Sidecar>>>,
}

impl SeenFacts {
    /// Whether a site is the same in all that was seen.
    #[must_use]
    pub fn hold(&self, site: &Site) -> bool {
        let page = |(at, last): (&usize, &Arc<PageProfile>)| {
            site.pages.get(*at).is_some_and(|now| Arc::ptr_eq(last, now) || last == now)
        };
        let sidecar = |(file, last): (&TreePath, &Option<Arc<Sidecar>>)| match (last, site.sidecars.get(file))
        {
            (Some(last), Some(now)) => Arc::ptr_eq(last, now) || last == now,
            (last, now) => last.is_none() && now.is_none(),
        };
        self.pages.iter().all(page) && self.sidecars.iter().all(sidecar)
    }
}

/// Takes notes of what somebody sees.
#[derive(Debug, Default)]
pub struct SiteWatch(Mutex<SeenFacts>);

impl SiteWatch {
    /// What was seen.
    #[must_use]
    pub fn into_seen(self) -> SeenFacts {
        self.0.into_inner().unwrap_or_else(PoisonError::into_inner)
    }

    fn seen(&self) -> MutexGuard<'_, SeenFacts> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A site as one page sees it.
#[derive(Debug, Clone, Copy)]
pub struct WatchedSite<'s> {
    site: &'s Site,
    watch: &'s SiteWatch,
}

impl<'s> WatchedSite<'s> {
    /// The site, with the place where looks are noted.
    #[must_use]
    pub const fn new(site: &'s Site, watch: &'s SiteWatch) -> Self {
        Self { site, watch }
    }

    /// The page at an index of [`Site::pages`].
    #[must_use]
    pub fn page(&self, index: usize) -> Option<&'s Arc<PageProfile>> {
        let page = self.site.pages.get(index)?;
        self.watch.seen().pages.entry(index).or_insert_with(|| Arc::clone(page));
        Some(page)
    }

    /// The page of a key in a language.
    #[must_use]
    pub fn page_of(&self, key: &PageKey, lang: &Lang) -> Option<&'s Arc<PageProfile>> {
        self.page(self.site.index_of(key, lang)?)
    }

    /// The sidecar of a picture that some page shows.
    #[must_use]
    pub fn sidecar(&self, file: &TreePath) -> Option<&'s Arc<Sidecar>> {
        let sidecar = self.site.sidecars.get(file);
        self.watch.seen().sidecars.entry(file.clone()).or_insert_with(|| sidecar.cloned());
        sidecar
    }
}
