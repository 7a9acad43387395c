//! Puts parts into the places that ask for them, before anything is numbered.
//!
//! In: a draft. Out: its blocks, with the blocks of its parts between them. A
//! block keeps the spans of the file that it is written in, so its links and
//! pictures are still relative to that file, and findings in it name that file.

mod inside;

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;

use super::context::ResolveContext;
use super::files::{GUESSES, LinkEnd, relative};
use super::pair::SourceRole;
use crate::diag::{Problem, ProblemKind, Unpublished};
use crate::lang::Lang;
use crate::model::{Block, Draft, DraftFootnote, DraftHead, Parsed, RawLink, walk};
use crate::parse::identify;
use crate::source::SourceId;
use crate::url::{Destination, TreePath};

/// Most parts on one page. No page needs that many, and the limit keeps parts
/// that include each other twice from filling the memory.
const MAX_PARTS: usize = 1_000;

/// How deep parts may be inside parts. The limit keeps later walks from going
/// too deep.
const MAX_NESTING: usize = 8;

/// A draft with its parts included.
#[derive(Debug)]
pub(super) struct FlatDraft<'d> {
    pub(super) draft: &'d Draft,
    pub(super) blocks: Cow<'d, [Block<Parsed>]>,
    pub(super) notes: Cow<'d, [DraftFootnote]>,
    /// The languages of the parts that are not in the draft's language, by
    /// source.
    pub(super) foreign: BTreeMap<SourceId, Lang>,
    /// The parts, each once.
    pub(super) parts: BTreeMap<SourceId, Arc<Draft>>,
    pub(super) problems: Vec<Problem>,
}

pub(super) fn flat<'d>(draft: &'d Draft, context: &'d ResolveContext<'_>) -> FlatDraft<'d> {
    let notes = draft.footnotes.iter().map(|note| note.blocks.as_slice());
    if !std::iter::once(draft.blocks.as_slice()).chain(notes).any(has_include) {
        let (blocks, notes) = (draft.blocks.as_slice().into(), draft.footnotes.as_slice().into());
        let (foreign, parts) = (BTreeMap::new(), BTreeMap::new());
        return FlatDraft { draft, blocks, notes, foreign, parts, problems: Vec::new() };
    }
    let used = draft.footnotes.iter().map(|note| note.number).max().unwrap_or(0);
    let mut splice = Splice {
        context,
        lang: &draft.head.lang,
        open: vec![draft.head.path.clone()],
        nested: false,
        count: 0,
        parts: BTreeMap::new(),
        used,
        notes: Vec::new(),
        foreign: BTreeMap::new(),
        problems: Vec::new(),
    };
    let blocks = splice.draft(draft, 0).into();
    let Splice { mut notes, foreign, parts, problems, .. } = splice;
    notes.sort_by_key(|note| note.number);
    FlatDraft { draft, blocks, notes: notes.into(), foreign, parts, problems }
}

fn has_include(blocks: &[Block<Parsed>]) -> bool {
    let mut found = false;
    walk::blocks(blocks, &mut |node| found |= matches!(node, walk::WalkNode::Block(Block::Include(_))));
    found
}

struct Splice<'c, 'a> {
    context: &'c ResolveContext<'a>,
    /// The language of the text that includes the parts.
    lang: &'c Lang,
    /// The paths of the files that are being included, outermost first.
    open: Vec<TreePath>,
    /// Whether the include is inside another block.
    nested: bool,
    /// Number of parts so far, repeated ones too.
    count: usize,
    parts: BTreeMap<SourceId, Arc<Draft>>,
    /// The highest number that a footnote has so far.
    used: u32,
    notes: Vec<DraftFootnote>,
    foreign: BTreeMap<SourceId, Lang>,
    problems: Vec<Problem>,
}

impl Splice<'_, '_> {
    /// The blocks of a draft with its parts. Its footnotes are kept; the
    /// numbers of all of them are raised by `shift`.
    fn draft(&mut self, draft: &Draft, shift: u32) -> Vec<Block<Parsed>> {
        for note in &draft.footnotes {
            let number = note.number + shift;
            let blocks = self.spliced(&note.blocks, shift);
            self.notes.push(DraftFootnote { number, blocks });
        }
        self.spliced(&draft.blocks, shift)
    }

    fn spliced(&mut self, blocks: &[Block<Parsed>], shift: u32) -> Vec<Block<Parsed>> {
        let mut blocks = blocks.to_vec();
        if shift > 0 {
            inside::raise_notes(&mut blocks, shift);
        }
        self.splice(&mut blocks);
        blocks
    }

    fn splice(&mut self, blocks: &mut Vec<Block<Parsed>>) {
        for mut block in std::mem::take(blocks) {
            if let Block::Include(link) = block {
                blocks.extend(self.part(&link));
            } else {
                let outer = std::mem::replace(&mut self.nested, true);
                inside::each_content(&mut block, &mut |content| self.splice(content));
                self.nested = outer;
                blocks.push(block);
            }
        }
    }

    fn part(&mut self, link: &RawLink) -> Vec<Block<Parsed>> {
        let Some(head) = self.find(link) else { return Vec::new() };
        if let Some(first) = self.open.iter().position(|path| *path == head.path) {
            let round = self.open.get(first..).unwrap_or_default().iter().chain([&head.path]);
            let files = round.map(TreePath::to_string).collect();
            self.problem(link, ProblemKind::IncludeCycle(files));
            return Vec::new();
        }
        if self.count >= MAX_PARTS || self.open.len() > MAX_NESTING {
            let limit = if self.count >= MAX_PARTS { MAX_PARTS } else { MAX_NESTING };
            self.problem(link, ProblemKind::TooManyParts(limit));
            return Vec::new();
        }
        let Some(part) = (self.context.draft)(&head) else { return Vec::new() };
        self.count += 1;
        self.parts.insert(head.source, Arc::clone(&part));
        let shift = self.used;
        self.used += part.footnotes.iter().map(|note| note.number).max().unwrap_or(0);
        self.open.push(head.path.clone());
        let blocks = self.draft(&part, shift);
        self.open.pop();
        if head.lang == *self.lang {
            return blocks;
        }
        let (path, lang) = (head.path.to_string(), self.lang.clone());
        self.problem(link, ProblemKind::UntranslatedPart { path, lang });
        self.foreign.insert(head.source, head.lang.clone());
        self.in_language(blocks, &head.lang)
    }

    /// Marks the blocks of a part with their language. Sections carry their
    /// language themselves, and a heading begins a section unless it is inside
    /// another block.
    fn in_language(&self, blocks: Vec<Block<Parsed>>, lang: &Lang) -> Vec<Block<Parsed>> {
        let mut out = Vec::new();
        let mut run = Vec::new();
        let mut blocks = blocks.into_iter().peekable();
        while let Some(block) = blocks.next_if(|block| self.nested || !begins_section(block)) {
            if matches!(&block, Block::Heading(heading) if heading.level == 3 && !self.nested) {
                out.extend(element(std::mem::take(&mut run), lang));
                out.push(block);
            } else {
                run.push(block);
            }
        }
        out.extend(element(run, lang));
        out.extend(blocks);
        out
    }

    /// The part that a link names: in the language of the text that includes
    /// it, if the part is written in that language.
    fn find(&mut self, link: &RawLink) -> Option<Arc<DraftHead>> {
        let from = self.context.path(link.span.source)?;
        let Destination::Inside { path, .. } = Destination::parse(&link.destination) else {
            let path = link.destination.clone();
            self.problem(link, ProblemKind::MissingPart { path, nearest: None });
            return None;
        };
        let found = match self.context.files.locate(from, path) {
            LinkEnd::File(found) | LinkEnd::Missing(found) => found,
            LinkEnd::Case(actual) => {
                self.problem(link, ProblemKind::WrongCase { actual: relative(from, &actual) });
                actual
            }
            LinkEnd::Leaves => {
                let nearest = self.context.files.rooted(from, path);
                self.problem(link, ProblemKind::LeavesContent { nearest });
                return None;
            }
        };
        let pairs = self.context.pairs();
        match pairs.text(&found) {
            Some(SourceRole::Part(part)) => {
                Some(Arc::clone(pairs.part(&part.key, self.lang).unwrap_or(part)))
            }
            Some(SourceRole::Hidden(why @ Unpublished::Draft)) => {
                self.problem(link, ProblemKind::Unpublished { path: found.to_string(), why: *why });
                None
            }
            None if self.without_language(&found).is_some() => self.without_language(&found),
            _ => {
                let files = &self.context.files;
                let guess = self.problems.len() < GUESSES;
                let nearest =
                    guess.then(|| files.nearest(&found, from, &|path| pairs.is_part(path))).flatten();
                self.problem(link, ProblemKind::MissingPart { path: found.to_string(), nearest });
                None
            }
        }
    }

    /// The part of a path without a language: in the language of the text that includes it.
    fn without_language(&self, path: &TreePath) -> Option<Arc<DraftHead>> {
        let identity = identify(path);
        self.context.pairs().part(&identity.key, self.lang).filter(|_| !identity.named).cloned()
    }

    fn problem(&mut self, link: &RawLink, kind: ProblemKind) {
        self.problems.push(Problem::new(link.span.clone(), kind));
    }
}

fn begins_section(block: &Block<Parsed>) -> bool {
    matches!(block, Block::Heading(heading) if heading.level <= 2 || heading.step.is_some())
}

fn element(content: Vec<Block<Parsed>>, lang: &Lang) -> Option<Block<Parsed>> {
    let open = format!("<div lang=\"{lang}\">");
    (!content.is_empty()).then(|| Block::Element { open, name: "div".to_owned(), content })
}
