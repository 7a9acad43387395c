//! The current site, for the thread that builds it and for those that answer
//! from it.
//!
//! A builder asks [`SharedSite::looked_at`] which pages are open, may send each
//! of them with [`SharedSite::push_page`] as soon as it is made, and makes the
//! whole state current with [`SharedSite::swap`], which sends what was not sent
//! yet.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock};

use super::builder::SiteBuilder;
use super::news::{PageNews, SiteChange, SiteNews};
use super::snapshot::{Snapshot, changed_files, scripts_of};
use crate::source::{ContentTree, Unread};
use crate::url::SitePath;

/// A function that is told the news.
type Listener = Box<dyn Fn(SiteNews) + Send>;

/// The bytes of a page; `None` for one that is gone.
type PageBytes = Option<Arc<[u8]>>;

/// A function that asks for a look at all files.
type Asker = Box<dyn Fn() + Send>;

/// The current site, and the listener that is told of the next one.
pub(super) struct SharedSite {
    current: RwLock<Arc<Snapshot>>,
    listener: Mutex<Option<Listener>>,
    looked_at: Mutex<Vec<SitePath>>,
    /// What was sent since the last state.
    pushed: Mutex<BTreeMap<SitePath, PageBytes>>,
    /// Lets all files be looked at.
    ask: Mutex<Option<Asker>>,
    builder: Mutex<SiteBuilder>,
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl SharedSite {
    pub(super) fn new(first: Snapshot, builder: SiteBuilder) -> Self {
        // Another run of the preview must not begin with a version that an open
        // page already has.
        let version = u64::from(std::process::id()) << 20;
        let scripts = scripts_of(&first.output);
        Self {
            current: RwLock::new(Arc::new(Snapshot { version, scripts, ..first })),
            listener: Mutex::new(None),
            looked_at: Mutex::default(),
            pushed: Mutex::default(),
            ask: Mutex::new(None),
            builder: Mutex::new(builder),
        }
    }

    pub(super) fn current(&self) -> Arc<Snapshot> {
        Arc::clone(&self.current.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Calls `listener` with all news from now on. It must return at once,
    /// since the next state waits for it.
    pub(super) fn listen(&self, listener: impl Fn(SiteNews) + Send + 'static) {
        *locked(&self.listener) = Some(Box::new(listener));
    }

    /// The pages that open tabs show, the one that was looked at last first.
    pub(super) fn looked_at(&self) -> Vec<SitePath> {
        locked(&self.looked_at).clone()
    }

    /// Notes which pages open tabs show.
    pub(super) fn look_at(&self, pages: Vec<SitePath>) {
        *locked(&self.looked_at) = pages;
    }

    /// Sends a page to the tabs that show it; `None` for a page that is gone.
    /// What they have is not sent again. Everything that the page loads must
    /// already be there: tabs ask for it at once.
    pub(super) fn push_page(&self, path: &SitePath, html: PageBytes) {
        let current = self.current();
        let mut pushed = locked(&self.pushed);
        let had = pushed.get(path).cloned().unwrap_or_else(|| current.output.get(path).cloned());
        if had == html {
            return;
        }
        self.tell(SiteNews::Page(PageNews::new(path, html.as_deref())));
        pushed.insert(path.clone(), html);
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
        let looked_at = self.looked_at();
        let early = |path: &SitePath, bytes: &Arc<[u8]>| {
            if looked_at.contains(path) {
                self.push_page(path, Some(Arc::clone(bytes)));
            }
        };
        let next = locked(&self.builder).build(tree, &early)?;
        Ok(self.swap(next))
    }

    /// A handout of the current site, which is made now if there is none yet.
    pub(super) fn handout(&self, path: &SitePath) -> Option<Arc<[u8]>> {
        locked(&self.builder).handout(path)
    }

    /// The places of the steps of a page of the current site, by their ids.
    pub(super) fn places(&self, page: &SitePath) -> BTreeMap<String, String> {
        locked(&self.builder).places(page)
    }

    /// Makes the next site the current one and returns how many files differ.
    /// Tabs get their page first, unless it was pushed, then the news of the
    /// state, then its findings.
    pub(super) fn swap(&self, next: Snapshot) -> usize {
        let last = self.current();
        let changed = changed_files(&last.output, &next.output);
        let other_findings = last.findings != next.findings;
        let is_other = !changed.is_empty() || other_findings;
        let (version, count) = (last.version + u64::from(is_other), changed.len().max(usize::from(is_other)));
        let scripts = scripts_of(&next.output);
        let next = Arc::new(Snapshot { version, scripts: Arc::clone(&scripts), ..next });
        let open = self.open_pages();
        *self.current.write().unwrap_or_else(PoisonError::into_inner) = Arc::clone(&next);
        for path in open {
            self.push_page(&path, next.output.get(&path).cloned());
        }
        locked(&self.pushed).clear();
        if !is_other {
            return 0;
        }
        self.tell(SiteNews::State(SiteChange { version, scripts, changed, everywhere: false }));
        if other_findings {
            self.tell(SiteNews::findings(&next.findings));
        }
        count
    }

    /// The pages that may differ in the next state from what tabs have. What
    /// they have – the current page if nothing was pushed since – is kept in
    /// `pushed`.
    fn open_pages(&self) -> Vec<SitePath> {
        let (current, mut open) = (self.current(), self.looked_at());
        let mut pushed = locked(&self.pushed);
        open.extend(pushed.keys().filter(|path| !open.contains(path)).cloned().collect::<Vec<_>>());
        for path in &open {
            pushed.entry(path.clone()).or_insert_with(|| current.output.get(path).cloned());
        }
        open
    }

    fn tell(&self, news: SiteNews) {
        if let Some(listener) = &*locked(&self.listener) {
            listener(news);
        }
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test fails by panicking")]
mod tests {
    use std::sync::mpsc::{Receiver, channel};

    use super::*;

    fn site(files: &[(&str, &str)]) -> Snapshot {
        let mut snapshot = Snapshot::default();
        for (path, text) in files {
            snapshot.output.insert(SitePath::new(path), text.as_bytes());
        }
        snapshot
    }

    /// A site of three pages, two of which somebody looks at, and its news.
    fn shared() -> (SharedSite, Receiver<SiteNews>) {
        let first = site(&[("a.html", "1"), ("b.html", "1"), ("c.html", "1")]);
        let shared = SharedSite::new(first, SiteBuilder::new(false));
        let (sender, news) = channel();
        shared.listen(move |news| sender.send(news).unwrap());
        shared.look_at(vec![SitePath::new("b.html"), SitePath::new("a.html")]);
        (shared, news)
    }

    /// The news so far, in short.
    fn told(news: &Receiver<SiteNews>) -> Vec<String> {
        let short = |news| match news {
            SiteNews::Page(page) => format!("page {}", page.path),
            SiteNews::State(change) => format!("state {}", change.changed.join(" ")),
            SiteNews::Findings(_) => "findings".to_owned(),
        };
        news.try_iter().map(short).collect()
    }

    fn push(shared: &SharedSite, path: &str, text: &str) {
        shared.push_page(&SitePath::new(path), Some(text.as_bytes().into()));
    }

    #[test]
    fn pages_that_are_looked_at_come_before_the_state_and_findings_after_it() {
        let (shared, news) = shared();
        let next = Snapshot {
            findings: "<aside>".into(),
            ..site(&[("a.html", "2"), ("b.html", "2"), ("c.html", "2")])
        };
        assert_eq!(shared.swap(next), 3);
        assert_eq!(told(&news), ["page b.html", "page a.html", "state a.html b.html c.html", "findings"]);
    }

    #[test]
    fn a_page_that_was_pushed_is_not_sent_again_unless_it_is_another_one() {
        let (shared, news) = shared();
        push(&shared, "a.html", "2");
        push(&shared, "a.html", "2");
        push(&shared, "b.html", "2");
        assert_eq!(told(&news), ["page a.html", "page b.html"]);
        shared.swap(site(&[("a.html", "2"), ("b.html", "3"), ("c.html", "1")]));
        assert_eq!(told(&news), ["page b.html", "state a.html b.html"]);
    }

    #[test]
    fn a_page_that_was_pushed_and_taken_back_is_sent_as_it_was() {
        let (shared, news) = shared();
        push(&shared, "a.html", "2");
        assert_eq!(shared.swap(site(&[("a.html", "1"), ("b.html", "1"), ("c.html", "1")])), 0);
        assert_eq!(told(&news), ["page a.html", "page a.html"]);
    }

    #[test]
    fn a_page_that_is_gone_is_told_and_so_is_its_return() {
        let (shared, news) = shared();
        shared.swap(site(&[("a.html", "1"), ("c.html", "1")]));
        shared.swap(site(&[("a.html", "1"), ("b.html", "1"), ("c.html", "1")]));
        assert_eq!(told(&news), ["page b.html", "state b.html", "page b.html", "state b.html"]);
    }
}
