//! The places where the pin of a mark may stand, the best first.
//!
//! In: an outline. Out: places, each a point in shares of the picture plus an
//! offset in pixels, with a price for how odd it looks. Places outside of the
//! outline come first: a pin on a button hides the button.

use super::geometry::{SharePoint, ShareRect};
use super::shapes::{MarkOutline, OutlineLine, Pin};
use crate::model::PinSide;

/// Radius of a pin, in CSS pixels.
pub(super) const RADIUS: f64 = 12.0;

/// Distance from the edge of an outline to the middle of its pin, in CSS
/// pixels.
const GAP: i32 = 17;

/// The gap along a diagonal: the distance across and the distance down, in CSS
/// pixels.
const SLANT: i32 = 12;

/// How far a pin may move from the middle of a side, in CSS pixels: it still stands
/// beside the field that it belongs to.
const OFF_MIDDLE: i32 = 7;

/// Distance from the tail of an arrow to the middle of its pin, in CSS pixels.
/// The line begins at the rim of the pin, so that no part of a short arrow is
/// hidden.
const TAIL: f64 = 12.0;

/// How far the pin of a mark without an outline stands beside its point, in CSS
/// pixels, and the same along a diagonal.
const STEP_ASIDE: (i32, i32) = (28, 20);

/// From the middle of a pin to the ends of its pointer, in CSS pixels: along the
/// pointer and across it. Both ends are on the disc and beside its number.
const POINTER: (f64, f64) = (9.0, 5.0);

/// From a point to the tip of the pointer, in CSS pixels, so that the tip does not
/// hide a small word either.
const CLEAR: f64 = 5.0;

/// The price from which on a pin stands on its own outline.
const ON_OUTLINE: f64 = 40.0;

/// A place for a pin.
#[derive(Debug, Clone, Copy)]
pub(super) struct PinCandidate {
    pub(super) pin: Pin,
    /// How odd the place looks. A pin at the left, where reading begins, costs
    /// 0.
    pub(super) price: f64,
    /// The side of the mark at which the pin stands: -1 for left and above, 1 for
    /// right and below, 0 for the middle.
    pub(super) side: (i32, i32),
}

fn candidate(at: SharePoint, (dx, dy): (i32, i32), price: u32) -> PinCandidate {
    let pin = Pin { at, dx, dy, pointer: None };
    PinCandidate { pin, price: price.into(), side: (dx.signum(), dy.signum()) }
}

impl PinCandidate {
    /// The same place, known as one at this side.
    const fn beside(self, side: (i32, i32)) -> Self {
        Self { side, ..self }
    }
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

/// The places of a pin whose side the author chose. There are several only so that
/// the pins of close marks don't touch.
pub(super) fn chosen(
    side: PinSide,
    outline: Option<&MarkOutline>,
    (at, size): (SharePoint, (u32, u32)),
) -> Vec<PinCandidate> {
    let side = direction(side);
    let places = match outline {
        Some(outline) if outline.area().is_none() => {
            let reach =
                if side.0 != 0 && side.1 != 0 { TAIL * std::f64::consts::FRAC_1_SQRT_2 } else { TAIL };
            let along = |step: i32| pixels(f64::from(step) * reach);
            return vec![candidate(at, (along(side.0), along(side.1)), 0)];
        }
        _ => candidates(outline, at, size),
    };
    let outside = |place: &PinCandidate| outline.is_none() || place.price < ON_OUTLINE;
    let places = places.into_iter().filter(|place| place.side == side && outside(place));
    // The first of each side is the usual one.
    (0_u32..)
        .zip(places)
        .map(|(at, place)| PinCandidate { price: if at == 0 { 0.0 } else { 300.0 + place.price }, ..place })
        .collect()
}

const fn direction(side: PinSide) -> (i32, i32) {
    match side {
        PinSide::Left => (-1, 0),
        PinSide::Right => (1, 0),
        PinSide::Top => (0, -1),
        PinSide::Bottom => (0, 1),
        PinSide::TopLeft => (-1, -1),
        PinSide::TopRight => (1, -1),
        PinSide::BottomLeft => (-1, 1),
        PinSide::BottomRight => (1, 1),
    }
}

fn around_frame(area: &ShareRect) -> Vec<PinCandidate> {
    let (left, top, right, bottom) = (area.x, area.y, area.right(), area.bottom());
    let mut out = at_sides(area);
    // Beside the ends of a side, for tall and for wide frames.
    for (y, inward) in [(top, SLANT), (bottom, -SLANT)] {
        out.push(candidate(SharePoint::new(left, y), (-GAP, inward), 14).beside((-1, 0)));
        out.push(candidate(SharePoint::new(right, y), (GAP, inward), 18).beside((1, 0)));
        // Level with the end, and a little off the middle, for fields close together.
        out.push(candidate(SharePoint::new(left, y), (-GAP, 0), 16));
        out.push(candidate(SharePoint::new(right, y), (GAP, 0), 20));
    }
    for step in [-OFF_MIDDLE, OFF_MIDDLE] {
        let middle = area.middle().y;
        out.push(candidate(SharePoint::new(left, middle), (-GAP, step), 6).beside((-1, 0)));
        out.push(candidate(SharePoint::new(right, middle), (GAP, step), 11).beside((1, 0)));
    }
    for (x, inward) in [(left, SLANT), (right, -SLANT)] {
        out.push(candidate(SharePoint::new(x, top), (inward, -GAP), 14).beside((0, -1)));
        out.push(candidate(SharePoint::new(x, bottom), (inward, GAP), 20).beside((0, 1)));
    }
    let corners =
        [(left, top, (-1, -1)), (right, top, (1, -1)), (left, bottom, (-1, 1)), (right, bottom, (1, 1))];
    for (x, y, (h, v)) in corners {
        let corner = SharePoint::new(x, y);
        out.push(candidate(corner, (h * SLANT, v * SLANT), 13));
        // On the corner, then inside it, for a frame at the edge of the
        // picture.
        out.push(candidate(corner, (0, 0), 40).beside((h, v)));
        out.push(candidate(corner, (-h * GAP, -v * GAP), 60).beside((h, v)));
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
        for inside in [(-h * SLANT, -v * SLANT), (-h * GAP, v * SLANT), (h * SLANT, -v * GAP)] {
            out.push(candidate(corner, inside, 60).beside((h, v)));
        }
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

/// On the point, or beside it with a pointer to it.
fn around_point(at: SharePoint) -> Vec<PinCandidate> {
    let mut out = vec![candidate(at, (0, 0), 0)];
    let steps = [(-1, 0), (1, 0), (0, -1), (0, 1), (-1, -1), (1, -1), (-1, 1), (1, 1)];
    for (price, (h, v)) in (0..).zip(steps) {
        let step = if h != 0 && v != 0 { STEP_ASIDE.1 } else { STEP_ASIDE.0 };
        let aside = candidate(at, (h * step, v * step), 60 + price * 2);
        out.push(PinCandidate { pin: pointing(aside.pin), ..aside });
    }
    out
}

/// The pin with a pointer to its point, if there is room for one between them.
pub(super) fn pointing(pin: Pin) -> Pin {
    let (x, y) = (f64::from(pin.dx), f64::from(pin.dy));
    let length = (x * x + y * y).sqrt();
    if length < RADIUS + CLEAR {
        return Pin { pointer: None, ..pin };
    }
    let place = |along: f64, across: f64| {
        let (along, across) = (along / length, across / length);
        (pixels(x * along - y * across), pixels(y * along + x * across))
    };
    let base = length - POINTER.0;
    Pin { pointer: Some([place(CLEAR, 0.0), place(base, POINTER.1), place(base, -POINTER.1)]), ..pin }
}

#[expect(clippy::cast_possible_truncation, reason = "some dozen pixels")]
fn pixels(value: f64) -> i32 {
    value.round() as i32
}
