//! Server-sent events: news of the site for one open browser.
//!
//! A browser that reads slowly must not cost memory. So at most one line waits
//! for it, which says that everything changed.

use std::io::{self, Write};

use super::outgoing::Outgoing;

/// Most paths in one message; with more paths the message says "everything".
const MANY: usize = 200;

/// What is different in a new state of the site.
#[derive(Debug, Clone, Default)]
pub(super) struct SiteChange {
    /// The version of the new state.
    pub(super) version: u64,
    /// Paths of the files that differ.
    pub(super) changed: Vec<String>,
    /// Whether every page looks different, because the findings changed.
    pub(super) everywhere: bool,
}

impl SiteChange {
    /// The news that there is this state; everything may have changed before.
    pub(super) fn of_version(version: u64) -> Self {
        Self { version, changed: Vec::new(), everywhere: true }
    }

    fn to_event(&self) -> String {
        let all = self.everywhere || self.changed.len() > MANY;
        let changed = if all { &[] } else { self.changed.as_slice() };
        let news = serde_json::json!({ "version": self.version, "all": all, "changed": changed });
        format!("data: {news}\n\n")
    }
}

/// The stream of events to one browser.
#[derive(Debug)]
pub(super) struct EventStream {
    out: Outgoing,
    /// The news that follows once `out` is written.
    next: Option<SiteChange>,
}

impl EventStream {
    /// Begins with the version of the current site: it may have changed since
    /// the browser loaded its page.
    pub(super) fn begin(version: u64) -> Self {
        let mut out = Outgoing::events();
        out.push("retry: 500\n");
        out.push(SiteChange::of_version(version).to_event());
        Self { out, next: None }
    }

    /// Tells the browser of a new state.
    pub(super) fn tell(&mut self, news: &SiteChange) {
        if self.is_written() {
            self.out.push(news.to_event());
        } else {
            // The browser has missed more changes than this news tells.
            self.next = Some(SiteChange::of_version(news.version));
        }
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
        if self.is_written()
            && let Some(news) = self.next.take()
        {
            self.out.push(news.to_event());
            taken += self.out.write_to(stream)?;
        }
        Ok(taken)
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test fails by panicking")]
mod tests {
    use super::*;

    fn news(version: u64, file: &str) -> SiteChange {
        SiteChange { version, changed: vec![file.to_owned()], everywhere: false }
    }

    /// Everything that a stream writes now.
    fn heard(stream: &mut EventStream) -> String {
        let mut bytes = Vec::new();
        stream.write_to(&mut bytes).unwrap();
        String::from_utf8(bytes).unwrap().replace('\r', "")
    }

    #[test]
    fn a_browser_hears_the_version_and_then_what_changes() {
        let mut stream = EventStream::begin(1);
        assert!(
            heard(&mut stream)
                .ends_with("\n\nretry: 500\ndata: {\"all\":true,\"changed\":[],\"version\":1}\n\n")
        );
        stream.tell(&news(2, "a.html"));
        assert_eq!(heard(&mut stream), "data: {\"all\":false,\"changed\":[\"a.html\"],\"version\":2}\n\n");
    }

    #[test]
    fn a_browser_that_is_slow_hears_that_everything_changed() {
        let mut stream = EventStream::begin(1);
        for version in 2..1000 {
            stream.tell(&news(version, "a.html"));
        }
        let heard = heard(&mut stream);
        assert!(heard.ends_with("data: {\"all\":true,\"changed\":[],\"version\":999}\n\n"), "{heard}");
        assert_eq!(heard.matches("data: ").count(), 2);
    }
}
