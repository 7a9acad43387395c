//! Upright, redacted, cropped pixels into the bytes of a file.
//!
//! In: pixels. Out: a PNG without loss, or a JPEG where the source was a
//! photograph already. Channels that say nothing are left out. The encoders
//! are given pixels alone, so nothing else can be in what they write.

use image::codecs::jpeg::JpegEncoder;
use image::codecs::png::{CompressionType, FilterType, PngEncoder};
use image::{ExtendedColorType, ImageEncoder, RgbaImage};

use super::{Format, ImageError, Published};

/// Quality of photographs, of 100.
const QUALITY: u8 = 85;

/// Encodes by what the source was.
pub(super) fn encode(mut picture: RgbaImage, source: Format) -> Result<Published, ImageError> {
    blank_the_invisible(&mut picture);
    let (width, height) = picture.dimensions();
    let (data, color) = least_channels(picture);
    let photo = source.is_photo() && matches!(color, ExtendedColorType::Rgb8 | ExtendedColorType::L8);
    let mut bytes = Vec::new();
    let written = if photo {
        JpegEncoder::new_with_quality(&mut bytes, QUALITY).write_image(&data, width, height, color)
    } else {
        PngEncoder::new_with_quality(&mut bytes, CompressionType::Default, FilterType::Adaptive)
            .write_image(&data, width, height, color)
    };
    written.map_err(|error| ImageError::Broken(source, error.to_string()))?;
    Ok(Published { bytes: bytes.into(), width, height, extension: if photo { "jpg" } else { "png" } })
}

/// The colour of a fully transparent pixel is seen by nobody, but anybody can
/// read it out of the file.
fn blank_the_invisible(picture: &mut RgbaImage) {
    for pixel in picture.pixels_mut() {
        if let [_, _, _, 0] = pixel.0 {
            pixel.0 = [0; 4];
        }
    }
}

/// Leaves out transparency where all is opaque and colour where all is grey.
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
