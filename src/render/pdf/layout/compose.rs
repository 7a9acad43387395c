//! Make-up: puts the frames of the galley into their places on pages.
//!
//! In: the galley, and the plan of what stands where. Out: sheets of paper, each
//! one frame. Only what depends on pages is set again: pictures, whose size the
//! page decides, running heads, and references that say a page.

use std::ops::Range;

use rayon::iter::{IndexedParallelIterator, IntoParallelRefIterator, ParallelIterator};
use typst::foundations::Value;
use typst::layout::{Abs, Frame, Point, Ratio, Size, Transform};
use typst::utils::hash128;

use super::galley::{Galley, GalleyAtom, key_at};
use super::pages::{LogicalPage, PageItem, PagePlan, PlacedFigure};
use super::structure::{ItemPart, ItemTag};
use crate::render::pdf::context::PrintContext;
use crate::render::pdf::engine::call::Engine;
use crate::render::pdf::engine::records::{Records, ThemeRecord, placed};
use crate::render::pdf::fault::PrintFault;
use crate::render::pdf::sheet::{PaperSize, Sheet};
use crate::render::pdf::write::manuscript::Manuscript;

/// Difference of scale between two steps of shrinking, for an atom that is taller
/// than a page.
const STEP: f64 = 0.05;

/// Number of steps of shrinking; the last one is scale 0.
const MOST_STEPS: u32 = 20;

/// Everything that is needed to compose the pages.
pub(crate) struct Composer<'a> {
    pub(crate) context: &'a PrintContext<'a>,
    pub(crate) engine: &'a Engine<'a>,
    pub(crate) manuscript: &'a Manuscript<'a>,
    pub(crate) sheet: &'a Sheet,
    pub(crate) records: &'a Records,
    pub(crate) galley: Galley,
    pub(crate) plan: &'a PagePlan,
}

/// Number of sheets that are composed before the engine forgets its results for
/// them.
const BATCH: usize = 16;

/// Smallest scale of notes, unless even smaller ones are needed to fit on the page.
const SMALLEST: f64 = 0.4;

/// Widths that differ by less than this, in points, count as equal.
const SAME: f64 = 0.01;

impl Composer<'_> {
    /// The sheets of paper, in order.
    pub(crate) fn sheets(mut self) -> Result<Vec<Frame>, PrintFault> {
        let mut sheets = Vec::with_capacity(self.plan.sheets.len());
        let mut done = 0;
        for some in self.plan.sheets.chunks(BATCH) {
            if !sheets.is_empty() {
                crate::render::pdf::engine::call::forget_all();
                let first = some.iter().flatten().find_map(|cell| cell.flows.first());
                let begun = first.map_or(done, PageItem::at);
                self.galley.forget(done..begun);
                done = begun;
            }
            let from = sheets.len();
            let paper = |(at, cells): (usize, &Vec<LogicalPage>)| self.paper(from + at, cells);
            sheets.extend(some.par_iter().enumerate().map(paper).collect::<Result<Vec<_>, _>>()?);
        }
        Ok(sheets)
    }

    fn paper(&self, number: usize, cells: &[LogicalPage]) -> Result<Frame, PrintFault> {
        let sheet = self.sheet;
        let PaperSize { width, height } = sheet.paper;
        let mut paper = Frame::hard(Size::new(Abs::pt(width), Abs::pt(height)));
        let step = width / count(sheet.cells);
        for (at, cell) in cells.iter().enumerate() {
            let left = sheet.side + count(at) * step;
            let head_and_foot =
                crate::render::pdf::engine::records::record(self.context, &cell.head_and_foot);
            let key = |what: &str| hash128(&(what, number, at));
            let header = self.engine.lay("header", &[&head_and_foot], (sheet.width, key("header")))?;
            let top = sheet.top - sheet.head_gap - header.height().to_pt();
            paper.push_frame(point(left, top), header);
            let text = self.text(cell)?;
            let room = sheet.height - text.height().to_pt();
            paper.push_frame(point(left, sheet.top), text);
            let notes = NotesArea { left, room, key: key("notes") };
            self.notes(cell, &mut paper, &notes)?;
            let footer = self.engine.lay("footer", &[&head_and_foot], (sheet.width, key("footer")))?;
            paper.push_frame(point(left, sheet.top + sheet.height + sheet.foot_gap), footer);
        }
        Ok(paper)
    }

    fn text(&self, cell: &LogicalPage) -> Result<Frame, PrintFault> {
        match cell.shrink {
            None => self.stack(&cell.flows, self.sheet.width),
            Some(shrink) => self.squeezed(cell, shrink),
        }
    }

    /// The content of a page that is taller than the page, made smaller. It is
    /// set on longer lines first, so that words need not shrink by all of
    /// `shrink`.
    fn squeezed(&self, cell: &LogicalPage, shrink: f64) -> Result<Frame, PrintFault> {
        let at = |by: f64| self.stack(&cell.flows, self.sheet.width / by);
        let whole = at(1.0)?;
        let room = whole.height() * shrink;
        let mut chosen = (shrink, whole);
        // Smaller content takes less room, so halving finds the largest scale that
        // fits. It needs few tries, each of which sets all of the content again.
        let smaller = |step: u32| 1.0 - f64::from(step) * STEP;
        let mut fits = (1..MOST_STEPS).find(|step| smaller(*step) <= shrink).unwrap_or(MOST_STEPS);
        let mut too_large = 0;
        while fits - too_large > 1 {
            let step = too_large.midpoint(fits);
            let frame = at(smaller(step))?;
            if frame.height() * smaller(step) <= room {
                chosen = (smaller(step), frame);
                fits = step;
            } else {
                too_large = step;
            }
        }
        let (by, mut frame) = chosen;
        frame.transform(Transform::scale(Ratio::new(by), Ratio::new(by)));
        Ok(frame)
    }

    /// One frame with the items of a page, one below the other.
    fn stack(&self, flows: &[PageItem], width: f64) -> Result<Frame, PrintFault> {
        let mut stack = Stack::new(width);
        for (index, flow) in flows.iter().enumerate() {
            if let Some(measured) = self.galley.atoms.get(flow.at()).filter(|_| index > 0) {
                self.part(&mut stack, measured, (width, flow.at()))?;
            }
            let placed = |fault: PrintFault| fault.at(self.manuscript.place(flow.at()));
            stack.put(self.flow(flow, width).map_err(placed)?);
        }
        Ok(stack.frame)
    }

    /// Adds the gap above an atom, with what the theme draws in it.
    fn part(
        &self,
        stack: &mut Stack,
        measured: &GalleyAtom,
        (width, at): (f64, usize),
    ) -> Result<(), PrintFault> {
        let key = hash128(&("parting", at));
        let Some(record) = self.records.atoms.get(at) else { return Ok(()) };
        let parting = self.engine.lay("parting", &[&record.value()], (width, key))?;
        let middle = stack.below + measured.gap / 2.0 - parting.height().to_pt() / 2.0;
        stack.frame.push_frame(point(0.0, middle), parting);
        stack.below += measured.gap;
        Ok(())
    }

    fn flow(&self, flow: &PageItem, width: f64) -> Result<Frame, PrintFault> {
        match flow {
            PageItem::Atom(at) => self.atom(*at, width),
            PageItem::List(range) => self.list(range.clone(), width),
            PageItem::Run(range) => {
                let run = self.records.atoms.get(range.clone()).unwrap_or_default();
                let values: Value = Value::Array(run.iter().map(ThemeRecord::value).collect());
                let values = placed(&values, &self.plan.places).unwrap_or(values);
                let key = hash128(&("run", range.start));
                self.engine.lay("run", &[&values], (width, key))
            }
            PageItem::Figure(at, shown) => self.figure(*at, shown, width),
        }
    }

    fn list(&self, items: Range<usize>, width: f64) -> Result<Frame, PrintFault> {
        let key = |what: &str, at: usize| hash128(&(what, at));
        let mut stack = Stack::new(width);
        for (index, at) in items.clone().enumerate() {
            let Some(measured) = self.galley.atoms.get(at) else { continue };
            if index > 0 {
                stack.below += measured.gap;
            }
            let (top, indent) = (stack.below, measured.label.width().to_pt());
            let words = self.atom(at, width - indent)?;
            stack.below += words.height().max(measured.label.height()).to_pt();
            let frame = &mut stack.frame;
            let label = ItemTag { part: ItemPart::Label, key: key("label", at) };
            label.push(frame, point(0.0, top), measured.label.clone());
            let body = ItemTag { part: ItemPart::Body, key: key("body", at) };
            body.push(frame, point(indent, top), words);
        }
        let mut list = Frame::soft(Size::new(Abs::pt(width), Abs::pt(stack.below)));
        let numbered =
            ItemPart::List(self.galley.atoms.get(items.start).is_some_and(|measured| measured.numbered));
        let tag = ItemTag { part: numbered, key: key("list", items.start) };
        tag.push(&mut list, point(0.0, 0.0), stack.frame);
        Ok(list)
    }

    /// The frame of an atom from the galley. The atom is set again if it says a
    /// page number, or if the galley has no frame of this width.
    fn atom(&self, at: usize, width: f64) -> Result<Frame, PrintFault> {
        let (Some(measured), Some(record)) = (self.galley.atoms.get(at), self.records.atoms.get(at)) else {
            return Ok(Frame::default());
        };
        let mut set = std::iter::once(&measured.frame).chain(&measured.aside).filter(|_| !measured.refers);
        if let Some(frame) = set.find(|frame| (frame.width().to_pt() - width).abs() < SAME) {
            return Ok(frame.clone());
        }
        let value = record.value();
        let placed = placed(&value, &self.plan.places);
        let value = placed.as_ref().unwrap_or(&value);
        self.engine.lay("piece", &[value], (width, key_at(record.key, width)))
    }

    fn figure(&self, at: usize, shown: &PlacedFigure, width: f64) -> Result<Frame, PrintFault> {
        let Some(record) = self.records.atoms.get(at) else { return Ok(Frame::default()) };
        let value = record.value();
        let placed = placed(&value, &self.plan.places);
        let value = placed.as_ref().unwrap_or(&value);
        let widths = Value::Array(shown.widths.iter().map(|width| Value::Float(*width)).collect());
        let own: f64 = shown.widths.iter().sum();
        let room = if shown.beside.is_some() { own } else { width };
        let pictures = self.engine.lay("pictures", &[value, &widths], (room, record.key))?;
        let Some(flows) = &shown.beside else { return Ok(pictures) };
        let left = own + self.sheet.aside;
        let items = self.stack(flows, width - left)?;
        let mut both = Frame::soft(Size::new(Abs::pt(width), pictures.height().max(items.height())));
        both.push_frame(point(0.0, 0.0), pictures);
        both.push_frame(point(left, 0.0), items);
        Ok(both)
    }

    /// Puts the notes of a page at the foot of its text. Notes that are taller
    /// than the free space are set on longer lines and made smaller.
    fn notes(&self, cell: &LogicalPage, paper: &mut Frame, area: &NotesArea) -> Result<(), PrintFault> {
        let NotesArea { left, room, key } = *area;
        if cell.notes.is_empty() {
            return Ok(());
        }
        let (mut by, mut stack) = (1.0, self.notes_at(cell, 1.0, key)?);
        if stack.below > room + SAME {
            by = (room / stack.below).sqrt().clamp(SMALLEST, 1.0 - STEP);
            stack = self.notes_at(cell, by, key)?;
            by = by.min(room / stack.below);
            stack.frame.transform(Transform::scale(Ratio::new(by), Ratio::new(by)));
        }
        let top = self.sheet.top + self.sheet.height - stack.below * by;
        paper.push_frame(point(left, top), stack.frame);
        Ok(())
    }

    /// The notes of a page, set on lines for the scale `by` but not scaled yet.
    fn notes_at(&self, cell: &LogicalPage, by: f64, key: u128) -> Result<Stack, PrintFault> {
        let width = self.sheet.width / by;
        let mut stack = Stack::new(width);
        stack.put(self.engine.lay("notes-head", &[], (width, key))?);
        for note in &cell.notes {
            let (Some(frame), Some(record)) = (self.galley.notes.get(*note), self.records.notes.get(*note))
            else {
                continue;
            };
            stack.below += self.sheet.note_gap();
            stack.put(if by < 1.0 {
                self.engine.lay("note", &[&record.value()], (width, key_at(record.key, width)))?
            } else {
                frame.clone()
            });
        }
        Ok(stack)
    }
}

/// Where the notes of a page stand, in points.
struct NotesArea {
    /// Distance from the left edge of the paper.
    left: f64,
    /// Largest height of the notes.
    room: f64,
    /// Key of the notes' frames.
    key: u128,
}

/// A frame that grows as frames are added at its bottom.
struct Stack {
    frame: Frame,
    /// Height at which the next frame begins, in points.
    below: f64,
}

impl Stack {
    fn new(width: f64) -> Self {
        Self { frame: Frame::soft(Size::new(Abs::pt(width), Abs::zero())), below: 0.0 }
    }

    fn put(&mut self, frame: Frame) {
        let height = frame.height().to_pt();
        self.frame.push_frame(point(0.0, self.below), frame);
        self.below += height;
        self.frame.size_mut().y = Abs::pt(self.below);
    }
}

fn point(x: f64, y: f64) -> Point {
    Point::new(Abs::pt(x), Abs::pt(y))
}

fn count(number: usize) -> f64 {
    f64::from(u32::try_from(number).unwrap_or(u32::MAX))
}
