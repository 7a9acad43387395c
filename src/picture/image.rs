//! Screenshots as they may be published: bytes in, other bytes out.
//!
//! In: the file as it is in `content/`, and what its sidecar changes of it. Out: a
//! picture that was decoded under limits, turned upright, had its redactions
//! burnt in, was cropped, and only then encoded again. Only pixels get through:
//! the decoder is not even shown metadata, and there is no way for the original
//! file into the output. Other sizes and WebP output are not done here.

mod budget;
mod busy;
mod decode;
mod edits;
mod encode;
mod error;
mod exif;
mod file;
mod format;
mod frame;
mod import;
mod jpeg;
mod limits;
mod pack;
mod pixels;
mod png;
mod redaction;
mod sniff;
mod webp;

use budget::DECODED;
pub use busy::BusyMap;
pub use edits::PixelEdits;
pub use error::ImageError;
pub use file::{PictureHeader, PublishedFile};
pub use format::PictureFormat;
pub(crate) use frame::PictureFrame;
pub(super) use frame::reference;
pub(crate) use import::{ImportedFile, import, import_as};
pub(crate) use limits::MAX_PIXELS;
pub(crate) use redaction::{FamilyMember, redactions};

/// Reads kind and size without decoding, so cheaply that it can be called for
/// every picture of a site. Decoding may still fail for a picture that passes
/// here.
///
/// # Errors
/// [`ImageError`] if the file is not a picture that can be published, or is too
/// large.
pub fn header(bytes: &[u8]) -> Result<PictureHeader, ImageError> {
    decode::open(bytes).map(|opened| opened.header)
}

/// Makes a picture that may be published: decode, turn upright, burn in the
/// redactions, crop, encode. The same input gives the same bytes.
///
/// Photographs (JPEG, lossy WebP) become JPEG, everything else PNG. In a
/// photograph, a redaction grows by the coding grid, because the pixels around
/// it depend on the pixels under it.
///
/// # Errors
/// [`ImageError`] if the picture can't be read completely within the limits, if
/// its sidecar could not be read completely (a redaction may be missing), or if
/// a redaction can't be at the place that it names.
pub fn publish(bytes: &[u8], edits: &PixelEdits) -> Result<PublishedFile, ImageError> {
    if !edits.complete {
        return Err(ImageError::HalfReadSidecar);
    }
    let opened = decode::open(bytes)?;
    let _share = DECODED.take(u64::from(opened.header.width) * u64::from(opened.header.height));
    let (header, mut picture) = opened.decode()?;
    for area in redaction::areas(edits, &header)? {
        pixels::fill(&mut picture, &area.grown(header.grid));
    }
    let shown = PictureFrame::of(edits.crop, reference(edits.size, header.size()), header.size());
    let picture = pixels::crop(picture, &shown);
    encode::encode(picture, &header)
}

#[cfg(test)]
mod tests;
