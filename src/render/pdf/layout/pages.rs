//! Plans pages from the galley: what stands where, with which head and foot.

use std::collections::BTreeSet;
use std::ops::Range;

use serde::Serialize;

use super::breaks::{Breaks, goes_on, is_heading};
use super::galley::{Galley, GalleyAtom};
use super::paginate::{BoxHeight, FilledPage, PageBox, PageRoom, PictureRow, PictureSize, fill};
use super::whole_tables;
use crate::render::pdf::engine::records::{PageNumber, PageNumbers};
use crate::render::pdf::figure_plan::FigurePlan;
use crate::render::pdf::record::{Atom, PrintBlock, PrintFigure};
use crate::render::pdf::sheet::Layout;
use crate::render::pdf::write::manuscript::Manuscript;
use crate::render::pdf::write::writer::StretchStep;

/// The pages of a document.
#[derive(Debug)]
pub(crate) struct PagePlan {
    /// Pages that stand side by side on one sheet of paper.
    pub(crate) sheets: Vec<Vec<LogicalPage>>,
    /// Number of pages, as the printed page numbers count them.
    pub(crate) pages: u32,
    pub(crate) places: PageNumbers,
}

/// A page with a page number; a sheet of paper may have two.
#[derive(Debug, Clone, Default)]
pub(crate) struct LogicalPage {
    pub(crate) head_and_foot: HeadAndFoot,
    /// Scale of the page's content, if it is one atom that is taller than a page.
    pub(crate) shrink: Option<f64>,
    pub(crate) flows: Vec<PageItem>,
    /// Indices of the notes at the foot of the page.
    pub(crate) notes: BTreeSet<usize>,
}

/// The head and foot of a page: a record for the theme.
#[derive(Debug, Clone, Default, Serialize)]
pub(crate) struct HeadAndFoot {
    head: String,
    running: String,
    /// Lines of the foot, one for each language.
    foot: Vec<String>,
    /// The steps on the page: `步驟 2 至 3`.
    steps: String,
    folio: String,
}

/// One of the things that stand on a page, one below the other.
#[derive(Debug, Clone)]
pub(crate) enum PageItem {
    Atom(usize),
    /// Atoms that are parts of one table or one listing.
    Run(Range<usize>),
    /// Atoms that are items of one list.
    List(Range<usize>),
    Figure(usize, PlacedFigure),
}

/// A figure on its page: widths of its pictures, and what stands next to them.
#[derive(Debug, Clone)]
pub(crate) struct PlacedFigure {
    /// Widths of the pictures, in points.
    pub(crate) widths: Vec<f64>,
    /// Items next to the pictures; `None` if they stand below.
    pub(crate) beside: Option<Vec<PageItem>>,
}

impl PageItem {
    /// Index of the first atom.
    pub(crate) fn at(&self) -> usize {
        match self {
            Self::Atom(at) | Self::Figure(at, _) => *at,
            Self::Run(range) | Self::List(range) => range.start,
        }
    }
}

/// Fills the pages of a manuscript.
pub(crate) fn plan(manuscript: &Manuscript<'_>, galley: &Galley) -> PagePlan {
    let breaks = Breaks::of(manuscript);
    let pieces = (0..manuscript.atoms.len()).filter_map(|at| piece(manuscript, galley, (&breaks, at)));
    let mut pieces: Vec<PageBox> = pieces.collect();
    let notes: Vec<f64> = galley.notes.iter().map(|note| note.height().to_pt()).collect();
    let row = |atom: &Atom| match &atom.block {
        PrintBlock::Row(row) => Some(row.first),
        _ => None,
    };
    let rows: Vec<_> = manuscript.atoms.iter().map(row).collect();
    let room = PageRoom::of(&manuscript.sheet);
    whole_tables::hold(&mut pieces, &rows, &notes, room);
    let filled = fill(&pieces, &notes, room);
    let total = filled.len();
    let mut places = PageNumbers::new();
    let mut cells = Vec::new();
    for (index, page) in filled.iter().enumerate() {
        let sheet = index / manuscript.sheet.cells;
        let cell = PageWriter { manuscript, page, pieces: &pieces };
        cell.note_places(&mut places, PageNumber { page: index + 1, sheet: sheet + 1 });
        cells.push(cell.cell((index + 1, total)));
    }
    let pages = u32::try_from(cells.len()).unwrap_or(u32::MAX);
    PagePlan { sheets: sheets(&cells, manuscript.sheet.cells), pages, places }
}

/// Puts pages side by side on sheets. Two pages on a sheet share one running head.
fn sheets(cells: &[LogicalPage], side_by_side: usize) -> Vec<Vec<LogicalPage>> {
    let alone = cells.len() <= side_by_side;
    let mut sheets: Vec<Vec<LogicalPage>> = cells.chunks(side_by_side).map(<[LogicalPage]>::to_vec).collect();
    for sheet in &mut sheets {
        // A single sheet shows the title anyway.
        let running = sheet.iter().map(|cell| cell.head_and_foot.running.clone()).next().filter(|_| !alone);
        while sheet.len() < side_by_side {
            sheet.push(LogicalPage::default());
        }
        for (at, cell) in sheet.iter_mut().enumerate() {
            if at > 0 {
                cell.head_and_foot.head.clear();
            }
            cell.head_and_foot.running.clear();
        }
        let written = sheet.iter_mut().rev().find(|cell| !cell.head_and_foot.folio.is_empty());
        if let (Some(last), Some(running)) = (written, running) {
            last.head_and_foot.running = running;
        }
    }
    sheets
}

fn piece(
    manuscript: &Manuscript<'_>,
    galley: &Galley,
    (breaks, at): (&Breaks<'_>, usize),
) -> Option<PageBox> {
    let (atom, measured) = (manuscript.atoms.get(at)?, galley.atoms.get(at)?);
    let body = match &atom.block {
        PrintBlock::Figure(figure) => {
            let plan = manuscript.plans.get(&at)?;
            let pictures = pictures((figure, plan), measured, galley);
            BoxHeight::Pictures { pictures, items: plan.items.len() }
        }
        _ => BoxHeight::Fixed(measured.tall()),
    };
    let notes = atom.notes.iter().map(|number| number - 1).collect();
    let first = !matches!(&atom.block, PrintBlock::Row(row) if !row.first);
    let lead = if first { 0.0 } else { measured.lead };
    let (keep, leads, cut) = (breaks.keeps(at), breaks.leads(at), breaks.cut(at));
    Some(PageBox { gap: measured.gap, lead, body, keep, leads, cut, notes })
}

fn pictures(
    (figure, plan): (&PrintFigure, &FigurePlan),
    measured: &GalleyAtom,
    galley: &Galley,
) -> PictureRow {
    let captions = measured.captions.iter().copied().chain(std::iter::repeat(0.0));
    let sizes = figure.images.iter().zip(plan.widths.iter().copied()).zip(captions);
    let beside = plan.asides.iter().enumerate();
    PictureRow {
        least: plan.least,
        sizes: sizes
            .map(|((image, width), caption)| {
                let ratio = f64::from(image.height) / f64::from(image.width.max(1));
                PictureSize { width, ratio, caption }
            })
            .collect(),
        beside: beside.map(|(at, aside)| (aside.scale, galley.beside(plan.items.clone(), at))).collect(),
    }
}

/// Writes the plan of one page.
struct PageWriter<'a> {
    manuscript: &'a Manuscript<'a>,
    page: &'a FilledPage,
    pieces: &'a [PageBox],
}

impl PageWriter<'_> {
    fn atom(&self, at: usize) -> Option<&Atom> {
        self.manuscript.atoms.get(at).filter(|_| self.page.pieces.contains(&at))
    }

    /// Records this page as the place of all keys of its atoms.
    fn note_places(&self, places: &mut PageNumbers, at_page: PageNumber) {
        for at in self.page.pieces.clone() {
            for key in self.atom(at).into_iter().flat_map(|atom| &atom.keys) {
                places.entry(key.clone()).or_insert(at_page);
            }
        }
    }

    fn cell(&self, (number, total): (usize, usize)) -> LogicalPage {
        let manuscript = self.manuscript;
        let begun = manuscript.guides.partition_point(|guide| guide.from < self.page.pieces.end);
        let guide = begun.checked_sub(1).and_then(|last| manuscript.guides.get(last));
        let folio = manuscript.frame.words.print.folio.as_str();
        let head_and_foot = HeadAndFoot {
            head: guide.map(|guide| guide.head.clone()).unwrap_or_default(),
            running: guide.map(|guide| guide.running.clone()).unwrap_or_default(),
            steps: self.steps().filter(|_| self.says_steps()).unwrap_or_default(),
            foot: guide.map(|guide| guide.foot.clone()).unwrap_or_default(),
            folio: crate::theme::fill(folio, &[("n", &number.to_string()), ("total", &total.to_string())]),
        };
        let is_cover =
            self.atom(self.page.pieces.start).is_some_and(|atom| matches!(atom.block, PrintBlock::Cover(_)));
        let pieces = self.pieces.get(self.page.pieces.clone()).unwrap_or_default();
        LogicalPage {
            // A cover shows all of this itself.
            head_and_foot: if is_cover { HeadAndFoot::default() } else { head_and_foot },
            shrink: Some(self.page.shrink).filter(|shrink| *shrink < 1.0),
            flows: self.flows(self.page.pieces.clone()),
            notes: pieces.iter().flat_map(|piece| &piece.notes).copied().collect(),
        }
    }

    /// Whether the foot says which steps are on the page. Two small pages have
    /// no room for that. A slide says it only if no heading does.
    fn says_steps(&self) -> bool {
        let sheet = &self.manuscript.sheet;
        let goes_on = || self.atom(self.page.pieces.start).is_some_and(|atom| !is_heading(&atom.block));
        sheet.has_steps() || (sheet.layout == Layout::Slides && goes_on())
    }

    /// The steps on this page, for its foot.
    fn steps(&self) -> Option<String> {
        let steps: Vec<StretchStep> =
            self.page.pieces.clone().filter_map(|at| *self.manuscript.steps.get(at)?).collect();
        Some(self.manuscript.steps_said(*steps.first()?, *steps.last()?))
    }

    fn flows(&self, range: Range<usize>) -> Vec<PageItem> {
        let mut flows = Vec::new();
        let mut at = range.start;
        while let Some(atom) = self.atom(at).filter(|_| at < range.end) {
            let end = self.run_end(at, atom).min(range.end);
            let (flow, end) = match &atom.block {
                PrintBlock::Figure(_) => self.figure(at),
                PrintBlock::Item(_) | PrintBlock::ListItem(_) => (PageItem::List(at..end), end),
                PrintBlock::Row(_) | PrintBlock::Code { .. } => (PageItem::Run(at..end), end),
                _ => (PageItem::Atom(at), at + 1),
            };
            flows.push(flow);
            at = end;
        }
        flows
    }

    fn figure(&self, at: usize) -> (PageItem, usize) {
        let pictures = match self.pieces.get(at).map(|piece| &piece.body) {
            Some(BoxHeight::Pictures { pictures, .. }) => Some(pictures),
            _ => None,
        };
        let scale = pictures.map_or(self.page.scale, |pictures| pictures.scale(self.page.scale));
        let plan = self.manuscript.plans.get(&at);
        let full = plan.map_or(&[][..], |plan| plan.widths.as_slice());
        let widths = full.iter().map(|width| width * scale).collect();
        let items = plan.map(|plan| plan.items.clone()).filter(|_| self.page.beside.contains(&at));
        let end = items.as_ref().map_or(at + 1, |items| items.end.min(self.page.pieces.end));
        let beside = items.map(|items| self.flows(items));
        (PageItem::Figure(at, PlacedFigure { widths, beside }), end)
    }

    /// End, on this page, of the list, table or listing that the atom `at` begins
    /// or continues.
    fn run_end(&self, at: usize, begin: &Atom) -> usize {
        let more =
            |at: &usize| self.atom(*at).is_some_and(|atom| goes_on(&atom.block) && atom.lang == begin.lang);
        (at + 1..self.page.pieces.end).find(|at| !more(at)).unwrap_or(self.page.pieces.end)
    }
}
