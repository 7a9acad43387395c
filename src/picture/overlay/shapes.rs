//! What is drawn over a picture, as primitives in shares of its sides.

use std::collections::BTreeSet;

use serde::Serialize;

use super::geometry::{SharePoint, ShareRect};

/// Everything that is drawn over one picture.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct Overlay {
    /// Width and height of the shown picture, in its own pixels.
    pub size: (u32, u32),
    /// The stand-ins for redactions; they are drawn under all marks.
    pub stand_ins: Vec<StandIn>,
    /// The marks in the order of the sidecar; marks outside the picture are
    /// left out.
    pub marks: Vec<DrawnMark>,
}

/// The words in the place of a redaction; they are scaled with the picture.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct StandIn {
    /// The shown part of the redaction's area.
    pub area: ShareRect,
    /// Width and height of the shown part, in pixels of the picture.
    pub size: (u32, u32),
    /// Size of the letters in pixels of the picture: the largest that fits the
    /// area.
    pub font_size: u32,
    /// The words.
    pub text: String,
}

/// One mark, ready to be drawn.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub(crate) struct DrawnMark {
    /// The number of the mark's item; a mark with `None` has no pin.
    pub n: Option<u32>,
    /// The outline of the mark; a mark that is only a pin has none.
    pub outline: Option<MarkOutline>,
    /// The pin that shows the number.
    pub pin: Option<Pin>,
}

/// The outline of a mark, made of primitives that every medium can draw. A
/// medium knows no shapes of sidecars, so a new shape made of these needs no new
/// code for pages, paper and search results.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub(crate) struct MarkOutline {
    /// The line that is drawn.
    pub line: OutlineLine,
    /// The direction of the arrow head at the end of a path, on the screen and in
    /// degrees: 0 is to the right, clockwise, -180 to 180. `None` without a head.
    pub head: Option<i32>,
    /// Whether the picture is dimmed outside of the line. Only areas are spots.
    pub spot: bool,
}

/// One line, closed or open.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum OutlineLine {
    /// A rectangle with rounded corners.
    Rect(ShareRect),
    /// An ellipse inside the area.
    Ellipse(ShareRect),
    /// Straight lines from each point to the next. There are two points or more.
    Path(Vec<SharePoint>),
}

impl MarkOutline {
    /// An outline without an arrow head that dims nothing.
    pub(super) const fn plain(line: OutlineLine) -> Self {
        Self { line, head: None, spot: false }
    }

    /// The area inside the line; `None` for a path.
    pub(super) const fn area(&self) -> Option<&ShareRect> {
        match &self.line {
            OutlineLine::Rect(area) | OutlineLine::Ellipse(area) => Some(area),
            OutlineLine::Path(_) => None,
        }
    }
}

impl OutlineLine {
    /// The straight lines of a path, each from one point to the next; none for an
    /// area.
    pub(crate) fn segments(&self) -> impl Iterator<Item = (SharePoint, SharePoint)> {
        let points = match self {
            Self::Path(points) => points.as_slice(),
            Self::Rect(_) | Self::Ellipse(_) => &[],
        };
        points.iter().copied().zip(points.iter().copied().skip(1))
    }
}

/// A numbered disc of 24 CSS pixels.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
pub(crate) struct Pin {
    /// The point that the pin belongs to: the middle of a side, or the tail of
    /// an arrow.
    pub at: SharePoint,
    /// From that point to the middle of the disc, in CSS pixels to the right.
    pub dx: i32,
    /// From that point to the middle of the disc, in CSS pixels down.
    pub dy: i32,
    /// A pointer from the disc to that point, as a triangle: its tip and its two ends at
    /// the disc, in CSS pixels right and down from the point. The pin of a mark without
    /// an outline has one when it stands beside its point.
    pub pointer: Option<[(i32, i32); 3]>,
}

impl Overlay {
    /// Whether nothing is drawn.
    #[must_use]
    pub(crate) fn is_empty(&self) -> bool {
        self.stand_ins.is_empty() && self.marks.is_empty()
    }

    /// The numbers that are shown on the picture.
    #[must_use]
    pub(crate) fn numbers(&self) -> BTreeSet<u32> {
        self.marks.iter().filter_map(|mark| mark.n).collect()
    }
}
