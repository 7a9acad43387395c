//! Marks of a picture that takes the place of another one, of another size.
//!
//! In: marks, redactions and a crop in pixels of one size. Out: the same on the same things in a picture
//! of another size. Whole pixels are never quite the same things: a redaction covers rather more.

use super::sidecar_entry::{EditedMark, EditedRedaction};
use crate::model::{Point, Rect, Shape};

/// From pixels of one size to pixels of another one, both widths and heights.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct PixelScale {
    pub(super) from: (u32, u32),
    pub(super) to: (u32, u32),
}

impl PixelScale {
    pub(super) fn mark(self, mark: &EditedMark) -> EditedMark {
        let shape = match mark.shape {
            Shape::Box(area) => Shape::Box(self.area(area)),
            Shape::Ellipse(area) => Shape::Ellipse(self.area(area)),
            Shape::Spot(area) => Shape::Spot(self.area(area)),
            Shape::Arrow { from, to } => Shape::Arrow { from: self.point(from), to: self.point(to) },
            Shape::Pin(at) => Shape::Pin(self.point(at)),
        };
        EditedMark { shape, ..mark.clone() }
    }

    /// A redaction that covers at least what it covered, and stays within the picture.
    pub(super) fn redaction(self, redaction: &EditedRedaction) -> EditedRedaction {
        let Rect { x, y, width, height } = redaction.area;
        let (x, width) = self.across().around(x, width);
        let (y, height) = self.down().around(y, height);
        EditedRedaction { area: Rect { x, y, width, height }, ..redaction.clone() }
    }

    /// An area, at least one pixel wide and high.
    pub(super) fn area(self, Rect { x, y, width, height }: Rect) -> Rect {
        let (x, width) = self.across().nearest(x, width);
        let (y, height) = self.down().nearest(y, height);
        Rect { x, y, width, height }
    }

    fn point(self, Point { x, y }: Point) -> Point {
        Point { x: self.across().round(x), y: self.down().round(y) }
    }

    fn across(self) -> SideScale {
        SideScale { from: self.from.0.max(1).into(), to: self.to.0.into() }
    }

    fn down(self) -> SideScale {
        SideScale { from: self.from.1.max(1).into(), to: self.to.1.into() }
    }
}

/// The scale of one side.
#[derive(Debug, Clone, Copy)]
struct SideScale {
    from: i64,
    to: i64,
}

impl SideScale {
    fn round(self, at: i32) -> i32 {
        small((2 * i64::from(at) * self.to + self.from).div_euclid(2 * self.from))
    }

    fn nearest(self, at: i32, length: i32) -> (i32, i32) {
        let start = self.round(at);
        (start, (self.round(at.saturating_add(length)) - start).max(1))
    }

    /// The smallest whole pixels around a stretch that lies within the side.
    fn around(self, at: i32, length: i32) -> (i32, i32) {
        let end = i64::from(at) + i64::from(length);
        let start = (i64::from(at) * self.to).div_euclid(self.from);
        let end = (end * self.to + self.from - 1).div_euclid(self.from);
        (small(start), small(end - start).max(1))
    }
}

fn small(number: i64) -> i32 {
    i32::try_from(number).unwrap_or(if number < 0 { i32::MIN } else { i32::MAX })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn twice_the_pixels_are_twice_the_numbers() {
        let scale = PixelScale { from: (100, 50), to: (200, 100) };
        let area = Rect { x: -3, y: 4, width: 10, height: 1 };
        assert_eq!(scale.area(area), Rect { x: -6, y: 8, width: 20, height: 2 });
        let pin = EditedMark { n: Some(1), shape: Shape::Pin(Point { x: 7, y: 9 }), at: None };
        assert_eq!(scale.mark(&pin).shape, Shape::Pin(Point { x: 14, y: 18 }));
    }

    proptest! {
        /// A redaction within the picture covers all that it covered, and lies within the new picture.
        #[test]
        fn redactions_cover_at_least_the_same(
            (from, to) in (1_u32..3000, 1_u32..3000),
            (start, end) in (0.0..1.0_f64, 0.0..1.0_f64),
        ) {
            #[expect(clippy::cast_possible_truncation, reason = "small numbers")]
            let at = |part: f64| (part * f64::from(from)).floor() as i32;
            let (start, end) = (at(start.min(end)), at(start.max(end)) + 1);
            let area = Rect { x: start, y: 0, width: end - start, height: 1 };
            let scale = PixelScale { from: (from, 1), to: (to, 1) };
            let scaled = scale.redaction(&EditedRedaction { area, text: None }).area;
            let (from, to) = (i64::from(from), i64::from(to));
            prop_assert!(i64::from(scaled.x) * from <= i64::from(start) * to);
            prop_assert!(i64::from(scaled.x + scaled.width) * from >= i64::from(end) * to);
            prop_assert!(scaled.x >= 0 && i64::from(scaled.x + scaled.width) <= to, "{scaled:?}");
        }
    }
}
