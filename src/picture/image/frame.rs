//! From the pixels of a sidecar to the pixels of the picture that it belongs
//! to.
//!
//! A sidecar's coordinates refer to its `size`. If a new picture was taken in
//! another size, the coordinates are scaled with it, so that marks stay on the
//! same things; the rule `sidecar-size` tells the author.

use crate::model::Rect;

/// A rectangle that lies within a picture, in its upright pixels.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct PictureFrame {
    /// Distance from the left edge of the picture.
    pub x: u32,
    /// Distance from the top edge of the picture.
    pub y: u32,
    /// Width of the rectangle; 0 only if the original rectangle is outside the
    /// picture.
    pub width: u32,
    /// Height of the rectangle; 0 only if the original rectangle is outside the
    /// picture.
    pub height: u32,
}

impl PictureFrame {
    /// The part of a picture of this size that is shown: the crop, rounded to
    /// pixels, or the whole picture if there is no crop or the crop is outside
    /// of it. The crop is in pixels of the size `from`.
    #[must_use]
    pub(crate) fn of(crop: Option<Rect>, from: (u32, u32), picture: (u32, u32)) -> Self {
        let whole = Self { x: 0, y: 0, width: picture.0, height: picture.1 };
        let Some(crop) = crop else { return whole };
        let side = |from: u32, to: u32| Side { from: from.into(), to: to.into() };
        let (across, down) = (side(from.0, picture.0), side(from.1, picture.1));
        let (x, width) = across.nearest(crop.x, crop.width);
        let (y, height) = down.nearest(crop.y, crop.height);
        if width == 0 || height == 0 { whole } else { Self { x, y, width, height } }
    }

    /// An area in pixels of the picture itself; `None` if a part of the area is
    /// outside of the picture.
    pub(super) fn within(area: Rect, picture: (u32, u32)) -> Option<Self> {
        let side = |start: i32, length: i32, all: u32| {
            let (start, length) = (u32::try_from(start).ok()?, u32::try_from(length).ok()?);
            (length > 0 && start.checked_add(length)? <= all).then_some((start, length))
        };
        let (x, width) = side(area.x, area.width, picture.0)?;
        let (y, height) = side(area.y, area.height, picture.1)?;
        Some(Self { x, y, width, height })
    }

    /// The rectangle, enlarged by `grid` pixels, but at least 16, on each side;
    /// not enlarged if `grid` is 1. It may go beyond the right and lower edge
    /// of the picture.
    pub(super) fn grown(self, grid: u32) -> Self {
        let by = if grid > 1 { grid.max(16) } else { 0 };
        let side = |start: u32, length: u32| {
            let low = start.saturating_sub(by);
            (low, start.saturating_add(length).saturating_add(by) - low)
        };
        let ((x, width), (y, height)) = (side(self.x, self.width), side(self.y, self.height));
        Self { x, y, width, height }
    }
}

/// The size that a sidecar's coordinates refer to: the one that it says, or the
/// picture's own; at least 1 for each side.
pub(crate) fn reference(said: Option<(u32, u32)>, picture: (u32, u32)) -> (u32, u32) {
    let (width, height) = said.unwrap_or(picture);
    (width.max(1), height.max(1))
}

/// The length of one side of a picture, in pixels of the sidecar and of the
/// picture.
#[derive(Clone, Copy)]
struct Side {
    from: i64,
    to: i64,
}

impl Side {
    /// A stretch rounded to pixels and cut at the picture's edges: start and
    /// length.
    fn nearest(self, start: i32, length: i32) -> (u32, u32) {
        let round = |value: i64| (2 * value * self.to + self.from).div_euclid(2 * self.from);
        self.cut(round(start.into()), round(end(start, length)))
    }

    fn cut(self, low: i64, high: i64) -> (u32, u32) {
        let (low, high) = (low.clamp(0, self.to), high.clamp(0, self.to));
        let pixels = |value: i64| u32::try_from(value).unwrap_or(0);
        (pixels(low), pixels(high - low))
    }
}

/// The end of a stretch of at least one pixel.
fn end(start: i32, length: i32) -> i64 {
    i64::from(start) + i64::from(length).max(1)
}
