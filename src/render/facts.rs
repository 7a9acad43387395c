//! The facts in the head of a page: for whom it is, what is needed, how long it
//! takes, which system it is about, when somebody last checked it.
//!
//! In: a page. Out: its facts, in the order in which every medium shows them;
//! a medium adds its own labels.

use crate::model::Page;

/// The facts of one page.
#[derive(Debug)]
pub(crate) struct PageFacts<'a> {
    /// The readers that the page is for.
    pub(crate) audience: Option<&'a str>,
    /// The things that a reader needs before the first step.
    pub(crate) needs: &'a [String],
    /// The minutes that a reader needs.
    pub(crate) minutes: Option<u32>,
    /// The system that the page is about.
    pub(crate) platform: Option<Platform<'a>>,
    /// The day on which somebody last walked through the guide, as
    /// `2026-11-20`.
    pub(crate) verified: Option<String>,
}

/// A system on the web that a guide is about.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Platform<'a> {
    /// The address as the author wrote it.
    pub(crate) address: &'a str,
    /// The address without scheme and closing slashes, which names the system.
    pub(crate) name: &'a str,
}

impl<'a> PageFacts<'a> {
    pub(crate) fn of(page: &'a Page) -> Self {
        let meta = &page.meta;
        Self {
            audience: meta.audience.as_deref(),
            needs: &meta.needs,
            minutes: meta.minutes,
            platform: meta.platform.as_deref().map(Platform::at),
            verified: meta.verified.map(|day| day.to_string()),
        }
    }
}

impl<'a> Platform<'a> {
    fn at(address: &'a str) -> Self {
        let name = address.split_once("://").map_or(address, |(_, rest)| rest).trim_end_matches('/');
        Self { address, name }
    }

    /// Whether a browser can open the address.
    pub(crate) fn is_web(&self) -> bool {
        self.address.starts_with("http")
    }
}
