//! Blocks and text that lie deeper than [`MAX_DEPTH`]: they become plain text, and
//! there is a problem.

use std::ops::Range;

use pulldown_cmark::Event;

use super::state::{MAX_DEPTH, MarkdownWalk};
use crate::diag::ProblemKind;
use crate::model::{Block, Inline, Parsed};
use crate::parse::{bounded, joiner};

impl MarkdownWalk<'_> {
    /// The next block, which lies too deep, as a paragraph of plain text.
    pub(super) fn flattened(&mut self) -> Block<Parsed> {
        let text = self.flattened_text();
        Block::Paragraph(vec![Inline::Text(text)])
    }

    pub(super) fn flattened_text(&mut self) -> String {
        let end = self.matching_end(self.at).unwrap_or(self.limit);
        if let Some((_, range)) = self.events.get(self.at) {
            let range = range.clone();
            self.report_depth(&range);
        }
        let mut text = String::new();
        while self.at < end {
            let Some((event, _)) = self.next() else { break };
            match event {
                Event::Text(words) | Event::Code(words) => text.push_str(&words),
                Event::SoftBreak | Event::HardBreak => text.push(' '),
                _ => (),
            }
        }
        self.at += 1;
        let text = text.strip_prefix(joiner::JOINER).map_or(text.as_str(), bounded::behind_markers);
        text.replace(joiner::JOINER, "")
    }

    /// Reports that something lies too deep, once for each source.
    pub(super) fn report_depth(&mut self, range: &Range<usize>) {
        if !std::mem::replace(&mut self.too_deep, true) {
            let span = self.span(&(range.start..range.start + 1));
            self.problem(span, ProblemKind::TooDeep(MAX_DEPTH));
        }
    }
}
