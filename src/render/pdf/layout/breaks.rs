//! Where pages may break: what it costs, and what belongs together.

use crate::render::pdf::record::{Atom, PrintBlock, PrintInline, PrintNode};
use crate::render::pdf::sheet::Layout;
use crate::render::pdf::write::manuscript::Manuscript;

/// So many atoms between the heading of a step and its picture stay with it, if
/// they can.
const INTRODUCTION: usize = 3;

/// The atoms of a document, judged. Costs are those of `paginate`, where a page
/// costs 10.
pub(crate) struct Breaks<'a> {
    atoms: &'a [Atom],
    slides: bool,
    /// By atom: the heading or picture right before it.
    parts: Vec<Option<usize>>,
}

impl<'a> Breaks<'a> {
    pub(crate) fn of(manuscript: &'a Manuscript<'_>) -> Self {
        let slides = manuscript.sheet.layout == Layout::Slides;
        let mut breaks = Self { atoms: &manuscript.atoms, slides, parts: Vec::new() };
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

    /// What a break before an atom costs; `None`: a page always begins here.
    pub(crate) fn cut(&self, at: usize) -> Option<f64> {
        let Some(block) = self.block(at) else { return Some(2.5) };
        let begins = self.begins_step(at);
        Some(match block {
            PrintBlock::Title(_) | PrintBlock::Cover(_) => return None,
            // Nothing begins a slide by force right behind a heading.
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
            // Items stay together rather than with what comes of them.
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
            Some(PrintBlock::Figure(figure)) => !figure.items.is_empty(),
            Some(PrintBlock::Paragraph { words }) => announces(words) || self.opens_part(at + 1),
            _ => false,
        }
    }

    /// Whether an atom leads up to a picture: the first one of its step, not
    /// far below.
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

    /// Of two languages side by side, the first that has it.
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

    /// Whether this is the heading of the first sub-step or panel of a step
    /// that is hardly more than a heading itself.
    fn opens_part(&self, at: usize) -> bool {
        let part = self.block(at).is_some_and(|block| match block {
            PrintBlock::Head(head) => head.level > 2,
            block => matches!(block, PrintBlock::PanelHead { .. }),
        });
        part && self.says_little(at)
    }

    /// Whether the step before this heading is a heading and a sentence or two:
    /// not enough for a slide.
    fn says_little(&self, at: usize) -> bool {
        let mut before = (0..at).rev().take(INTRODUCTION).filter_map(|at| self.block(at));
        let first = before.find(|block| !matches!(block, PrintBlock::Paragraph { .. }));
        matches!(first, Some(PrintBlock::Head(_)))
    }

    /// Whether no picture stands between an atom and the heading of its step.
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

/// Whether words announce a list, which stays with them.
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

/// Whether it goes on with the list, table or code right before it.
pub(crate) fn goes_on(block: &PrintBlock) -> bool {
    match block {
        PrintBlock::Item(item) => !item.first,
        PrintBlock::ListItem(item) => !item.first,
        PrintBlock::Row(row) => !row.first,
        PrintBlock::Code { first, .. } => !first,
        _ => false,
    }
}
