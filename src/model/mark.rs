//! What is drawn on a screenshot: geometry only, without words.
//!
//! Lengths are pixels of the source image before cropping, as the sidecar's
//! `size` gives it; the origin is the top left corner. Values may lie outside
//! the picture: a rule finds that, and drawing cuts it off.

use crate::source::{SourceId, Span};

/// A point in pixels of the source image.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Point {
    /// From the left edge.
    pub x: i32,
    /// From the top edge.
    pub y: i32,
}

/// A rectangle in pixels of the source image.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Rect {
    /// Left edge.
    pub x: i32,
    /// Top edge.
    pub y: i32,
    /// At least 1 once read.
    pub width: i32,
    /// At least 1 once read.
    pub height: i32,
}

/// The shape of a mark.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Shape {
    /// A frame around the rectangle.
    Box(Rect),
    /// An ellipse inside the rectangle.
    Ellipse(Rect),
    /// All but the rectangle is dimmed.
    Spot(Rect),
    /// A straight arrow.
    Arrow {
        /// Its tail.
        from: Point,
        /// Its head.
        to: Point,
    },
    /// Nothing but the numbered pin.
    Pin(Point),
}

/// One mark.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Mark {
    /// The `[[mark]]` entry.
    pub span: Span,
    /// Number of the item that says what to do here, from 1 and counted
    /// through all pictures of the figure. `None`: drawn, not numbered.
    pub n: Option<u32>,
    /// What is drawn.
    pub shape: Shape,
}

/// A region whose pixels must not be published.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Redaction {
    /// The `[[redact]]` entry.
    pub span: Span,
    /// The region.
    pub area: Rect,
    /// Words to show in its place.
    pub text: Option<String>,
}

/// Everything that `NAME.EXT.toml` says about the screenshot `NAME.EXT`.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Sidecar {
    /// The sidecar's own file.
    pub source: SourceId,
    /// Whether all of it could be read. If not, a redaction may be among what
    /// could not, so the picture must not be published.
    pub complete: bool,
    /// Width and height that the coordinates refer to, and where that is said.
    pub size: Option<((u32, u32), Span)>,
    /// The part of the picture that is shown.
    pub crop: Option<(Rect, Span)>,
    /// Hash of the decoded pixels when the marks were set, such as `b3:8c1f…`.
    pub pixels: Option<(String, Span)>,
    /// Regions to burn out.
    pub redactions: Vec<Redaction>,
    /// Whether `redact` is written. `redact = []` says that the picture shows
    /// nothing to hide, whatever others of its name do.
    pub says_redactions: bool,
    /// What is drawn.
    pub marks: Vec<Mark>,
}

impl Sidecar {
    /// A sidecar that says nothing.
    #[must_use]
    pub const fn empty(source: SourceId) -> Self {
        Self {
            source,
            complete: true,
            size: None,
            crop: None,
            pixels: None,
            redactions: Vec::new(),
            says_redactions: false,
            marks: Vec::new(),
        }
    }
}
