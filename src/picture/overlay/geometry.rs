//! Lengths on the picture that is shown, whatever its size on the screen.
//!
//! In: pixels of a sidecar. Out: shares of the shown picture's sides, cut at
//! its edges. They are calculated in whole numbers, so that every machine gets
//! the same ones.

use std::fmt;

use serde::{Serialize, Serializer};

use crate::model::{Point, Rect, Sidecar};
use crate::picture::image::{PictureFrame, reference};

/// A length along one side of the shown picture, in hundred-thousandths of
/// that side (0.001 %).
///
/// Relative units keep every mark in place at any display size, and let HTML
/// and PDF share one geometry. For everything that is drawn, the value is in
/// `0..=100_000`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub(crate) struct Share(i32);

impl Share {
    /// The share as a fraction, 0 to 1.
    #[must_use]
    pub(crate) fn fraction(self) -> f64 {
        f64::from(self.0) / WHOLE
    }

    /// The length of the share on a side of `side` pixels, in whole pixels.
    #[must_use]
    pub(crate) fn pixels(self, side: u32) -> i64 {
        (i64::from(self.0) * i64::from(side) + 50_000).div_euclid(100_000)
    }

    pub(super) const fn minus(self, other: Self) -> Self {
        Self(self.0 - other.0)
    }

    pub(super) const fn plus(self, other: Self) -> Self {
        Self(self.0 + other.0)
    }

    pub(super) const fn half(self) -> Self {
        Self(self.0 / 2)
    }

    pub(super) const fn of(self, part: i32, whole: i32) -> Self {
        Self(self.0 / whole * part)
    }
}

/// As a number from 0 to 1.
impl Serialize for Share {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_f64(self.fraction())
    }
}

/// Writes the share in percent, without the sign: `31.2`. Two decimals are a
/// tenth of a pixel on the largest screen, and keep a page of many marks small.
impl fmt::Display for Share {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let rounded = (self.0 + 5).div_euclid(10);
        let (whole, rest) = (rounded.div_euclid(100), rounded.rem_euclid(100));
        if rest == 0 {
            return write!(f, "{whole}");
        }
        let decimals = format!("{rest:02}");
        write!(f, "{whole}.{}", decimals.trim_end_matches('0'))
    }
}

/// A whole side, as a float.
const WHOLE: f64 = 100_000.0;

/// A place on the shown picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
pub(crate) struct SharePoint {
    /// Distance from the left edge, as a share of the width.
    pub x: Share,
    /// Distance from the top edge, as a share of the height.
    pub y: Share,
}

impl SharePoint {
    pub(super) const fn new(x: Share, y: Share) -> Self {
        Self { x, y }
    }
}

/// A rectangle on the shown picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
pub(crate) struct ShareRect {
    /// Distance of the left edge, as a share of the picture's width.
    pub x: Share,
    /// Distance of the top edge, as a share of the picture's height.
    pub y: Share,
    /// Width of the rectangle, as a share of the picture's width.
    pub width: Share,
    /// Height of the rectangle, as a share of the picture's height.
    pub height: Share,
}

impl ShareRect {
    pub(super) const fn right(&self) -> Share {
        self.x.plus(self.width)
    }

    pub(super) const fn bottom(&self) -> Share {
        self.y.plus(self.height)
    }

    /// The edges in pixels of a picture of this size: left, top, right, bottom.
    pub(super) fn edges(&self, (width, height): (u32, u32)) -> [f64; 4] {
        let (across, down) =
            (|x: Share| x.fraction() * f64::from(width), |y: Share| y.fraction() * f64::from(height));
        [across(self.x), down(self.y), across(self.right()), down(self.bottom())]
    }

    pub(super) const fn middle(&self) -> SharePoint {
        SharePoint { x: self.x.plus(self.width.half()), y: self.y.plus(self.height.half()) }
    }
}

/// One side of the shown picture: `from` pixels of the sidecar are `to` pixels
/// of the picture, of which `length` are shown, beginning at `start`.
#[derive(Debug, Clone, Copy)]
struct Axis {
    from: i128,
    to: i128,
    start: i128,
    length: i128,
}

impl Axis {
    /// The share at a pixel of the sidecar. It is not cut at the edges yet, so
    /// it may be any number.
    fn share(self, value: i64) -> i128 {
        let (shown, whole) = (i128::from(value) * self.to - self.start * self.from, self.from * self.length);
        (shown * 200_000 + whole).div_euclid(2 * whole)
    }

    /// The share as a float; exact for every place on or near the picture.
    #[expect(clippy::cast_precision_loss, reason = "a place far off the picture need not be exact")]
    fn rough(self, value: i32) -> f64 {
        self.share(value.into()) as f64
    }

    fn cut(self, value: i64) -> Share {
        Share(i32::try_from(self.share(value).clamp(0, 100_000)).unwrap_or(0))
    }

    /// Start and length of a stretch as shares; `None` if no part of it is
    /// shown.
    fn stretch(self, start: i32, length: i32) -> Option<(Share, Share)> {
        let end = i64::from(start) + i64::from(length).max(1);
        if self.share(end) <= 0 || self.share(start.into()) >= 100_000 {
            return None;
        }
        let (low, high) = (self.cut(start.into()), self.cut(end));
        Some((low, high.minus(low)))
    }
}

/// The part of a picture that is shown, and where a sidecar's pixels are on it.
#[derive(Debug, Clone, Copy)]
pub(super) struct PictureView {
    across: Axis,
    down: Axis,
    /// Width and height shown, in pixels of the picture.
    pub(super) size: (u32, u32),
}

impl PictureView {
    pub(super) fn new(sidecar: &Sidecar, picture: (u32, u32)) -> Self {
        let from = reference(sidecar.size.as_ref().map(|(size, _)| *size), picture);
        let frame = PictureFrame::of(sidecar.crop.as_ref().map(|(crop, _)| *crop), from, picture);
        let axis = |from: u32, to: u32, start: u32, length: u32| Axis {
            from: from.into(),
            to: i128::from(to.max(1)),
            start: start.into(),
            length: i128::from(length.max(1)),
        };
        Self {
            across: axis(from.0, picture.0, frame.x, frame.width),
            down: axis(from.1, picture.1, frame.y, frame.height),
            size: (frame.width.max(1), frame.height.max(1)),
        }
    }

    /// A rectangle, cut to the picture; `None` if it lies outside.
    pub(super) fn area(&self, rect: Rect) -> Option<ShareRect> {
        let (x, width) = self.across.stretch(rect.x, rect.width)?;
        let (y, height) = self.down.stretch(rect.y, rect.height)?;
        Some(ShareRect { x, y, width, height })
    }

    /// A point; `None` if it lies outside.
    pub(super) fn point(&self, point: Point) -> Option<SharePoint> {
        let (x, y) = (self.across.share(point.x.into()), self.down.share(point.y.into()));
        let inside = (0..=100_000).contains(&x) && (0..=100_000).contains(&y);
        inside.then(|| SharePoint { x: self.across.cut(point.x.into()), y: self.down.cut(point.y.into()) })
    }

    /// The part of a line that is shown (Liang and Barsky); `None` if the line
    /// does not cross the picture.
    pub(super) fn line(&self, from: Point, to: Point) -> Option<(SharePoint, SharePoint)> {
        let across = (self.across.rough(from.x), self.across.rough(to.x));
        let down = (self.down.rough(from.y), self.down.rough(to.y));
        let (mut enter, mut leave) = (0.0_f64, 1.0_f64);
        for (start, end) in [across, down] {
            let step = end - start;
            if step == 0.0 {
                if !(0.0..=WHOLE).contains(&start) {
                    return None;
                }
                continue;
            }
            let (t, u) = (-start / step, (WHOLE - start) / step);
            enter = enter.max(t.min(u));
            leave = leave.min(t.max(u));
        }
        let along = |(start, end): (f64, f64), t: f64| nearest_share(start + t * (end - start));
        let at = |t: f64| SharePoint { x: along(across, t), y: along(down, t) };
        (enter <= leave).then(|| (at(enter), at(leave)))
    }

    /// The distances to the right and down from one point to another, in pixels
    /// of the picture.
    pub(super) fn direction(&self, from: Point, to: Point) -> (f64, f64) {
        let step = |axis: Axis, from: i32, to: i32, pixels: u32| {
            (axis.rough(to) - axis.rough(from)) / WHOLE * f64::from(pixels)
        };
        (step(self.across, from.x, to.x, self.size.0), step(self.down, from.y, to.y, self.size.1))
    }

    /// Width and height of an area in whole pixels of the picture.
    pub(super) fn pixels(&self, area: &ShareRect) -> (u32, u32) {
        let side = |share: Share, side: u32| u32::try_from(share.pixels(side)).unwrap_or(0).max(1);
        (side(area.width, self.size.0), side(area.height, self.size.1))
    }
}

#[expect(clippy::cast_possible_truncation, reason = "clamped to the range of a share")]
fn nearest_share(value: f64) -> Share {
    Share(value.round().clamp(0.0, WHOLE) as i32)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_share_is_written_with_no_more_decimals_than_it_needs() {
        let written: Vec<String> = [0, 4, 5, 31_200, 31_234, 99_996, 100_000]
            .iter()
            .map(|share| Share(*share).to_string())
            .collect();
        assert_eq!(written, ["0", "0", "0.01", "31.2", "31.23", "100", "100"]);
    }
}
