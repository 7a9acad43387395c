//! From heights to pages: what the second run of the engine is told.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::fill::{Body, Filled, Pictures, Piece, Room, fill};
use super::manuscript::Manuscript;
use super::sheet::Layout;
use super::view::{Atom, Block, Figure};
use super::write::Step;

/// What the first run of the engine found, in points.
#[derive(Debug, Default)]
pub(super) struct Heights {
    pub(super) atoms: Vec<Height>,
    pub(super) notes: Vec<f64>,
}

#[derive(Debug, Default, Clone)]
pub(super) struct Height {
    pub(super) gap: f64,
    pub(super) tall: f64,
    /// What comes on top of it where it begins a page.
    pub(super) lead: f64,
    /// Of a figure: each caption, the items at each width.
    pub(super) captions: Vec<f64>,
    pub(super) beside: Vec<f64>,
}

/// The pages of a document.
#[derive(Debug, Serialize)]
pub(super) struct Plan {
    title: String,
    author: Option<String>,
    summary: Option<String>,
    date: [i32; 3],
    sheets: Vec<Vec<Cell>>,
    #[serde(skip)]
    pages: u32,
    /// By key: number of the page, of the sheet.
    #[serde(skip)]
    pub(super) places: BTreeMap<String, (usize, usize)>,
}

/// A page as a reader counts them.
#[derive(Debug, Clone, Default, Serialize)]
struct Cell {
    head: String,
    running: String,
    foot: String,
    /// Which steps stand on it: `步驟 2 至 3`.
    steps: String,
    folio: String,
    /// Of the flows, if they are one thing that is taller than a page.
    shrink: Option<f64>,
    flows: Vec<Flow>,
    notes: Vec<usize>,
}

/// What stands on a page.
#[derive(Debug, Clone, Serialize)]
#[serde(tag = "is", rename_all = "kebab-case")]
enum Flow {
    Atom {
        at: usize,
    },
    /// Parts of one list, table or code, below one another.
    Run {
        at: usize,
        run: [usize; 2],
    },
    /// Pictures of these widths, perhaps with their items beside them.
    Figure {
        at: usize,
        widths: Vec<f64>,
        beside: Option<[usize; 2]>,
    },
}

impl Plan {
    /// Pages as their numbers count them.
    pub(super) fn cells(&self) -> u32 {
        self.pages
    }
}

/// Fills the pages of a manuscript.
pub(super) fn plan(manuscript: &Manuscript<'_>, heights: &Heights) -> Plan {
    let pieces: Vec<Piece> = (0..manuscript.atoms.len()).map(|at| piece(manuscript, heights, at)).collect();
    let small = manuscript.sheet.r#type;
    let room = Room { height: manuscript.sheet.height, notes_gap: small * 1.5, note_gap: small * 0.5 };
    let filled = fill(&pieces, &heights.notes, room);
    let total = filled.len();
    let mut places = BTreeMap::new();
    let mut cells = Vec::new();
    for (index, page) in filled.iter().enumerate() {
        let sheet = index / manuscript.sheet.cells;
        let cell = Cells { manuscript, page, pieces: &pieces };
        cell.note_places(&mut places, (index + 1, sheet + 1));
        cells.push(cell.cell((index + 1, total)));
    }
    let day = manuscript.date;
    let date = [i32::from(day.year()), i32::from(day.month()), i32::from(day.day())];
    Plan {
        title: manuscript.title.clone(),
        author: manuscript.author.clone(),
        summary: manuscript.summary.clone(),
        date,
        pages: u32::try_from(cells.len()).unwrap_or(u32::MAX),
        sheets: sheets(&cells, manuscript.sheet.cells),
        places,
    }
}

/// Pages side by side on sheets. Two share one running head, the place of the
/// last one too if it stays free.
fn sheets(cells: &[Cell], side_by_side: usize) -> Vec<Vec<Cell>> {
    let alone = cells.len() <= side_by_side;
    let mut sheets: Vec<Vec<Cell>> = cells.chunks(side_by_side).map(<[Cell]>::to_vec).collect();
    for sheet in &mut sheets {
        // A single sheet has its title on itself.
        let running = sheet.iter().map(|cell| cell.running.clone()).next().filter(|_| !alone);
        while sheet.len() < side_by_side {
            sheet.push(Cell::default());
        }
        for (at, cell) in sheet.iter_mut().enumerate() {
            if at > 0 {
                cell.head.clear();
            }
            cell.running.clear();
        }
        if let (Some(last), Some(running)) = (sheet.last_mut(), running) {
            last.running = running;
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
        Block::Figure(_) if first => 7.0,
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

fn piece(manuscript: &Manuscript<'_>, heights: &Heights, at: usize) -> Piece {
    let height = heights.atoms.get(at).cloned().unwrap_or_default();
    let Some(atom) = manuscript.atoms.get(at) else {
        return Piece {
            gap: 0.0,
            lead: 0.0,
            body: Body::Fixed(0.0),
            keep: false,
            cut: Some(0.0),
            notes: Vec::new(),
        };
    };
    let body = match &atom.block {
        Block::Figure(figure) => {
            let captions = height.captions.iter().copied().chain(std::iter::repeat(0.0));
            let widths = manuscript.sheet.widths(&figure.images);
            let sizes = figure.images.iter().zip(widths).zip(captions);
            let size = |((image, width), caption): ((&super::view::Picture, f64), f64)| {
                (width, f64::from(image.height) / f64::from(image.width.max(1)), caption)
            };
            let pictures = Pictures {
                sizes: sizes.map(size).collect(),
                beside: figure.scales.iter().copied().zip(height.beside.iter().copied()).collect(),
            };
            Body::Pictures { pictures, items: figure.to - figure.from }
        }
        _ => Body::Fixed(height.tall),
    };
    let notes = atom.notes.iter().map(|number| number - 1).collect();
    let cut = cut(manuscript, &atom.block, begins_step(manuscript, at));
    // Nothing begins a page by force right behind a heading.
    let before = at.checked_sub(1).and_then(|at| manuscript.atoms.get(at));
    let cut = cut.or_else(|| before.is_some_and(|atom| keeps(&atom.block)).then_some(9.0));
    let first = !matches!(&atom.block, Block::Row(row) if !row.first);
    let lead = if first { 0.0 } else { height.lead };
    Piece { gap: height.gap, lead, body, keep: keeps(&atom.block), cut, notes }
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
    fn note_places(&self, places: &mut BTreeMap<String, (usize, usize)>, at_page: (usize, usize)) {
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
        Cell {
            head: chapter.map(|chapter| chapter.head.clone()).unwrap_or_default(),
            running: chapter.map(|chapter| chapter.running.clone()).unwrap_or_default(),
            // Two small pages have no room for two of them.
            // On slides the heading says it.
            steps: self.steps().filter(|_| manuscript.sheet.has_steps()).unwrap_or_default(),
            foot: chapter.map(|chapter| chapter.foot.clone()).unwrap_or_default(),
            folio: crate::theme::fill(folio, &[("n", &number.to_string()), ("total", &total.to_string())]),
            shrink: Some(self.page.shrink).filter(|shrink| *shrink < 1.0),
            flows: self.flows(),
            notes: self.notes(),
        }
    }

    /// Which steps stand on this page.
    fn steps(&self) -> Option<String> {
        let steps: Vec<Step> =
            self.page.pieces.clone().filter_map(|at| *self.manuscript.steps.get(at)?).collect();
        Some(self.manuscript.steps_said(*steps.first()?, *steps.last()?))
    }

    fn notes(&self) -> Vec<usize> {
        let pieces = self.pieces.get(self.page.pieces.clone()).unwrap_or_default();
        let notes: BTreeSet<usize> = pieces.iter().flat_map(|piece| &piece.notes).copied().collect();
        notes.into_iter().map(|note| note + 1).collect()
    }

    fn flows(&self) -> Vec<Flow> {
        let mut flows = Vec::new();
        let mut at = self.page.pieces.start;
        while let Some(atom) = self.atom(at) {
            let (flow, end) = match &atom.block {
                Block::Figure(figure) => self.figure(at, figure),
                Block::Item(_) | Block::ListItem(_) | Block::Row(_) | Block::Code { .. } => {
                    let end = self.run_end(at, atom);
                    (Flow::Run { run: [at, end], at }, end)
                }
                _ => (Flow::Atom { at }, at + 1),
            };
            flows.push(flow);
            at = end;
        }
        flows
    }

    fn figure(&self, at: usize, figure: &Figure) -> (Flow, usize) {
        let scale = match self.pieces.get(at).map(|piece| &piece.body) {
            Some(Body::Pictures { pictures, .. }) => pictures.scale(self.page.scale),
            _ => self.page.scale,
        };
        let full = self.manuscript.sheet.widths(&figure.images);
        let widths = full.iter().map(|width| width * scale).collect();
        let beside = self.page.beside.contains(&at).then_some([figure.from, figure.to]);
        let end = if beside.is_some() { figure.to } else { at + 1 };
        (Flow::Figure { at, widths, beside }, end)
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
