//! The structure of a JPEG file (ITU-T T.81, annex B).
//!
//! In: any bytes. Out: size, orientation and coding grid, or a JPEG of the same
//! pixels without comments and application data, except Adobe's note on the
//! colour space. Exif, thumbnails and the film that a phone appends are all
//! removed before a decoder sees the file. A colour profile is dropped without
//! being applied.

use super::error::ImageError;
use super::exif::StoredTurn;
use super::format::PictureFormat;

/// Most scans that are decoded. Real files have a dozen; a file of a few
/// hundred bytes can ask for thousands of passes over a large picture.
const MAX_SCANS: usize = 100;

/// A marker and what belongs to it.
struct Segment<'a> {
    /// The second byte of the marker.
    kind: u8,
    /// What follows the length field.
    body: &'a [u8],
    /// The whole segment with its marker; for the head of a scan also the
    /// scan's data.
    whole: &'a [u8],
}

/// What the head of a file says.
pub(super) struct JpegHead {
    /// Width and height as stored, in pixels.
    pub(super) size: (u64, u64),
    /// How to turn the picture upright.
    pub(super) turn: StoredTurn,
    /// Side of the squares of pixels that are coded together: 8, 16 or 32.
    pub(super) grid: u32,
}

/// Reads the file up to the first scan: browsers use an Exif block only before
/// that.
pub(super) fn head(bytes: &[u8]) -> Result<JpegHead, ImageError> {
    let mut turn = StoredTurn::NONE;
    let mut frame = None;
    for segment in Segments::new(bytes) {
        let segment = segment?;
        match segment.kind {
            0xe1 if segment.body.starts_with(b"Exif\0\0") => turn = turn.and(StoredTurn::of(segment.body)),
            0xda => break,
            kind if is_frame(kind) && frame.is_none() => frame = Some(segment.body),
            _ => (),
        }
    }
    let frame = frame.ok_or(ImageError::CutOff(PictureFormat::Jpeg))?;
    Ok(JpegHead { size: frame_size(frame)?, turn, grid: grid(frame) })
}

/// The largest sampling factor of a component, of each 8 pixels (T.81, B.2.2).
fn grid(frame: &[u8]) -> u32 {
    let components = frame.get(6..).unwrap_or_default().as_chunks::<3>().0;
    let factors = components.iter().map(|[_, factors, _]| (factors >> 4).max(factors & 15));
    8 * u32::from(factors.max().unwrap_or(1).clamp(1, 4))
}

/// The file of the picture without metadata or data after it.
pub(super) fn skeleton(bytes: &[u8]) -> Result<Vec<u8>, ImageError> {
    let mut out = Vec::with_capacity(bytes.len());
    out.extend_from_slice(&[0xff, 0xd8]);
    let mut scans = 0;
    for segment in Segments::new(bytes) {
        let segment = segment?;
        scans += usize::from(segment.kind == 0xda);
        if scans > MAX_SCANS {
            return Err(broken("more passes over the picture than any camera makes"));
        }
        let adobe = segment.kind == 0xee && segment.body.starts_with(b"Adobe");
        if adobe || !matches!(segment.kind, 0xe0..=0xef | 0xfe) {
            out.extend_from_slice(segment.whole);
        }
        if segment.kind == 0xd9 {
            return Ok(out);
        }
    }
    Err(ImageError::CutOff(PictureFormat::Jpeg))
}

/// Whether a marker is one of `SOF0` to `SOF15`; the three others in this range
/// are for tables and an extension.
const fn is_frame(kind: u8) -> bool {
    matches!(kind, 0xc0..=0xcf) && !matches!(kind, 0xc4 | 0xc8 | 0xcc)
}

fn frame_size(body: &[u8]) -> Result<(u64, u64), ImageError> {
    match body {
        [_, high_y, low_y, high_x, low_x, ..] => {
            let side = |high: &u8, low: &u8| u64::from(u16::from_be_bytes([*high, *low]));
            Ok((side(high_x, low_x), side(high_y, low_y)))
        }
        _ => Err(broken("no size in its head")),
    }
}

fn broken(why: &str) -> ImageError {
    ImageError::Broken(PictureFormat::Jpeg, why.to_owned())
}

/// Walks over the segments, from the one after `SOI` up to `EOI`.
struct Segments<'a> {
    rest: &'a [u8],
    ended: bool,
}

impl<'a> Segments<'a> {
    fn new(bytes: &'a [u8]) -> Self {
        Self { rest: bytes.get(2..).unwrap_or_default(), ended: false }
    }

    /// The next segment; `None` where the file ends too early.
    fn segment(&mut self) -> Option<Segment<'a>> {
        // Other bytes before a marker are fill bytes, which are legal, or
        // errors that decoders accept.
        let start = self.rest.windows(2).position(|two| matches!(two, [0xff, kind] if is_marker(*kind)))?;
        let rest = self.rest.get(start..)?;
        let kind = *rest.get(1)?;
        let head = if matches!(kind, 0x01 | 0xd0..=0xd9) {
            2
        } else {
            let length = rest.get(2..)?.first_chunk::<2>()?;
            2 + usize::from(u16::from_be_bytes(*length)).max(2)
        };
        let body = rest.get(4.min(head)..head)?;
        let data = if kind == 0xda { scan_length(rest.get(head..)?)? } else { 0 };
        let (whole, after) = rest.split_at_checked(head + data)?;
        self.rest = after;
        Some(Segment { kind, body, whole })
    }
}

impl<'a> Iterator for Segments<'a> {
    type Item = Result<Segment<'a>, ImageError>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.ended {
            return None;
        }
        let segment = self.segment().ok_or(ImageError::CutOff(PictureFormat::Jpeg));
        self.ended = !matches!(&segment, Ok(segment) if segment.kind != 0xd9);
        Some(segment)
    }
}

const fn is_marker(kind: u8) -> bool {
    !matches!(kind, 0x00 | 0xff)
}

/// Length of the entropy-coded data up to the next marker that is neither a
/// stuffed zero nor a restart; `None` if there is none.
fn scan_length(data: &[u8]) -> Option<usize> {
    data.windows(2)
        .position(|two| matches!(two, [0xff, kind] if is_marker(*kind) && !matches!(kind, 0xd0..=0xd7)))
}
