//! Where a picture is busy (letters, icons, edges), and where it is empty.
//!
//! In: the pixels that are published. Out: a coarse map, used to put pins where
//! they hide least. The map contains no more than the published picture shows.

use std::fmt;
use std::sync::Arc;

use image::RgbaImage;

/// Side of a cell, in pixels: about the height of a small letter.
const CELL: u32 = 8;

/// Smallest difference of brightness between neighbours, of 255, that counts as
/// an edge.
const EDGE: u8 = 24;

/// How many edges each part of a picture has.
#[derive(Clone, PartialEq, Eq)]
pub struct BusyMap {
    columns: usize,
    rows: usize,
    /// Pixels of each cell that differ from a neighbour, row by row; at most 64.
    cells: Arc<[u8]>,
}

impl BusyMap {
    pub(super) fn of(picture: &RgbaImage) -> Self {
        let cells_of = |side: u32| usize::try_from(side.div_ceil(CELL)).unwrap_or(0);
        let (columns, rows) = (cells_of(picture.width()), cells_of(picture.height()));
        let mut cells = vec![0_u8; columns * rows];
        let stride = usize::try_from(picture.width()).unwrap_or(0).max(1);
        let grey: Vec<u8> =
            picture.as_raw().as_chunks::<4>().0.iter().map(|pixel| brightness(*pixel)).collect();
        let mut edges = vec![0_u8; stride];
        // Row by row and without branches, so that the compiler can handle many
        // pixels with one instruction.
        for (y, row) in grey.chunks(stride).enumerate() {
            let right = row.iter().skip(1).chain(row.last());
            let below = grey.get((y + 1) * stride..).filter(|rest| !rest.is_empty()).unwrap_or(row);
            for (edge, ((own, right), below)) in edges.iter_mut().zip(row.iter().zip(right).zip(below)) {
                *edge = u8::from((own.abs_diff(*right) > EDGE) | (own.abs_diff(*below) > EDGE));
            }
            let line = cells.chunks_mut(columns.max(1)).nth(y / CELL as usize).unwrap_or_default();
            for (cell, edges) in line.iter_mut().zip(edges.chunks(CELL as usize)) {
                *cell += edges.iter().sum::<u8>();
            }
        }
        Self { columns, rows, cells: cells.into() }
    }

    /// The numbers of columns and rows, and the cells row by row.
    pub(super) fn parts(&self) -> (usize, usize, &[u8]) {
        (self.columns, self.rows, &self.cells)
    }

    /// The map made of the parts that [`Self::parts`] gives.
    pub(super) fn from_parts(columns: usize, rows: usize, cells: &[u8]) -> Self {
        Self { columns, rows, cells: cells.into() }
    }

    /// Share of busy pixels, 0 to 1, in the cells that a rectangle touches;
    /// its sides are given in fractions of the picture's.
    #[must_use]
    pub fn share(&self, across: (f64, f64), down: (f64, f64)) -> f64 {
        let (left, right) = cells(across, self.columns);
        let (top, bottom) = cells(down, self.rows);
        let mut busy = 0_u32;
        let mut all = 0_u32;
        for row in self.cells.chunks(self.columns.max(1)).take(bottom).skip(top) {
            for cell in row.iter().take(right).skip(left) {
                busy += u32::from(*cell);
                all += CELL * CELL;
            }
        }
        f64::from(busy) / f64::from(all.max(1))
    }
}

impl fmt::Debug for BusyMap {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Busy({} × {})", self.columns, self.rows)
    }
}

/// The cells between two fractions of a side: the first cell, and the one after
/// the last.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped to the number of cells")]
#[expect(clippy::cast_precision_loss, reason = "a few thousand cells")]
fn cells((from, to): (f64, f64), count: usize) -> (usize, usize) {
    let all = count as f64;
    ((from * all).floor().clamp(0.0, all) as usize, (to * all).ceil().clamp(0.0, all) as usize)
}

/// Brightness of a pixel, 0 to 255, with the weights of Rec. 601 in 1/8.
#[expect(clippy::cast_possible_truncation, reason = "an eighth of at most eight times 255")]
fn brightness([r, g, b, _]: [u8; 4]) -> u8 {
    ((u16::from(r) * 2 + u16::from(g) * 5 + u16::from(b)) / 8) as u8
}

#[cfg(test)]
mod tests {
    use image::Rgba;

    use super::*;

    #[test]
    fn stripes_are_busy_and_paper_is_not() {
        let picture = RgbaImage::from_fn(64, 32, |x, _| {
            if x >= 32 && x % 2 == 0 { Rgba([0, 0, 0, 255]) } else { Rgba([255; 4]) }
        });
        let busy = BusyMap::of(&picture);
        assert!(busy.share((0.0, 0.3), (0.0, 1.0)) < 0.01);
        assert!(busy.share((0.6, 1.0), (0.0, 1.0)) > 0.9);
        assert!(busy.share((2.0, 3.0), (0.0, 1.0)) < 0.01);
    }
}
