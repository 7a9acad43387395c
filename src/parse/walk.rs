//! The walk over the Markdown parser's events, which makes blocks of them. Each
//! open block or emphasis is one running call, and these calls nest at most
//! [`MAX_DEPTH`] deep.

mod alert;
mod anchor;
mod deep;
mod events;
mod foreign;
mod inline;
mod near;
mod raw;
mod state;
mod table;

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, CowStr, Event, HeadingLevel, Options, Parser, Tag};

use events::{Events, Located, is_block};
use state::{LinePlace, MAX_DEPTH, MarkdownWalk};

use super::changes::Changed;
use super::heading::{self, HeadingKind};
use super::{dialect, inserted, joiner, shape};
use crate::diag::{Problem, ProblemKind};
use crate::model::{
    Block, DraftFootnote, DraftHeading, DraftInlines, Item, List, Numbering, Parsed, RawLink, StepWords,
};
use crate::source::{Source, Span};

/// Most problems of one text, more than anybody reads. Without a limit, a broken
/// file of several megabytes could have millions of problems.
const MAX_PROBLEMS: usize = 10_000;

/// How many events before its place the walk can still look at.
const BEHIND: usize = 4;

/// The extensions of Markdown that stepbook reads. Metadata blocks are off; see
/// `front_matter`.
pub(super) const OPTIONS: Options = Options::ENABLE_TABLES
    .union(Options::ENABLE_FOOTNOTES)
    .union(Options::ENABLE_STRIKETHROUGH)
    .union(Options::ENABLE_TASKLISTS)
    .union(Options::ENABLE_HEADING_ATTRIBUTES)
    .union(Options::ENABLE_DEFINITION_LIST)
    .union(Options::ENABLE_GFM);

/// The result of parsing the body of a source.
pub(super) struct ParsedBody {
    pub(super) blocks: Vec<Block<Parsed>>,
    pub(super) footnotes: Vec<DraftFootnote>,
    pub(super) prose: Vec<Range<usize>>,
    pub(super) problems: Vec<Problem>,
}

/// Parses the text of `source` from byte `start` on.
pub(super) fn body(source: &Source, start: usize, step_words: &StepWords) -> ParsedBody {
    let text = source.text.get(start..).unwrap_or("");
    let mut changed = Changed::new(text);
    let foreign = dialect::translate(&mut changed, OPTIONS);
    let inserted = inserted::changes(&changed.text, OPTIONS);
    changed.make(inserted);
    let markdown = &*changed.text;
    let events = Events::new(Parser::new_ext(markdown, OPTIONS).into_offset_iter());
    let mut walk = MarkdownWalk {
        source,
        start,
        changed: &changed,
        step_words,
        events,
        at: 0,
        limit: usize::MAX,
        depth: 0,
        items: 0,
        links: 0,
        task: None,
        line: LinePlace::Inside,
        more: Vec::new(),
        after_mark: false,
        near_until: 0,
        line_end: 0,
        left_out_until: 0,
        tags_until: 0,
        dropped: BTreeSet::new(),
        waiting: VecDeque::new(),
        named: BTreeSet::new(),
        last_char: None,
        reach: 10_000 + 4 * markdown.len(),
        too_deep: false,
        notes: BTreeMap::new(),
        definitions: BTreeMap::new(),
        prose: Vec::new(),
        problems: Vec::new(),
    };
    for found in foreign {
        walk.foreign(found);
    }
    let mut blocks = walk.blocks();
    while walk.events.get(walk.at).is_some() {
        // Here is an end without a start. The parser gives no such events, and if
        // it ever does, nothing is lost.
        walk.at += 1;
        blocks.extend(walk.blocks());
    }
    let footnotes = walk.take_footnotes();
    walk.prose.shrink_to_fit();
    ParsedBody { blocks, footnotes, prose: walk.prose, problems: walk.problems }
}

impl<'a> MarkdownWalk<'a> {
    fn peek(&mut self) -> Option<&Event<'a>> {
        if self.at >= self.limit {
            return None;
        }
        self.events.get(self.at).map(|(event, _)| event)
    }

    fn next(&mut self) -> Option<Located<'a>> {
        if self.at >= self.limit {
            return None;
        }
        let next = self.events.get(self.at).cloned()?;
        self.events.forget_before(self.at.saturating_sub(BEHIND));
        self.at += 1;
        Some(next)
    }

    /// Bytes of the author's file for a range of the parser's text, without
    /// white space at its end.
    fn bytes(&self, range: &Range<usize>) -> Range<usize> {
        let bytes = self.places(range);
        let written = self.source.text.get(bytes.clone()).unwrap_or("");
        bytes.start..bytes.start + written.trim_end().len()
    }

    /// Bytes of the author's file for a range of the parser's text.
    fn places(&self, range: &Range<usize>) -> Range<usize> {
        let bytes = self.changed.original(range);
        self.start + bytes.start..self.start + bytes.end
    }

    fn span(&self, range: &Range<usize>) -> Span {
        Span::new(self.source.id, self.bytes(range))
    }

    fn written(&self, span: &Span) -> &'a str {
        self.source.text.get(span.bytes.clone()).unwrap_or("")
    }

    fn problem(&mut self, span: Span, kind: ProblemKind) {
        if self.problems.len() < MAX_PROBLEMS {
            self.problems.push(Problem::new(span, kind));
        }
    }

    /// Reads blocks up to the end of the open block.
    fn blocks(&mut self) -> Vec<Block<Parsed>> {
        let mut blocks = Vec::new();
        while let Some(event) = self.peek() {
            match event {
                Event::End(_) => break,
                Event::Rule => {
                    self.at += 1;
                    blocks.push(Block::Rule);
                }
                Event::Start(tag) if is_block(tag) => {
                    // Of a paragraph with only a comment or tag nothing is left.
                    let start = self.events.get(self.at).map_or(0, |(_, range)| range.start);
                    let block = self.block().filter(|block| *block != Block::Paragraph(Vec::new()));
                    let place = self.span(&(start..start));
                    let mut block = block.and_then(|block| self.without_names(block, &place));
                    if let Some(block) = &mut block {
                        self.name_block(block);
                    }
                    blocks.extend(block);
                    blocks.append(&mut self.more);
                }
                _ => blocks.push(self.tight_paragraph()),
            }
        }
        shape::attach_items(blocks)
    }

    /// Reads text that stands directly in an item or definition, without a paragraph.
    fn tight_paragraph(&mut self) -> Block<Parsed> {
        let from = self.events.get(self.at).map_or(0, |(_, range)| range.start);
        self.line = LinePlace::First;
        let text = self.inlines();
        let to = self.events.get(self.at.saturating_sub(1)).map_or(from, |(_, range)| range.end);
        let span = self.span(&(from..to.max(from)));
        shape::paragraph(text, &span, self.step_words)
    }

    fn block(&mut self) -> Option<Block<Parsed>> {
        if self.depth >= MAX_DEPTH {
            return Some(self.flattened());
        }
        let (Event::Start(tag), range) = self.next()? else { return None };
        self.depth += 1;
        let block = self.started(tag, &range);
        self.depth -= 1;
        block
    }

    /// Reads the block whose start was just taken, and takes its end too.
    fn started(&mut self, tag: Tag<'a>, range: &Range<usize>) -> Option<Block<Parsed>> {
        let block = match tag {
            Tag::Paragraph => self.paragraph(range),
            Tag::Heading { level, id, .. } => self.heading(level, id, range),
            Tag::BlockQuote(kind) => self.quote(kind),
            Tag::CodeBlock(CodeBlockKind::Indented) => self.indented(range),
            Tag::CodeBlock(kind) => {
                self.report_open_fence(range);
                self.report_code_box(&kind, range);
                Block::Code { language: language(&kind), text: self.verbatim() }
            }
            Tag::HtmlBlock => return self.html_block(range),
            Tag::List(start) => self.list(start, range),
            Tag::FootnoteDefinition(label) => {
                let blocks = self.blocks();
                self.definitions.entry(label.to_string()).or_insert(blocks);
                self.at += 1;
                return None;
            }
            Tag::Table(alignments) => self.table(&alignments),
            Tag::DefinitionList => self.definition_list(),
            _ => Block::Quote(self.blocks()),
        };
        self.at += 1;
        Some(block)
    }

    fn paragraph(&mut self, range: &Range<usize>) -> Block<Parsed> {
        if let Some(part) = self.include() {
            return Block::Include(part);
        }
        let after_mark = std::mem::take(&mut self.after_mark);
        self.line = if after_mark { LinePlace::Later } else { LinePlace::First };
        let text = self.inlines();
        let span = self.span(range);
        self.report_step_line(&text, &span);
        self.parted(text, &span)
    }

    /// Makes blocks of a paragraph's text, which is cut at screenshots. All but the first one go to
    /// [`MarkdownWalk::more`].
    fn parted(&mut self, text: DraftInlines, span: &Span) -> Block<Parsed> {
        // Under an item, a picture belongs to the item (see `ImageInItem`).
        let mut parts = if self.items > 0 { vec![text] } else { shape::parts(text) }.into_iter();
        let first = shape::paragraph(parts.next().unwrap_or_default(), span, self.step_words);
        self.more.extend(parts.map(|part| shape::paragraph(part, span, self.step_words)));
        first
    }

    /// Reads a paragraph that holds only a link with the title `include`. The
    /// paragraph's end is not taken.
    fn include(&mut self) -> Option<RawLink> {
        let (Event::Start(Tag::Link { dest_url, title, .. }), range) = self.events.get(self.at)? else {
            return None;
        };
        if &**title != "include" {
            return None;
        }
        let (dest_url, range) = (dest_url.clone(), range.clone());
        let link = self.raw_link(&dest_url, &range);
        let end = self.matching_end(self.at)?;
        if !matches!(self.events.get(end + 1), Some((Event::End(_), _))) {
            return None;
        }
        self.at = end + 1;
        Some(link)
    }

    fn heading(
        &mut self,
        level: HeadingLevel,
        id: Option<CowStr<'a>>,
        range: &Range<usize>,
    ) -> Block<Parsed> {
        let span = self.span(range);
        let written = self.written(&span);
        let mut title = self.inlines();
        let place = heading::HeadingPlace { span: &span, written };
        let step = match heading::read(&mut title, &place, self.step_words) {
            HeadingKind::Step(step) => Some(step),
            HeadingKind::Near(near) => {
                let word = self.step_words.word.clone();
                self.problem(span.clone(), ProblemKind::NearStep { word, near });
                None
            }
            HeadingKind::Plain => None,
        };
        if id.is_none() {
            self.report_near_id(written, &span);
        }
        let id = id.map(|id| {
            let at = written.rfind(&format!("#{id}")).unwrap_or(0);
            let start = span.bytes.start + at;
            let bytes = if at == 0 { span.bytes.clone() } else { start..start + 1 + id.len() };
            (id.to_string(), Span::new(span.source, bytes))
        });
        let id = id.or_else(|| anchor::named_in(&mut title).map(|id| (id, span.clone())));
        Block::Heading(DraftHeading { span, level: level as u8, id, title, step })
    }

    fn list(&mut self, start: Option<u64>, range: &Range<usize>) -> Block<Parsed> {
        let written = self.written(&self.span(range)).trim_start_matches(|c: char| c.is_ascii_digit());
        let numbering = start.map_or(Numbering::Bullets, |start| Numbering::Numbers {
            start: u32::try_from(start).unwrap_or(1),
            parenthesis: written.starts_with(')'),
        });
        let mut list = List { numbering, tight: true, items: Vec::new() };
        while let Some(Event::Start(Tag::Item)) = self.peek() {
            let Some((_, range)) = self.next() else { break };
            list.tight &= !matches!(self.peek(), Some(Event::Start(Tag::Paragraph)));
            let span = self.span(&range);
            list.items.push(self.item(span));
        }
        shape::list(list, self.step_words)
    }

    fn item(&mut self, span: Span) -> Item<Parsed> {
        self.items += 1;
        let outer = self.task.take();
        let blocks = self.blocks();
        let task = std::mem::replace(&mut self.task, outer);
        self.items -= 1;
        self.at += 1;
        Item { span, task, optional: false, branch: None, blocks }
    }

    /// Reads the text of a code block or of a block of HTML.
    fn verbatim(&mut self) -> String {
        let mut text = String::new();
        while self.at < self.limit {
            let Some((Event::Text(words) | Event::Html(words), range)) = self.events.get(self.at) else {
                break;
            };
            if words.contains(joiner::JOINER) {
                // The author may have written this character too.
                let range = range.clone();
                text.push_str(self.source.text.get(self.places(&range)).unwrap_or(""));
            } else {
                text.push_str(words);
            }
            self.at += 1;
        }
        text.replace("\r\n", "\n")
    }

    /// The index of the end that belongs to the start at index `start`.
    fn matching_end(&mut self, start: usize) -> Option<usize> {
        let mut open = 0_usize;
        for index in start..self.limit {
            match self.events.get(index)?.0 {
                Event::Start(_) => open += 1,
                Event::End(_) => open = open.checked_sub(1)?,
                _ => (),
            }
            if open == 0 {
                return Some(index);
            }
        }
        None
    }

    fn take_footnotes(&mut self) -> Vec<DraftFootnote> {
        let mut footnotes: Vec<DraftFootnote> = Vec::new();
        for (label, number) in &self.notes {
            let blocks = self.definitions.remove(label).unwrap_or_default();
            footnotes.push(DraftFootnote { number: *number, blocks });
        }
        footnotes.sort_by_key(|footnote| footnote.number);
        footnotes
    }
}

/// The language of a code block: the first word after the opening fence.
fn language(kind: &CodeBlockKind<'_>) -> String {
    match kind {
        CodeBlockKind::Fenced(info) => info.split([' ', ',', '{']).next().unwrap_or("").to_owned(),
        CodeBlockKind::Indented => String::new(),
    }
}
