//! What a picture's file says about itself, and what is published of it.

use std::sync::Arc;

use super::busy::BusyMap;
use super::format::PictureFormat;
use crate::url::SitePath;

/// What a file says about its picture before it is decoded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PictureHeader {
    /// Width in pixels, after turning upright.
    pub width: u32,
    /// Height in pixels, after turning upright.
    pub height: u32,
    /// How it is encoded.
    pub format: PictureFormat,
    /// Side of the squares in which JPEG mixes pixels, 1 for other kinds.
    /// Pixels at this distance from a redaction can still tell what is under
    /// it.
    pub grid: u32,
}

impl PictureHeader {
    /// Width and height.
    #[must_use]
    pub const fn size(&self) -> (u32, u32) {
        (self.width, self.height)
    }
}

/// A picture that may be published.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublishedFile {
    /// The encoded file, without metadata.
    pub bytes: Arc<[u8]>,
    /// Width in pixels, after cropping.
    pub width: u32,
    /// Height in pixels, after cropping.
    pub height: u32,
    /// The extension of the file without a dot: `png` or `jpg`.
    pub extension: &'static str,
    /// Width and height of the whole picture, upright and before cropping.
    pub source: (u32, u32),
    /// The places where pins would hide something.
    pub busy: BusyMap,
}

impl PublishedFile {
    /// The address of the picture. It contains a hash of the content, so that
    /// browsers may keep the file for ever: `img/3fa94c21d07be586.png`.
    #[must_use]
    pub fn path(&self) -> SitePath {
        let hash = blake3::hash(&self.bytes).to_hex();
        let name = hash.get(..16).unwrap_or_default();
        SitePath::new(&format!("img/{name}.{}", self.extension))
    }
}
