//! The bytes of a picture's file and their hash. Files that are too large for a
//! picture are not read.

use std::borrow::Cow;
use std::io;

use crate::fingerprint::Fingerprint;
use crate::picture::image;
use crate::source::Asset;

/// Most bytes of a file that is read as a picture. The largest bitmap that may
/// be decoded has this size, and files of other kinds are smaller.
pub(super) const LARGEST: u64 = 4 * image::MAX_PIXELS + (1 << 20);

/// The bytes of a picture's file, or no bytes if the file is larger than
/// [`LARGEST`].
pub(super) fn read(asset: &Asset) -> io::Result<Cow<'_, [u8]>> {
    if asset.length() > LARGEST { Ok(Cow::Borrowed(&[])) } else { asset.read() }
}

/// The hash of a picture's bytes, for which each state of a file is read once: a save of a text must not read
/// all pictures of the site. For a file larger than [`LARGEST`] it is the
/// hash of its length.
pub(super) fn hash(asset: &Asset) -> io::Result<Fingerprint> {
    let length = asset.length();
    if length > LARGEST { Ok(*blake3::hash(&length.to_le_bytes()).as_bytes()) } else { asset.first_hash() }
}
