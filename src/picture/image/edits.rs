//! What of a sidecar changes the published pixels.
//!
//! In: a sidecar. Out: its crop and its redactions, without their places in the
//! file. Marks, and the words in the place of a redaction, are drawn over the
//! picture by the page, so a picture need not be made again when a mark moves.

use crate::model::{Rect, Sidecar};

/// What is done to the pixels of one picture. Coordinates are in pixels of
/// `size`, or of the upright picture if there is no size.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct PixelEdits {
    /// Whether all of the sidecar could be read.
    pub complete: bool,
    /// Width and height that the coordinates refer to.
    pub size: Option<(u32, u32)>,
    /// The part that is shown.
    pub crop: Option<Rect>,
    /// The areas that are hidden.
    pub hidden: Vec<Rect>,
}

impl PixelEdits {
    /// The edits that a picture's sidecar asks for; none without a sidecar.
    #[must_use]
    pub fn of(sidecar: Option<&Sidecar>) -> Self {
        let Some(sidecar) = sidecar else {
            return Self { complete: true, size: None, crop: None, hidden: Vec::new() };
        };
        Self {
            complete: sidecar.complete,
            size: sidecar.size.as_ref().map(|(size, _)| *size),
            crop: sidecar.crop.as_ref().map(|(crop, _)| *crop),
            hidden: sidecar.redactions.iter().map(|redaction| redaction.area).collect(),
        }
    }
}
