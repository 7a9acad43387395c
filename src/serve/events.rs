//! The stream of events to one open browser.
//!
//! A browser that reads slowly must not cost memory: of what it has not taken,
//! only the latest of each page, the latest state and the latest findings wait.

use std::io::{self, Write};

use super::client_place::ClientPlace;
use super::news::{PageNews, SentEvent, SiteChange, SiteNews};
use super::outgoing::Outgoing;
use crate::url::SitePath;

/// The stream of events to one browser.
#[derive(Debug)]
pub(super) struct EventStream {
    out: Outgoing,
    place: ClientPlace,
    /// The pages that follow once `out` is written, each once. They are few:
    /// [`looking`](super::looking) limits at how many a browser looks.
    pages: Vec<PageNews>,
    /// The state that follows them.
    state: Option<SiteChange>,
    /// The findings that follow at last.
    findings: Option<SentEvent>,
}

impl EventStream {
    /// Begins with the number of the stream, by which the browser says at which
    /// pages it looks, the current state, and the current findings as HTML:
    /// either may have changed since the browser loaded its page. The browser is at `place`.
    pub(super) fn begin(number: usize, place: ClientPlace, state: &SiteChange, findings: &str) -> Self {
        let mut out = Outgoing::events();
        out.push("retry: 500\n");
        let data = serde_json::json!({
            "stream": number, "version": state.version, "scripts": &*state.scripts,
        });
        out.add(SentEvent::new("stream", &data).part());
        out.add(SentEvent::findings(findings).part());
        Self { out, place, pages: Vec::new(), state: None, findings: None }
    }

    /// Tells the browser.
    pub(super) fn tell(&mut self, news: &SiteNews) {
        let at_once = self.is_written();
        match news {
            SiteNews::Page(page) if at_once => self.out.add(page.event.part()),
            SiteNews::State(change) if at_once => self.out.add(change.event().part()),
            SiteNews::Findings(findings) if at_once => self.out.add(findings.at(self.place).part()),
            SiteNews::Page(page) => {
                self.pages.retain(|waiting| waiting.path != page.path);
                self.pages.push(page.clone());
            }
            // The browser has missed more changes than this news tells.
            SiteNews::State(change) => {
                self.state = Some(SiteChange::since_long(change.version, &change.scripts));
            }
            SiteNews::Findings(findings) => {
                self.findings = Some(findings.at(self.place).clone());
            }
        }
    }

    /// Forgets the waiting pages at which the browser does not look any more.
    pub(super) fn look_at(&mut self, pages: &[SitePath]) {
        self.pages.retain(|waiting| pages.contains(&waiting.path));
    }

    /// Adds a line that browsers ignore. Writing it shows which browsers have
    /// gone.
    pub(super) fn beat(&mut self) {
        self.out.push(": still here\n\n");
    }

    /// Whether the browser has taken everything.
    pub(super) fn is_written(&self) -> bool {
        self.out.is_empty()
    }

    /// Writes what the browser takes, and returns how many bytes that was.
    pub(super) fn write_to(&mut self, stream: &mut impl Write) -> io::Result<usize> {
        let mut taken = self.out.write_to(stream)?;
        if self.is_written() && self.take_waiting() {
            taken += self.out.write_to(stream)?;
        }
        Ok(taken)
    }

    /// Moves what waits into `out`; `false` if nothing does.
    fn take_waiting(&mut self) -> bool {
        let pages = std::mem::take(&mut self.pages).into_iter().map(|page| page.event);
        let state = self.state.take().map(|change| change.event());
        for event in pages.chain(state).chain(self.findings.take()) {
            self.out.add(event.part());
        }
        !self.is_written()
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test fails by panicking")]
mod tests {
    use super::*;

    fn change(version: u64) -> SiteChange {
        SiteChange {
            version,
            scripts: "s".into(),
            changed: vec!["a.html".to_owned()],
            ..SiteChange::default()
        }
    }

    fn page(path: &str, html: &str) -> SiteNews {
        SiteNews::Page(PageNews::new(&SitePath::new(path), Some(html.as_bytes())))
    }

    /// Everything that a stream writes now.
    fn heard(stream: &mut EventStream) -> String {
        let mut bytes = Vec::new();
        stream.write_to(&mut bytes).unwrap();
        String::from_utf8(bytes).unwrap().replace('\r', "")
    }

    #[test]
    fn a_browser_hears_the_version_and_the_findings_and_then_what_changes() {
        let mut stream = EventStream::begin(7, ClientPlace::Here, &change(1), "<aside>");
        assert!(heard(&mut stream).ends_with(
            "\n\nretry: 500\nevent: stream\ndata: {\"scripts\":\"s\",\"stream\":7,\"version\":1}\n\n\
             event: findings\ndata: {\"html\":\"<aside>\"}\n\n"
        ));
        stream.tell(&SiteNews::State(change(2)));
        assert_eq!(
            heard(&mut stream),
            "event: state\ndata: {\"all\":false,\"changed\":[\"a.html\"],\"compared\":[],\"scripts\":\"s\",\"version\":2}\n\n"
        );
    }

    #[test]
    fn a_browser_that_is_slow_hears_the_latest_of_each_page_and_then_that_everything_changed() {
        let mut stream = EventStream::begin(7, ClientPlace::Here, &change(1), "<aside>");
        for version in 2..1000 {
            stream.tell(&page("a.html", &format!("a{version}")));
            stream.tell(&page("b.html", &format!("b{version}")));
            stream.tell(&SiteNews::State(change(version)));
            stream.tell(&SiteNews::findings(&format!("f{version}").as_str().into()));
        }
        stream.look_at(&[SitePath::new("a.html")]);
        let heard = heard(&mut stream);
        let events: Vec<&str> = heard.split("\n\n").skip(3).collect();
        assert_eq!(
            events,
            [
                "event: page\ndata: {\"html\":\"a999\",\"path\":\"a.html\"}",
                "event: state\ndata: {\"all\":true,\"changed\":[],\"compared\":[],\"scripts\":\"s\",\"version\":999}",
                "event: findings\ndata: {\"html\":\"f999\"}",
                "",
            ]
        );
    }
}
