//! A published picture as one run of bytes, to be kept between builds.
//!
//! First comes a line of JSON that describes the picture, then its map of busy
//! places, then the file. Everything in it may be published.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::busy::BusyMap;
use super::file::PublishedFile;

#[derive(Debug, Serialize, Deserialize)]
struct PngHead {
    width: u32,
    height: u32,
    photo: bool,
    source: (u32, u32),
    columns: usize,
    rows: usize,
}

impl PublishedFile {
    /// The picture as bytes.
    #[must_use]
    pub fn pack(&self) -> Vec<u8> {
        let (columns, rows, cells) = self.busy.parts();
        let photo = self.extension == PHOTO;
        let head =
            PngHead { width: self.width, height: self.height, photo, source: self.source, columns, rows };
        let mut out = serde_json::to_vec(&head).unwrap_or_default();
        out.push(b'\n');
        out.extend_from_slice(cells);
        out.extend_from_slice(&self.bytes);
        out
    }

    /// The picture that [`Self::pack`] packed; `None` if these bytes are not a
    /// packed picture.
    #[must_use]
    pub fn unpack(packed: &[u8]) -> Option<Self> {
        let end = packed.iter().position(|byte| *byte == b'\n')?;
        let head: PngHead = serde_json::from_slice(packed.get(..end)?).ok()?;
        let rest = packed.get(end + 1..)?;
        let (cells, bytes) = rest.split_at_checked(head.columns.checked_mul(head.rows)?)?;
        Some(Self {
            bytes: Arc::from(bytes),
            width: head.width,
            height: head.height,
            extension: if head.photo { PHOTO } else { "png" },
            source: head.source,
            busy: BusyMap::from_parts(head.columns, head.rows, cells),
        })
    }
}

const PHOTO: &str = "jpg";
