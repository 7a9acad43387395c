//! News of the site, as browsers hear them.
//!
//! In: what changed. Out: server-sent events, written once for all browsers
//! that hear them. The other end is `live/tabs.js`.

use std::sync::Arc;

use super::client_place::ForPlace;
use super::findings::FindingsHtml;
use super::whole::AnswerPart;
use crate::url::SitePath;

/// Most paths in one message; with more paths the message says "everything".
const MANY: usize = 200;

/// One event, ready to be sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct SentEvent(Arc<[u8]>);

impl SentEvent {
    /// An event of this name. The data is one line, since JSON has no line
    /// ends in it.
    pub(super) fn new(name: &str, data: &serde_json::Value) -> Self {
        Self(format!("event: {name}\ndata: {data}\n\n").into_bytes().into())
    }

    /// The findings, as HTML.
    pub(super) fn findings(html: &str) -> Self {
        Self::new("findings", &serde_json::json!({ "html": html }))
    }

    pub(super) fn part(&self) -> AnswerPart {
        AnswerPart::file(&self.0)
    }
}

/// What browsers are told.
#[derive(Debug, Clone)]
pub(super) enum SiteNews {
    /// A page that somebody looks at is another one.
    Page(PageNews),
    /// A new state of the site is in place.
    State(SiteChange),
    /// There are other findings.
    Findings(ForPlace<SentEvent>),
}

impl SiteNews {
    /// The news of these findings, as HTML.
    pub(super) fn findings(html: &FindingsHtml) -> Self {
        Self::Findings(ForPlace {
            here: SentEvent::findings(&html.here),
            network: SentEvent::findings(&html.network),
        })
    }
}

/// A page as it looks now.
#[derive(Debug, Clone)]
pub(super) struct PageNews {
    pub(super) path: SitePath,
    pub(super) event: SentEvent,
}

impl PageNews {
    /// The news of this page; `None` for one that is gone.
    pub(super) fn new(path: &SitePath, html: Option<&[u8]>) -> Self {
        let html = html.map(String::from_utf8_lossy);
        let data = serde_json::json!({ "path": path.as_str(), "html": html });
        Self { path: path.clone(), event: SentEvent::new("page", &data) }
    }
}

/// What is different in a new state of the site.
#[derive(Debug, Clone, Default)]
pub(super) struct SiteChange {
    /// The version of the new state.
    pub(super) version: u64,
    /// The state's scripts, as [`Snapshot::scripts`](super::snapshot::Snapshot).
    pub(super) scripts: Arc<str>,
    /// Paths of the files that differ, as far as they are known. Of pages only `compared` are.
    pub(super) changed: Vec<String>,
    /// Paths of the pages that were compared: those that open tabs show.
    pub(super) compared: Vec<String>,
    /// Whether every file may differ.
    pub(super) everywhere: bool,
}

impl SiteChange {
    /// The news that there is this state; everything may have changed before.
    pub(super) fn since_long(version: u64, scripts: &Arc<str>) -> Self {
        Self {
            version,
            scripts: Arc::clone(scripts),
            changed: Vec::new(),
            compared: Vec::new(),
            everywhere: true,
        }
    }

    pub(super) fn event(&self) -> SentEvent {
        let all = self.everywhere || self.changed.len() > MANY;
        let changed = if all { &[] } else { self.changed.as_slice() };
        let data = serde_json::json!({
            "version": self.version, "scripts": &*self.scripts, "all": all, "changed": changed,
            "compared": self.compared,
        });
        SentEvent::new("state", &data)
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test fails by panicking")]
mod tests {
    use super::*;

    #[test]
    fn a_page_of_many_lines_is_one_line_of_an_event() {
        let news = PageNews::new(&SitePath::new("圖.html"), Some(b"<p>\r\n\"a\"\n\n"));
        let text = str::from_utf8(news.event.part().bytes()).unwrap().to_owned();
        assert_eq!(
            text,
            "event: page\ndata: {\"html\":\"<p>\\r\\n\\\"a\\\"\\n\\n\",\"path\":\"圖.html\"}\n\n"
        );
        let gone = PageNews::new(&SitePath::new("a.html"), None);
        assert_eq!(gone.event.part().bytes(), b"event: page\ndata: {\"html\":null,\"path\":\"a.html\"}\n\n");
    }

    #[test]
    fn very_many_paths_are_said_as_everything() {
        let change =
            SiteChange { changed: vec!["a.html".to_owned(); MANY + 1], version: 1, ..SiteChange::default() };
        let text = String::from_utf8(change.event().part().bytes().to_vec()).unwrap();
        assert!(text.contains("\"all\":true,\"changed\":[]"), "{text}");
    }
}
