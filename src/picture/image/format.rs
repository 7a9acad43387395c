//! Kinds of picture.

use std::fmt;

/// How a picture is encoded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PictureFormat {
    /// Portable Network Graphics; of an animation, the still picture.
    Png,
    /// A photograph.
    Jpeg,
    /// WebP without loss: like a PNG.
    WebP,
    /// WebP with loss: like a photograph.
    LossyWebP,
    /// The first frame.
    Gif,
    /// A Windows bitmap.
    Bmp,
}

impl PictureFormat {
    /// Whether exact pixels were lost before, so that losing some more is the
    /// smaller evil than a file four times the size.
    #[must_use]
    pub const fn is_photo(self) -> bool {
        matches!(self, Self::Jpeg | Self::LossyWebP)
    }
}

impl fmt::Display for PictureFormat {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Png => "PNG",
            Self::Jpeg => "JPEG",
            Self::WebP | Self::LossyWebP => "WebP",
            Self::Gif => "GIF",
            Self::Bmp => "BMP",
        })
    }
}
