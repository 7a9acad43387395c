//! Fills pages: which piece stands on which page, how large its pictures are.
//!
//! In: pieces with their measured heights, in order. Out: pages. A page is
//! judged by how empty it is, how small its pictures are and where it breaks
//! off; dynamic programming over all ways to break finds the cheapest whole
//! (as Knuth and Plass do for the lines of a paragraph, *Software: Practice
//! and Experience* 11, 1981). All pictures of a page have one scale, the
//! largest that the page has room for. Lengths are points.

use std::collections::BTreeSet;
use std::ops::Range;

use crate::render::pdf::sheet::{SMALLEST, Sheet};

/// Scales that are tried, largest first.
const STEPS: u32 = 20;
/// A page may be this empty before that is a fault, unless nothing more fits.
const SLACK: f64 = 0.25;
/// What a fault costs: more than all else together.
const FAULT: f64 = 10_000.0;

/// What fills pages.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct PageBox {
    /// Free above it, unless it begins a page.
    pub(crate) gap: f64,
    /// On top of it where it begins a page: the head of a table goes on.
    pub(crate) lead: f64,
    pub(crate) body: BoxHeight,
    /// Whether a page must not end with it.
    pub(crate) keep: bool,
    /// Whether it says little without what follows: words before a picture.
    pub(crate) leads: bool,
    /// What breaking before it costs; `None`: a page always begins here.
    pub(crate) cut: Option<f64>,
    /// Indices of the notes it refers to.
    pub(crate) notes: Vec<usize>,
}

/// How tall a piece is.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum BoxHeight {
    /// Always the same.
    Fixed(f64),
    /// Pictures, followed by so many pieces that are their items.
    Pictures { pictures: PictureRow, items: usize },
}

/// Pictures side by side, as tall as their width makes them.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct PictureRow {
    /// They are never smaller than this share of their full size.
    pub(crate) least: f64,
    /// Width at full size, height for a width of 1, height of the caption.
    pub(crate) sizes: Vec<(f64, f64, f64)>,
    /// Scale up to which the items fit beside the picture; how tall the first
    /// of them is then, the first two, and so on. By scale.
    pub(crate) beside: Vec<(f64, Vec<f64>)>,
}

/// The paper.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct PageRoom {
    pub(crate) height: f64,
    /// Above the notes at a page's foot, above each of them.
    pub(crate) notes_gap: f64,
    pub(crate) note_gap: f64,
    /// A page has no more pictures, those side by side being one.
    pub(crate) pictures: usize,
}

impl PageRoom {
    pub(crate) fn of(sheet: &Sheet) -> Self {
        let (notes_gap, note_gap) = (sheet.notes_gap(), sheet.note_gap());
        Self { height: sheet.height, notes_gap, note_gap, pictures: sheet.pictures() }
    }
}

/// A filled page.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct FilledPage {
    pub(crate) pieces: Range<usize>,
    /// Of all its pictures.
    pub(crate) scale: f64,
    /// How much of the room is used.
    pub(crate) height: f64,
    /// Pictures that have their items beside them.
    pub(crate) beside: Vec<usize>,
    /// Of the one piece that is taller than a page: how much it shrinks.
    pub(crate) shrink: f64,
}

impl PictureRow {
    /// How large they are where the page's scale is this.
    pub(crate) fn scale(&self, page: f64) -> f64 {
        page.max(self.least)
    }

    /// The tallest of them with its caption.
    fn height(&self, scale: f64) -> f64 {
        let scale = self.scale(scale);
        let heights = self.sizes.iter().map(|(full, ratio, caption)| full * scale * ratio + caption);
        heights.fold(0.0, f64::max)
    }

    /// The height of so many items beside the picture.
    fn beside(&self, scale: f64, items: usize) -> Option<f64> {
        let (_, heights) = self.beside.iter().find(|(up_to, _)| scale <= *up_to + 1e-9)?;
        heights.get(items.checked_sub(1)?).copied()
    }
}

/// Fills pages of this room.
pub(crate) fn fill(pieces: &[PageBox], notes: &[f64], room: PageRoom) -> Vec<FilledPage> {
    let filler = Filler::new(pieces, notes, room);
    // `best[end]`: cost of the pieces before `end`, and where the last page begins.
    let mut best: Vec<(f64, usize)> = vec![(0.0, 0)];
    for end in 1..=pieces.len() {
        let mut cheapest = (f64::INFINITY, end - 1);
        for start in (0..end).rev() {
            let (before, _) = best.get(start).copied().unwrap_or((f64::INFINITY, 0));
            let Some(cost) = filler.cost(start..end) else { break };
            if before + cost < cheapest.0 {
                cheapest = (before + cost, start);
            }
            // A page that must begin here can't begin earlier.
            if pieces.get(start).is_some_and(|piece| piece.cut.is_none()) {
                break;
            }
        }
        best.push(cheapest);
    }
    let mut pages = Vec::new();
    let mut end = pieces.len();
    while end > 0 {
        let start = best.get(end).map_or(end - 1, |(_, start)| *start);
        pages.push(filler.page(start..end));
        end = start;
    }
    pages.reverse();
    calm_last(&filler, &mut pages);
    pages
}

/// The last page has room to spare; its pictures are no larger than others.
fn calm_last(filler: &Filler<'_>, pages: &mut [FilledPage]) {
    let [inner @ .., last] = pages else { return };
    let largest = inner.iter().filter(|page| filler.has_pictures(&page.pieces)).map(|page| page.scale);
    let largest = largest.fold(0.0, f64::max);
    if largest > 0.0 && last.scale > largest && last.shrink >= 1.0 {
        *last = filler.at_scale(last.pieces.clone(), largest);
    }
}

/// By piece: the end of those that belong together with it, after it.
fn together(pieces: &[PageBox]) -> Vec<usize> {
    let mut end = pieces.len();
    let mut ends = vec![end; pieces.len()];
    for ((at, piece), own) in pieces.iter().enumerate().zip(&mut ends).rev() {
        if !piece.keep && !piece.leads {
            end = at + 1;
        }
        *own = end;
    }
    ends
}

struct Filler<'a> {
    pieces: &'a [PageBox],
    notes: &'a [f64],
    room: PageRoom,
    /// By piece: the end of those that belong together with it, after it.
    together: Vec<usize>,
}

impl<'a> Filler<'a> {
    fn new(pieces: &'a [PageBox], notes: &'a [f64], room: PageRoom) -> Self {
        Self { pieces, notes, room, together: together(pieces) }
    }

    /// What a page with these pieces costs; `None` if they don't fit, and more
    /// of them won't either.
    fn cost(&self, range: Range<usize>) -> Option<f64> {
        let alone = range.len() == 1;
        if !alone && !self.fits(range.clone()) {
            return None;
        }
        let last = range.end == self.pieces.len();
        let page = self.page(range.clone());
        let piece = |at: usize| self.pieces.get(at);
        let cut = piece(range.start).and_then(|piece| piece.cut).unwrap_or(0.0);
        let mut cost = 10.0 + cut;
        if self.has_pictures(&range) {
            cost += 3.0 * (1.0 - page.scale).powi(2);
        }
        if piece(range.end - 1).is_some_and(|piece| piece.keep) && !last {
            cost += FAULT;
        }
        if last && range.start > 0 && page.height < self.room.height * 0.2 {
            cost += 15.0;
        }
        let forced = piece(range.end).is_some_and(|piece| piece.cut.is_none());
        let empty = 1.0 - (page.height / self.room.height).min(1.0);
        if !last && !forced {
            cost += 8.0 * empty * empty;
            if empty > SLACK {
                cost += if self.more_fits(&range) { FAULT } else { 5.0 };
            }
        }
        Some(cost)
    }

    /// Whether the next pieces that belong together would fit too.
    fn more_fits(&self, range: &Range<usize>) -> bool {
        let end = self.together.get(range.end).copied().unwrap_or(range.end);
        self.fits(range.start..end)
    }

    fn fits(&self, range: Range<usize>) -> bool {
        self.at_scale(range.clone(), SMALLEST).height <= self.room.height
            && self.pictures(&range) <= self.room.pictures
    }

    fn pictures(&self, range: &Range<usize>) -> usize {
        let pieces = self.pieces.get(range.clone()).unwrap_or_default();
        pieces.iter().filter(|piece| matches!(piece.body, BoxHeight::Pictures { .. })).count()
    }

    fn has_pictures(&self, range: &Range<usize>) -> bool {
        self.pictures(range) > 0
    }

    /// A page with these pieces, its pictures as large as there is room for.
    fn page(&self, range: Range<usize>) -> FilledPage {
        let at = |step: u32| {
            self.at_scale(range.clone(), 1.0 - f64::from(step) * (1.0 - SMALLEST) / f64::from(STEPS))
        };
        let fits = |page: &FilledPage| page.height <= self.room.height;
        let full = at(0);
        if fits(&full) {
            return full;
        }
        let mut smallest = if self.has_pictures(&range) { STEPS } else { 0 };
        let mut page = at(smallest);
        if !fits(&page) {
            return self.squeezed(page);
        }
        // The larger pictures are, the taller is a page.
        let mut too_large = 0;
        while smallest - too_large > 1 {
            let middle = too_large.midpoint(smallest);
            let larger = at(middle);
            if fits(&larger) {
                (page, smallest) = (larger, middle);
            } else {
                too_large = middle;
            }
        }
        page
    }

    /// A single piece that is taller than a page: better small than lost.
    fn squeezed(&self, page: FilledPage) -> FilledPage {
        let pieces = self.pieces.get(page.pieces.clone()).unwrap_or_default();
        // What stands at the foot does not shrink with it.
        let feet = self.feet(&pieces.iter().flat_map(|piece| &piece.notes).copied().collect());
        let shrink = (self.room.height - feet).max(0.0) / (page.height - feet);
        FilledPage { shrink, height: self.room.height, ..page }
    }

    /// The page at this scale. What is taller than the room is only measured up
    /// to where that is clear: a thousand headings may belong together.
    fn at_scale(&self, range: Range<usize>, scale: f64) -> FilledPage {
        let mut height = 0.0;
        let mut beside = Vec::new();
        let mut notes = BTreeSet::new();
        let mut at = range.start;
        let more =
            |at: usize, height: f64| at < range.end && (height <= self.room.height || at == range.start);
        while let Some(piece) = self.pieces.get(at).filter(|_| more(at, height)) {
            height += if at > range.start { piece.gap } else { piece.lead };
            notes.extend(&piece.notes);
            at += 1;
            match &piece.body {
                BoxHeight::Fixed(own) => height += own,
                BoxHeight::Pictures { pictures, items } => {
                    let own = pictures.height(scale);
                    let items = (*items).min(range.end - at);
                    let aside = pictures.beside(scale, items).map(|aside| own.max(aside));
                    match aside.filter(|aside| *aside < own + self.stacked(at..at + items)) {
                        Some(aside) => {
                            beside.push(at - 1);
                            height += aside;
                            let items = self.pieces.get(at..at + items).unwrap_or_default();
                            notes.extend(items.iter().flat_map(|item| &item.notes));
                            at += items.len();
                        }
                        None => height += own,
                    }
                }
            }
        }
        height += self.feet(&notes);
        FilledPage { pieces: range, scale, height, beside, shrink: 1.0 }
    }

    /// Pieces below one another, with the gap above each: how tall they are, or
    /// some height that no page has room for.
    fn stacked(&self, range: Range<usize>) -> f64 {
        let pieces = self.pieces.get(range).unwrap_or_default();
        let mut below = 0.0;
        for piece in pieces {
            below += match piece.body {
                BoxHeight::Fixed(own) => piece.gap + own,
                BoxHeight::Pictures { .. } => piece.gap,
            };
            if below > self.room.height {
                break;
            }
        }
        below
    }

    /// The notes at a page's foot.
    fn feet(&self, notes: &BTreeSet<usize>) -> f64 {
        if notes.is_empty() {
            return 0.0;
        }
        let tall = |note: &usize| self.notes.get(*note).copied().unwrap_or(0.0) + self.room.note_gap;
        self.room.notes_gap + notes.iter().map(tall).sum::<f64>()
    }
}

#[cfg(test)]
mod tests;
