//! The ways through a guide.
//!
//! Nodes are the steps and sub-steps of a page in the order of reading. From
//! a step a reader goes
//! - where its branches and links lead;
//! - to the next step, unless the step *ends in a choice*: its last part has a
//!   list of two branches or more, which is taken to name all that can happen.
//!   A single branch (`失敗 → …`) is an exception, and without it one reads on;
//! - past the next step, if that is optional.
//!
//! Readers come in at the first step and wherever links of the introduction
//! and of plain sections lead. They are done at the last step, at a result
//! (unless a choice follows), and where a branch or link leads out of the
//! steps: to another page or a plain section.

use std::collections::{BTreeMap, BTreeSet};

use super::subject::Subject;
use crate::model::walk::{self, WalkNode};
use crate::model::{Block, Inline, Link, Page, Resolved, Section, SectionKind, StepHead};

/// How many optional steps in a row are thought of as left out at once; more
/// would make too many ways of a page full of them.
const MAX_LEFT_OUT: usize = 8;

/// One step and the ways from it.
pub(super) struct StepNode<'a> {
    pub(super) section: &'a Section,
    pub(super) head: &'a StepHead,
    /// Where one can go from here.
    pub(super) ways: BTreeSet<usize>,
    /// One does not simply read on.
    pub(super) chooses: bool,
    /// A reader may be done here.
    pub(super) ends: bool,
}

/// The steps of one page.
pub(super) struct StepGraph<'a> {
    pub(super) steps: Vec<StepNode<'a>>,
    /// Where one comes in.
    entries: BTreeSet<usize>,
    /// Where the first branch of a choice leads: by custom the way on, while
    /// the others say what to do when something failed.
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

    /// Links of the introduction and of plain sections lead in.
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

    /// Adds the ways of those who read on, and the ends of those who are done.
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

    /// The steps that somebody can come to.
    pub(super) fn reached(&self) -> BTreeSet<usize> {
        spread(&self.entries, |at| self.steps.get(at).into_iter().flat_map(|step| step.ways.iter().copied()))
    }

    /// The steps from which nobody can come to an end.
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

/// Everything that `next` leads to from `start`, `start` included.
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
        Link::Page { page: address, .. } if *address != page.address => Way::Out,
        Link::Page { fragment: Some(id), .. } => match places.get(figure_of(id)) {
            Some(step) => Way::Step(*step),
            None => Way::Out,
        },
        Link::Page { .. } | Link::Download(_) | Link::Outside(_) => Way::None,
    }
}

/// `fig-3` for `fig-3-item-2`, else the id.
fn figure_of(id: &str) -> &str {
    let Some(number) = id.strip_prefix("fig-") else { return id };
    let digits = number.bytes().take_while(u8::is_ascii_digit).count();
    id.get(..id.len() - number.len() + digits).unwrap_or(id)
}

/// The ids inside each step.
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

/// For each optional step the first one behind it: an optional step is left
/// out with its sub-steps.
fn behind_optional(steps: &[StepNode<'_>]) -> Vec<Option<usize>> {
    let mut behind = vec![None; steps.len()];
    let mut next_step = steps.len();
    for (at, step) in steps.iter().enumerate().rev() {
        let whole = step.head.number.minor.is_none();
        if step.head.optional {
            let after = if whole { next_step } else { at + 1 };
            behind.get_mut(at).map(|entry| *entry = Some(after)).unwrap_or_default();
        }
        // A sub-step of another step begins the next step too.
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
