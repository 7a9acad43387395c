//! The state of the walk over the parser's events.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::ops::Range;

use super::events::Events;
use crate::diag::Problem;
use crate::model::{Block, Parsed, StepWords};
use crate::parse::changes::Changed;
use crate::source::{Source, Span};

/// The greatest depth of nested quotes, lists and emphasis. Deeper ones become plain
/// text, with a problem. Because of this limit, every later walk may be recursive.
pub(super) const MAX_DEPTH: usize = 24;

/// Where the next piece of running text stands in its paragraph.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum LinePlace {
    /// At the beginning of the paragraph.
    First,
    /// At the beginning of a further line.
    Later,
    /// Behind other text of the line, or not in a paragraph.
    Inside,
}

pub(super) struct MarkdownWalk<'a> {
    pub(super) source: &'a Source,
    pub(super) start: usize,
    /// The text that the parser reads.
    pub(super) changed: &'a Changed<'a>,
    pub(super) step_words: &'a StepWords,
    pub(super) events: Events<'a>,
    pub(super) at: usize,
    /// The index of the first event that may not be read now: the end tag of the
    /// open element of raw HTML.
    pub(super) limit: usize,
    pub(super) depth: usize,
    /// How many list items are open.
    pub(super) items: usize,
    /// How many links are open.
    pub(super) links: usize,
    /// The task box of the open item, if it has one.
    pub(super) task: Option<bool>,
    /// Further blocks that the last paragraph became.
    pub(super) more: Vec<Block<Parsed>>,
    /// Whether the line above the next block is the mark of an alert.
    pub(super) after_mark: bool,
    /// Where the next piece of running text stands.
    pub(super) line: LinePlace,
    /// Up to where in the source lines are already reported as near misses.
    pub(super) near_until: usize,
    /// Where the line of the source ends that was looked at last.
    pub(super) line_end: usize,
    /// Up to where in the source text is left out, because it is of another program's dialect.
    pub(super) left_out_until: usize,
    /// Up to where in the source tags of other programs were looked for.
    pub(super) tags_until: usize,
    /// The elements of HTML whose start tags were left out.
    pub(super) dropped: BTreeSet<String>,
    /// The names of places that wait for the block which they stand before.
    pub(super) waiting: VecDeque<(String, Span)>,
    /// The names of places that were given.
    pub(super) named: BTreeSet<String>,
    /// The last character of running text, which decides what a line break becomes.
    pub(super) last_char: Option<char>,
    /// How many events the search for end tags may still look at. Without this
    /// limit, many tags that are never closed would take quadratic time.
    pub(super) reach: usize,
    /// Whether the problem about depth was already reported.
    pub(super) too_deep: bool,
    pub(super) notes: BTreeMap<String, u32>,
    pub(super) definitions: BTreeMap<String, Vec<Block<Parsed>>>,
    pub(super) prose: Vec<Range<usize>>,
    pub(super) problems: Vec<Problem>,
}
