//! The pages of one state of the site, made when somebody asks for them.
//!
//! A state lives on threads of its own. One makes pages: first those that open tabs show, then those
//! that clients ask for. One looks at the whole site for findings, a moment later. One makes the
//! search index when somebody wants it. They end when nobody has the state any more.

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use std::{io, thread};

use rayon::ThreadPool;

use crate::compile::{MadeUnits, OpenState, SiteState};
use crate::diag::Diagnostic;
use crate::output::OutputTree;
use crate::source::ContentTree;
use crate::url::SitePath;

/// The bytes of a page; `None` for one that does not exist.
pub(super) type PageBytes = Option<Arc<[u8]>>;

/// A page that somebody waits for. It is told what came of it.
struct PageOrder {
    path: SitePath,
    deliver: Box<dyn FnOnce(PageBytes) + Send>,
}

/// Most pages that are kept after they were made.
const KEPT: usize = 128;

/// How long the look for findings waits after the pages of open tabs were made, so that browsers show
/// these first. Nobody reads a finding as soon as that.
const PAUSE: Duration = Duration::from_millis(40);

/// The folder of the search index.
const SEARCH: &str = "search/";

/// The pages of one state of the site.
pub(super) struct LivePages {
    state: Arc<SiteState>,
    pages: Sender<PageOrder>,
    searches: Sender<PageOrder>,
    made: Arc<MadePages>,
    /// The handouts that somebody has asked for; `None` for those that can't be made.
    handouts: Mutex<BTreeMap<SitePath, PageBytes>>,
    ended: Arc<AtomicBool>,
}

/// The pages that were made last.
#[derive(Debug, Default)]
struct MadePages(Mutex<BTreeMap<SitePath, PageBytes>>);

/// What begins with a state.
pub(super) struct PagesToBegin<F, G> {
    /// The pages that open tabs show.
    pub(super) looked_at: Vec<SitePath>,
    /// Gets each of these pages as soon as it is made.
    pub(super) first: F,
    /// Gets the findings, unless a newer state comes before they are known.
    pub(super) found: G,
    /// Where pages are looked at for findings. Nobody waits for these, so that they must not take the
    /// threads of those for whom somebody does.
    pub(super) behind: Arc<ThreadPool>,
}

impl LivePages {
    /// Begins with a state.
    ///
    /// # Errors
    /// The system gives no thread.
    pub(super) fn begin<F, G>(state: SiteState, begin: PagesToBegin<F, G>) -> io::Result<Self>
    where
        F: FnMut(&SitePath, PageBytes) + Send + 'static,
        G: FnOnce(&ContentTree, &[Diagnostic]) + Send + 'static,
    {
        let PagesToBegin { looked_at, mut first, found, behind } = begin;
        let (state, made, ended) =
            (Arc::new(state), Arc::<MadePages>::default(), Arc::<AtomicBool>::default());
        let ((pages, page_orders), (searches, search_orders)) = (channel(), channel());
        let (live, kept) = (Arc::clone(&state), Arc::clone(&made));
        let (shown, tabs_are_served) = channel::<()>();
        let pause = if looked_at.is_empty() { Duration::ZERO } else { PAUSE };
        thread::Builder::new().name("pages".to_owned()).spawn(move || {
            let open = live.open();
            for path in &looked_at {
                first(path, kept.page(&open, path));
            }
            drop((first, shown));
            make_pages(&open, &kept, &page_orders);
        })?;
        let (live, stop) = (Arc::clone(&state), Arc::clone(&ended));
        let (units, made_units) = channel();
        thread::Builder::new().name("findings".to_owned()).spawn(move || {
            let stop = || stop.load(Ordering::Relaxed);
            // Nothing is sent: the other end goes when the pages are made.
            _ = tabs_are_served.recv();
            thread::sleep(pause);
            // A fault in the program costs the findings and does not end the preview.
            let findings =
                catch_unwind(AssertUnwindSafe(|| behind.install(|| findings(&live, &units, &stop))));
            drop(units);
            if let Some(findings) = findings.ok().flatten() {
                found(live.tree(), &findings);
            }
        })?;
        let live = Arc::clone(&state);
        let work = move || make_search(&live, &made_units, &search_orders);
        thread::Builder::new().name("search".to_owned()).spawn(work)?;
        Ok(Self { state, pages, searches, made, handouts: Mutex::default(), ended })
    }

    /// Ends the look for findings: there is a newer state.
    pub(super) fn end(&self) {
        self.ended.store(true, Ordering::Relaxed);
    }

    /// The state whose pages these are.
    pub(super) fn state(&self) -> &SiteState {
        &self.state
    }

    /// Whether there may be a page, or a file of the search index, at this address.
    pub(super) fn has(&self, path: &SitePath) -> bool {
        path.as_str().starts_with(SEARCH) || self.state.has_page(path)
    }

    /// A page that was made lately.
    pub(super) fn made(&self, path: &SitePath) -> Option<PageBytes> {
        self.made.kept().get(path).cloned()
    }

    /// Lets a page be made and gives it to `deliver`.
    pub(super) fn ask(&self, path: SitePath, deliver: impl FnOnce(PageBytes) + Send + 'static) {
        let orders = if path.as_str().starts_with(SEARCH) { &self.searches } else { &self.pages };
        // The thread ends only after this value.
        let _ = orders.send(PageOrder { path, deliver: Box::new(deliver) });
    }

    /// A handout, which is made only once.
    pub(super) fn handout(&self, path: &SitePath) -> PageBytes {
        let kept = || self.handouts.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(made) = kept().get(path) {
            return made.clone();
        }
        let made = self.state.handout(path).map(Arc::from);
        kept().insert(path.clone(), made.clone());
        made
    }
}

impl std::fmt::Debug for LivePages {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("LivePages").finish_non_exhaustive()
    }
}

impl MadePages {
    fn kept(&self) -> MutexGuard<'_, BTreeMap<SitePath, PageBytes>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A page, which is made now if it is not kept. A fault in the program costs one page and does
    /// not end the preview.
    fn page(&self, open: &OpenState<'_>, path: &SitePath) -> PageBytes {
        if let Some(made) = self.kept().get(path) {
            return made.clone();
        }
        let made = catch_unwind(AssertUnwindSafe(|| open.page(path))).ok().flatten();
        let mut kept = self.kept();
        if kept.len() >= KEPT {
            kept.clear();
        }
        kept.insert(path.clone(), made.clone());
        made
    }
}

/// Makes pages until nobody can ask for one.
fn make_pages(open: &OpenState<'_>, made: &MadePages, orders: &Receiver<PageOrder>) {
    for PageOrder { path, deliver } in orders {
        deliver(made.page(open, &path));
    }
}

/// What there is to find in a state. What was made of its pages goes to `units` before that. Gives
/// nothing soon after `stop` says so.
fn findings(
    state: &SiteState,
    units: &Sender<Arc<MadeUnits>>,
    stop: &(dyn Fn() -> bool + Sync),
) -> Option<Vec<Diagnostic>> {
    let open = state.open();
    let made = Arc::new(open.units(stop)?);
    // Nobody needs it if the search index is not made any more.
    _ = units.send(Arc::clone(&made));
    open.findings(&made, stop)
}

/// Makes the search index when a file of it is asked for.
fn make_search(state: &SiteState, units: &Receiver<Arc<MadeUnits>>, orders: &Receiver<PageOrder>) {
    let mut files: Option<OutputTree> = None;
    for PageOrder { path, deliver } in orders {
        let make = || {
            let open = state.open();
            // The look may have ended early. Who asks for this state's index gets it all the same.
            let made = units.recv().ok().or_else(|| open.units(&|| false).map(Arc::new))?;
            Some(open.search(&made))
        };
        if files.is_none() {
            files = catch_unwind(AssertUnwindSafe(make)).ok().flatten();
        }
        deliver(files.as_ref().and_then(|files| files.get(&path).cloned()));
    }
}
