//! Kinds of picture.

use std::fmt;

/// How a picture is encoded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PictureFormat {
    /// Portable Network Graphics; of an animation only the still picture is
    /// used.
    Png,
    /// JPEG, used for photographs.
    Jpeg,
    /// WebP without loss, treated like a PNG.
    WebP,
    /// WebP with loss, treated like a photograph.
    LossyWebP,
    /// GIF, of which only the first frame is used.
    Gif,
    /// A Windows bitmap.
    Bmp,
}

impl PictureFormat {
    /// Whether encoding has already changed the pixels. Then some more loss is
    /// better than a file four times the size.
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
