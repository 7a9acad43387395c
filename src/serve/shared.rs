//! The current site, for the thread that builds it and for those that answer
//! from it.
//!
//! A new state becomes the current one ([`SharedSite::swap`]) as soon as its pages can be made. Then
//! tabs get the pages that they show, then the news of the state ([`SharedSite::announce`]), and its
//! findings when they are known ([`SharedSite::found`]).

use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock};

use super::findings::FindingsHtml;
use super::live_pages::PageBytes;
use super::news::{PageNews, SiteChange, SiteNews};
use super::snapshot::{Snapshot, changed_files, scripts_of};
use crate::url::SitePath;

/// A function that is told the news.
type Listener = Box<dyn Fn(SiteNews) + Send>;

/// A function that asks for a look at all files.
type Asker = Box<dyn Fn() + Send>;

/// The current site, and the listener that is told of the next one.
pub(super) struct SharedSite {
    current: RwLock<Arc<Snapshot>>,
    listener: Mutex<Option<Listener>>,
    looked_at: Mutex<Vec<SitePath>>,
    /// Lets all files be looked at.
    ask: Mutex<Option<Asker>>,
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl SharedSite {
    /// A site without pages; the first state comes by [`SharedSite::swap`]. `edits` says whether its
    /// pages lead to the mark editor.
    pub(super) fn new(edits: bool) -> Self {
        // Another run of the preview must not begin with a version that an open
        // page already has.
        let version = u64::from(std::process::id()) << 20;
        Self {
            current: RwLock::new(Arc::new(Snapshot { version, edits, ..Snapshot::default() })),
            listener: Mutex::new(None),
            looked_at: Mutex::default(),
            ask: Mutex::new(None),
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

    /// Sets the function that asks for a look at all files.
    pub(super) fn ask_at_disk(&self, ask: impl Fn() + Send + 'static) {
        *locked(&self.ask) = Some(Box::new(ask));
    }

    /// Asks for a look at all files soon: somebody looks at the site again, and not every system
    /// reports every change.
    pub(super) fn look_again(&self) {
        if let Some(ask) = &*locked(&self.ask) {
            ask();
        }
    }

    /// Makes the next site the current one. Returns its version, and the state before it.
    pub(super) fn swap(&self, next: Snapshot) -> (u64, Arc<Snapshot>) {
        let mut current = self.current.write().unwrap_or_else(PoisonError::into_inner);
        let version = current.version + 1;
        let same = Arc::ptr_eq(&current.fixed, &next.fixed);
        let scripts = if same { Arc::clone(&current.scripts) } else { scripts_of(&next.fixed) };
        let next = Snapshot { version, scripts, edits: current.edits, ..next };
        let last = std::mem::replace(&mut *current, Arc::new(next));
        (version, last)
    }

    /// Sends a page to the tabs that show it; `None` for a page that is gone.
    pub(super) fn push_page(&self, path: &SitePath, html: &PageBytes) {
        self.tell(SiteNews::Page(PageNews::new(path, html.as_deref())));
    }

    /// Tells of the current state, after the pages that tabs show. `compared` are all of these, and
    /// `changed` those that differ from the ones in `last`.
    pub(super) fn announce(&self, last: &Snapshot, compared: &[SitePath], changed: &[SitePath]) {
        let current = self.current();
        let text = |path: &SitePath| path.as_str().to_owned();
        let mut files = changed_files(&last.fixed, &current.fixed);
        files.extend(changed.iter().map(text));
        self.tell(SiteNews::State(SiteChange {
            version: current.version,
            scripts: Arc::clone(&current.scripts),
            changed: files,
            compared: compared.iter().map(text).collect(),
            everywhere: false,
        }));
    }

    /// Lays the findings of the state of this version over its pages, unless there is a newer state.
    pub(super) fn found(&self, version: u64, findings: FindingsHtml) {
        let mut current = self.current.write().unwrap_or_else(PoisonError::into_inner);
        if current.version != version || *current.findings == findings {
            return;
        }
        *current = Arc::new(Snapshot { findings: Arc::new(findings), ..Snapshot::clone(&current) });
        // Told before another thread can find something else, or the news might come the other way round.
        self.tell(SiteNews::findings(&current.findings));
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
    use crate::output::OutputTree;

    fn site(files: &[(&str, &str)]) -> Snapshot {
        let mut fixed = OutputTree::default();
        for (path, text) in files {
            fixed.insert(SitePath::new(path), text.as_bytes());
        }
        Snapshot { fixed: Arc::new(fixed), ..Snapshot::default() }
    }

    /// A site, and its news in short.
    fn shared() -> (SharedSite, impl Fn() -> Vec<String>) {
        let shared = SharedSite::new(false);
        let (sender, news) = channel();
        shared.listen(move |news| sender.send(news).unwrap());
        (shared, move || told(&news))
    }

    fn told(news: &Receiver<SiteNews>) -> Vec<String> {
        let short = |news| match news {
            SiteNews::Page(page) => format!("page {}", page.path),
            SiteNews::State(change) => format!("state {}", change.changed.join(" ")),
            SiteNews::Findings(_) => "findings".to_owned(),
        };
        news.try_iter().map(short).collect()
    }

    #[test]
    fn news_of_a_state_name_files_and_pages_that_differ() {
        let (shared, told) = shared();
        shared.swap(site(&[("a.png", "1"), ("b.png", "1")]));
        let (_, last) = shared.swap(site(&[("a.png", "2"), ("b.png", "1")]));
        let pages = ["a.html", "b.html"].map(SitePath::new);
        shared.announce(&last, &pages, &pages[..1]);
        assert_eq!(told(), ["state a.png a.html"]);
    }

    #[test]
    fn findings_of_an_older_state_are_dropped() {
        let (shared, told) = shared();
        let (first, _) = shared.swap(site(&[]));
        let (second, _) = shared.swap(site(&[]));
        shared.found(first, "<aside>1".into());
        assert_eq!(told(), Vec::<String>::new());
        shared.found(second, "<aside>2".into());
        shared.found(second, "<aside>2".into());
        assert_eq!(told(), ["findings"]);
        assert_eq!(*shared.current().findings, FindingsHtml::from("<aside>2"));
        assert_eq!(shared.current().version, second);
    }
}
