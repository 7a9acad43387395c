//! The chunks of a WebP file (RFC 9649, section 2).
//!
//! In: any bytes. Out: whether the picture was made with loss, how it has to be
//! turned, and the sizes of all pictures inside. The decoder trusts the sizes
//! of the inner pictures before it compares them with the canvas, so the limits
//! must hold for them too.

use super::exif::StoredTurn;

/// Most chunks that are read; an animation has a few for each frame.
const MAX_CHUNKS: usize = 10_000;

/// A chunk's name and its content.
type WebpChunk<'a> = (&'a [u8; 4], &'a [u8]);

/// Whether the first picture is a lossy one, with or without transparency.
pub(super) fn is_lossy(bytes: &[u8]) -> bool {
    let first = chunks(bytes).find(|(name, _)| matches!(*name, b"VP8 " | b"VP8L"));
    first.is_some_and(|(name, _)| name == b"VP8 ")
}

/// The turn that the Exif blocks ask for.
pub(super) fn turn(bytes: &[u8]) -> StoredTurn {
    let blocks = chunks(bytes).filter(|(name, _)| *name == b"EXIF");
    blocks.map(|(_, block)| StoredTurn::of(block)).fold(StoredTurn::NONE, StoredTurn::and)
}

/// Sizes of the canvas and of each picture inside, in pixels.
pub(super) fn sizes(bytes: &[u8]) -> impl Iterator<Item = (u64, u64)> {
    chunks(bytes).filter_map(|(name, body)| match name {
        b"VP8X" => Some((1 + little(body, 4, 3)?, 1 + little(body, 7, 3)?)),
        b"VP8 " => Some((little(body, 6, 2)? & 0x3fff, little(body, 8, 2)? & 0x3fff)),
        b"VP8L" => {
            let bits = little(body, 1, 4)?;
            Some((1 + (bits & 0x3fff), 1 + (bits >> 14 & 0x3fff)))
        }
        _ => None,
    })
}

/// A little-endian number of `length` bytes.
fn little(body: &[u8], at: usize, length: usize) -> Option<u64> {
    let bytes = body.get(at..at + length)?;
    Some(bytes.iter().rev().fold(0, |number, byte| number << 8 | u64::from(*byte)))
}

/// All chunks in the order of the file. The chunks inside the frames of an
/// animation follow their frame.
fn chunks(bytes: &[u8]) -> impl Iterator<Item = WebpChunk<'_>> {
    let mut rest = bytes.get(12..).unwrap_or_default();
    std::iter::from_fn(move || {
        let (name, after) = rest.split_first_chunk::<4>()?;
        let (length, after) = after.split_first_chunk::<4>()?;
        let length = usize::try_from(u32::from_le_bytes(*length)).ok()?;
        // A frame's own head is 16 bytes long; its chunks follow the head.
        let step = if name == b"ANMF" { 16 } else { length.saturating_add(length & 1) };
        rest = after.get(step..).unwrap_or_default();
        Some((name, after.get(..length).unwrap_or(after)))
    })
    .take(MAX_CHUNKS)
}
