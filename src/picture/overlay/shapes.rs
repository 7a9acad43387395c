//! What is drawn over a picture, as shapes in shares of its sides.

use std::collections::BTreeSet;

use super::geometry::{SharePoint, ShareRect};

/// Everything that is drawn over one picture.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Overlay {
    /// Width and height of the shown picture, in its own pixels.
    pub size: (u32, u32),
    /// Texts in the place of what was burnt out; under all marks.
    pub stand_ins: Vec<StandIn>,
    /// In the order of the sidecar; what lies outside the picture is left out.
    pub marks: Vec<DrawnMark>,
}

/// Words where something was burnt out; they grow and shrink with the picture.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StandIn {
    /// The part of the region that is shown.
    pub area: ShareRect,
    /// Width and height of that part, in pixels of the picture.
    pub size: (u32, u32),
    /// In pixels of the picture: as large as the region lets them be.
    pub font_size: u32,
    /// The words.
    pub text: String,
}

/// One mark, ready to be drawn.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DrawnMark {
    /// The number of its item; `None` has no pin.
    pub n: Option<u32>,
    /// Its outline; a mere pin has none.
    pub outline: Option<MarkOutline>,
    /// Where its number stands.
    pub pin: Option<Pin>,
}

/// The outline of a mark.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MarkOutline {
    /// A frame with rounded corners.
    Frame(ShareRect),
    /// An ellipse inside the area.
    Ellipse(ShareRect),
    /// A frame; all but the spots of a picture is dimmed.
    Spot(ShareRect),
    /// A straight arrow.
    Arrow {
        /// Where it begins.
        tail: SharePoint,
        /// Where it points to.
        head: SharePoint,
        /// Direction on the screen: 0 to the right, clockwise, -180 to 180.
        degrees: i32,
    },
}

/// A numbered disc of 24 CSS pixels.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pin {
    /// The point it hangs on: of a side its middle, of an arrow the tail.
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

    /// The numbers that stand on the picture.
    #[must_use]
    pub fn numbers(&self) -> BTreeSet<u32> {
        self.marks.iter().filter_map(|mark| mark.n).collect()
    }
}
