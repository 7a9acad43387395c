//! Screenshots as they may be published: bytes in, other bytes out.
//!
//! In: the file as it lies in `content/`, and what its sidecar says. Out: a
//! picture that was decoded under limits, turned upright, had its redactions
//! burnt in, was cropped, and only then encoded anew. Nothing but pixels gets
//! through: the decoder is not even shown metadata, and the original file has
//! no way into the output. Sizes and WebP are absent: their own work.

mod budget;
mod busy;
mod decode;
mod encode;
mod error;
mod exif;
mod file;
mod format;
mod frame;
mod jpeg;
mod limits;
mod pack;
mod pixels;
mod png;
mod redaction;
mod sniff;
mod webp;

use budget::Budget;
pub use busy::BusyMap;
pub use error::ImageError;
pub use file::{PictureHeader, PublishedFile};
pub use format::PictureFormat;
pub use frame::PictureFrame;
pub(super) use frame::reference;
pub use limits::{MAX_PIXELS, MAX_SIDE};
pub use redaction::{FamilyMember, redactions};

use crate::model::Sidecar;

/// Reads kind and size, without decoding: cheap enough to ask of every picture
/// of a site. What passes here may still fail to decode.
///
/// # Errors
/// [`ImageError`] if it is no picture that can be published, or too large.
pub fn header(bytes: &[u8]) -> Result<PictureHeader, ImageError> {
    decode::open(bytes).map(|opened| opened.header)
}

/// Pixels of all pictures that are being published.
static DECODED: Budget = Budget::new(MAX_PIXELS);

/// Makes a picture fit to be published: decode, turn upright, burn in the
/// redactions, crop, encode. The same input gives the same bytes.
///
/// Photographs (JPEG, lossy WebP) become JPEG, everything else PNG. The fill of
/// a redaction grows by the coding grid of a photograph, because the pixels
/// around it depend on what stood there.
///
/// # Errors
/// [`ImageError`] if the picture can't be read whole within the limits, if its
/// sidecar was not (a redaction may be among what is missing), or if a
/// redaction can't be where it says.
pub fn publish(bytes: &[u8], sidecar: Option<&Sidecar>) -> Result<PublishedFile, ImageError> {
    if sidecar.is_some_and(|sidecar| !sidecar.complete) {
        return Err(ImageError::HalfReadSidecar);
    }
    let opened = decode::open(bytes)?;
    let _share = DECODED.take(u64::from(opened.header.width) * u64::from(opened.header.height));
    let (header, mut picture) = opened.decode()?;
    for area in redaction::areas(sidecar, &header)? {
        pixels::fill(&mut picture, &area.grown(header.grid));
    }
    let picture = pixels::crop(picture, &PictureFrame::of(sidecar, header.size()));
    encode::encode(picture, &header)
}

/// Hash of the upright pixels, for the sidecar's `pixels`: `b3:` and 64 hex
/// digits. Packing a file better does not change it.
///
/// # Errors
/// [`ImageError`] if the picture can't be read whole within the limits.
pub fn pixel_hash(bytes: &[u8]) -> Result<String, ImageError> {
    let (_, picture) = decode::open(bytes)?.decode()?;
    Ok(pixels::hash(&picture))
}

#[cfg(test)]
mod tests;
