//! The state of the walk.

use std::collections::BTreeMap;
use std::ops::Range;

use super::events::Events;
use crate::diag::Problem;
use crate::model::{Block, Parsed};
use crate::parse::joiner::Mended;
use crate::parse::words::ParseWords;
use crate::source::Source;

/// Quotes, lists and emphasis nest no deeper; what lies deeper becomes plain
/// text, with a finding. Every later walk may recurse because of it.
pub(super) const MAX_DEPTH: usize = 24;

pub(super) struct MarkdownWalk<'a> {
    pub(super) source: &'a Source,
    pub(super) start: usize,
    pub(super) mended: Option<&'a Mended>,
    pub(super) parse_words: &'a ParseWords,
    pub(super) events: Events<'a>,
    pub(super) at: usize,
    /// Events from here on are out of reach: the end tag of raw HTML.
    pub(super) limit: usize,
    pub(super) depth: usize,
    /// How many list items are open.
    pub(super) items: usize,
    /// The box of the item that is open.
    pub(super) task: Option<bool>,
    /// The last character of running text, for line breaks.
    pub(super) last_char: Option<char>,
    /// How many events may still be looked at in search of end tags: many
    /// that are never closed must not take quadratic time.
    pub(super) reach: usize,
    /// Whether the finding about depth is made.
    pub(super) too_deep: bool,
    pub(super) notes: BTreeMap<String, u32>,
    pub(super) definitions: BTreeMap<String, Vec<Block<Parsed>>>,
    pub(super) prose: Vec<Range<usize>>,
    pub(super) problems: Vec<Problem>,
}
