//! The ways through a guide.
//!
//! The nodes are the steps and sub-steps of a page in the order of reading.
//! From a step a reader goes
//! - where its branches and links lead;
//! - to the next step, unless the step *ends in a choice*: its text, or its last
//!   panel, has a list of two branches or more. Such a list counts as complete:
//!   it names everything that can happen. A single branch (`失敗 → …`) names only
//!   an exception, so other readers go to the next step;
//! - past the next step, if that one is optional.
//!
//! Readers begin at the first step and at the steps to which links of the
//! introduction and of plain sections lead. They are done at the last step, at
//! a result (unless a choice follows), and where a branch or link leads out of
//! the steps: to another page or to a plain section.

use std::collections::{BTreeMap, BTreeSet};

use super::subject::Subject;
use crate::model::walk::{self, WalkNode};
use crate::model::{Block, Inline, Link, Page, Resolved, Section, SectionKind, StepHead};

/// How many ways to following steps one step can have when readers skip optional
/// steps. Without a limit, a page full of optional steps would have too many ways.
const MAX_LEFT_OUT: usize = 8;

/// One step and the ways from it.
pub(super) struct StepNode<'a> {
    pub(super) section: &'a Section,
    pub(super) head: &'a StepHead,
    /// The indexes of the steps to which this step leads.
    pub(super) ways: BTreeSet<usize>,
    /// Whether the step ends in a choice, so that nobody simply reads on.
    pub(super) chooses: bool,
    /// Whether a reader may be done after this step.
    pub(super) ends: bool,
}

/// The steps of one page.
pub(super) struct StepGraph<'a> {
    pub(super) steps: Vec<StepNode<'a>>,
    /// The steps at which readers begin.
    entries: BTreeSet<usize>,
    /// The steps to which the first branch of a list leads. Authors usually put
    /// the way on first; the other branches say what to do when something failed.
    main_ways: BTreeSet<usize>,
}

/// The graphs of all pages in their own language.
pub(super) fn graphs<'a>(subject: &Subject<'a>) -> Vec<StepGraph<'a>> {
    subject.own_pages().map(StepGraph::of).filter(|graph| !graph.steps.is_empty()).collect()
}

impl<'a> StepGraph<'a> {
    fn of(page: &'a Page) -> Self {
        let mut steps = Vec::new();
        for section in &page.sections {
            if let SectionKind::Step(head) = &section.kind {
                let chooses = section.bodies().last().is_some_and(ends_in_choice);
                steps.push(StepNode { section, head, ways: BTreeSet::new(), chooses, ends: false });
            }
        }
        let mut graph = Self { steps, entries: BTreeSet::from([0]), main_ways: BTreeSet::new() };
        let places = places(&graph.steps);
        graph.enter(page, &places);
        graph.follow_links(page, &places);
        graph.read_on();
        graph
    }

    /// Adds the steps to which links of the introduction, of plain sections and
    /// of footnotes lead as entries.
    fn enter(&mut self, page: &'a Page, places: &BTreeMap<String, usize>) {
        let plain = page.sections.iter().filter(|section| section.kind == SectionKind::Plain);
        let notes = page.footnotes.iter().map(|note| note.blocks.as_slice());
        let bodies = plain.flat_map(Section::bodies).chain(notes);
        for blocks in std::iter::once(page.intro.as_slice()).chain(bodies) {
            each_link(blocks, &mut |link| {
                if let Way::Step(to) = way(link, page, places) {
                    self.entries.insert(to);
                }
            });
        }
    }

    fn follow_links(&mut self, page: &'a Page, places: &BTreeMap<String, usize>) {
        for step in &mut self.steps {
            for blocks in step.section.bodies() {
                each_link(blocks, &mut |link| match way(link, page, places) {
                    Way::Step(to) => _ = step.ways.insert(to),
                    Way::Out => step.ends = true,
                    Way::None => (),
                });
                let firsts = blocks.iter().filter_map(first_branch);
                let ways = firsts.filter_map(|link| match way(link, page, places) {
                    Way::Step(to) => Some(to),
                    Way::Out | Way::None => None,
                });
                self.main_ways.extend(ways);
            }
        }
    }

    /// Adds the ways of readers who go to the next step, and marks the steps
    /// after which readers are done.
    fn read_on(&mut self) {
        let behind = behind_optional(&self.steps);
        let fallen_into = |at: usize| at == 0 || self.steps.get(at - 1).is_some_and(|step| !step.chooses);
        let last = self.steps.len().saturating_sub(1);
        let last_ends = fallen_into(last) || self.entries.contains(&last) || self.main_ways.contains(&last);
        for (at, step) in self.steps.iter_mut().enumerate().filter(|(_, step)| !step.chooses) {
            step.ends |= step.section.bodies().any(has_outcome) || (at == last && last_ends);
            let mut next = Some(at + 1);
            for _ in 0..MAX_LEFT_OUT {
                let Some(to) = next.filter(|to| *to <= last) else { break };
                step.ways.insert(to);
                next = behind.get(to).copied().flatten();
            }
            step.ends |= at < last && next.is_some_and(|next| next > last);
        }
    }

    /// The steps that a reader can reach.
    pub(super) fn reached(&self) -> BTreeSet<usize> {
        spread(&self.entries, |at| self.steps.get(at).into_iter().flat_map(|step| step.ways.iter().copied()))
    }

    /// The steps from which no reader can reach an end.
    pub(super) fn stuck(&self) -> BTreeSet<usize> {
        let mut back: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for (from, step) in self.steps.iter().enumerate() {
            step.ways.iter().for_each(|to| back.entry(*to).or_default().push(from));
        }
        let ends = (0..).zip(&self.steps).filter(|(_, step)| step.ends).map(|(at, _)| at).collect();
        let saved = spread(&ends, |at| back.get(&at).into_iter().flatten().copied());
        (0..self.steps.len()).filter(|at| !saved.contains(at)).collect()
    }
}

/// All steps that can be reached from `start` by `next`, `start` included.
fn spread<I: Iterator<Item = usize>>(start: &BTreeSet<usize>, next: impl Fn(usize) -> I) -> BTreeSet<usize> {
    let mut reached = start.clone();
    let mut open: Vec<usize> = start.iter().copied().collect();
    while let Some(at) = open.pop() {
        open.extend(next(at).filter(|to| reached.insert(*to)));
    }
    reached
}

enum Way {
    Step(usize),
    Out,
    None,
}

fn way(link: &Link, page: &Page, places: &BTreeMap<String, usize>) -> Way {
    match link {
        Link::Page { page: address, .. } if *address != page.profile.address => Way::Out,
        Link::Page { fragment: Some(id), .. } => match places.get(figure_of(id)) {
            Some(step) => Way::Step(*step),
            None => Way::Out,
        },
        Link::Page { .. } | Link::Download(_) | Link::Outside(_) => Way::None,
    }
}

/// The figure that an id belongs to: `fig-3` for `fig-3-item-2`. An id that
/// doesn't begin with `fig-` is returned as it is.
fn figure_of(id: &str) -> &str {
    let Some(number) = id.strip_prefix("fig-") else { return id };
    let digits = number.bytes().take_while(u8::is_ascii_digit).count();
    id.get(..id.len() - number.len() + digits).unwrap_or(id)
}

/// The ids of all places inside steps, each with the index of its step.
fn places(steps: &[StepNode<'_>]) -> BTreeMap<String, usize> {
    let mut places = BTreeMap::new();
    for (at, step) in steps.iter().enumerate() {
        places.insert(step.section.id.clone(), at);
        places.extend(step.section.panels.iter().map(|panel| (panel.id.clone(), at)));
        step.section.walk(&mut |node| match node {
            WalkNode::Block(Block::Heading(heading)) => _ = places.insert(heading.id.clone(), at),
            WalkNode::Block(Block::Figure(figure)) => {
                places.extend(figure.images.iter().map(|image| (format!("fig-{}", image.number), at)));
            }
            _ => (),
        });
    }
    places
}

fn each_link<'a>(blocks: &'a [Block<Resolved>], visit: &mut dyn FnMut(&'a Link)) {
    walk::blocks(blocks, &mut |node| match node {
        WalkNode::Block(Block::Branches(branches)) => branches.iter().for_each(|branch| visit(&branch.link)),
        WalkNode::Item(item) => item.branch.iter().for_each(|branch| visit(&branch.link)),
        WalkNode::Inline(Inline::Link { link, .. }) => visit(link),
        _ => (),
    });
}

fn first_branch(block: &Block<Resolved>) -> Option<&Link> {
    match block {
        Block::Branches(branches) => branches.first().map(|branch| &branch.link),
        _ => None,
    }
}

fn ends_in_choice(blocks: &[Block<Resolved>]) -> bool {
    blocks.iter().any(|block| matches!(block, Block::Branches(branches) if branches.len() >= 2))
}

fn has_outcome(blocks: &[Block<Resolved>]) -> bool {
    blocks.iter().any(|block| matches!(block, Block::Outcome(_)))
}

/// For each optional step, the first step after it. A reader who skips an
/// optional step skips its sub-steps too.
fn behind_optional(steps: &[StepNode<'_>]) -> Vec<Option<usize>> {
    let mut behind = vec![None; steps.len()];
    let mut next_step = steps.len();
    for (at, step) in steps.iter().enumerate().rev() {
        let whole = step.head.number.minor.is_none();
        if step.head.optional {
            let after = if whole { next_step } else { at + 1 };
            behind.get_mut(at).map(|entry| *entry = Some(after)).unwrap_or_default();
        }
        // The first sub-step of another step begins a new step too.
        let begins = whole || at == 0 || !same_step(steps.get(at - 1), step);
        if begins {
            next_step = at;
        }
    }
    behind
}

fn same_step(before: Option<&StepNode<'_>>, step: &StepNode<'_>) -> bool {
    before.is_some_and(|before| {
        before.head.series == step.head.series && before.head.number.major == step.head.number.major
    })
}
