//! Which pages the tabs of open browsers show. A page that somebody looks at is
//! sent there as soon as it is made.
//!
//! Browsers say it (`live/tabs.js`), so all of it is bounded.

use std::collections::BTreeMap;

use crate::url::{SitePath, percent_decode};

/// Most pages of one browser, and of all; a browser with more tabs leaves out
/// those that were looked at longest ago.
const MOST: usize = 32;

/// Longest path of a page, in bytes.
const LONGEST: usize = 1024;

/// What a browser says about its tabs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct LookingReport {
    /// The number of the browser's stream of events.
    pub(super) stream: usize,
    /// The pages, the one that was looked at last first.
    pub(super) pages: Vec<SitePath>,
}

impl LookingReport {
    /// Reads the query of a request, such as `stream=7&page=en/a.html`; `None`
    /// if it says something else or too much.
    pub(super) fn parse(query: &str) -> Option<Self> {
        let (mut stream, mut pages) = (None, Vec::new());
        for (key, value) in query.split('&').filter_map(|pair| pair.split_once('=')) {
            match key {
                "stream" => stream = Some(value.parse().ok()?),
                "page" if value.len() <= 3 * LONGEST => {
                    let path = percent_decode(value);
                    if path.is_empty() || path.len() > LONGEST {
                        return None;
                    }
                    pages.push(SitePath::new(&path));
                }
                _ => return None,
            }
        }
        (pages.len() <= MOST).then_some(Self { stream: stream?, pages })
    }
}

/// The pages at which all browsers look.
#[derive(Debug, Default)]
pub(super) struct LookedAt {
    /// By the number of a stream: when it last said so, and its pages.
    streams: BTreeMap<usize, (u64, Vec<SitePath>)>,
    /// How many reports there were.
    reports: u64,
}

impl LookedAt {
    /// Takes a report in the place of the stream's last one.
    pub(super) fn report(&mut self, report: LookingReport) {
        self.reports += 1;
        self.streams.insert(report.stream, (self.reports, report.pages));
    }

    /// Forgets the streams that have ended; whether there was one.
    pub(super) fn keep(&mut self, mut is_open: impl FnMut(usize) -> bool) -> bool {
        let before = self.streams.len();
        self.streams.retain(|number, _| is_open(*number));
        self.streams.len() < before
    }

    /// Whether the browser of this stream looks at this page.
    pub(super) fn looks(&self, stream: usize, page: &SitePath) -> bool {
        self.streams.get(&stream).is_some_and(|(_, pages)| pages.contains(page))
    }

    /// All pages once, the one that was looked at last first.
    pub(super) fn pages(&self) -> Vec<SitePath> {
        let mut streams: Vec<_> = self.streams.values().collect();
        streams.sort_by_key(|(when, _)| std::cmp::Reverse(*when));
        let mut all = Vec::new();
        for page in streams.into_iter().flat_map(|(_, pages)| pages) {
            if all.len() < MOST && !all.contains(page) {
                all.push(page.clone());
            }
        }
        all
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test fails by panicking")]
mod tests {
    use super::*;

    fn paths(looked_at: &LookedAt) -> Vec<String> {
        looked_at.pages().iter().map(ToString::to_string).collect()
    }

    #[test]
    fn a_report_names_a_stream_and_its_pages() {
        let report = LookingReport::parse("stream=7&page=en/a%20b.html&page=zh-TW%2F%E5%9C%96.html").unwrap();
        assert_eq!(report.stream, 7);
        assert_eq!(report.pages, [SitePath::new("en/a b.html"), SitePath::new("zh-TW/圖.html")]);
        assert_eq!(LookingReport::parse("stream=7").unwrap().pages, []);
    }

    #[test]
    fn what_is_no_report_is_none() {
        let long = format!("stream=1&page={}", "a".repeat(LONGEST + 1));
        let many = format!("stream=1{}", "&page=a".repeat(MOST + 1));
        for query in ["", "page=a", "stream=", "stream=-1", "stream=1&page=", "stream=1&x=1", &long, &many] {
            assert_eq!(LookingReport::parse(query), None, "{query}");
        }
    }

    #[test]
    fn the_page_that_was_looked_at_last_comes_first_and_goes_with_its_stream() {
        let mut looked_at = LookedAt::default();
        for query in ["stream=2&page=a&page=b", "stream=3&page=b&page=c", "stream=2&page=d&page=a"] {
            looked_at.report(LookingReport::parse(query).unwrap());
        }
        assert_eq!(paths(&looked_at), ["d", "a", "b", "c"]);
        assert!(looked_at.looks(3, &SitePath::new("c")) && !looked_at.looks(2, &SitePath::new("c")));
        assert!(!looked_at.keep(|_| true));
        assert!(looked_at.keep(|stream| stream == 3));
        assert_eq!(paths(&looked_at), ["b", "c"]);
    }

    #[test]
    fn however_many_browsers_there_are_the_pages_are_few() {
        let mut looked_at = LookedAt::default();
        for stream in 0..100 {
            looked_at.report(LookingReport { stream, pages: vec![SitePath::new(&stream.to_string())] });
        }
        assert_eq!(looked_at.pages().len(), MOST);
        assert_eq!(paths(&looked_at).first().unwrap(), "99");
    }
}
