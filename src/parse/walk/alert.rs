//! Quotes and alerts. The mark of an alert may be one of another program: `[!info]- Title`.

use pulldown_cmark::{BlockQuoteKind, Event, Tag, TagEnd};

use super::state::{LinePlace, MarkdownWalk};
use crate::diag::{Fix, ForeignSyntax, ProblemKind};
use crate::model::{Alert, AlertKind, Block, DraftInlines, Parsed};
use crate::parse::dialect::{BoxKind, box_kind, nearest_kind};
use crate::parse::{line, shape};
use crate::source::Span;

/// Most bytes of a mark.
const LONGEST: usize = 100;

impl MarkdownWalk<'_> {
    /// Reads a quote whose start was taken. Its end is not taken.
    pub(super) fn quote(&mut self, kind: Option<BlockQuoteKind>) -> Block<Parsed> {
        let kind = kind.map(alert_kind);
        if let Some(kind) = kind {
            self.after_mark = true;
            let blocks = self.blocks();
            self.after_mark = false;
            return Block::Alert(Alert { kind, title: Vec::new(), blocks });
        }
        let Some(kind) = self.alert_mark() else { return Block::Quote(self.blocks()) };
        let (title, first) = self.titled_paragraph();
        let mut blocks: Vec<Block<Parsed>> = first.into_iter().collect();
        blocks.append(&mut self.more);
        blocks.extend(self.blocks());
        if blocks.is_empty() {
            return Block::Alert(Alert { kind, title: Vec::new(), blocks: vec![Block::Paragraph(title)] });
        }
        Block::Alert(Alert { kind, title, blocks: shape::attach_items(blocks) })
    }

    /// Takes the mark at the beginning of a quote, and the start of its paragraph.
    fn alert_mark(&mut self) -> Option<AlertKind> {
        let (Event::Start(Tag::Paragraph), _) = self.events.get(self.at)? else { return None };
        let (Event::Text(_), range) = self.events.get(self.at + 1)? else { return None };
        let at = range.start;
        let line = line::after(&self.changed.text, at, LONGEST);
        let (name, behind) = line.strip_prefix("[!")?.split_once(']')?;
        let kind = box_kind(name.trim());
        let behind = behind.trim_start_matches(['-', '+']);
        let length = line.len() - behind.trim_start().len();
        let bytes = self.places(&(at..at + length));
        let Some(kind) = kind else {
            let end = self.places(&(at..at + "[!".len() + name.len() + "]".len())).end;
            let span = Span::new(self.source.id, bytes.start..end);
            let nearest = nearest_kind(name);
            let right = nearest.map(|nearest| format!("[!{}]", nearest.to_uppercase()));
            let fix = right.map(|replacement| Fix { span: span.clone(), replacement });
            let what = ForeignSyntax::UnknownAlert { name: name.to_owned(), nearest };
            self.near_until = self.near_until.max(end);
            self.problem(span, ProblemKind::Foreign { what, fix });
            return None;
        };
        self.left_out_until = bytes.end;
        self.at += 1;
        Some(match kind {
            BoxKind::Alert(kind) => kind,
            BoxKind::Fold => AlertKind::Note,
        })
    }

    /// Reads a paragraph whose start was taken: its first line, and the rest as a block. Its end is
    /// taken too.
    fn titled_paragraph(&mut self) -> (DraftInlines, Option<Block<Parsed>>) {
        let from = self.at;
        let mut end = self.at;
        let mut open = 0_usize;
        let ends_line = loop {
            match self.events.get(end) {
                Some((Event::SoftBreak | Event::HardBreak, _)) if open == 0 => break true,
                Some((Event::Start(_), _)) => open += 1,
                Some((Event::End(_), _)) if open > 0 => open -= 1,
                Some((Event::End(_), _)) | None => break false,
                _ => (),
            }
            end += 1;
        };
        let outer = self.limit;
        self.limit = end.min(outer);
        self.line = LinePlace::Inside;
        let title = self.inlines();
        self.limit = outer;
        self.at = end.max(from) + usize::from(ends_line);
        let mut first = None;
        if ends_line {
            let begin = self.events.get(self.at).map_or(0, |(_, range)| range.start);
            self.line = LinePlace::Later;
            let text = self.inlines();
            let to = self.events.get(self.at.saturating_sub(1)).map_or(begin, |(_, range)| range.end);
            let span = self.span(&(begin..to.max(begin)));
            first = Some(self.parted(text, &span));
        }
        if matches!(self.events.get(self.at), Some((Event::End(TagEnd::Paragraph), _))) {
            self.at += 1;
        }
        (title, first)
    }
}

const fn alert_kind(kind: BlockQuoteKind) -> AlertKind {
    match kind {
        BlockQuoteKind::Note => AlertKind::Note,
        BlockQuoteKind::Tip => AlertKind::Tip,
        BlockQuoteKind::Important => AlertKind::Important,
        BlockQuoteKind::Warning => AlertKind::Warning,
        BlockQuoteKind::Caution => AlertKind::Caution,
    }
}
