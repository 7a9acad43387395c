//! A picture as an author puts it into the content.
//!
//! In: a file that was pasted, dropped or chosen. Out: a file with nothing but its picture, upright:
//! without metadata, which may tell where a photo was taken, and without what stands behind the
//! picture, which may be a page or a program. A heavy photo is made smaller. Where the coding can
//! stay, it stays, so that no quality is lost.

use image::RgbaImage;
use image::imageops::thumbnail;

use super::budget::DECODED;
use super::encode::{self, AuthorKind};
use super::error::ImageError;
use super::file::PictureHeader;
use super::format::PictureFormat;
use super::{decode, jpeg, png};

/// Most bytes of a photo that stays as large as it is.
const HEAVY: usize = 2 << 20;

/// The longest side of a photo that is made smaller, in pixels: more than a page is wide.
const SIDE: u32 = 2048;

/// A picture ready to be written into the content.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ImportedFile {
    pub(crate) bytes: Vec<u8>,
    /// Width and height in pixels.
    pub(crate) size: (u32, u32),
    /// The ending of its name, without a dot.
    pub(crate) extension: &'static str,
    /// Width and height before it was made smaller.
    pub(crate) scaled_from: Option<(u32, u32)>,
    /// Whether it is a photo that was too heavy, so that it was coded again with loss.
    pub(crate) is_lighter: bool,
}

/// Makes a file of the content of a picture: a JPEG of a photograph, a PNG of everything else.
///
/// # Errors
/// [`ImageError`] if it is no picture that could be published.
pub(crate) fn import(bytes: &[u8]) -> Result<ImportedFile, ImageError> {
    made(bytes, |header| if header.format.is_photo() { AuthorKind::Jpeg } else { AuthorKind::Png })
}

/// Makes a file of the content of a picture, for a name with this ending; `None` if no file of this
/// kind can be written: a GIF has too few colours for a screenshot.
///
/// # Errors
/// As [`import`].
pub(crate) fn import_as(bytes: &[u8], ending: &str) -> Result<Option<ImportedFile>, ImageError> {
    let kind = match ending.to_ascii_lowercase().as_str() {
        "png" => AuthorKind::Png,
        "jpg" | "jpeg" | "jfif" => AuthorKind::Jpeg,
        "webp" => AuthorKind::WebP,
        "bmp" => AuthorKind::Bmp,
        _ => return Ok(None),
    };
    made(bytes, |_| kind).map(Some)
}

fn made(bytes: &[u8], kind: impl Fn(&PictureHeader) -> AuthorKind) -> Result<ImportedFile, ImageError> {
    let opened = decode::open(bytes)?;
    let is_upright = opened.is_upright();
    let _share = DECODED.take(u64::from(opened.header.width) * u64::from(opened.header.height));
    // Also what is kept as it is coded is decoded once: a picture that can't be shown is not written.
    let (header, picture) = opened.decode()?;
    let kind = kind(&header);
    let is_heavy = header.format.is_photo() && bytes.len() > HEAVY;
    let kept = match (kind, header.format) {
        (AuthorKind::Png, PictureFormat::Png) => Some(png::skeleton(bytes)?),
        (AuthorKind::Jpeg, PictureFormat::Jpeg) if is_upright && !is_heavy => Some(jpeg::skeleton(bytes)?),
        _ => None,
    };
    let extension = match kind {
        AuthorKind::Png => "png",
        AuthorKind::Jpeg => "jpg",
        AuthorKind::WebP => "webp",
        AuthorKind::Bmp => "bmp",
    };
    if let Some(bytes) = kept {
        return Ok(ImportedFile {
            bytes,
            size: header.size(),
            extension,
            scaled_from: None,
            is_lighter: false,
        });
    }
    let picture = if is_heavy { smaller(picture) } else { picture };
    let size = picture.dimensions();
    let bytes = encode::encode_as(kind, picture).map_err(|why| ImageError::Broken(header.format, why))?;
    let scaled_from = (size != header.size()).then_some(header.size());
    Ok(ImportedFile { bytes, size, extension, scaled_from, is_lighter: is_heavy })
}

/// The picture with no side longer than [`SIDE`].
fn smaller(picture: RgbaImage) -> RgbaImage {
    let (width, height) = picture.dimensions();
    let longest = width.max(height);
    if longest <= SIDE {
        return picture;
    }
    let side = |length: u32| {
        let scaled = u64::from(length) * u64::from(SIDE) / u64::from(longest);
        u32::try_from(scaled).unwrap_or(SIDE).max(1)
    };
    thumbnail(&picture, side(width), side(height))
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

    use image::codecs::jpeg::JpegEncoder;
    use image::{DynamicImage, ImageFormat, Rgb, RgbImage, Rgba};

    use super::*;

    fn file(picture: impl Into<DynamicImage>, format: ImageFormat) -> Vec<u8> {
        let mut bytes = std::io::Cursor::new(Vec::new());
        picture.into().write_to(&mut bytes, format).unwrap();
        bytes.into_inner()
    }

    /// A picture whose left half is red.
    fn halves(width: u32, height: u32) -> RgbImage {
        RgbImage::from_fn(
            width,
            height,
            |x, _| if x < width / 2 { Rgb([250, 0, 0]) } else { Rgb([0, 0, 250]) },
        )
    }

    fn decoded(imported: &ImportedFile) -> RgbaImage {
        image::load_from_memory(&imported.bytes).unwrap().into_rgba8()
    }

    fn has(bytes: &[u8], words: &[u8]) -> bool {
        bytes.windows(words.len()).any(|part| part == words)
    }

    /// A JPEG whose Exif block says that it lies on its side (6: turn it by 90° to the right).
    fn lying(picture: &RgbImage) -> Vec<u8> {
        let jpeg = file(picture.clone(), ImageFormat::Jpeg);
        let mut exif =
            b"\xff\xe1\x00\x22Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0".to_vec();
        exif.extend([0; 4]);
        let (start, rest) = jpeg.split_at(2);
        [start, &exif, rest].concat()
    }

    #[test]
    fn only_the_picture_is_left_of_a_file() {
        let page = b"<script>alert(1)</script>";
        for format in
            [ImageFormat::Png, ImageFormat::Jpeg, ImageFormat::WebP, ImageFormat::Gif, ImageFormat::Bmp]
        {
            let bytes = [file(halves(40, 30), format), page.to_vec()].concat();
            let imported = import(&bytes).unwrap();
            assert!(!has(&imported.bytes, page), "{format:?}");
            assert_eq!((imported.size, imported.scaled_from), ((40, 30), None), "{format:?}");
            assert_eq!(decoded(&imported).dimensions(), (40, 30));
        }
    }

    #[test]
    fn coding_that_can_stay_stays() {
        let png = file(halves(40, 30), ImageFormat::Png);
        assert_eq!(import(&png).unwrap().bytes, png);
        let jpeg = file(halves(40, 30), ImageFormat::Jpeg);
        let imported = import(&jpeg).unwrap();
        assert_eq!(imported.extension, "jpg");
        assert_eq!(decoded(&imported), image::load_from_memory(&jpeg).unwrap().into_rgba8());
    }

    #[test]
    fn a_photo_on_its_side_is_turned_upright_and_says_nothing_more() {
        let bytes = lying(&halves(64, 32));
        let imported = import(&bytes).unwrap();
        assert!(!has(&imported.bytes, b"Exif"));
        assert_eq!((imported.size, decoded(&imported).dimensions()), ((32, 64), (32, 64)));
        // What was on the left is on top.
        let top = decoded(&imported).get_pixel(16, 4).0;
        assert!(top > [200, 0, 0, 0] && top < [255, 50, 0, 0], "{top:?}");
    }

    #[test]
    fn a_heavy_photo_is_made_smaller_and_a_heavy_screenshot_stays() {
        // Noise does not pack.
        let noise = RgbImage::from_fn(2600, 1300, |x, y| {
            let mixed = (x.wrapping_mul(2_654_435_761) ^ y.wrapping_mul(40_503)).wrapping_mul(2_246_822_519);
            let [a, b, c, _] = mixed.to_le_bytes();
            Rgb([a, b, c])
        });
        let mut photo = Vec::new();
        noise.write_with_encoder(JpegEncoder::new_with_quality(&mut photo, 95)).unwrap();
        assert!(photo.len() > HEAVY);
        let imported = import(&photo).unwrap();
        assert_eq!((imported.size, imported.scaled_from), ((2048, 1024), Some((2600, 1300))));
        assert!(imported.is_lighter);
        assert!(imported.bytes.len() < photo.len() / 2);
        let png = file(noise, ImageFormat::Png);
        assert_eq!(import(&png).unwrap().bytes, png);
    }

    #[test]
    fn a_file_gets_the_kind_of_its_name() {
        let clear = RgbaImage::from_pixel(20, 10, Rgba([0, 0, 0, 0]));
        let png = file(clear, ImageFormat::Png);
        for (ending, format, pixel) in [
            ("png", ImageFormat::Png, [0, 0, 0, 0]),
            ("JPG", ImageFormat::Jpeg, [255; 4]),
            ("webp", ImageFormat::WebP, [0, 0, 0, 0]),
            ("bmp", ImageFormat::Bmp, [255; 4]),
        ] {
            let imported = import_as(&png, ending).unwrap().unwrap();
            assert_eq!(image::guess_format(&imported.bytes).unwrap(), format);
            assert_eq!(decoded(&imported).get_pixel(3, 3).0, pixel, "{ending}");
        }
        assert_eq!(import_as(&png, "gif"), Ok(None));
    }

    #[test]
    fn what_is_no_picture_is_refused() {
        assert_eq!(import(b"<svg xmlns='http://www.w3.org/2000/svg'/>"), Err(ImageError::Foreign("SVG")));
        assert_eq!(import(b"<!doctype html>"), Err(ImageError::Unknown));
        assert_eq!(import(b""), Err(ImageError::Unknown));
        let png = file(halves(40, 30), ImageFormat::Png);
        assert!(import(png.get(..60).unwrap()).is_err());
    }
}
