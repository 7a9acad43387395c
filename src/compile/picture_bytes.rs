//! The bytes of a picture and their hash, unless the file is too long for one.

use std::borrow::Cow;
use std::io;

use crate::fingerprint::Fingerprint;
use crate::picture::image;
use crate::source::Asset;

/// The largest file that is read as a picture, in bytes. The largest bitmap
/// that may be decoded has as many, and no other kind is larger.
pub(super) const LARGEST: u64 = 4 * image::MAX_PIXELS + (1 << 20);

/// The bytes of a picture; none of a file that is too large for one.
pub(super) fn read(asset: &Asset) -> io::Result<Cow<'_, [u8]>> {
    if asset.length() > LARGEST { Ok(Cow::Borrowed(&[])) } else { asset.read() }
}

/// The hash of a picture's bytes; of a file that is too large for one, that of
/// its length.
pub(super) fn hash(asset: &Asset) -> io::Result<Fingerprint> {
    let length = asset.length();
    if length > LARGEST { Ok(*blake3::hash(&length.to_le_bytes()).as_bytes()) } else { asset.hash() }
}
