//! Marks on a screenshot as primitives: one geometry for pages, paper and search.
//!
//! In: a sidecar, the size of its picture, and where the picture is busy. Out:
//! outlines in shares of the shown picture's sides, pins at a share plus
//! pixels, stand-in texts in the places of redactions. The medium decides how
//! wide lines are and which colour they have.

mod alignment;
mod geometry;
mod pins;
mod place;
mod shapes;
mod svg;

use geometry::PictureView;
pub(crate) use geometry::{SharePoint, ShareRect};
pub(crate) use shapes::{DrawnMark, MarkOutline, OutlineLine, Overlay, Pin, StandIn};
pub(crate) use svg::{OverlayNames, write_svg};

use place::PinSpace;

use super::image::{BusyMap, PublishedFile};
use crate::model::{Mark, PinSide, Point, Redaction, Shape, Sidecar};

/// The overlay of a published picture, with its pins where they hide least.
#[must_use]
pub(crate) fn of(picture: &PublishedFile, sidecar: &Sidecar) -> Overlay {
    overlay(sidecar, picture.source, Some(&picture.busy))
}

/// The overlay of a picture of this size (upright, before cropping). Without a
/// map of busy places, pins still keep away from marks and from each other.
#[must_use]
pub(crate) fn overlay(sidecar: &Sidecar, picture: (u32, u32), busy: Option<&BusyMap>) -> Overlay {
    let view = PictureView::new(sidecar, picture);
    let shown = sidecar.marks.iter().filter_map(|mark| Some((drawn(mark, &view)?, mark.at)));
    let (mut marks, sides): (Vec<DrawnMark>, Vec<Option<PinSide>>) = shown.unzip();
    place::pins(&mut marks, &sides, PinSpace { size: view.size, busy });
    let stand_ins = sidecar.redactions.iter().filter_map(|redaction| stand_in(redaction, &view)).collect();
    Overlay { size: view.size, stand_ins, marks }
}

/// A mark as it is drawn, with its pin at the point that the pin belongs to;
/// `None` if the mark is not shown.
fn drawn(mark: &Mark, view: &PictureView) -> Option<DrawnMark> {
    let area = |rect, line: fn(ShareRect) -> OutlineLine, spot| {
        let area = view.area(rect)?;
        Some((Some(MarkOutline { spot, ..MarkOutline::plain(line(area)) }), area.middle()))
    };
    let (outline, at) = match mark.shape {
        Shape::Box(rect) => area(rect, OutlineLine::Rect, false)?,
        Shape::Ellipse(rect) => area(rect, OutlineLine::Ellipse, false)?,
        Shape::Spot(rect) => area(rect, OutlineLine::Rect, true)?,
        Shape::Arrow { from, to } => {
            let (tail, end) = view.line(from, to)?;
            let path = MarkOutline::plain(OutlineLine::Path(vec![tail, end]));
            (Some(MarkOutline { head: Some(degrees(from, to, view)), ..path }), tail)
        }
        Shape::Pin(point) => (None, view.point(point)?),
    };
    let pin = mark.n.map(|_| Pin { at, dx: 0, dy: 0, pointer: None });
    (outline.is_some() || pin.is_some()).then_some(DrawnMark { n: mark.n, outline, pin })
}

/// The direction of a line as it is seen on the picture. A picture whose sides
/// have another ratio than in its sidecar is stretched, and so is the line.
#[expect(clippy::cast_possible_truncation, reason = "-180 to 180")]
fn degrees(from: Point, to: Point, view: &PictureView) -> i32 {
    let (right, down) = view.direction(from, to);
    down.atan2(right).to_degrees().round() as i32
}

fn stand_in(redaction: &Redaction, view: &PictureView) -> Option<StandIn> {
    let text = redaction.text.as_deref().map(str::trim).filter(|text| !text.is_empty())?;
    let area = view.area(redaction.area)?;
    let size = view.pixels(&area);
    // In hundredths of the font size: Chinese letters and discs are square, and
    // a third of a letter is left free at each end.
    let width: u64 = text.chars().map(|c| if c < '\u{2000}' { 58 } else { 100 }).sum();
    let fits = u64::from(size.0) * 100 / (width + 66);
    let font_size = u32::try_from(fits).unwrap_or(u32::MAX).min(size.1 * 62 / 100).max(1);
    Some(StandIn { area, size, font_size, text: text.to_owned() })
}

#[cfg(test)]
mod laws;
#[cfg(test)]
mod tests;
