//! The structure of a PNG file (W3C PNG, third edition, section 5).
//!
//! In: any bytes. Out: the size, how the picture has to be turned, or a PNG of
//! the same pixels that has only the critical chunks and `tRNS`. From this file
//! a decoder can't be made to inflate a colour profile of 300 MB, and it can't
//! leak a text chunk, since it sees none. An animation is reduced to its still
//! picture, and everything after `IEND` is left out. A colour profile is
//! dropped without being applied.

use std::io::Read as _;

use flate2::read::ZlibDecoder;

use super::error::ImageError;
use super::exif::StoredTurn;
use super::format::PictureFormat;

const SIGNATURE: usize = 8;

/// The chunks that the picture itself consists of.
const KEPT: [&[u8; 4]; 5] = [b"IHDR", b"PLTE", b"tRNS", b"IDAT", b"IEND"];

/// Width and height of the first chunk, which must be `IHDR`.
pub(super) fn size(bytes: &[u8]) -> Result<(u64, u64), ImageError> {
    let field = |at: usize| {
        let four = bytes.get(at..)?.first_chunk()?;
        Some(u64::from(u32::from_be_bytes(*four)))
    };
    let (Some(width), Some(height)) = (field(16), field(20)) else {
        return Err(ImageError::CutOff(PictureFormat::Png));
    };
    if bytes.get(12..16) != Some(b"IHDR") {
        return Err(ImageError::Broken(PictureFormat::Png, "no size at its head".to_owned()));
    }
    Ok((width, height))
}

/// Keywords under which programs kept Exif blocks before there was `eXIf`;
/// some browsers still turn pictures by them.
const PROFILES: [&[u8]; 2] = [b"Raw profile type exif", b"Raw profile type APP1"];

/// Most bytes of an old profile that are unpacked.
const MAX_PROFILE: u64 = 256 << 10;

/// The turn that the Exif blocks of a file ask for, wherever they are in it.
pub(super) fn turn(bytes: &[u8]) -> StoredTurn {
    let blocks = PngChunks::new(bytes).filter_map(|chunk| match chunk.kind {
        b"eXIf" => Some(StoredTurn::of(chunk.data)),
        b"tEXt" | b"zTXt" | b"iTXt" => profile(&chunk).map(|block| StoredTurn::of(&block)),
        _ => None,
    });
    blocks.fold(StoredTurn::NONE, StoredTurn::and)
}

/// The Exif block in a text chunk: a name, the length in decimal digits, then
/// hexadecimal digits with line ends between them.
fn profile(chunk: &PngChunk<'_>) -> Option<Vec<u8>> {
    let keyword = PROFILES
        .into_iter()
        .find(|keyword| chunk.data.strip_prefix(*keyword).is_some_and(|rest| rest.first() == Some(&0)))?;
    let rest = chunk.data.get(keyword.len() + 1..)?;
    let packed = match chunk.kind {
        b"zTXt" => Some(rest.get(1..)?),
        b"iTXt" if rest.first() == Some(&1) => Some(after_two_words(rest)?),
        _ => None,
    };
    let mut text = Vec::new();
    match packed {
        // For a damaged profile, the part that can be unpacked is used.
        Some(packed) => _ = ZlibDecoder::new(packed).take(MAX_PROFILE).read_to_end(&mut text),
        None if chunk.kind == b"iTXt" => text.extend_from_slice(after_two_words(rest)?),
        None => text.extend_from_slice(rest),
    }
    let mut words = text.split(u8::is_ascii_whitespace).filter(|word| !word.is_empty());
    // Skips the name (`exif`) and the length.
    words.nth(1)?;
    let digits: Vec<u8> = words
        .flatten()
        .filter_map(|digit| char::from(*digit).to_digit(16))
        .filter_map(|digit| u8::try_from(digit).ok())
        .collect();
    Some(digits.as_chunks::<2>().0.iter().map(|[high, low]| high << 4 | low).collect())
}

/// The text of an `iTXt` after two flags, the language and the translated
/// keyword.
fn after_two_words(rest: &[u8]) -> Option<&[u8]> {
    let mut words = rest.get(2..)?.splitn(3, |byte| *byte == 0);
    words.nth(2)
}

/// A chunk of the file.
struct PngChunk<'a> {
    kind: &'a [u8; 4],
    data: &'a [u8],
    /// Length, kind, data and check value.
    whole: &'a [u8],
}

/// Walks over the chunks up to `IEND`, or to where the file is cut off.
struct PngChunks<'a> {
    rest: Option<&'a [u8]>,
}

impl<'a> PngChunks<'a> {
    fn new(bytes: &'a [u8]) -> Self {
        Self { rest: bytes.get(SIGNATURE..) }
    }
}

impl<'a> Iterator for PngChunks<'a> {
    type Item = PngChunk<'a>;

    fn next(&mut self) -> Option<PngChunk<'a>> {
        let rest = self.rest.take()?;
        let (length, after) = rest.split_first_chunk::<4>()?;
        let kind = after.first_chunk::<4>()?;
        // Length, kind and check value are four bytes each.
        let length = usize::try_from(u32::from_be_bytes(*length)).ok()?;
        let (whole, after) = rest.split_at_checked(length.checked_add(12)?)?;
        self.rest = Some(after).filter(|_| kind != b"IEND");
        Some(PngChunk { kind, data: whole.get(8..8 + length)?, whole })
    }
}

/// The file of the picture without metadata or data after it. Check values are
/// copied: the decoder checks them.
pub(super) fn skeleton(bytes: &[u8]) -> Result<Vec<u8>, ImageError> {
    let cut_off = || ImageError::CutOff(PictureFormat::Png);
    let mut out = Vec::with_capacity(bytes.len());
    out.extend_from_slice(bytes.get(..SIGNATURE).ok_or_else(cut_off)?);
    for chunk in PngChunks::new(bytes) {
        if KEPT.contains(&chunk.kind) {
            out.extend_from_slice(chunk.whole);
        }
        if chunk.kind == b"IEND" {
            return Ok(out);
        }
    }
    Err(cut_off())
}
