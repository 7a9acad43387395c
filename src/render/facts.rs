//! The facts in the head of a page: for whom it is, what is needed, how long it
//! takes, which system it is about, when somebody last checked it.
//!
//! In: a page. Out: its facts, and the same with their labels in the order in
//! which every medium shows them. A medium decides by the kind of a value how it
//! looks, so a further fact needs no new code there.

use serde::{Serialize, Serializer};

use crate::model::PageProfile;
use crate::theme::Words;

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

/// One fact, in the words of a language.
#[derive(Debug, Clone)]
pub(crate) struct Fact<'a> {
    /// The key in front matter, by which templates know the fact.
    pub(crate) key: &'static str,
    pub(crate) label: &'a str,
    /// `None` if the page does not say it.
    pub(crate) value: Option<FactValue<'a>>,
}

/// What a fact says.
#[derive(Debug, Clone, Serialize)]
#[serde(untagged)]
pub(crate) enum FactValue<'a> {
    Text(&'a str),
    /// Several texts; there may be none.
    List(&'a [String]),
    Minutes(u32),
    Platform(Platform<'a>),
    /// A day, as `2026-11-20`.
    Day(String),
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
    pub(crate) fn of(page: &'a PageProfile) -> Self {
        let meta = &page.meta;
        Self {
            audience: meta.audience.as_deref(),
            needs: &meta.needs,
            minutes: meta.minutes,
            platform: meta.platform.as_deref().map(Platform::at),
            verified: meta.verified_on().map(|day| day.to_string()),
        }
    }

    /// The facts with their labels, in order.
    pub(crate) fn labelled(self, words: &'a Words) -> [Fact<'a>; 5] {
        let labels = &words.facts;
        let fact = |key, label: &'a str, value| Fact { key, label, value };
        [
            fact("audience", &labels.audience, self.audience.map(FactValue::Text)),
            fact("needs", &labels.needs, Some(FactValue::List(self.needs))),
            fact("minutes", &labels.minutes_label, self.minutes.map(FactValue::Minutes)),
            fact("platform", &labels.platform, self.platform.map(FactValue::Platform)),
            fact("verified", &labels.verified, self.verified.map(FactValue::Day)),
        ]
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

/// As templates see it: `{href, label}`, or null if no browser can open it.
impl Serialize for Platform<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        #[derive(Serialize)]
        struct PlatformView<'a> {
            href: &'a str,
            label: &'a str,
        }
        let view = PlatformView { href: self.address, label: self.name };
        self.is_web().then_some(view).serialize(serializer)
    }
}
