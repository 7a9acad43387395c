//! Page breaks: what a break before each atom costs, and which atoms must stay
//! together.

use std::collections::BTreeMap;

use crate::render::pdf::figure_plan::FigurePlan;
use crate::render::pdf::record::{Atom, PrintBlock, PrintInline, PrintNode};
use crate::render::pdf::sheet::Layout;
use crate::render::pdf::write::manuscript::Manuscript;

/// Most atoms between the heading of a step and its picture that are kept on the
/// picture's page, if possible.
const INTRODUCTION: usize = 3;

/// Rates breaks between the atoms of a document. Costs are those of `paginate`,
/// where a page costs 10.
pub(crate) struct Breaks<'a> {
    atoms: &'a [Atom],
    plans: &'a BTreeMap<usize, FigurePlan>,
    slides: bool,
    /// For each atom, the last heading or picture before it.
    parts: Vec<Option<usize>>,
}

impl<'a> Breaks<'a> {
    pub(crate) fn of(manuscript: &'a Manuscript<'_>) -> Self {
        let slides = manuscript.sheet.layout == Layout::Slides;
        let mut breaks =
            Self { atoms: &manuscript.atoms, plans: &manuscript.plans, slides, parts: Vec::new() };
        let mut part = None;
        for at in 0..breaks.atoms.len() {
            breaks.parts.push(part);
            if breaks
                .block(at)
                .is_some_and(|block| is_heading(block) || matches!(block, PrintBlock::Figure(_)))
            {
                part = Some(at);
            }
        }
        breaks
    }

    /// The cost of a page break before an atom; `None` if a page always begins
    /// there.
    pub(crate) fn cut(&self, at: usize) -> Option<f64> {
        let Some(block) = self.block(at) else { return Some(2.5) };
        let begins = self.begins_step(at);
        Some(match block {
            PrintBlock::Title(_) | PrintBlock::Cover(_) => return None,
            // No slide is forced to begin directly after a heading.
            _ if self.slides && self.begins_slide(at, block) => {
                return at.checked_sub(1).filter(|before| self.keeps(*before)).map(|_| 9.0);
            }
            PrintBlock::Head(_) if self.slides => 6.0,
            PrintBlock::Cards { .. } | PrintBlock::Outcome { .. } | PrintBlock::Alert { .. }
                if self.slides =>
            {
                2.5
            }
            PrintBlock::Head(head) if head.level == 2 => 0.0,
            PrintBlock::Head(_) => 0.3,
            PrintBlock::PanelHead { .. } if begins => 6.0,
            PrintBlock::Section { .. } | PrintBlock::PanelHead { .. } => 0.6,
            PrintBlock::Figure(_) if begins => 12.0,
            PrintBlock::Figure(_) => 3.0,
            PrintBlock::Cards { .. } | PrintBlock::Outcome { .. } => 6.5,
            // Items stay with each other rather than with their outcome.
            PrintBlock::Item(_) if goes_on(block) => 7.0,
            PrintBlock::Item(_) => 6.0,
            PrintBlock::Alert { .. } => 4.0,
            PrintBlock::ListItem(_) if !goes_on(block) && self.is_figure(at.checked_sub(1)) => 5.0,
            PrintBlock::Row(_) | PrintBlock::Code { .. } if goes_on(block) => 3.5,
            PrintBlock::ListItem(_) if goes_on(block) => 3.0,
            PrintBlock::Term { .. } if self.is_term(at.checked_sub(1)) => 3.5,
            _ => 2.5,
        })
    }

    /// Whether a page must not end with an atom.
    pub(crate) fn keeps(&self, at: usize) -> bool {
        match self.block(at) {
            Some(block) if is_heading(block) => true,
            Some(PrintBlock::Notice { .. }) => true,
            Some(PrintBlock::Figure(figure)) => {
                self.plans.get(&at).map_or(figure.items, |plan| plan.items.len()) > 0
            }
            Some(PrintBlock::Paragraph { words }) => announces(words) || self.opens_part(at + 1),
            _ => false,
        }
    }

    /// Whether an atom introduces a picture: the first picture of its step, if it
    /// follows within [`INTRODUCTION`] atoms.
    pub(crate) fn leads(&self, at: usize) -> bool {
        let heads = |block: &PrintBlock| match block {
            PrintBlock::Head(head) => head.level == 2,
            PrintBlock::PanelHead { .. } => false,
            block => is_heading(block),
        };
        let part = |at: &usize| self.is_figure(Some(*at)) || self.block(*at).is_some_and(heads);
        let next = (at + 1..).take(INTRODUCTION).find(part);
        !self.is_figure(Some(at)) && self.begins_step(at) && self.is_figure(next)
    }

    /// The block of an atom; of a pair, the block in the first language that has
    /// it.
    fn block(&self, at: usize) -> Option<&'a PrintBlock> {
        match &self.atoms.get(at)?.block {
            PrintBlock::Pair { left, right } => left.as_deref().or(right.as_deref()).map(|atom| &atom.block),
            block => Some(block),
        }
    }

    fn is_figure(&self, at: Option<usize>) -> bool {
        at.and_then(|at| self.block(at)).is_some_and(|block| matches!(block, PrintBlock::Figure(_)))
    }

    fn is_term(&self, at: Option<usize>) -> bool {
        at.and_then(|at| self.block(at)).is_some_and(|block| matches!(block, PrintBlock::Term { .. }))
    }

    fn begins_slide(&self, at: usize, block: &PrintBlock) -> bool {
        match block {
            PrintBlock::PanelHead { .. } => !self.begins_step(at),
            PrintBlock::Head(_) => !self.says_little(at),
            PrintBlock::Section { level, .. } => *level == 2,
            _ => false,
        }
    }

    /// Whether an atom is the heading of a step's first sub-step or panel, and
    /// the step has little text of its own.
    fn opens_part(&self, at: usize) -> bool {
        let part = self.block(at).is_some_and(|block| match block {
            PrintBlock::Head(head) => head.level > 2,
            block => matches!(block, PrintBlock::PanelHead { .. }),
        });
        part && self.says_little(at)
    }

    /// Whether the step before a heading has only its own heading and one or two
    /// paragraphs: not enough for a slide.
    fn says_little(&self, at: usize) -> bool {
        let mut before = (0..at).rev().take(INTRODUCTION).filter_map(|at| self.block(at));
        let first = before.find(|block| !matches!(block, PrintBlock::Paragraph { .. }));
        matches!(first, Some(PrintBlock::Head(_)))
    }

    /// Whether no picture stands between an atom and the heading of its step,
    /// section or panel. For the heading of a panel, only the heading of a step
    /// counts.
    fn begins_step(&self, at: usize) -> bool {
        let part = self.parts.get(at).copied().flatten();
        let panel = matches!(self.block(at), Some(PrintBlock::PanelHead { .. }));
        match part.and_then(|part| self.block(part)) {
            Some(PrintBlock::Head(_)) => true,
            Some(PrintBlock::PanelHead { .. } | PrintBlock::Section { .. }) => !panel,
            _ => false,
        }
    }
}

/// Whether a paragraph ends with a colon: the list that it announces stays with
/// it.
fn announces(words: &[PrintInline]) -> bool {
    let colon = |text: &str| text.trim_end().ends_with(['：', ':']);
    match words.last() {
        Some(PrintInline::Text(text)) => colon(text),
        Some(PrintInline::Node(PrintNode::Together { content })) => announces(content),
        _ => false,
    }
}

pub(crate) fn is_heading(block: &PrintBlock) -> bool {
    matches!(block, PrintBlock::Head(_) | PrintBlock::PanelHead { .. } | PrintBlock::Section { .. })
}

/// Whether a block continues the list, table or listing of the block before it.
pub(crate) fn goes_on(block: &PrintBlock) -> bool {
    match block {
        PrintBlock::Item(item) => !item.first,
        PrintBlock::ListItem(item) => !item.first,
        PrintBlock::Row(row) => !row.first,
        PrintBlock::Code { first, .. } => !first,
        _ => false,
    }
}
