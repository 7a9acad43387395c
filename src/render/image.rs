//! Screenshots as they may be published: bytes in, other bytes out.
//!
//! In: the file as it lies in `content/`, and what its sidecar says. Out: a
//! picture that was decoded under limits, turned upright, had its redactions
//! burnt in, was cropped, and only then encoded anew. Nothing but pixels gets
//! through: the decoder is not even shown metadata, and the original file has
//! no way into the output. Sizes and WebP are absent: their own work.

mod busy;
mod decode;
mod encode;
mod error;
mod format;
mod frame;
mod jpeg;
mod pack;
mod pixels;
mod png;
mod webp;

use std::sync::Arc;

pub use busy::Busy;
pub use error::ImageError;
pub use format::Format;
pub use frame::Frame;
pub(super) use frame::reference;

use crate::model::Sidecar;
use crate::url::SitePath;

/// Longest side of a picture, in pixels.
pub const MAX_SIDE: u32 = 16_384;

/// Most pixels of a picture: 256 MiB once decoded to four bytes each.
pub const MAX_PIXELS: u64 = 64 << 20;

/// What a picture says of itself before it is decoded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Header {
    /// In pixels, once turned upright.
    pub width: u32,
    /// In pixels, once turned upright.
    pub height: u32,
    /// How it is encoded.
    pub format: Format,
}

impl Header {
    /// Width and height.
    #[must_use]
    pub const fn size(&self) -> (u32, u32) {
        (self.width, self.height)
    }
}

/// A picture that may be published.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Published {
    /// The encoded file, without metadata.
    pub bytes: Arc<[u8]>,
    /// In pixels, after cropping.
    pub width: u32,
    /// In pixels, after cropping.
    pub height: u32,
    /// Without a dot: `png` or `jpg`.
    pub extension: &'static str,
    /// Width and height of the whole picture, upright and before cropping.
    pub source: (u32, u32),
    /// Where pins would hide something.
    pub busy: Busy,
}

impl Published {
    /// Its address, named by its content so that it can be cached for ever:
    /// `img/3fa94c21d07be586.png`.
    #[must_use]
    pub fn path(&self) -> SitePath {
        let hash = blake3::hash(&self.bytes).to_hex();
        let name = hash.get(..16).unwrap_or_default();
        SitePath::new(&format!("img/{name}.{}", self.extension))
    }
}

/// Reads kind and size, without decoding: cheap enough to ask of every picture
/// of a site. What passes here may still fail to decode.
///
/// # Errors
/// [`ImageError`] if it is no picture that can be published, or too large.
pub fn header(bytes: &[u8]) -> Result<Header, ImageError> {
    decode::header(bytes)
}

/// Makes a picture fit to be published: decode, turn upright, burn in the
/// redactions, crop, encode. The same input gives the same bytes.
///
/// Photographs (JPEG, lossy WebP) become JPEG, everything else PNG.
///
/// # Errors
/// [`ImageError`] if the picture can't be read whole within the limits, or if
/// its sidecar was not: a redaction may be among what is missing.
pub fn publish(bytes: &[u8], sidecar: Option<&Sidecar>) -> Result<Published, ImageError> {
    if sidecar.is_some_and(|sidecar| !sidecar.complete) {
        return Err(ImageError::HalfReadSidecar);
    }
    let (header, mut picture) = decode::decode(bytes)?;
    if let Some(sidecar) = sidecar {
        for redaction in &sidecar.redactions {
            pixels::fill(&mut picture, &Frame::around(redaction.area, sidecar, header.size()));
        }
    }
    let picture = pixels::crop(picture, &Frame::of(sidecar, header.size()));
    encode::encode(picture, &header)
}

/// Hash of the upright pixels, for the sidecar's `pixels`: `b3:` and 64 hex
/// digits. Packing a file better does not change it.
///
/// # Errors
/// [`ImageError`] if the picture can't be read whole within the limits.
pub fn pixel_hash(bytes: &[u8]) -> Result<String, ImageError> {
    let (_, picture) = decode::decode(bytes)?;
    Ok(pixels::hash(&picture))
}

#[cfg(test)]
mod tests;
