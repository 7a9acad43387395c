//! Decodes bytes into upright pixels, under limits.
//!
//! In: any bytes. Out: a picture of eight bits a channel, or an error. Sizes
//! are checked before a decoder allocates memory, decoders get bare pixel data,
//! and a panic in a decoder is an error like any other.

use std::io::Cursor;
use std::panic::{AssertUnwindSafe, catch_unwind};

use image::codecs::bmp::BmpDecoder;
use image::codecs::gif::GifDecoder;
use image::codecs::jpeg::JpegDecoder;
use image::codecs::png::PngDecoder;
use image::codecs::webp::WebPDecoder;
use image::metadata::Orientation;
use image::{DynamicImage, ImageDecoder, Limits, RgbaImage};

use super::error::ImageError;
use super::exif::StoredTurn;
use super::file::PictureHeader;
use super::format::PictureFormat;
use super::limits::{MAX_PIXELS, MAX_SIDE};
use super::sniff::sniff;
use super::{jpeg, png, webp};

/// Most bytes that a decoder may allocate: those of the pixels, twice, at 16
/// bits.
const MAX_ALLOC: u64 = MAX_PIXELS * 4;

/// A file whose head has been read.
pub(super) struct OpenedPicture<'a> {
    pub(super) header: PictureHeader,
    orientation: Orientation,
    bytes: &'a [u8],
}

/// Reads the head of the file: kind, size, orientation.
pub(super) fn open(bytes: &[u8]) -> Result<OpenedPicture<'_>, ImageError> {
    let format = sniff(bytes)?;
    let StoredAs { size, orientation, grid } = stored(format, bytes)?;
    let (width, height) = within_limits(format, size.0, size.1)?;
    let (width, height) = if turns_sideways(orientation) { (height, width) } else { (width, height) };
    Ok(OpenedPicture { header: PictureHeader { width, height, format, grid }, orientation, bytes })
}

impl OpenedPicture<'_> {
    /// Whether the pixels are stored as they are shown.
    pub(super) fn is_upright(&self) -> bool {
        self.orientation == Orientation::NoTransforms
    }

    /// Decodes the whole picture and turns it upright.
    pub(super) fn decode(self) -> Result<(PictureHeader, RgbaImage), ImageError> {
        let Self { header, orientation, bytes } = self;
        let format = header.format;
        let decoded = catch_unwind(AssertUnwindSafe(|| pixels(format, bytes)));
        let mut picture =
            decoded.unwrap_or_else(|_| Err(ImageError::Broken(format, "it can't be decoded".to_owned())))?;
        picture.apply_orientation(orientation);
        // A forged file may have another size than its head says. Redactions
        // must be measured on the real size.
        let (width, height) = (picture.width(), picture.height());
        Ok((PictureHeader { width, height, ..header }, picture.into_rgba8()))
    }
}

/// What the head of a file says about its picture.
struct StoredAs {
    /// Width and height in pixels, before turning.
    size: (u64, u64),
    /// How to turn the picture upright.
    orientation: Orientation,
    /// See [`PictureHeader::grid`].
    grid: u32,
}

/// Reads the head of a file. All browsers turn a JPEG by its Exif block in the
/// same way. They differ for PNG (Chromium and Safari turn it, Firefox did not
/// until 2025, and only Safari uses the older text chunks) and for WebP, so
/// pictures of these two kinds must be stored upright.
fn stored(format: PictureFormat, bytes: &[u8]) -> Result<StoredAs, ImageError> {
    let (size, turn, grid) = match format {
        PictureFormat::Png => (png::size(bytes)?, upright(format, png::turn(bytes))?, 1),
        PictureFormat::Jpeg => {
            let head = jpeg::head(bytes)?;
            (head.size, head.turn, head.grid)
        }
        PictureFormat::Gif => (gif_size(bytes)?, StoredTurn::NONE, 1),
        PictureFormat::Bmp => (bmp_size(bytes)?, StoredTurn::NONE, 1),
        PictureFormat::WebP | PictureFormat::LossyWebP => {
            (webp_size(bytes)?, upright(format, webp::turn(bytes))?, 1)
        }
    };
    match turn {
        StoredTurn::By(orientation) => Ok(StoredAs { size, orientation, grid }),
        StoredTurn::Unclear => Err(ImageError::Turned(format)),
    }
}

/// Refuses a picture whose file says that it has to be turned.
fn upright(format: PictureFormat, turn: StoredTurn) -> Result<StoredTurn, ImageError> {
    if turn == StoredTurn::NONE { Ok(turn) } else { Err(ImageError::Turned(format)) }
}

fn gif_size(bytes: &[u8]) -> Result<(u64, u64), ImageError> {
    match bytes.get(6..10) {
        Some([a, b, c, d]) => Ok((u16::from_le_bytes([*a, *b]).into(), u16::from_le_bytes([*c, *d]).into())),
        _ => Err(ImageError::CutOff(PictureFormat::Gif)),
    }
}

/// Reads the size, which is at one of two places. The height is negative if the
/// picture is stored from top to bottom.
fn bmp_size(bytes: &[u8]) -> Result<(u64, u64), ImageError> {
    let field =
        |at: usize| bytes.get(at..).and_then(|b| b.first_chunk::<4>()).map(|b| i32::from_le_bytes(*b));
    match (field(14), field(18), field(22)) {
        (Some(12), Some(sides), _) => {
            let [a, b, c, d] = sides.to_le_bytes();
            Ok((u16::from_le_bytes([a, b]).into(), u16::from_le_bytes([c, d]).into()))
        }
        (Some(_), Some(width), Some(height)) => {
            Ok((u64::try_from(width).unwrap_or(0), height.unsigned_abs().into()))
        }
        _ => Err(ImageError::CutOff(PictureFormat::Bmp)),
    }
}

/// Reads the size of the whole picture, which comes first. All other sizes in
/// the file must be within the limits too.
fn webp_size(bytes: &[u8]) -> Result<(u64, u64), ImageError> {
    let mut first = None;
    for (width, height) in webp::sizes(bytes) {
        within_limits(PictureFormat::WebP, width, height)?;
        first = first.or(Some((width, height)));
    }
    first.ok_or(ImageError::CutOff(PictureFormat::WebP))
}

fn within_limits(format: PictureFormat, width: u64, height: u64) -> Result<(u32, u32), ImageError> {
    if width == 0 || height == 0 {
        return Err(ImageError::Broken(format, "it has no pixels".to_owned()));
    }
    let too_large = ImageError::TooLarge { width, height };
    match (u32::try_from(width), u32::try_from(height)) {
        (Ok(w), Ok(h)) if w.max(h) <= MAX_SIDE && width * height <= MAX_PIXELS => Ok((w, h)),
        _ => Err(too_large),
    }
}

const fn turns_sideways(orientation: Orientation) -> bool {
    matches!(
        orientation,
        Orientation::Rotate90
            | Orientation::Rotate270
            | Orientation::Rotate90FlipH
            | Orientation::Rotate270FlipH
    )
}

fn pixels(format: PictureFormat, bytes: &[u8]) -> Result<DynamicImage, ImageError> {
    let wrong = |error| explain(format, &error);
    match format {
        PictureFormat::Png => {
            let bare = png::skeleton(bytes)?;
            run(PngDecoder::with_limits(Cursor::new(bare), limits()).map_err(wrong)?, format)
        }
        PictureFormat::Jpeg => {
            run(JpegDecoder::new(Cursor::new(jpeg::skeleton(bytes)?)).map_err(wrong)?, format)
        }
        PictureFormat::Gif => run(GifDecoder::new(Cursor::new(bytes)).map_err(wrong)?, format),
        PictureFormat::Bmp => run(BmpDecoder::new(Cursor::new(bytes)).map_err(wrong)?, format),
        PictureFormat::WebP | PictureFormat::LossyWebP => {
            run(WebPDecoder::new(Cursor::new(bytes)).map_err(wrong)?, format)
        }
    }
}

/// Runs a decoder. `DynamicImage::from_decoder` has no limit of its own: it
/// takes a buffer of the size that the decoder names, so that size is checked
/// first.
fn run(mut decoder: impl ImageDecoder, format: PictureFormat) -> Result<DynamicImage, ImageError> {
    let (width, height) = decoder.dimensions();
    within_limits(format, width.into(), height.into())?;
    if decoder.total_bytes() > MAX_ALLOC {
        return Err(ImageError::TooLarge { width: width.into(), height: height.into() });
    }
    decoder.set_limits(limits()).map_err(|error| explain(format, &error))?;
    DynamicImage::from_decoder(decoder).map_err(|error| explain(format, &error))
}

fn limits() -> Limits {
    let mut limits = Limits::default();
    limits.max_image_width = Some(MAX_SIDE);
    limits.max_image_height = Some(MAX_SIDE);
    limits.max_alloc = Some(MAX_ALLOC);
    limits
}

/// A decoder's error without the name of the format, which the message already
/// has.
fn explain(format: PictureFormat, error: &image::ImageError) -> ImageError {
    match error {
        image::ImageError::IoError(io) if io.kind() == std::io::ErrorKind::UnexpectedEof => {
            ImageError::CutOff(format)
        }
        image::ImageError::Decoding(error) => {
            let why = std::error::Error::source(error).map_or_else(|| error.to_string(), ToString::to_string);
            ImageError::Broken(format, why)
        }
        other => ImageError::Broken(format, other.to_string()),
    }
}
