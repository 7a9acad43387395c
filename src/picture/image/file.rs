//! A picture's file: what it says of itself, and what is published.

use std::sync::Arc;

use super::busy::BusyMap;
use super::format::PictureFormat;
use crate::url::SitePath;

/// What a picture says of itself before it is decoded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PictureHeader {
    /// In pixels, once turned upright.
    pub width: u32,
    /// In pixels, once turned upright.
    pub height: u32,
    /// How it is encoded.
    pub format: PictureFormat,
    /// Side of the squares in which JPEG mixes pixels, 1 for other kinds: what
    /// lies under a redaction is told by its neighbours up to here.
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
    /// In pixels, after cropping.
    pub width: u32,
    /// In pixels, after cropping.
    pub height: u32,
    /// Without a dot: `png` or `jpg`.
    pub extension: &'static str,
    /// Width and height of the whole picture, upright and before cropping.
    pub source: (u32, u32),
    /// Where pins would hide something.
    pub busy: BusyMap,
}

impl PublishedFile {
    /// Its address, named by its content so that it can be cached for ever:
    /// `img/3fa94c21d07be586.png`.
    #[must_use]
    pub fn path(&self) -> SitePath {
        let hash = blake3::hash(&self.bytes).to_hex();
        let name = hash.get(..16).unwrap_or_default();
        SitePath::new(&format!("img/{name}.{}", self.extension))
    }
}
