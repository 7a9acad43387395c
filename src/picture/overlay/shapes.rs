//! What is drawn over a picture, as shapes in shares of its sides.

use std::collections::BTreeSet;

use super::geometry::{SharePoint, ShareRect};

/// Everything that is drawn over one picture.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Overlay {
    /// Width and height of the shown picture, in its own pixels.
    pub size: (u32, u32),
    /// The stand-ins for redactions; they are drawn under all marks.
    pub stand_ins: Vec<StandIn>,
    /// The marks in the order of the sidecar; marks outside the picture are
    /// left out.
    pub marks: Vec<DrawnMark>,
}

/// The words in the place of a redaction; they are scaled with the picture.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StandIn {
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
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DrawnMark {
    /// The number of the mark's item; a mark with `None` has no pin.
    pub n: Option<u32>,
    /// The outline of the mark; a mark that is only a pin has none.
    pub outline: Option<MarkOutline>,
    /// The pin that shows the number.
    pub pin: Option<Pin>,
}

/// The outline of a mark.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MarkOutline {
    /// A frame with rounded corners.
    Frame(ShareRect),
    /// An ellipse inside the area.
    Ellipse(ShareRect),
    /// A frame. The picture is dimmed outside of its spots.
    Spot(ShareRect),
    /// A straight arrow.
    Arrow {
        /// Where it begins.
        tail: SharePoint,
        /// Where it points to.
        head: SharePoint,
        /// Direction on the screen in degrees: 0 is to the right, clockwise,
        /// -180 to 180.
        degrees: i32,
    },
}

/// A numbered disc of 24 CSS pixels.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pin {
    /// The point that the pin belongs to: the middle of a side, or the tail of
    /// an arrow.
    pub at: SharePoint,
    /// From that point to the middle of the disc, in CSS pixels to the right.
    pub dx: i32,
    /// From that point to the middle of the disc, in CSS pixels down.
    pub dy: i32,
}

impl Overlay {
    /// Whether nothing is drawn.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.stand_ins.is_empty() && self.marks.is_empty()
    }

    /// The numbers that are shown on the picture.
    #[must_use]
    pub fn numbers(&self) -> BTreeSet<u32> {
        self.marks.iter().filter_map(|mark| mark.n).collect()
    }
}
