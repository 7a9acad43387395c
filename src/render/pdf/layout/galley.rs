//! The galley: all atoms and notes set once, before there are pages.
//!
//! In: the records of a document. Out: a frame for each atom and note, as wide
//! as the text. An item that may stand next to a picture has one more frame for
//! each width that it may get there. The heights of the frames decide what
//! stands on which page.

use std::ops::Range;

use rayon::iter::{IndexedParallelIterator, IntoParallelRefIterator, ParallelIterator};
use typst::foundations::Value;
use typst::layout::Frame;
use typst::utils::hash128;

use crate::render::pdf::engine::call::Engine;
use crate::render::pdf::engine::records::{Records, ThemeRecord, batches, refers};
use crate::render::pdf::fault::PrintFault;
use crate::render::pdf::figure_plan::{Aside, FigurePlan};
use crate::render::pdf::record::PrintBlock;
use crate::render::pdf::write::manuscript::Manuscript;

/// All atoms and notes of a document, set once.
pub(crate) struct Galley {
    pub(crate) atoms: Vec<GalleyAtom>,
    pub(crate) notes: Vec<Frame>,
}

/// One atom of the galley. Lengths are points.
#[derive(Default)]
pub(crate) struct GalleyAtom {
    /// Whether the atom says a page number. Then its frames are empty, but have
    /// their final size.
    pub(crate) refers: bool,
    /// Gap above the atom, unless it begins a page.
    pub(crate) gap: f64,
    /// Label of an item, such as its number. The words begin to the right of it.
    pub(crate) label: Frame,
    /// Whether the label is a number.
    pub(crate) numbered: bool,
    /// The frame, as wide as the text. It is empty for a figure, whose size is
    /// not known yet.
    pub(crate) frame: Frame,
    /// Height of the table head that is repeated above the atom if it begins a
    /// page.
    pub(crate) lead: f64,
    /// Heights of a figure's captions.
    pub(crate) captions: Vec<f64>,
    /// Frames of an item that may stand next to a picture, one for each
    /// aside of the figure's plan.
    pub(crate) aside: Vec<Frame>,
}

impl Galley {
    /// Frees the frames of atoms that are on their page already.
    pub(crate) fn forget(&mut self, atoms: Range<usize>) {
        for measured in self.atoms.get_mut(atoms).unwrap_or_default() {
            measured.frame = Frame::default();
            measured.label = Frame::default();
            measured.aside = Vec::new();
        }
    }

    /// Heights of the first atom, the first two, and so on, one below the other
    /// next to a picture. `aside` is the index of their width in the figure's
    /// plan.
    pub(crate) fn beside(&self, atoms: Range<usize>, aside: usize) -> Vec<f64> {
        let measured = self.atoms.get(atoms).unwrap_or_default();
        let mut below = -measured.first().map_or(0.0, |measured| measured.gap);
        let tall =
            |measured: &GalleyAtom| measured.aside.get(aside).map_or(0.0, |frame| measured.tall_with(frame));
        let mut lower = |measured: &GalleyAtom| {
            below += measured.gap + tall(measured);
            below
        };
        measured.iter().map(&mut lower).collect()
    }
}

impl GalleyAtom {
    /// Height of the atom.
    pub(crate) fn tall(&self) -> f64 {
        self.tall_with(&self.frame)
    }

    fn tall_with(&self, words: &Frame) -> f64 {
        words.height().max(self.label.height()).to_pt()
    }
}

/// Sets all atoms and notes of a document.
pub(crate) fn set(
    engine: &Engine<'_>,
    manuscript: &Manuscript<'_>,
    records: &Records,
) -> Result<Galley, PrintFault> {
    let mut asides: Vec<&[Aside]> = vec![&[]; manuscript.atoms.len()];
    for plan in manuscript.plans.values() {
        for own in asides.get_mut(plan.items.clone()).unwrap_or_default() {
            *own = &plan.asides;
        }
    }
    let setter = Setter { engine, width: manuscript.sheet.width };
    let measure = |at: usize, record: &ThemeRecord| {
        let Some(atom) = manuscript.atoms.get(at) else { return Ok(GalleyAtom::default()) };
        let room =
            AtomRoom { plan: manuscript.plans.get(&at), asides: asides.get(at).copied().unwrap_or_default() };
        let measured = setter.measure(&atom.block, record, &room);
        measured.map_err(|fault| fault.at(manuscript.place(at)))
    };
    let mut atoms = in_batches(&records.atoms, measure)?;
    lead_on(manuscript, &mut atoms);
    let note = |at: usize, record: &ThemeRecord| {
        let frame = engine.lay("note", &[&record.value()], (setter.width, record.key));
        frame.map_err(|fault| fault.at(manuscript.place_of_note(at + 1)))
    };
    Ok(Galley { atoms, notes: in_batches(&records.notes, note)? })
}

/// The results of `set` for all records, which are set in batches.
fn in_batches<T: Send>(
    records: &[ThemeRecord],
    set: impl Fn(usize, &ThemeRecord) -> Result<T, PrintFault> + Sync,
) -> Result<Vec<T>, PrintFault> {
    let mut all = Vec::with_capacity(records.len());
    for batch in batches(records) {
        if !all.is_empty() {
            crate::render::pdf::engine::call::forget_all();
        }
        let some = records.get(batch.clone()).unwrap_or_default().par_iter();
        let set = |(at, record)| set(batch.start + at, record);
        all.extend(some.enumerate().map(set).collect::<Result<Vec<T>, _>>()?);
    }
    Ok(all)
}

/// Gives all rows of a table the height of the head, which its first row has.
fn lead_on(manuscript: &Manuscript<'_>, measured: &mut [GalleyAtom]) {
    let mut lead = 0.0;
    for (atom, measured) in manuscript.atoms.iter().zip(measured) {
        match &atom.block {
            PrintBlock::Row(row) if row.first => lead = measured.lead,
            PrintBlock::Row(_) => measured.lead = lead,
            _ => (),
        }
    }
}

/// The widths at which an atom is measured in addition to that of the text.
struct AtomRoom<'a> {
    /// The plan of a figure.
    plan: Option<&'a FigurePlan>,
    /// The ways to put the atom next to the picture before it.
    asides: &'a [Aside],
}

struct Setter<'a> {
    engine: &'a Engine<'a>,
    width: f64,
}

impl Setter<'_> {
    fn measure(
        &self,
        block: &PrintBlock,
        record: &ThemeRecord,
        room: &AtomRoom<'_>,
    ) -> Result<GalleyAtom, PrintFault> {
        let value = record.value();
        let gap = self.engine.number("gap", &[&value])?;
        let label = match block {
            PrintBlock::Item(_) | PrintBlock::ListItem(_) => self.engine.label(&value)?,
            _ => Frame::default(),
        };
        let piece = |width: f64| {
            let width = width - label.width().to_pt();
            self.engine.lay("piece", &[&value], (width, key_at(record.key, width)))
        };
        let (mut frame, captions) = match block {
            PrintBlock::Figure(_) => {
                let width = room.plan.map_or(self.width, |plan| plan.caption_width);
                (Frame::default(), self.captions(width, (&value, record.key))?)
            }
            _ => (piece(self.width)?, Vec::new()),
        };
        let numbered = match block {
            PrintBlock::Item(_) => true,
            PrintBlock::ListItem(item) => item.number.is_some(),
            _ => false,
        };
        let lead = match block {
            PrintBlock::Row(row) if row.first => {
                self.engine.lay("lead", &[&value], (self.width, record.key))?.height().to_pt()
            }
            _ => 0.0,
        };
        let mut aside = room.asides.iter().map(|aside| piece(aside.width)).collect::<Result<Vec<_>, _>>()?;
        let refers = refers(&value);
        if refers {
            // The atom is set again when pages are known.
            for frame in aside.iter_mut().chain([&mut frame]) {
                *frame = Frame::soft(frame.size());
            }
        }
        Ok(GalleyAtom { refers, gap, label, numbered, frame, lead, captions, aside })
    }

    /// Heights of a figure's captions at a width; at a larger one they may be less
    /// tall.
    fn captions(&self, width: f64, (value, key): (&Value, u128)) -> Result<Vec<f64>, PrintFault> {
        let images = crate::render::pdf::engine::records::list(value, "images");
        let tall = |image: &Value| {
            let frame = self.engine.lay("below", &[value, image], (width, key))?;
            Ok(frame.height().to_pt())
        };
        images.iter().map(tall).collect()
    }
}

/// The key of a record's frame at a width.
pub(crate) fn key_at(key: u128, width: f64) -> u128 {
    hash128(&(key, width.to_bits()))
}
