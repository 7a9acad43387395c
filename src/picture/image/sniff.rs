//! The kind of a picture, found from its first bytes: a file's name may be
//! wrong.

use super::error::ImageError;
use super::format::PictureFormat;

/// The kind of a picture, by its first bytes.
///
/// # Errors
/// [`ImageError::Foreign`] for known kinds that are not accepted,
/// [`ImageError::Unknown`] for all others.
pub(super) fn sniff(bytes: &[u8]) -> Result<PictureFormat, ImageError> {
    let at = |offset: usize, magic: &[u8]| bytes.get(offset..).is_some_and(|b| b.starts_with(magic));
    if at(0, b"\x89PNG\r\n\x1a\n") {
        Ok(PictureFormat::Png)
    } else if at(0, b"\xff\xd8\xff") {
        Ok(PictureFormat::Jpeg)
    } else if at(0, b"RIFF") && at(8, b"WEBP") {
        Ok(if super::webp::is_lossy(bytes) { PictureFormat::LossyWebP } else { PictureFormat::WebP })
    } else if at(0, b"GIF87a") || at(0, b"GIF89a") {
        Ok(PictureFormat::Gif)
    } else if at(0, b"BM") && bytes.len() > 26 {
        Ok(PictureFormat::Bmp)
    } else {
        Err(foreign(bytes).map_or(ImageError::Unknown, ImageError::Foreign))
    }
}

/// The name of a kind of picture that browsers or this program can't use.
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
    // An SVG may begin with a byte order mark, an XML declaration or comments.
    let head = bytes.get(..bytes.len().min(1024)).unwrap_or_default();
    let text = head.trim_ascii_start();
    let text = text.strip_prefix(b"\xef\xbb\xbf").unwrap_or(text);
    (text.starts_with(b"<") && head.windows(4).any(|four| four == b"<svg")).then_some("SVG")
}
