//! From heights to pages: what the second run of the engine is told.

use std::collections::BTreeSet;
use std::ops::Range;

use serde::Serialize;

use super::fill::{Body, Filled, Pictures, Piece, Room, fill};
use super::galley::{Galley, Slip};
use super::manuscript::Manuscript;
use super::matter::Places;
use super::sheet::Layout;
use super::view::{Atom, Block, Figure};
use super::write::Step;

/// So many atoms between the heading of a step and its picture stay with it, if
/// they can.
const INTRODUCTION: usize = 3;

/// The pages of a document.
#[derive(Debug)]
pub(super) struct Plan {
    /// Pages that stand side by side on one sheet of paper.
    pub(super) sheets: Vec<Vec<Cell>>,
    /// As their numbers count them.
    pub(super) pages: u32,
    pub(super) places: Places,
}

/// A page as a reader counts them.
#[derive(Debug, Clone, Default)]
pub(super) struct Cell {
    pub(super) face: Face,
    /// Of the flows, if they are one thing that is taller than a page.
    pub(super) shrink: Option<f64>,
    pub(super) flows: Vec<Flow>,
    /// Indices of the notes at its foot.
    pub(super) notes: BTreeSet<usize>,
}

/// What stands around the text of a page, as the theme is given it.
#[derive(Debug, Clone, Default, Serialize)]
pub(super) struct Face {
    head: String,
    running: String,
    foot: String,
    /// Which steps stand on it: `步驟 2 至 3`.
    steps: String,
    folio: String,
}

/// What stands on a page, below one another.
#[derive(Debug, Clone)]
pub(super) enum Flow {
    Atom(usize),
    /// Parts of one table or one listing.
    Run(Range<usize>),
    /// Items of one list.
    List(Range<usize>),
    Figure(usize, Shown),
}

/// How a figure stands on its page.
#[derive(Debug, Clone)]
pub(super) struct Shown {
    /// Of its pictures.
    pub(super) widths: Vec<f64>,
    /// What stands beside them.
    pub(super) beside: Option<Vec<Flow>>,
}

impl Flow {
    /// Its first atom.
    pub(super) fn at(&self) -> usize {
        match self {
            Self::Atom(at) | Self::Figure(at, _) => *at,
            Self::Run(range) | Self::List(range) => range.start,
        }
    }
}

/// Fills the pages of a manuscript.
pub(super) fn plan(manuscript: &Manuscript<'_>, galley: &Galley) -> Plan {
    let pieces: Vec<Piece> =
        (0..manuscript.atoms.len()).filter_map(|at| piece(manuscript, galley, at)).collect();
    let notes: Vec<f64> = galley.notes.iter().map(|note| note.height().to_pt()).collect();
    let filled = fill(&pieces, &notes, Room::of(&manuscript.sheet));
    let total = filled.len();
    let mut places = Places::new();
    let mut cells = Vec::new();
    for (index, page) in filled.iter().enumerate() {
        let sheet = index / manuscript.sheet.cells;
        let cell = Cells { manuscript, page, pieces: &pieces };
        cell.note_places(&mut places, (index + 1, sheet + 1));
        cells.push(cell.cell((index + 1, total)));
    }
    let pages = u32::try_from(cells.len()).unwrap_or(u32::MAX);
    Plan { sheets: sheets(&cells, manuscript.sheet.cells), pages, places }
}

/// Pages side by side on sheets. Two share one running head, the place of the
/// last one too if it stays free.
fn sheets(cells: &[Cell], side_by_side: usize) -> Vec<Vec<Cell>> {
    let alone = cells.len() <= side_by_side;
    let mut sheets: Vec<Vec<Cell>> = cells.chunks(side_by_side).map(<[Cell]>::to_vec).collect();
    for sheet in &mut sheets {
        // A single sheet has its title on itself.
        let running = sheet.iter().map(|cell| cell.face.running.clone()).next().filter(|_| !alone);
        while sheet.len() < side_by_side {
            sheet.push(Cell::default());
        }
        for (at, cell) in sheet.iter_mut().enumerate() {
            if at > 0 {
                cell.face.head.clear();
            }
            cell.face.running.clear();
        }
        if let (Some(last), Some(running)) = (sheet.last_mut(), running) {
            last.face.running = running;
        }
    }
    sheets
}

/// What breaking before an atom costs; `None`: a page always begins here.
/// `first`: nothing but the heading of its step and some words stand before it.
fn cut(manuscript: &Manuscript<'_>, block: &Block, first: bool) -> Option<f64> {
    let slides = manuscript.sheet.layout == Layout::Slides;
    Some(match block {
        Block::Title(_) | Block::Cover(_) => return None,
        Block::PanelHead { .. } if slides && !first => return None,
        Block::Head(_) | Block::Section { level: 2, .. } if slides => return None,
        Block::Head(head) if head.level == 2 => 0.0,
        Block::Head(_) => 0.3,
        Block::Section { .. } | Block::PanelHead { .. } => 0.6,
        Block::Figure(_) if first => 12.0,
        Block::Cards { .. } | Block::Outcome { .. } => 6.5,
        Block::Alert { .. } => 4.0,
        Block::Figure(_) => 3.0,
        Block::Item(_) if goes_on(block) => 4.0,
        Block::ListItem(_) if goes_on(block) => 3.0,
        Block::Row(_) | Block::Code { .. } if goes_on(block) => 3.5,
        Block::Item(_) => 6.0,
        Block::Pair { left, right } => {
            let inner = left.as_deref().or(right.as_deref());
            return inner.map_or(Some(2.0), |atom| cut(manuscript, &atom.block, first));
        }
        _ => 2.5,
    })
}

/// Whether no picture stands between an atom and the heading of its step.
fn begins_step(manuscript: &Manuscript<'_>, at: usize) -> bool {
    let before = manuscript.atoms.get(..at).unwrap_or_default().iter().rev();
    let mut parts = before.filter(|atom| is_heading(&atom.block) || matches!(atom.block, Block::Figure(_)));
    let panel = manuscript.atoms.get(at).is_some_and(|atom| matches!(atom.block, Block::PanelHead { .. }));
    parts.next().is_some_and(|atom| match atom.block {
        Block::Head(_) => true,
        Block::PanelHead { .. } | Block::Section { .. } => !panel,
        _ => false,
    })
}

/// Whether an atom leads up to a picture: the first one of its step, not far
/// below.
fn leads(manuscript: &Manuscript<'_>, at: usize) -> bool {
    let next = manuscript.atoms.get(at + 1..).unwrap_or_default().iter().take(INTRODUCTION);
    let mut parts = next.filter(|atom| is_heading(&atom.block) || matches!(atom.block, Block::Figure(_)));
    begins_step(manuscript, at) && parts.next().is_some_and(|atom| matches!(atom.block, Block::Figure(_)))
}

fn is_heading(block: &Block) -> bool {
    matches!(block, Block::Head(_) | Block::PanelHead { .. } | Block::Section { .. })
}

/// Whether a page must not end with this.
fn keeps(block: &Block) -> bool {
    match block {
        Block::Head(_) | Block::PanelHead { .. } | Block::Section { .. } | Block::Notice { .. } => true,
        Block::Figure(figure) => figure.to > figure.from,
        // What announces a list stays with it.
        Block::Paragraph { words } => {
            matches!(words.last(), Some(super::view::Inline::Text(text)) if text.trim_end().ends_with(['：', ':']))
        }
        Block::Pair { left, right } => {
            left.as_deref().or(right.as_deref()).is_some_and(|atom| keeps(&atom.block))
        }
        _ => false,
    }
}

fn piece(manuscript: &Manuscript<'_>, galley: &Galley, at: usize) -> Option<Piece> {
    let (atom, slip) = (manuscript.atoms.get(at)?, galley.atoms.get(at)?);
    let body = match &atom.block {
        Block::Figure(figure) => {
            let pictures = pictures(manuscript, (figure, slip), galley);
            Body::Pictures { pictures, items: figure.to - figure.from }
        }
        _ => Body::Fixed(slip.tall()),
    };
    let notes = atom.notes.iter().map(|number| number - 1).collect();
    let cut = cut(manuscript, &atom.block, begins_step(manuscript, at));
    // Nothing begins a page by force right behind a heading.
    let before = at.checked_sub(1).and_then(|at| manuscript.atoms.get(at));
    let cut = cut.or_else(|| before.is_some_and(|atom| keeps(&atom.block)).then_some(9.0));
    let first = !matches!(&atom.block, Block::Row(row) if !row.first);
    let lead = if first { 0.0 } else { slip.lead };
    let leads = !matches!(atom.block, Block::Figure(_)) && leads(manuscript, at);
    Some(Piece { gap: slip.gap, lead, body, keep: keeps(&atom.block), leads, cut, notes })
}

fn pictures(manuscript: &Manuscript<'_>, (figure, slip): (&Figure, &Slip), galley: &Galley) -> Pictures {
    let captions = slip.captions.iter().copied().chain(std::iter::repeat(0.0));
    let widths = manuscript.sheet.widths(&figure.images);
    let sizes = figure.images.iter().zip(widths).zip(captions);
    let size = |((image, width), caption): ((&super::view::Picture, f64), f64)| {
        (width, f64::from(image.height) / f64::from(image.width.max(1)), caption)
    };
    let beside = figure.scales.iter().enumerate();
    Pictures {
        sizes: sizes.map(size).collect(),
        beside: beside.map(|(probe, scale)| (*scale, galley.tall(figure.from..figure.to, probe))).collect(),
    }
}

/// One page being written down.
struct Cells<'a> {
    manuscript: &'a Manuscript<'a>,
    page: &'a Filled,
    pieces: &'a [Piece],
}

impl Cells<'_> {
    fn atom(&self, at: usize) -> Option<&Atom> {
        self.manuscript.atoms.get(at).filter(|_| self.page.pieces.contains(&at))
    }

    /// Every key on this page leads to its top; that is where a reader looks.
    fn note_places(&self, places: &mut Places, at_page: (usize, usize)) {
        for at in self.page.pieces.clone() {
            for key in self.atom(at).into_iter().flat_map(|atom| &atom.keys) {
                places.entry(key.clone()).or_insert(at_page);
            }
        }
    }

    fn cell(&self, (number, total): (usize, usize)) -> Cell {
        let manuscript = self.manuscript;
        let chapter = manuscript.chapters.iter().rev().find(|chapter| chapter.from < self.page.pieces.end);
        let folio = manuscript.frame.words.print.folio.as_str();
        let face = Face {
            head: chapter.map(|chapter| chapter.head.clone()).unwrap_or_default(),
            running: chapter.map(|chapter| chapter.running.clone()).unwrap_or_default(),
            // Two small pages have no room for two of them.
            // On slides the heading says it.
            steps: self.steps().filter(|_| manuscript.sheet.has_steps()).unwrap_or_default(),
            foot: chapter.map(|chapter| chapter.foot.clone()).unwrap_or_default(),
            folio: crate::theme::fill(folio, &[("n", &number.to_string()), ("total", &total.to_string())]),
        };
        let pieces = self.pieces.get(self.page.pieces.clone()).unwrap_or_default();
        Cell {
            face,
            shrink: Some(self.page.shrink).filter(|shrink| *shrink < 1.0),
            flows: self.flows(self.page.pieces.clone()),
            notes: pieces.iter().flat_map(|piece| &piece.notes).copied().collect(),
        }
    }

    /// Which steps stand on this page.
    fn steps(&self) -> Option<String> {
        let steps: Vec<Step> =
            self.page.pieces.clone().filter_map(|at| *self.manuscript.steps.get(at)?).collect();
        Some(self.manuscript.steps_said(*steps.first()?, *steps.last()?))
    }

    fn flows(&self, range: Range<usize>) -> Vec<Flow> {
        let mut flows = Vec::new();
        let mut at = range.start;
        while let Some(atom) = self.atom(at).filter(|_| at < range.end) {
            let end = self.run_end(at, atom).min(range.end);
            let (flow, end) = match &atom.block {
                Block::Figure(figure) => self.figure(at, figure),
                Block::Item(_) | Block::ListItem(_) => (Flow::List(at..end), end),
                Block::Row(_) | Block::Code { .. } => (Flow::Run(at..end), end),
                _ => (Flow::Atom(at), at + 1),
            };
            flows.push(flow);
            at = end;
        }
        flows
    }

    fn figure(&self, at: usize, figure: &Figure) -> (Flow, usize) {
        let pictures = match self.pieces.get(at).map(|piece| &piece.body) {
            Some(Body::Pictures { pictures, .. }) => Some(pictures),
            _ => None,
        };
        let scale = pictures.map_or(self.page.scale, |pictures| pictures.scale(self.page.scale));
        let full = self.manuscript.sheet.widths(&figure.images);
        let widths = full.iter().map(|width| width * scale).collect();
        let is_beside = self.page.beside.contains(&at);
        let beside = is_beside.then(|| self.flows(figure.from..figure.to));
        let end = if beside.is_some() { figure.to } else { at + 1 };
        (Flow::Figure(at, Shown { widths, beside }), end)
    }

    /// Where the list, table or code that begins or goes on here ends on this
    /// page.
    fn run_end(&self, at: usize, begin: &Atom) -> usize {
        let more =
            |at: &usize| self.atom(*at).is_some_and(|atom| goes_on(&atom.block) && atom.lang == begin.lang);
        (at + 1..self.page.pieces.end).find(|at| !more(at)).unwrap_or(self.page.pieces.end)
    }
}

/// Whether it goes on with the list, table or code right before it.
fn goes_on(block: &Block) -> bool {
    match block {
        Block::Item(item) => !item.first,
        Block::ListItem(item) => !item.first,
        Block::Row(row) => !row.first,
        Block::Code { first, .. } => !first,
        _ => false,
    }
}
