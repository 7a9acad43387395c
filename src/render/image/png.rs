//! The skeleton of a PNG file (W3C PNG, third edition, section 5).
//!
//! In: any bytes. Out: the size, or a PNG of the same pixels with the critical
//! chunks and `tRNS` only. A decoder fed with that can't be made to inflate a
//! colour profile of 300 MB, and can't leak a text chunk, since it sees none;
//! an animation is reduced to its still picture, what follows `IEND` is gone.
//! A colour profile is dropped without being applied.

use super::{Format, ImageError};

const SIGNATURE: usize = 8;

/// What the picture itself consists of.
const KEPT: [&[u8; 4]; 5] = [b"IHDR", b"PLTE", b"tRNS", b"IDAT", b"IEND"];

/// Width and height of the first chunk, which must be `IHDR`.
pub(super) fn size(bytes: &[u8]) -> Result<(u64, u64), ImageError> {
    let field = |at: usize| {
        let four = bytes.get(at..)?.first_chunk()?;
        Some(u64::from(u32::from_be_bytes(*four)))
    };
    let (Some(width), Some(height)) = (field(16), field(20)) else {
        return Err(ImageError::CutOff(Format::Png));
    };
    if bytes.get(12..16) != Some(b"IHDR") {
        return Err(ImageError::Broken(Format::Png, "no size at its head".to_owned()));
    }
    Ok((width, height))
}

/// The same picture without anything beside it. Check values are copied: the
/// decoder checks them.
pub(super) fn skeleton(bytes: &[u8]) -> Result<Vec<u8>, ImageError> {
    let cut_off = || ImageError::CutOff(Format::Png);
    let mut out = Vec::with_capacity(bytes.len());
    out.extend_from_slice(bytes.get(..SIGNATURE).ok_or_else(cut_off)?);
    let mut at = SIGNATURE;
    loop {
        let rest = bytes.get(at..).unwrap_or_default();
        let (length, after) = rest.split_first_chunk::<4>().ok_or_else(cut_off)?;
        let kind = after.first_chunk::<4>().ok_or_else(cut_off)?;
        // Length, kind and check value are four bytes each.
        let whole = usize::try_from(u32::from_be_bytes(*length)).unwrap_or(usize::MAX).saturating_add(12);
        let chunk = rest.get(..whole).ok_or_else(cut_off)?;
        if KEPT.contains(&kind) {
            out.extend_from_slice(chunk);
        }
        if kind == b"IEND" {
            return Ok(out);
        }
        at += whole;
    }
}
