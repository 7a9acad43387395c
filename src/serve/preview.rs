//! The running preview: each new state of the folder becomes the current state of the site.

use std::sync::Arc;
use std::sync::mpsc::channel;
use std::time::Instant;

use rayon::{ThreadPool, ThreadPoolBuilder};

use super::builder::SiteBuilder;
use super::editor::EditorLinks;
use super::findings;
use super::follow::FolderListener;
use super::live_pages::{LivePages, PageBytes, PagesToBegin};
use super::preview_news::PreviewNews;
use super::shared::SharedSite;
use super::snapshot::Snapshot;
use crate::diag::{Diagnostic, Severity};
use crate::disk::FolderChange;
use crate::source::ContentTree;
use crate::url::SitePath;

/// A function that tells the terminal.
pub(super) type Tell = Arc<dyn Fn(PreviewNews) + Send + Sync>;

/// The running preview, which gets each new state of the folder.
pub(super) struct Preview {
    shared: Arc<SharedSite>,
    builder: SiteBuilder,
    /// How findings link to the author's editor.
    editor: Arc<EditorLinks>,
    tell: Tell,
    behind: Arc<ThreadPool>,
    /// The state that is looked at for findings, or was last.
    checking: Option<Arc<LivePages>>,
    /// Whether the terminal was told of trouble that may be over.
    in_trouble: bool,
}

impl Preview {
    /// # Errors
    /// The system gives no thread.
    pub(super) fn new(
        shared: Arc<SharedSite>,
        (builder, editor): (SiteBuilder, EditorLinks),
        tell: Tell,
    ) -> Result<Self, String> {
        // One processor stays free for pages and for the browser.
        let threads = rayon::current_num_threads().saturating_sub(1).max(1);
        let behind =
            ThreadPoolBuilder::new().num_threads(threads).build().map_err(|error| error.to_string())?;
        let (behind, editor) = (Arc::new(behind), Arc::new(editor));
        Ok(Self { shared, builder, editor, tell, behind, checking: None, in_trouble: false })
    }

    /// Makes a state of the site the current one, and sends the pages that tabs show. `changed` is how
    /// many files differ, and `since` when that was noticed. The terminal is told when the findings are
    /// known, unless there is a newer state then.
    ///
    /// # Errors
    /// Why there is no new state; then the last one stays.
    pub(super) fn show(&mut self, tree: &ContentTree, changed: usize, since: Instant) -> Result<(), String> {
        let (state, fixed) = self.builder.build(tree).map_err(|unread| unread.to_string())?;
        self.checking.iter().for_each(|pages| pages.end());
        let last = self.shared.current();
        // While `stepbook.toml` does not parse, the last good site stays under the findings.
        let held = state.has_broken_settings() && last.pages.is_some();
        let looked_at = if held { Vec::new() } else { self.shared.looked_at() };
        let ((first, pages), (send_place, place)) = (channel(), channel());
        let (shared, tell, editor) =
            (Arc::clone(&self.shared), Arc::clone(&self.tell), Arc::clone(&self.editor));
        let found = move |tree: &ContentTree, found: &[Diagnostic]| {
            let Ok((version, took)) = place.recv() else { return };
            shared.found(version, findings::html(found, tree, held, &editor));
            let count = |severity| found.iter().filter(|finding| finding.severity == severity).count();
            let (errors, warnings) = (count(Severity::Error), count(Severity::Warning));
            tell(PreviewNews::Built { changed, errors, warnings, took });
        };
        let first = move |path: &SitePath, page| _ = first.send((path.clone(), page));
        let compared = looked_at.clone();
        let live = LivePages::begin(
            state,
            PagesToBegin { looked_at, first, found, behind: Arc::clone(&self.behind) },
        );
        let live =
            Arc::new(live.map_err(|error| format!("the system gives the preview no thread: {error}"))?);
        self.checking = Some(Arc::clone(&live));
        let findings = Arc::clone(&last.findings);
        let next = if held {
            Snapshot { findings, ..Snapshot::clone(&last) }
        } else {
            Snapshot { fixed, pages: Some(live), findings, ..Snapshot::default() }
        };
        let (version, last) = self.shared.swap(next);
        let differ = pages.iter().filter(|(path, page)| self.push(&last, path, page));
        let differ: Vec<SitePath> = differ.map(|(path, _)| path).collect();
        self.shared.announce(&last, &compared, &differ);
        // Nobody waits if the look has ended already.
        _ = send_place.send((version, since.elapsed()));
        Ok(())
    }

    /// Sends a page, unless tabs have it already.
    fn push(&self, last: &Snapshot, path: &SitePath, page: &PageBytes) -> bool {
        let had = last.pages.as_ref().and_then(|pages| pages.made(path));
        let differs = had.as_ref() != Some(page);
        if differs {
            self.shared.push_page(path, page);
        }
        differs
    }
}

impl FolderListener for Preview {
    fn changed(&mut self, change: FolderChange, since: Instant) -> Result<(), String> {
        let was_in_trouble = std::mem::take(&mut self.in_trouble);
        let last = self.checking.as_ref();
        if last.is_some_and(|pages| pages.state().tree().has_same_files(&change.tree)) {
            if was_in_trouble {
                (self.tell)(PreviewNews::Readable);
            }
            return Ok(());
        }
        self.show(&change.tree, change.changed.len(), since)
    }

    fn unreadable(&mut self, why: String) {
        self.in_trouble = true;
        (self.tell)(PreviewNews::Unreadable(why));
    }

    fn polling(&mut self) {
        (self.tell)(PreviewNews::Polling);
    }
}
