//! Moves each pin to the place where it hides least and touches nothing.
//!
//! In: marks whose pins are on their outlines. Out: the same marks with each
//! pin at one of its candidate places. One choice is made for all widths of the
//! screen, so each is judged at three: on a phone (328 px), in a column, alone.
//!
//! A choice costs, from the most to the least: a pin leaves the picture,
//! touches another pin, covers another mark, stands at another side than the
//! pins of its column or row, covers its own mark, covers a busy part of the
//! picture, looks odd. There are five starts (the best place of each pin; all
//! pins at the left, at the right, above, below). Each is improved pin by pin
//! until no pin gains by moving. The cheapest result wins, and of equal ones
//! the first. Then each column and row is tried at each side. Where marks are
//! far apart, "all at the left" touches nothing, so the winner does not either.
//!
//! A side that the author chose is kept even if it hides more.

use super::alignment::Alignment;
use super::geometry::{Share, SharePoint, ShareRect};
use super::pins::{PinCandidate, RADIUS, candidates, chosen, pointing};
use super::shapes::{DrawnMark, MarkOutline, Pin};
use crate::model::PinSide;
use crate::picture::image::BusyMap;

/// Radius of a pin with the white ring around it, in CSS pixels.
const RING: f64 = 13.0;

/// Most pins whose places depend on each other. No reader can follow more pins
/// than this, and the effort grows with their square.
const MAX_PINS: usize = 120;

/// Most pins of a picture whose columns and rows are tried at each side.
const MAX_ALIGNED: usize = 40;

/// Most outlines that pins avoid.
const MAX_OUTLINES: usize = 300;

/// Radius of what must be seen around the point of a mark without an outline, in
/// CSS pixels.
const POINT: f64 = 6.0;

/// The four sides, as of a [`PinCandidate`].
const SIDES: [(i32, i32); 4] = [(-1, 0), (1, 0), (0, -1), (0, 1)];

/// The picture on which pins stand.
#[derive(Clone, Copy)]
pub(super) struct PinSpace<'a> {
    /// Width and height of what is shown, in pixels of the picture.
    pub(super) size: (u32, u32),
    /// Where the picture is busy, if that is known.
    pub(super) busy: Option<&'a BusyMap>,
}

/// One width at which the picture is shown, in CSS pixels.
#[derive(Clone, Copy)]
struct ScreenWidth {
    width: f64,
    height: f64,
    weight: f64,
}

/// The possible places of a pin, each with the cost that does not depend on
/// other pins.
struct PinChoice {
    mark: usize,
    places: Vec<(PinCandidate, f64)>,
}

/// Everything that the cost of a place depends on.
struct PinCosts<'a> {
    screens: [ScreenWidth; 3],
    outlines: Vec<Option<MarkOutline>>,
    alignment: Alignment,
    busy: Option<&'a BusyMap>,
}

/// Moves every pin to its best place; `sides` are those that the author chose.
pub(super) fn pins(marks: &mut [DrawnMark], sides: &[Option<PinSide>], space: PinSpace<'_>) {
    let PinSpace { size, busy } = space;
    let outlines: Vec<_> = marks.iter().take(MAX_OUTLINES).map(|mark| mark.outline.clone()).collect();
    let numbered =
        marks.iter().enumerate().filter_map(|(at, mark)| Some((at, mark.outline.as_ref(), mark.pin?)));
    let numbered = numbered.take(MAX_PINS);
    let alignment = Alignment::of(&outlines, numbered.clone().map(|(mark, ..)| mark), size);
    let table = PinCosts { screens: screens(size), outlines, alignment, busy };
    let choices: Vec<PinChoice> = numbered
        .map(|(mark, outline, pin)| {
            let mut places = match sides.get(mark).copied().flatten() {
                Some(side) => chosen(side, outline, (pin.at, size)),
                None => candidates(outline, pin.at, size),
            };
            places.extend(table.pushed_in(places.first()));
            PinChoice {
                mark,
                places: places.into_iter().map(|c| (c, c.price + table.alone(mark, &c.pin))).collect(),
            }
        })
        .collect();
    for (choice, taken) in choices.iter().zip(table.best(&choices)) {
        let place = choice.places.get(taken).map(|(candidate, _)| candidate.pin);
        if let Some(mark) = marks.get_mut(choice.mark) {
            mark.pin = place;
        }
    }
}

/// Screens of three widths. Portrait pictures are shown as columns of 300 and
/// 340 px, other pictures as wide as there is space; no picture is shown larger
/// than it is.
fn screens((width, height): (u32, u32)) -> [ScreenWidth; 3] {
    let widths = if height > width { [300.0, 340.0, 340.0] } else { [328.0, 430.0, 760.0] };
    let own = f64::from(width);
    let screen = |shown: f64, weight| {
        let width = shown.min(own);
        ScreenWidth { width, height: width * f64::from(height) / own, weight }
    };
    let [phone, column, alone] = widths;
    [screen(phone, 1.0), screen(column, 0.6), screen(alone, 0.6)]
}

impl PinCosts<'_> {
    /// The last resort: the first place, moved until the pin is inside the
    /// picture at its smallest size. The pin is then inside at every larger
    /// size.
    fn pushed_in(&self, first: Option<&PinCandidate>) -> Option<PinCandidate> {
        let [phone, ..] = self.screens;
        let first = first?;
        let pin = first.pin;
        let (x, y) = phone.middle(&pin);
        let inside = |at: f64, side: f64| at.min(side - RADIUS).max(RADIUS.min(side / 2.0));
        let moved = Pin {
            dx: pin.dx + whole(inside(x, phone.width) - x),
            dy: pin.dy + whole(inside(y, phone.height) - y),
            ..pin
        };
        let pin = if pin.pointer.is_some() { pointing(moved) } else { moved };
        Some(PinCandidate { pin, price: 80.0, side: first.side })
    }

    /// The cost of a place that does not depend on the other pins.
    fn alone(&self, mark: usize, pin: &Pin) -> f64 {
        self.screens.iter().map(|screen| screen.weight * self.alone_on(screen, mark, pin)).sum()
    }

    fn alone_on(&self, screen: &ScreenWidth, mark: usize, pin: &Pin) -> f64 {
        let middle = screen.middle(pin);
        let (x, y) = middle;
        let beyond = [RADIUS - x, RADIUS - y, x + RADIUS - screen.width, y + RADIUS - screen.height];
        let beyond = beyond.into_iter().fold(0.0, f64::max);
        let mut cost = if beyond > 0.51 { 1e6 + 1e3 * beyond } else { 0.0 };
        let own = self.outlines.get(mark).and_then(Option::as_ref);
        for (at, other) in self.outlines.iter().enumerate() {
            match other {
                Some(outline) if at == mark => cost += screen.covers_own(middle, outline),
                Some(outline) => cost += screen.covers_other(middle, outline, own),
                None => (),
            }
        }
        if own.is_none() {
            cost += self.hides_point(screen, middle, pin.at);
        }
        cost + self.hides(screen, middle, RADIUS)
    }

    /// The cost of a pin on the point that it shows: what is there can't be seen,
    /// and it is what the mark is about.
    fn hides_point(&self, screen: &ScreenWidth, middle: (f64, f64), at: SharePoint) -> f64 {
        let point = screen.point(at);
        if distance(middle, point) < RADIUS { 3.0 * self.hides(screen, point, POINT) } else { 0.0 }
    }

    /// The cost of what is under a disc. To cover a thin line, such as the
    /// edge of a card, costs less than to leave the usual place.
    fn hides(&self, screen: &ScreenWidth, (x, y): (f64, f64), radius: f64) -> f64 {
        let Some(busy) = self.busy else { return 0.0 };
        let across = ((x - radius) / screen.width, (x + radius) / screen.width);
        let down = ((y - radius) / screen.height, (y + radius) / screen.height);
        let share = busy.share(across, down);
        120.0 * (share + 5.0 * (share - 0.03).max(0.0)).min(1.0)
    }

    /// The cost of two pins that are too near each other.
    fn between(&self, one: &Pin, other: &Pin) -> f64 {
        let costs = self.screens.iter().map(|screen| {
            let distance = distance(screen.middle(one), screen.middle(other));
            let touch = if distance < 2.0 * RING { 6000.0 + 200.0 * (2.0 * RING - distance) } else { 0.0 };
            screen.weight * (touch + (34.0 - distance).max(0.0) * 4.0)
        });
        costs.sum()
    }

    /// The cheapest assignment that the five starts lead to: for each choice
    /// the index of its place.
    fn best(&self, choices: &[PinChoice]) -> Vec<usize> {
        let own_best =
            choices.iter().map(|choice| cheapest(choice.places.iter().map(|(_, cost)| *cost))).collect();
        let mut starts: Vec<Vec<usize>> = vec![own_best];
        starts.extend(
            (0..4).map(|side| choices.iter().map(|choice| side.min(choice.places.len() - 1)).collect()),
        );
        let mut best = (f64::MAX, Vec::new());
        for start in starts {
            let (cost, taken) = self.improve(choices, start);
            if cost < best.0 || best.1.is_empty() {
                best = (cost, taken);
            }
        }
        if choices.len() <= MAX_ALIGNED { self.align(choices, best) } else { best.1 }
    }

    /// Tries each column and row at each side: one pin alone would not gain by it.
    fn align(&self, choices: &[PinChoice], mut best: (f64, Vec<usize>)) -> Vec<usize> {
        for group in self.alignment.groups() {
            for side in SIDES {
                let moved = choices.iter().zip(&best.1).map(|(choice, now)| {
                    let place = choice.places.iter().position(|(place, _)| place.side == side);
                    place.filter(|_| group.contains(&choice.mark)).unwrap_or(*now)
                });
                let (cost, taken) = self.improve(choices, moved.collect());
                if cost < best.0 {
                    best = (cost, taken);
                }
            }
        }
        best.1
    }

    /// Moves each pin in turn to its cheapest place among the others, until no
    /// pin moves. Each move lowers the cost, so this ends soon.
    fn improve(&self, choices: &[PinChoice], mut taken: Vec<usize>) -> (f64, Vec<usize>) {
        for _ in 0..16 {
            let mut moved = false;
            for (at, choice) in choices.iter().enumerate() {
                let costs: Vec<f64> = choice
                    .places
                    .iter()
                    .map(|(candidate, cost)| cost + self.among(choices, &taken, (at, candidate)))
                    .collect();
                let now = taken.get(at).and_then(|now| costs.get(*now)).copied().unwrap_or(f64::MAX);
                let next = cheapest(costs.iter().copied());
                if costs.get(next).is_some_and(|cost| *cost < now)
                    && let Some(place) = taken.get_mut(at)
                {
                    *place = next;
                    moved = true;
                }
            }
            if !moved {
                break;
            }
        }
        (self.total(choices, &taken), taken)
    }

    /// The cost of a place of choice `at` that depends on where the other pins
    /// are.
    fn among(&self, choices: &[PinChoice], taken: &[usize], (at, place): (usize, &PinCandidate)) -> f64 {
        let own = choices.get(at).map_or(usize::MAX, |choice| choice.mark);
        let others = choices.iter().zip(taken).enumerate().filter(|(other, _)| *other != at);
        others
            .filter_map(|(_, (choice, taken))| Some((choice.mark, &choice.places.get(*taken)?.0)))
            .map(|(mark, other)| {
                let aligned = self.alignment.cost((own, place.side), (mark, other.side));
                self.between(&place.pin, &other.pin) + aligned
            })
            .sum()
    }

    fn total(&self, choices: &[PinChoice], taken: &[usize]) -> f64 {
        let places = choices.iter().zip(taken).enumerate();
        let costs = places.filter_map(|(at, (choice, place))| {
            let (candidate, cost) = choice.places.get(*place)?;
            Some(cost + self.among(choices, taken, (at, candidate)) / 2.0)
        });
        costs.sum()
    }
}

impl ScreenWidth {
    fn point(&self, at: SharePoint) -> (f64, f64) {
        (at.x.fraction() * self.width, at.y.fraction() * self.height)
    }

    fn middle(&self, pin: &Pin) -> (f64, f64) {
        let (x, y) = self.point(pin.at);
        (x + f64::from(pin.dx), y + f64::from(pin.dy))
    }

    /// The cost of a pin on its own outline, where it hides what the mark
    /// shows.
    fn covers_own(&self, middle: (f64, f64), outline: &MarkOutline) -> f64 {
        if let Some(area) = outline.area() {
            let depth = RADIUS - self.outside(middle, area);
            return if depth > 0.0 { 150.0 + 10.0 * depth.min(2.0 * RADIUS) } else { 0.0 };
        }
        let Some((_, end)) = outline.line.segments().last() else { return 0.0 };
        let reach = RING + 8.0 - distance(middle, self.point(end));
        if reach > 0.0 { 100.0 + 10.0 * reach } else { 0.0 }
    }

    /// The cost of a pin on another outline. The pin hides that outline and
    /// seems to belong to it.
    fn covers_other(&self, middle: (f64, f64), outline: &MarkOutline, own: Option<&MarkOutline>) -> f64 {
        if let Some(area) = outline.area() {
            let outside = self.outside(middle, area);
            if own.is_some_and(|own| lies_within(own, area)) {
                return if outside.abs() < RING + 2.0 { 200.0 } else { 0.0 };
            }
            let depth = RING + 2.0 - outside;
            return if depth > 0.0 { 300.0 + 10.0 * depth.min(40.0) } else { 0.0 };
        }
        let gaps =
            outline.line.segments().map(|(from, to)| to_line(middle, self.point(from), self.point(to)));
        let gap = gaps.fold(f64::MAX, f64::min);
        if gap < RING + 3.0 { 250.0 + 5.0 * (RING - gap) } else { 0.0 }
    }

    /// Distance from an area's edge to a point, negative inside the area.
    fn outside(&self, (x, y): (f64, f64), area: &ShareRect) -> f64 {
        let (left, top) = self.point(SharePoint { x: area.x, y: area.y });
        let (right, bottom) = self.point(SharePoint { x: area.right(), y: area.bottom() });
        let (across, down) = ((left - x).max(x - right), (top - y).max(y - bottom));
        if across > 0.0 && down > 0.0 { distance((across, down), (0.0, 0.0)) } else { across.max(down) }
    }
}

fn lies_within(outline: &MarkOutline, area: &ShareRect) -> bool {
    let inside =
        |x: Share, y: Share| (area.x..=area.right()).contains(&x) && (area.y..=area.bottom()).contains(&y);
    match outline.area() {
        Some(own) => inside(own.x, own.y) && inside(own.right(), own.bottom()),
        None => outline.line.segments().next().is_some_and(|(tail, _)| inside(tail.x, tail.y)),
    }
}

#[expect(clippy::cast_possible_truncation, reason = "some dozen pixels")]
fn whole(value: f64) -> i32 {
    value.round() as i32
}

fn distance((x, y): (f64, f64), (u, v): (f64, f64)) -> f64 {
    ((x - u) * (x - u) + (y - v) * (y - v)).sqrt()
}

/// Distance from a point to the nearest point of a line.
fn to_line(point: (f64, f64), from: (f64, f64), to: (f64, f64)) -> f64 {
    let (right, down) = (to.0 - from.0, to.1 - from.1);
    let along = (point.0 - from.0) * right + (point.1 - from.1) * down;
    let t = (along / (right * right + down * down).max(1e-9)).clamp(0.0, 1.0);
    distance(point, (from.0 + t * right, from.1 + t * down))
}

/// Index of the lowest cost; of equal ones the first.
fn cheapest(costs: impl Iterator<Item = f64>) -> usize {
    let mut best = (0, f64::MAX);
    for (at, cost) in costs.enumerate() {
        if cost < best.1 {
            best = (at, cost);
        }
    }
    best.0
}
