//! How a picture has to be turned, from its Exif block (Exif 3.0, 4.6).
//!
//! In: a block as a file holds it. Out: the orientation, or that the block
//! gives no clear one. Coordinates in a sidecar refer to the picture as its
//! author saw it. So if two programs may turn one file differently, a redaction
//! may miss what it should hide.

use image::metadata::Orientation;

/// The tag `Orientation` of the first directory.
const ORIENTATION: u16 = 0x0112;

/// The type `SHORT`, the only one that browsers accept for that tag.
const SHORT: u16 = 3;

/// Most entries of a directory that are read; cameras write some dozens.
const MAX_ENTRIES: usize = 1_000;

/// What the metadata of a file says about turning it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum StoredTurn {
    /// The picture has to be turned like this; [`Orientation::NoTransforms`] if
    /// the file says nothing about it.
    By(Orientation),
    /// The file has two orientations that contradict each other.
    Unclear,
}

impl StoredTurn {
    /// The turn of a file that says nothing about it.
    pub(super) const NONE: Self = Self::By(Orientation::NoTransforms);

    /// The turn of a file that has both of these blocks.
    pub(super) fn and(self, other: Self) -> Self {
        match (self, other) {
            (one, Self::NONE) => one,
            (Self::NONE, other) => other,
            (one, other) if one == other => one,
            _ => Self::Unclear,
        }
    }

    /// The turn that an Exif block asks for. `Exif\0\0` may come before the
    /// block.
    pub(super) fn of(block: &[u8]) -> Self {
        let tiff = block.strip_prefix(b"Exif\0\0").unwrap_or(block);
        let number: fn([u8; 2]) -> u16 = match tiff.get(..4) {
            Some(b"II*\0") => u16::from_le_bytes,
            Some(b"MM\0*") => u16::from_be_bytes,
            _ => return Self::NONE,
        };
        let short = |at: usize| tiff.get(at..).and_then(|rest| rest.first_chunk()).map(|two| number(*two));
        let little = tiff.starts_with(b"II");
        let long = |at: usize| {
            let (first, second) = (u32::from(short(at)?), u32::from(short(at.checked_add(2)?)?));
            let value = if little { second << 16 | first } else { first << 16 | second };
            usize::try_from(value).ok()
        };
        let Some((start, count)) = long(4).and_then(|start| Some((start, short(start)?))) else {
            return Self::NONE;
        };
        let entries = (0..usize::from(count).min(MAX_ENTRIES)).map(|index| start + 2 + index * 12);
        let plain = entries.filter(|at| {
            short(*at) == Some(ORIENTATION) && short(*at + 2) == Some(SHORT) && long(*at + 4) == Some(1)
        });
        let values = plain.filter_map(|at| Orientation::from_exif(u8::try_from(short(at + 8)?).ok()?));
        values
            .fold(None, |turn: Option<Self>, value| {
                let value = Self::By(value);
                Some(turn.map_or(value, |turn| if turn == value { turn } else { Self::Unclear }))
            })
            .unwrap_or(Self::NONE)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// An Exif block of these entries in big-endian order: tag, type, value.
    fn block(entries: &[(u16, u16, u16)]) -> Vec<u8> {
        let count = u16::try_from(entries.len()).unwrap_or(0);
        let mut out = b"MM\0\x2a\0\0\0\x08".to_vec();
        out.extend(count.to_be_bytes());
        for (tag, kind, value) in entries {
            out.extend(tag.to_be_bytes());
            out.extend(kind.to_be_bytes());
            out.extend([0, 0, 0, 1]);
            out.extend(value.to_be_bytes());
            out.extend([0, 0]);
        }
        out
    }

    #[test]
    fn the_orientation_is_read_in_both_byte_orders() {
        let big = block(&[(0x010f, 2, 0), (0x0112, 3, 6)]);
        assert_eq!(StoredTurn::of(&big), StoredTurn::By(Orientation::Rotate90));
        let little = b"II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0\x03\0\0\0";
        assert_eq!(StoredTurn::of(little), StoredTurn::By(Orientation::Rotate180));
        assert_eq!(
            StoredTurn::of(&[b"Exif\0\0".as_slice(), little].concat()),
            StoredTurn::By(Orientation::Rotate180)
        );
    }

    #[test]
    fn what_no_browser_takes_is_no_turn() {
        assert_eq!(StoredTurn::of(&block(&[(0x0112, 4, 6)])), StoredTurn::NONE);
        assert_eq!(StoredTurn::of(&block(&[(0x0112, 3, 9)])), StoredTurn::NONE);
        assert_eq!(StoredTurn::of(b"hello"), StoredTurn::NONE);
    }

    #[test]
    fn two_orientations_are_unclear() {
        assert_eq!(StoredTurn::of(&block(&[(0x0112, 3, 1), (0x0112, 3, 6)])), StoredTurn::Unclear);
        assert_eq!(
            StoredTurn::of(&block(&[(0x0112, 3, 6), (0x0112, 3, 6)])),
            StoredTurn::By(Orientation::Rotate90)
        );
    }

    proptest! {
        /// Any block means the same after the mark that JPEG puts before it as
        /// without the mark.
        #[test]
        fn any_block_says_the_same_behind_its_mark(order in "(II\\*\0|MM\0\\*)", rest in proptest::collection::vec(any::<u8>(), 0..60)) {
            let block = [order.as_bytes(), &rest].concat();
            prop_assert_eq!(StoredTurn::of(&block), StoredTurn::of(&[b"Exif\0\0".as_slice(), &block].concat()));
        }
    }
}
