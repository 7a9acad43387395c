//! Fills pages: decides which piece stands on which page, and how large the
//! pictures of each page are.
//!
//! In: pieces with their measured heights, in order. Out: pages. The cost of a
//! page grows with its empty space, with the smallness of its pictures and with
//! bad places of its end. Dynamic programming over all ways to break finds the
//! pages with the lowest sum of costs (as Knuth and Plass do for the lines of a
//! paragraph, *Software: Practice and Experience* 11, 1981). All pictures of a
//! page have one scale, the largest that the page has room for. Lengths are
//! points.

use std::collections::BTreeSet;
use std::ops::Range;

use crate::render::pdf::sheet::{SMALLEST, Sheet};

/// Number of steps between the largest and the smallest scale of pictures.
const STEPS: u32 = 20;
/// Largest empty share of a page. More is a fault, unless nothing more fits.
const SLACK: f64 = 0.25;
/// Cost of a fault: more than all other costs together.
const FAULT: f64 = 10_000.0;

/// A piece that fills pages: an atom with its height and its rules for breaks.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct PageBox {
    /// Gap above the piece, unless it begins a page.
    pub(crate) gap: f64,
    /// Height of the table head that is repeated above the piece if it begins a
    /// page.
    pub(crate) lead: f64,
    pub(crate) body: BoxHeight,
    /// Whether a page must not end with the piece.
    pub(crate) keep: bool,
    /// Whether the piece should stay with the next one, as words that introduce
    /// a picture do.
    pub(crate) leads: bool,
    /// Cost of a page break before the piece; `None` if it always begins a page.
    pub(crate) cut: Option<f64>,
    /// Indices of the notes that the piece refers to.
    pub(crate) notes: Vec<usize>,
}

/// Height of a piece.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum BoxHeight {
    /// A height that does not depend on the page's scale.
    Fixed(f64),
    /// Pictures, followed by `items` pieces that are their items.
    Pictures { pictures: PictureRow, items: usize },
}

/// The size of one picture of a row.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct PictureSize {
    /// Width at full size, in points.
    pub(crate) width: f64,
    /// Height for a width of 1.
    pub(crate) ratio: f64,
    /// Height of the caption, in points; 0.0 without a caption.
    pub(crate) caption: f64,
}

impl PictureSize {
    /// Height of the picture with its caption.
    fn height(self, scale: f64) -> f64 {
        self.width * scale * self.ratio + self.caption
    }
}

/// Pictures side by side, whose heights follow from their widths.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct PictureRow {
    /// Smallest scale of the pictures, 1.0 = full size.
    pub(crate) least: f64,
    pub(crate) sizes: Vec<PictureSize>,
    /// The largest scale at which the items fit next to the picture, with the
    /// heights of the first item, the first two, and so on. Sorted by scale.
    pub(crate) beside: Vec<(f64, Vec<f64>)>,
}

/// The room on a page.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct PageRoom {
    pub(crate) height: f64,
    /// Gap above the notes at a page's foot; `note_gap` is the gap above each
    /// note.
    pub(crate) notes_gap: f64,
    pub(crate) note_gap: f64,
    /// Most rows of pictures on a page.
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
    /// Scale of the page's pictures, 1.0 = full size.
    pub(crate) scale: f64,
    /// Height of the page's content.
    pub(crate) height: f64,
    /// Indices of the pictures that have their items next to them.
    pub(crate) beside: Vec<usize>,
    /// Scale of the whole content, below 1.0 only for a single piece that is
    /// taller than a page.
    pub(crate) shrink: f64,
}

impl PictureRow {
    /// Scale of the pictures on a page whose scale is `page`.
    pub(crate) fn scale(&self, page: f64) -> f64 {
        page.max(self.least)
    }

    /// Height of the tallest picture with its caption.
    fn height(&self, scale: f64) -> f64 {
        let scale = self.scale(scale);
        self.sizes.iter().map(|size| size.height(scale)).fold(0.0, f64::max)
    }

    /// Height of the first `items` items next to the picture; `None` if they don't
    /// fit there.
    fn beside(&self, scale: f64, items: usize) -> Option<f64> {
        let (_, heights) = self.beside.iter().find(|(up_to, _)| scale <= *up_to + 1e-9)?;
        heights.get(items.checked_sub(1)?).copied()
    }
}

/// Fills pages with the pieces at the lowest cost.
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
            // A page always begins with this piece, so none can begin earlier.
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

/// Limits the scale of the last page's pictures to that of the other pages: a
/// page that is not full would enlarge its pictures.
fn calm_last(filler: &Filler<'_>, pages: &mut [FilledPage]) {
    let [inner @ .., last] = pages else { return };
    let largest = inner.iter().filter(|page| filler.has_pictures(&page.pieces)).map(|page| page.scale);
    let largest = largest.fold(0.0, f64::max);
    if largest > 0.0 && last.scale > largest && last.shrink >= 1.0 {
        *last = filler.at_scale(last.pieces.clone(), largest);
    }
}

/// For each piece, the end of the run of pieces that must stay together with it.
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
    /// For each piece, the end of the run that must stay together with it.
    together: Vec<usize>,
}

impl<'a> Filler<'a> {
    fn new(pieces: &'a [PageBox], notes: &'a [f64], room: PageRoom) -> Self {
        Self { pieces, notes, room, together: together(pieces) }
    }

    /// Cost of a page with these pieces; `None` if they don't fit. Then more
    /// pieces don't fit either.
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

    /// Whether the next run of pieces that must stay together would fit too.
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

    /// A page with these pieces and the largest scale of pictures that fits.
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
        // A larger scale makes the page taller, so halving finds the largest.
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

    /// Shrinks a single piece that is taller than a page until it fits.
    fn squeezed(&self, page: FilledPage) -> FilledPage {
        let pieces = self.pieces.get(page.pieces.clone()).unwrap_or_default();
        // The notes at the foot do not shrink with the piece.
        let feet = self.feet(&pieces.iter().flat_map(|piece| &piece.notes).copied().collect());
        let shrink = (self.room.height - feet).max(0.0) / (page.height - feet);
        FilledPage { shrink, height: self.room.height, ..page }
    }

    /// The page at a scale. Measuring stops as soon as the page is too tall,
    /// since a thousand headings may belong together.
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

    /// Height of pieces one below the other, with the gap above each. Measuring
    /// stops at a height that no page has room for.
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

    /// Height of the notes at a page's foot.
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
