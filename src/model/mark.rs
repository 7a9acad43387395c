//! Sidecars: marks and redactions of a screenshot, as geometry.
//!
//! Lengths are pixels of the source image before cropping, whose size the sidecar's
//! `size` gives. The origin is the top left corner. Coordinates may lie outside the
//! picture: a rule reports that, and drawing cuts it off.

use crate::source::{SourceId, Span};

/// A point in pixels of the source image.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Point {
    /// Distance from the left edge.
    pub x: i32,
    /// Distance from the top edge.
    pub y: i32,
}

/// A rectangle in pixels of the source image.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Rect {
    /// Left edge.
    pub x: i32,
    /// Top edge.
    pub y: i32,
    /// Width; at least 1 in a rectangle that was read from a sidecar.
    pub width: i32,
    /// Height; at least 1 in a rectangle that was read from a sidecar.
    pub height: i32,
}

/// The shape of a mark.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Shape {
    /// A frame around the rectangle.
    Box(Rect),
    /// An ellipse inside the rectangle.
    Ellipse(Rect),
    /// A spot: everything except the rectangle is dimmed.
    Spot(Rect),
    /// A straight arrow.
    Arrow {
        /// The arrow's tail.
        from: Point,
        /// The arrow's head.
        to: Point,
    },
    /// Only the numbered pin.
    Pin(Point),
}

/// The side of a mark at which its pin stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PinSide {
    /// Left of the mark.
    Left,
    /// Right of the mark.
    Right,
    /// Above the mark.
    Top,
    /// Below the mark.
    Bottom,
    /// Beside the upper left corner.
    TopLeft,
    /// Beside the upper right corner.
    TopRight,
    /// Beside the lower left corner.
    BottomLeft,
    /// Beside the lower right corner.
    BottomRight,
}

impl PinSide {
    /// All sides with their names in a sidecar.
    pub const NAMES: [(&'static str, Self); 8] = [
        ("left", Self::Left),
        ("right", Self::Right),
        ("top", Self::Top),
        ("bottom", Self::Bottom),
        ("top-left", Self::TopLeft),
        ("top-right", Self::TopRight),
        ("bottom-left", Self::BottomLeft),
        ("bottom-right", Self::BottomRight),
    ];
}

/// One mark on a picture.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Mark {
    /// Place of the `[[mark]]` entry.
    pub span: Span,
    /// Number of the item that says what to do here. Items are counted from 1
    /// through all pictures of the figure. A mark with `None` is drawn without
    /// a number.
    pub n: Option<u32>,
    /// The shape that is drawn.
    pub shape: Shape,
    /// The side of its pin, if the author chose one.
    pub at: Option<PinSide>,
}

/// A region whose pixels must not be published.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Redaction {
    /// Place of the `[[redact]]` entry.
    pub span: Span,
    /// The area that is hidden.
    pub area: Rect,
    /// Words to show in the place of the area.
    pub text: Option<String>,
}

/// The sidecar `NAME.EXT.toml` of the screenshot `NAME.EXT`.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Sidecar {
    /// The sidecar's own file.
    pub source: SourceId,
    /// Whether all of the sidecar could be read. If not, a redaction may be in the
    /// unread part, so the picture must not be published.
    pub complete: bool,
    /// Width and height of the picture that the coordinates refer to, and the
    /// place of this setting.
    pub size: Option<((u32, u32), Span)>,
    /// The part of the picture that is shown, and the place of this setting.
    pub crop: Option<(Rect, Span)>,
    /// Hash of the decoded pixels when the marks were set, such as `b3:8c1f…`.
    pub pixels: Option<(String, Span)>,
    /// Whether the picture is decoration: it says nothing, so it needs no alternative text.
    pub decoration: bool,
    /// The redactions of the picture.
    pub redactions: Vec<Redaction>,
    /// Whether the key `redact` is written. `redact = []` says that the picture
    /// shows nothing to hide, even if other pictures of its name do.
    pub says_redactions: bool,
    /// The marks on the picture.
    pub marks: Vec<Mark>,
}

impl Sidecar {
    /// A sidecar without any setting.
    #[must_use]
    pub const fn empty(source: SourceId) -> Self {
        Self {
            source,
            complete: true,
            size: None,
            crop: None,
            pixels: None,
            decoration: false,
            redactions: Vec::new(),
            says_redactions: false,
            marks: Vec::new(),
        }
    }
}
