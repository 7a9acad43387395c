//! The places where the pin of a mark may stand, the best first.
//!
//! In: an outline. Out: places, each a point in shares of the picture plus an
//! offset in pixels, with a price for how odd it looks. Places outside of the
//! outline come first: a pin on a button hides the button.

use super::geometry::{SharePoint, ShareRect};
use super::shapes::{MarkOutline, OutlineLine, Pin};

/// Distance from the edge of an outline to the middle of its pin, in CSS
/// pixels.
const GAP: i32 = 17;

/// The gap along a diagonal: the distance across and the distance down, in CSS
/// pixels.
const SLANT: i32 = 12;

/// Distance from the tail of an arrow to the middle of its pin, in CSS pixels.
/// The line begins at the rim of the pin, so that no part of a short arrow is
/// hidden.
const TAIL: f64 = 12.0;

/// How far the pin of a mark without an outline may move away from its point,
/// in CSS pixels.
const STEP_ASIDE: i32 = 26;

/// A place for a pin.
#[derive(Debug, Clone, Copy)]
pub(super) struct PinCandidate {
    pub(super) pin: Pin,
    /// How odd the place looks. A pin at the left, where reading begins, costs
    /// 0.
    pub(super) price: f64,
}

fn candidate(at: SharePoint, (dx, dy): (i32, i32), price: u32) -> PinCandidate {
    PinCandidate { pin: Pin { at, dx, dy }, price: price.into() }
}

/// All places for the pin of an outline; for a mark without an outline, places
/// around its point. The first four are at the left, right, top and bottom, or
/// as near to that as the shape allows.
pub(super) fn candidates(
    outline: Option<&MarkOutline>,
    at: SharePoint,
    size: (u32, u32),
) -> Vec<PinCandidate> {
    match outline.map(|outline| &outline.line) {
        Some(OutlineLine::Rect(area)) => around_frame(area),
        Some(OutlineLine::Ellipse(area)) => around_ellipse(area),
        Some(path @ OutlineLine::Path(_)) => match path.segments().next() {
            Some((tail, next)) => at_tail(tail, next, size),
            None => around_point(at),
        },
        None => around_point(at),
    }
}

fn around_frame(area: &ShareRect) -> Vec<PinCandidate> {
    let (left, top, right, bottom) = (area.x, area.y, area.right(), area.bottom());
    let mut out = at_sides(area);
    // Beside the ends of a side, for tall and for wide frames.
    for (y, inward) in [(top, SLANT), (bottom, -SLANT)] {
        out.push(candidate(SharePoint::new(left, y), (-GAP, inward), 14));
        out.push(candidate(SharePoint::new(right, y), (GAP, inward), 18));
    }
    for (x, inward) in [(left, SLANT), (right, -SLANT)] {
        out.push(candidate(SharePoint::new(x, top), (inward, -GAP), 14));
        out.push(candidate(SharePoint::new(x, bottom), (inward, GAP), 20));
    }
    let corners =
        [(left, top, (-1, -1)), (right, top, (1, -1)), (left, bottom, (-1, 1)), (right, bottom, (1, 1))];
    for (x, y, (h, v)) in corners {
        let corner = SharePoint::new(x, y);
        out.push(candidate(corner, (h * SLANT, v * SLANT), 13));
        // On the corner, then inside it, for a frame at the edge of the
        // picture.
        out.push(candidate(corner, (0, 0), 40));
        out.push(candidate(corner, (-h * GAP, -v * GAP), 60));
    }
    out
}

fn around_ellipse(area: &ShareRect) -> Vec<PinCandidate> {
    let (left, top, right, bottom) = (area.x, area.y, area.right(), area.bottom());
    let mut out = at_sides(area);
    // Where the curve meets the diagonal: (1 - 1/√2)/2, about 3/20, from a corner.
    let (in_x, in_y) = (area.width.of(3, 20), area.height.of(3, 20));
    let corners = [
        (left.plus(in_x), top.plus(in_y), (-1, -1)),
        (right.minus(in_x), top.plus(in_y), (1, -1)),
        (left.plus(in_x), bottom.minus(in_y), (-1, 1)),
        (right.minus(in_x), bottom.minus(in_y), (1, 1)),
    ];
    for (x, y, (h, v)) in corners {
        let corner = SharePoint::new(x, y);
        out.push(candidate(corner, (h * SLANT, v * SLANT), 14));
        out.push(candidate(corner, (-h * SLANT, -v * SLANT), 60));
        out.push(candidate(corner, (-h * GAP, v * SLANT), 60));
        out.push(candidate(corner, (h * SLANT, -v * GAP), 60));
    }
    out
}

fn at_sides(area: &ShareRect) -> Vec<PinCandidate> {
    let middle = area.middle();
    vec![
        candidate(SharePoint::new(area.x, middle.y), (-GAP, 0), 0),
        candidate(SharePoint::new(area.right(), middle.y), (GAP, 0), 5),
        candidate(SharePoint::new(middle.x, area.y), (0, -GAP), 9),
        candidate(SharePoint::new(middle.x, area.bottom()), (0, GAP), 12),
    ]
}

/// Places at the tail of a path, such as an arrow: first beyond it, then next to
/// it, then on it. `next` is the path's second point.
fn at_tail(tail: SharePoint, next: SharePoint, size: (u32, u32)) -> Vec<PinCandidate> {
    let right = (next.x.fraction() - tail.x.fraction()) * f64::from(size.0);
    let down = (next.y.fraction() - tail.y.fraction()) * f64::from(size.1);
    let length = (right * right + down * down).sqrt().max(1e-9);
    let (back_x, back_y) = (-right / length * TAIL, -down / length * TAIL);
    let slant = std::f64::consts::FRAC_1_SQRT_2;
    // The offset turned by 0, 45, -45, 90 and -90 degrees.
    let turns = [(1.0, 0.0), (slant, slant), (slant, -slant), (0.0, 1.0), (0.0, -1.0)];
    let mut out: Vec<PinCandidate> = (0..)
        .zip(turns)
        .map(|(price, (cos, sin))| {
            let offset = (pixels(back_x * cos - back_y * sin), pixels(back_x * sin + back_y * cos));
            candidate(tail, offset, price * 6)
        })
        .collect();
    out.push(candidate(tail, (0, 0), 20));
    out
}

fn around_point(at: SharePoint) -> Vec<PinCandidate> {
    let mut out = vec![candidate(at, (0, 0), 0)];
    let steps = [(-1, 0), (1, 0), (0, -1), (0, 1), (-1, -1), (1, -1), (-1, 1), (1, 1)];
    out.extend(
        (0..)
            .zip(steps)
            .map(|(price, (h, v))| candidate(at, (h * STEP_ASIDE, v * STEP_ASIDE), 100 + price * 2)),
    );
    out.extend(steps.map(|(h, v)| candidate(at, (h * SLANT, v * SLANT), 90)));
    out
}

#[expect(clippy::cast_possible_truncation, reason = "some dozen pixels")]
fn pixels(value: f64) -> i32 {
    value.round() as i32
}
