//! Why a picture can't be published, in words for the people who made it.

use std::fmt;

use super::{Format, MAX_SIDE};

/// Why a picture can't be published.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ImageError {
    /// Nothing that is known as a picture.
    Unknown,
    /// A picture, but of a kind that is not taken, such as `HEIC`.
    Foreign(&'static str),
    /// Wider, higher or larger than the limits, in pixels.
    TooLarge {
        /// In pixels.
        width: u64,
        /// In pixels.
        height: u64,
    },
    /// The file ends in the midst of the picture.
    CutOff(Format),
    /// The file is damaged; the decoder's own words.
    Broken(Format, String),
    /// The picture may be fine, but its sidecar could not be read whole.
    HalfReadSidecar,
}

impl ImageError {
    /// What the author can do about it.
    #[must_use]
    pub fn help(&self) -> &'static str {
        match self {
            Self::Unknown => "take the screenshot again, or export it as PNG or JPEG",
            Self::Foreign("SVG") => "export the drawing as PNG",
            Self::Foreign(_) => "open it in a picture viewer and export it as PNG or JPEG",
            Self::TooLarge { .. } => "make it smaller: a screenshot needs no more pixels than a screen has",
            Self::CutOff(_) | Self::Broken(..) => "copy the file anew, or export it once more",
            Self::HalfReadSidecar => "mend what is found in its sidecar",
        }
    }
}

impl fmt::Display for ImageError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unknown => f.write_str("not a picture: PNG, JPEG, WebP, GIF and BMP can be read"),
            Self::Foreign(name) => {
                write!(f, "a picture in {name} form: PNG, JPEG, WebP, GIF and BMP can be read")
            }
            Self::TooLarge { width, height } => write!(
                f,
                "too large, {width} × {height} pixels: at most {MAX_SIDE} a side and 67 million in all"
            ),
            Self::CutOff(format) => write!(f, "the {format} file ends in the midst of the picture"),
            Self::Broken(format, why) => write!(f, "the {format} file is damaged ({why})"),
            Self::HalfReadSidecar => f.write_str("a redaction may be among what its sidecar does not tell"),
        }
    }
}

impl std::error::Error for ImageError {}
