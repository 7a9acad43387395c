//! Encodes upright, redacted, cropped pixels as a file.
//!
//! In: pixels. Out: a PNG without loss, or a JPEG if the source was already a
//! photograph. Channels without information are left out. The encoders get
//! pixels and nothing else, so nothing else can be in the files that they
//! write.

use image::codecs::bmp::BmpEncoder;
use image::codecs::jpeg::JpegEncoder;
use image::codecs::png::{CompressionType, FilterType, PngEncoder};
use image::codecs::webp::WebPEncoder;
use image::{ExtendedColorType, ImageEncoder, RgbaImage};
use libdeflater::{CompressionLvl, Compressor};

use super::busy::BusyMap;
use super::error::ImageError;
use super::file::{PictureHeader, PublishedFile};

/// Quality of JPEG files, of 100.
const QUALITY: u8 = 85;

/// How hard libdeflate tries, of 12: files 8 % larger than zlib-rs at its best,
/// in a fifth of its time (`benches/README.md`).
const EFFORT: i32 = 7;

/// The filter byte before a row whose pixels are stored as they are (PNG, 9.2).
const UNFILTERED: u8 = 0;

/// Encodes a picture in the kind that fits its source.
pub(super) fn encode(mut picture: RgbaImage, source: &PictureHeader) -> Result<PublishedFile, ImageError> {
    blank_the_invisible(&mut picture);
    let (width, height) = picture.dimensions();
    let busy = BusyMap::of(&picture);
    let (data, color) = least_channels(picture);
    let raw = RawPixels { data, width, height, color };
    let opaque = matches!(color, ExtendedColorType::Rgb8 | ExtendedColorType::L8);
    let (written, extension) =
        if source.format.is_photo() && opaque { (raw.jpeg(), "jpg") } else { (raw.png(), "png") };
    let bytes = written.map_err(|error| ImageError::Broken(source.format, error))?;
    Ok(PublishedFile { bytes: bytes.into(), width, height, extension, source: source.size(), busy })
}

/// The kinds of file that are written for an author.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum AuthorKind {
    Png,
    Jpeg,
    /// Without loss.
    WebP,
    Bmp,
}

/// Encodes a picture as a file of this kind. Where the kind knows no transparency, what is behind is white.
pub(super) fn encode_as(kind: AuthorKind, mut picture: RgbaImage) -> Result<Vec<u8>, String> {
    match kind {
        AuthorKind::Png | AuthorKind::WebP => blank_the_invisible(&mut picture),
        AuthorKind::Jpeg | AuthorKind::Bmp => lay_on_white(&mut picture),
    }
    let (width, height) = picture.dimensions();
    let (data, color) = match kind {
        // The encoder knows only these two.
        AuthorKind::WebP => (picture.into_raw(), ExtendedColorType::Rgba8),
        _ => least_channels(picture),
    };
    let raw = RawPixels { data, width, height, color };
    let mut bytes = Vec::new();
    match kind {
        AuthorKind::Png => return raw.png(),
        AuthorKind::Jpeg => return raw.jpeg(),
        AuthorKind::WebP => raw.write(WebPEncoder::new_lossless(&mut bytes))?,
        AuthorKind::Bmp => raw.write(BmpEncoder::new(&mut bytes))?,
    }
    Ok(bytes)
}

fn lay_on_white(picture: &mut RgbaImage) {
    for pixel in picture.pixels_mut() {
        let [red, green, blue, alpha] = pixel.0;
        let laid = |value: u8| {
            let mixed = u16::from(value) * u16::from(alpha) + 255 * (255 - u16::from(alpha));
            u8::try_from(mixed / 255).unwrap_or(255)
        };
        pixel.0 = [laid(red), laid(green), laid(blue), 255];
    }
}

/// Pixels on their way into an encoder.
struct RawPixels {
    data: Vec<u8>,
    width: u32,
    height: u32,
    color: ExtendedColorType,
}

impl RawPixels {
    fn jpeg(&self) -> Result<Vec<u8>, String> {
        let mut bytes = Vec::new();
        self.write(JpegEncoder::new_with_quality(&mut bytes, QUALITY))?;
        Ok(bytes)
    }

    /// Encodes a PNG. Screens pack best without a filter: 36 of them took a
    /// fifth less space, in two thirds of the time. A second try with a filter
    /// is made only if the result stays large.
    fn png(mut self) -> Result<Vec<u8>, String> {
        let row = self.row()?;
        let mut rows = Vec::with_capacity(self.data.len() / row + self.data.len());
        for pixels in self.data.chunks(row) {
            rows.push(UNFILTERED);
            rows.extend_from_slice(pixels);
        }
        // Several pictures are packed at once, so a few megabytes for each of
        // them matter.
        self.data = Vec::new();
        let plain = self.framed(&packed(&rows)?).map_err(|error| error.to_string())?;
        let pixels = u64::from(self.width) * u64::from(self.height);
        if (plain.len() as u64) < pixels / 2 {
            return Ok(plain);
        }
        self.data = rows.chunks(row + 1).flat_map(|row| row.iter().skip(1)).copied().collect();
        let mut adapted = Vec::new();
        let encoder = PngEncoder::new_with_quality(&mut adapted, CompressionType::Best, FilterType::Adaptive);
        self.write(encoder)?;
        Ok(if adapted.len() < plain.len() { adapted } else { plain })
    }

    /// Number of bytes in a row of pixels, at least 1.
    fn row(&self) -> Result<usize, String> {
        let width = usize::try_from(self.width).map_err(|error| error.to_string())?;
        Ok((width * usize::from(self.color.channel_count())).max(1))
    }

    /// A PNG file made of packed rows.
    fn framed(&self, packed: &[u8]) -> Result<Vec<u8>, png::EncodingError> {
        let mut bytes = Vec::with_capacity(packed.len() + 100);
        let mut encoder = png::Encoder::new(&mut bytes, self.width, self.height);
        encoder.set_depth(png::BitDepth::Eight);
        encoder.set_color(match self.color.channel_count() {
            1 => png::ColorType::Grayscale,
            2 => png::ColorType::GrayscaleAlpha,
            3 => png::ColorType::Rgb,
            _ => png::ColorType::Rgba,
        });
        let mut writer = encoder.write_header()?;
        writer.write_chunk(png::chunk::IDAT, packed)?;
        writer.finish()?;
        Ok(bytes)
    }

    fn write(&self, encoder: impl ImageEncoder) -> Result<(), String> {
        let written = encoder.write_image(&self.data, self.width, self.height, self.color);
        written.map_err(|error| error.to_string())
    }
}

/// The rows of a PNG as a zlib stream.
fn packed(rows: &[u8]) -> Result<Vec<u8>, String> {
    let mut compressor = Compressor::new(CompressionLvl::new(EFFORT).unwrap_or_default());
    let mut packed = vec![0; compressor.zlib_compress_bound(rows.len())];
    let length = compressor.zlib_compress(rows, &mut packed).map_err(|error| error.to_string())?;
    packed.truncate(length);
    Ok(packed)
}

/// Clears the colour of fully transparent pixels: nobody sees it, but it can be
/// read from the file.
fn blank_the_invisible(picture: &mut RgbaImage) {
    for pixel in picture.pixels_mut() {
        if let [_, _, _, 0] = pixel.0 {
            pixel.0 = [0; 4];
        }
    }
}

/// Leaves out transparency if all pixels are opaque, and colour if all are
/// grey.
fn least_channels(picture: RgbaImage) -> (Vec<u8>, ExtendedColorType) {
    let opaque = picture.pixels().all(|pixel| pixel.0.ends_with(&[255]));
    let grey = picture.pixels().all(|pixel| matches!(pixel.0, [r, g, b, _] if r == g && g == b));
    match (opaque, grey) {
        (true, true) => (channels(&picture, |[l, ..]| [l]), ExtendedColorType::L8),
        (true, false) => (channels(&picture, |[r, g, b, _]| [r, g, b]), ExtendedColorType::Rgb8),
        (false, true) => (channels(&picture, |[l, _, _, a]| [l, a]), ExtendedColorType::La8),
        (false, false) => (picture.into_raw(), ExtendedColorType::Rgba8),
    }
}

fn channels<const N: usize>(picture: &RgbaImage, keep: impl Fn([u8; 4]) -> [u8; N]) -> Vec<u8> {
    let mut out = Vec::with_capacity(picture.as_raw().len() / 4 * N);
    for pixel in picture.pixels() {
        out.extend_from_slice(&keep(pixel.0));
    }
    out
}
