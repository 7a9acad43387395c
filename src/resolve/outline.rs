//! Makes an introduction, sections and panels, with their ids, from a flat list
//! of blocks.
//!
//! `##` begins a section, and with the step word a step. `###` in a step begins
//! a panel, and with the step word a sub-step. All other headings stay in the
//! text. A `#` that comes first is the title. Where the steps of a guide stand
//! deeper than `##`, all this counts from their level.

use std::collections::BTreeMap;

use super::ids::Ids;
use super::include::FlatDraft;
use super::number::{NumberedStep, StepCounter, StepReader, step_id};
use super::pair::PageEntry;
use crate::diag::{Problem, ProblemKind};
use crate::lang::Lang;
use crate::model::{Block, DraftHeading, Parsed, StepNumber, plain_text, walk};
use crate::source::Span;

/// The outline of one text.
#[derive(Debug)]
pub(super) struct DraftOutline<'f> {
    pub(super) flat: &'f FlatDraft<'f>,
    /// The heading that is the page's title; it is not shown again in the
    /// introduction.
    pub(super) title: Option<&'f DraftHeading>,
    pub(super) intro: BlockRun<'f>,
    pub(super) parts: Vec<DraftSection<'f>>,
    pub(super) problems: Vec<Problem>,
}

/// A section before it is linked.
#[derive(Debug, Clone)]
pub(super) struct DraftSection<'f> {
    pub(super) id: String,
    pub(super) head: &'f DraftHeading,
    pub(super) step: Option<NumberedStep>,
    /// The runs of blocks: first the section's own run, then one for each
    /// panel.
    pub(super) runs: Vec<BlockRun<'f>>,
    /// The language of the section, if it is not that of the page's text.
    pub(super) foreign: Option<&'f Lang>,
    /// Whether the section comes from the default language's text.
    pub(super) borrowed: bool,
}

/// A stretch of blocks under one heading.
#[derive(Debug, Clone)]
pub(super) struct BlockRun<'f> {
    /// The panel's heading; `None` for the introduction and a section's own
    /// part.
    pub(super) head: Option<&'f DraftHeading>,
    /// The panel's id.
    pub(super) id: String,
    pub(super) blocks: &'f [Block<Parsed>],
    /// The headings among the blocks, in reading order.
    pub(super) inner: Vec<InnerHeading<'f>>,
}

#[derive(Debug, Clone)]
pub(super) struct InnerHeading<'f> {
    pub(super) head: &'f DraftHeading,
    pub(super) id: String,
}

/// For each written number of a step, the number that it gets in the text that
/// other languages are compared with.
type Counted = BTreeMap<(Option<usize>, StepNumber), StepNumber>;

/// The outlines of a page's texts, by language. In the text that other
/// languages are compared with, steps are counted one by one. In a translation
/// the written numbers tell which step each one is.
pub(super) fn outlines<'f>(
    flats: &'f [Option<FlatDraft<'f>>],
    entry: &PageEntry,
) -> Vec<Option<DraftOutline<'f>>> {
    let base = entry.text_lang(0);
    let base_outline = base.and_then(|at| flats.get(at)?.as_ref()).map(|flat| outline(flat, None));
    let counted = base_outline.as_ref().map(DraftOutline::counted).unwrap_or_default();
    let mut outlines: Vec<Option<DraftOutline<'f>>> = flats
        .iter()
        .enumerate()
        .map(|(lang, flat)| {
            flat.as_ref().filter(|_| base != Some(lang)).map(|flat| outline(flat, Some(&counted)))
        })
        .collect();
    if let Some(place) = base.and_then(|at| outlines.get_mut(at)) {
        *place = base_outline;
    }
    outlines
}

/// The outline of one text. `counted` is given only for translations.
fn outline<'f>(flat: &'f FlatDraft<'f>, counted: Option<&Counted>) -> DraftOutline<'f> {
    let title = title(flat);
    let (intro, mut parts) = cut(flat, title);
    let mut outline = DraftOutline { flat, title, intro, parts: Vec::new(), problems: Vec::new() };
    let mut ids = Ids::default();
    number(&mut parts, counted, &mut ids);
    outline.parts = parts;
    outline.take_written(&mut ids);
    outline.take_made(&mut ids);
    outline.problems = ids.problems;
    outline.problems.extend(odd_levels(&outline.parts));
    outline
}

/// The heading that is the title: the first one, if it is a `#` and does not
/// differ from the title in the front matter.
fn title<'f>(flat: &'f FlatDraft<'f>) -> Option<&'f DraftHeading> {
    let first = flat.blocks.iter().find_map(|block| match block {
        Block::Heading(heading) => Some(heading),
        _ => None,
    })?;
    let written = flat.draft.head.meta.title.as_ref().map(|(title, _)| title.trim());
    let same = written.is_none_or(|title| title == plain_text(&first.title).trim());
    (first.level == 1 && first.step.is_none() && same).then_some(first)
}

/// What a heading outside of other blocks begins.
enum Begins {
    Section(Option<NumberedStep>),
    Panel,
    Nothing,
}

fn begins(heading: &DraftHeading, reader: &mut StepReader) -> Begins {
    match &heading.step {
        Some(written) => Begins::Section(Some(reader.step(heading, written))),
        None if heading.level <= reader.open_level().unwrap_or(2) => {
            reader.section();
            Begins::Section(None)
        }
        None if reader.open_level().is_some_and(|level| heading.level == level + 1) => Begins::Panel,
        None => Begins::Nothing,
    }
}

/// The steps whose headings have another level than those of most steps; of two levels with as
/// many steps, the one that comes first counts. Sub-steps have a level of their own.
fn odd_levels(parts: &[DraftSection<'_>]) -> Vec<Problem> {
    let whole = |part: &&DraftSection<'_>| part.step.as_ref().is_some_and(|step| !step.sub);
    let levels: Vec<(u8, &Span)> =
        parts.iter().filter(whole).map(|part| (part.head.level, &part.head.span)).collect();
    let count = |level| levels.iter().filter(|(other, _)| *other == level).count();
    let mut usual = levels.first().map_or(0, |(level, _)| *level);
    for level in 1..=6 {
        if count(level) > count(usual) {
            usual = level;
        }
    }
    let odd = levels.into_iter().filter(|(level, _)| *level != usual);
    odd.map(|(level, span)| Problem::new(span.clone(), ProblemKind::OddStepLevel { level, usual })).collect()
}

/// Cuts the blocks into runs and sections at their headings; ids are still
/// empty.
fn cut<'f>(
    flat: &'f FlatDraft<'f>,
    title: Option<&'f DraftHeading>,
) -> (BlockRun<'f>, Vec<DraftSection<'f>>) {
    let blocks: &'f [Block<Parsed>] = &flat.blocks;
    let mut reader = StepReader::default();
    let mut intro = BlockRun { head: None, id: String::new(), blocks, inner: Vec::new() };
    let mut parts: Vec<DraftSection<'f>> = Vec::new();
    for (at, block) in blocks.iter().enumerate() {
        let Block::Heading(head) = block else { continue };
        if title.is_some_and(|title| std::ptr::eq(title, head)) {
            continue;
        }
        let begins = begins(head, &mut reader);
        if matches!(begins, Begins::Nothing) {
            continue;
        }
        let rest = blocks.get(at + 1..).unwrap_or_default();
        end(last(&mut intro, &mut parts), rest.len() + 1);
        let run = |head| BlockRun { head, id: String::new(), blocks: rest, inner: Vec::new() };
        match (begins, parts.last_mut()) {
            (Begins::Panel, Some(part)) => part.runs.push(run(Some(head))),
            (Begins::Section(step), _) => parts.push(DraftSection {
                id: String::new(),
                head,
                step,
                runs: vec![run(None)],
                foreign: flat.foreign.get(&head.span.source),
                borrowed: false,
            }),
            _ => (),
        }
    }
    for run in parts.iter_mut().flat_map(|part| &mut part.runs).chain([&mut intro]) {
        run.inner = inner(run.blocks, title);
    }
    (intro, parts)
}

fn last<'r, 'f>(intro: &'r mut BlockRun<'f>, parts: &'r mut [DraftSection<'f>]) -> &'r mut BlockRun<'f> {
    parts.last_mut().and_then(|part| part.runs.last_mut()).unwrap_or(intro)
}

/// Removes the last `rest` blocks from a run.
fn end(run: &mut BlockRun<'_>, rest: usize) {
    run.blocks = run.blocks.get(..run.blocks.len().saturating_sub(rest)).unwrap_or_default();
}

fn inner<'f>(blocks: &'f [Block<Parsed>], title: Option<&DraftHeading>) -> Vec<InnerHeading<'f>> {
    let mut inner = Vec::new();
    walk::blocks(blocks, &mut |node| {
        if let walk::WalkNode::Block(Block::Heading(head)) = node
            && !title.is_some_and(|title| std::ptr::eq(title, head))
        {
            inner.push(InnerHeading { head, id: String::new() });
        }
    });
    inner
}

/// Numbers the steps. If a step has no heading of its own, its number becomes
/// an id too; it is taken before any id that an author wrote.
fn number(parts: &mut [DraftSection<'_>], counted: Option<&Counted>, ids: &mut Ids) {
    let mut counter = StepCounter::default();
    for part in parts {
        let written = part.written();
        let Some(step) = &mut part.step else { continue };
        let means =
            |written| counted.map(|counted| *counted.get(&(step.series, written)).unwrap_or(&written));
        let before = counter.major(step.series);
        step.number = counter.next(step, written.and_then(means));
        step.opens = step.sub && step.number.major != before;
        if step.opens {
            let whole = StepNumber { minor: None, ..step.number };
            ids.made(&step_id(step.series, whole), &part.head.span);
        }
    }
}

impl DraftSection<'_> {
    /// The number that the author wrote.
    fn written(&self) -> Option<StepNumber> {
        let (number, _) = self.head.step.as_ref()?.number.as_ref()?;
        Some(*number)
    }
}

impl DraftOutline<'_> {
    /// The final number of each written number; if a written number occurs
    /// twice, the first step counts.
    fn counted(&self) -> Counted {
        let mut counted = Counted::new();
        for part in &self.parts {
            if let (Some(step), Some(written)) = (&part.step, part.written()) {
                counted.entry((step.series, written)).or_insert(step.number);
            }
        }
        counted
    }

    /// Takes the ids that the author wrote; they come before all others.
    fn take_written(&mut self, ids: &mut Ids) {
        let mut take = |head: &DraftHeading, id: &mut String| {
            if let Some((written, span)) = &head.id {
                *id = ids.written(written, span);
            }
        };
        self.intro.inner.iter_mut().for_each(|inner| take(inner.head, &mut inner.id));
        for part in &mut self.parts {
            take(part.head, &mut part.id);
            for run in &mut part.runs {
                if let Some(head) = run.head {
                    take(head, &mut run.id);
                }
                run.inner.iter_mut().for_each(|inner| take(inner.head, &mut inner.id));
            }
        }
    }

    /// Takes the ids that are made from the positions of headings.
    fn take_made(&mut self, ids: &mut Ids) {
        let mut plain = 0;
        take_inner(&mut self.intro, "intro", ids);
        for part in &mut self.parts {
            plain += usize::from(part.step.is_none());
            if part.id.is_empty() {
                let id = match &part.step {
                    Some(step) => step_id(step.series, step.number),
                    None => format!("section-{plain}"),
                };
                part.id = ids.made(&id, &part.head.span);
            }
            for (at, run) in part.runs.iter_mut().enumerate() {
                if let Some(head) = run.head.filter(|_| run.id.is_empty()) {
                    run.id = ids.made(&format!("{}-panel-{}", part.id, at + 1), &head.span);
                }
                let parent = if at == 0 { part.id.clone() } else { run.id.clone() };
                take_inner(run, &parent, ids);
            }
        }
    }
}

fn take_inner(run: &mut BlockRun<'_>, parent: &str, ids: &mut Ids) {
    for (at, inner) in (1..).zip(&mut run.inner) {
        if inner.id.is_empty() {
            inner.id = ids.made(&format!("{parent}-h-{at}"), &inner.head.span);
        }
    }
}
