//! Kinds of picture, told by their first bytes: a file's name may lie.

use std::fmt;

use super::ImageError;

/// How a picture is encoded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
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

    /// Looks at the first bytes.
    ///
    /// # Errors
    /// [`ImageError::Foreign`] for kinds that have a name but are not taken,
    /// [`ImageError::Unknown`] for all else.
    pub(super) fn sniff(bytes: &[u8]) -> Result<Self, ImageError> {
        let at = |offset: usize, magic: &[u8]| bytes.get(offset..).is_some_and(|b| b.starts_with(magic));
        if at(0, b"\x89PNG\r\n\x1a\n") {
            Ok(Self::Png)
        } else if at(0, b"\xff\xd8\xff") {
            Ok(Self::Jpeg)
        } else if at(0, b"RIFF") && at(8, b"WEBP") {
            Ok(if super::webp::is_lossy(bytes) { Self::LossyWebP } else { Self::WebP })
        } else if at(0, b"GIF87a") || at(0, b"GIF89a") {
            Ok(Self::Gif)
        } else if at(0, b"BM") && bytes.len() > 26 {
            Ok(Self::Bmp)
        } else {
            Err(foreign(bytes).map_or(ImageError::Unknown, ImageError::Foreign))
        }
    }
}

/// The name of a kind of picture that browsers or we don't take.
fn foreign(bytes: &[u8]) -> Option<&'static str> {
    let brand = bytes.get(4..12).unwrap_or_default();
    match brand {
        b"ftypheic" | b"ftypheix" | b"ftypmif1" | b"ftypmsf1" | b"ftyphevc" => return Some("HEIC"),
        b"ftypavif" | b"ftypavis" => return Some("AVIF"),
        _ => (),
    }
    if bytes.starts_with(b"II*\0") || bytes.starts_with(b"MM\0*") {
        return Some("TIFF");
    }
    if bytes.starts_with(b"%PDF-") {
        return Some("PDF");
    }
    // An SVG may open with a byte order mark, an XML declaration, comments.
    let head = bytes.get(..bytes.len().min(1024)).unwrap_or_default();
    let text = head.trim_ascii_start();
    let text = text.strip_prefix(b"\xef\xbb\xbf").unwrap_or(text);
    (text.starts_with(b"<") && head.windows(4).any(|four| four == b"<svg")).then_some("SVG")
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
