//! How large a picture may be.

/// Longest side of a picture, in pixels.
pub(crate) const MAX_SIDE: u32 = 16_384;

/// Most pixels of a picture: 256 MiB once decoded to four bytes each.
pub(crate) const MAX_PIXELS: u64 = 64 << 20;
