//! Pictures made in memory, and what becomes of them.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::time::{Duration, Instant};

use image::codecs::jpeg::JpegEncoder;
use image::{DynamicImage, ImageFormat, Rgb, RgbImage, Rgba, RgbaImage};
use proptest::prelude::*;

mod hidden;

use super::*;
use crate::model::{Rect, Redaction, Sidecar};
use crate::source::{SourceId, Span};

/// What is published of a file with this sidecar.
fn publish(bytes: &[u8], sidecar: Option<&Sidecar>) -> Result<PublishedFile, ImageError> {
    super::publish(bytes, &PixelEdits::of(sidecar))
}

fn nowhere() -> Span {
    Span::start_of(SourceId(0))
}

fn sidecar(size: Option<(u32, u32)>) -> Sidecar {
    Sidecar { size: size.map(|size| (size, nowhere())), ..Sidecar::empty(SourceId(0)) }
}

fn rect(x: i32, y: i32, width: i32, height: i32) -> Rect {
    Rect { x, y, width, height }
}

fn redact(sidecar: Sidecar, area: Rect) -> Sidecar {
    Sidecar {
        redactions: vec![Redaction { span: nowhere(), area, text: None }],
        says_redactions: true,
        ..sidecar
    }
}

fn file(picture: impl Into<DynamicImage>, format: ImageFormat) -> Vec<u8> {
    let mut bytes = std::io::Cursor::new(Vec::new());
    picture.into().write_to(&mut bytes, format).unwrap();
    bytes.into_inner()
}

/// Even colour with a gradient, so that a decoded pixel tells where it was.
fn screen(width: u32, height: u32) -> RgbImage {
    RgbImage::from_fn(width, height, |x, y| Rgb([(x % 251) as u8, (y % 251) as u8, 7]))
}

fn decoded(published: &PublishedFile) -> RgbaImage {
    image::load_from_memory(&published.bytes).unwrap().into_rgba8()
}

/// A PNG chunk: length, kind, data, check value (CRC-32, bit by bit).
fn chunk(kind: &[u8], data: &[u8]) -> Vec<u8> {
    let body = [kind, data].concat();
    let crc = body.iter().fold(u32::MAX, |crc, byte| {
        (0..8).fold(crc ^ u32::from(*byte), |crc, _| (crc >> 1) ^ (0xedb8_8320 * (crc & 1)))
    });
    let length = u32::try_from(data.len()).unwrap();
    [length.to_be_bytes().as_slice(), &body, &(!crc).to_be_bytes()].concat()
}

/// The PNG with more chunks after its head, which is 33 bytes long.
fn with_chunks(png: &[u8], chunks: &[Vec<u8>]) -> Vec<u8> {
    let (head, rest) = png.split_at(33);
    [head, &chunks.concat(), rest].concat()
}

/// The JPEG with one more segment right after `SOI`.
fn with_segment(jpeg: &[u8], marker: u8, body: &[u8]) -> Vec<u8> {
    let length = u16::try_from(body.len() + 2).unwrap().to_be_bytes();
    [&[0xff, 0xd8, 0xff, marker], length.as_slice(), body, jpeg.get(2..).unwrap()].concat()
}

/// An Exif block that says how the camera was held.
fn exif(orientation: u8) -> Vec<u8> {
    let mut block = b"Exif\0\0MM\0\x2a\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0".to_vec();
    block.extend([orientation, 0, 0, 0, 0, 0, 0]);
    block
}

fn holds(bytes: &[u8], needle: &[u8]) -> bool {
    bytes.windows(needle.len()).any(|window| window == needle)
}

#[test]
fn every_kind_is_read_and_comes_out_as_png_or_jpeg() {
    let picture = screen(40, 20);
    for (format, kind, extension) in [
        (ImageFormat::Png, PictureFormat::Png, "png"),
        (ImageFormat::Jpeg, PictureFormat::Jpeg, "jpg"),
        (ImageFormat::WebP, PictureFormat::WebP, "png"),
        (ImageFormat::Gif, PictureFormat::Gif, "png"),
        (ImageFormat::Bmp, PictureFormat::Bmp, "png"),
    ] {
        let bytes = file(picture.clone(), format);
        let grid = if kind == PictureFormat::Jpeg { 8 } else { 1 };
        assert_eq!(header(&bytes), Ok(PictureHeader { width: 40, height: 20, format: kind, grid }));
        let published = publish(&bytes, None).unwrap();
        assert_eq!((published.width, published.height, published.extension), (40, 20, extension));
        if extension == "png" && format != ImageFormat::Gif {
            assert_eq!(decoded(&published), DynamicImage::from(picture.clone()).into_rgba8(), "{kind}");
        }
    }
}

#[test]
fn what_is_no_picture_of_ours_is_named() {
    let name = |bytes: &[u8]| publish(bytes, None).unwrap_err().to_string();
    assert!(name(b"\xef\xbb\xbf<?xml version=\"1.0\"?>\n<svg xmlns='x'/>").contains("SVG"));
    assert!(name(b"\0\0\0\x18ftypheic\0\0\0\0").contains("HEIC"));
    assert!(name(b"II*\0\x08\0\0\0").contains("TIFF"));
    assert_eq!(publish(b"hello", None), Err(ImageError::Unknown));
    assert_eq!(publish(b"", None), Err(ImageError::Unknown));
}

#[test]
fn a_photo_is_turned_upright() {
    let mut picture = screen(32, 16);
    for (x, y) in (0..8).flat_map(|x| (0..8).map(move |y| (x, y))) {
        picture.put_pixel(x, y, Rgb([255, 255, 255]));
    }
    let upright = file(picture, ImageFormat::Jpeg);
    // 6: the camera was turned; shown upright, the white corner is top right.
    let turned = with_segment(&upright, 0xe1, &exif(6));
    assert_eq!(header(&turned).unwrap().size(), (16, 32));
    let published = publish(&turned, None).unwrap();
    assert_eq!((published.width, published.height), (16, 32));
    let seen = decoded(&published);
    assert!(seen.get_pixel(13, 2).0.iter().all(|channel| *channel > 220));
    assert!(seen.get_pixel(2, 2).0.iter().take(3).any(|channel| *channel < 100));
}

#[test]
fn a_photo_with_two_orientations_is_refused_wherever_they_stand() {
    let bare = file(screen(32, 16), ImageFormat::Jpeg);
    let first = with_segment(&bare, 0xe1, &exif(6));
    let both = with_segment(&first, 0xe1, &exif(8));
    assert_eq!(publish(&both, None), Err(ImageError::Turned(PictureFormat::Jpeg)));
    // After the frame header, where some readers no longer look.
    let scan = bare.windows(2).position(|two| two == [0xff, 0xda]).unwrap();
    let (before, after) = bare.split_at(scan);
    let segment = with_segment(&[0, 0], 0xe1, &exif(6));
    let late = [before, segment.get(2..).unwrap(), after].concat();
    assert_eq!(header(&late).unwrap().size(), (16, 32));
}

#[test]
fn a_png_or_webp_that_wants_to_be_turned_is_refused() {
    let png = file(screen(32, 16), ImageFormat::Png);
    let block = |turn: u8| exif(turn).split_off(6);
    let hex = |byte: &u8| [byte >> 4, byte & 15].map(|digit| char::from_digit(digit.into(), 16).unwrap());
    let digits: String = exif(6).iter().flat_map(hex).collect();
    let profile = format!("Raw profile type exif\0\nexif\n      32\n{digits}\n");
    let at_the_end = |chunk: Vec<u8>| {
        let (pixels, end) = png.split_at(png.len() - 12);
        [pixels, &chunk, end].concat()
    };
    for turned in [
        with_chunks(&png, &[chunk(b"eXIf", &block(3))]),
        with_chunks(&png, &[chunk(b"eXIf", &exif(2))]),
        with_chunks(&png, &[chunk(b"tEXt", profile.as_bytes())]),
        at_the_end(chunk(b"eXIf", &block(6))),
    ] {
        assert_eq!(publish(&turned, None), Err(ImageError::Turned(PictureFormat::Png)));
    }
    assert!(publish(&with_chunks(&png, &[chunk(b"eXIf", &block(1))]), None).is_ok());
    let webp = file(screen(32, 16), ImageFormat::WebP);
    let riff = |turn| [webp.as_slice(), b"EXIF", &[26, 0, 0, 0], &block(turn)].concat();
    assert_eq!(publish(&riff(8), None), Err(ImageError::Turned(PictureFormat::WebP)));
    assert!(publish(&riff(1), None).is_ok());
}

#[test]
fn metadata_of_a_png_is_in_no_byte() {
    let marker = b"SECRET-5b1f";
    let text = [b"Author\0".as_slice(), marker].concat();
    let international = [b"XML:com.adobe.xmp\0\0\0\0\0".as_slice(), marker].concat();
    let chunks = [chunk(b"tEXt", &text), chunk(b"iTXt", &international), chunk(b"eXIf", marker)];
    let mut bytes = with_chunks(&file(screen(40, 20), ImageFormat::Png), &chunks);
    bytes.extend_from_slice(marker);
    let published = publish(&bytes, None).unwrap();
    assert!(holds(&bytes, marker));
    assert!(!holds(&published.bytes, marker));
    assert_eq!(publish(&file(screen(40, 20), ImageFormat::Png), None), Ok(published));
}

#[test]
fn metadata_of_a_jpeg_is_in_no_byte() {
    let marker = b"SECRET-5b1f";
    let bare = file(screen(40, 20), ImageFormat::Jpeg);
    let exif = [exif(1).as_slice(), marker].concat();
    let mut bytes = with_segment(&with_segment(&bare, 0xe1, &exif), 0xfe, marker);
    bytes.extend_from_slice(marker);
    let published = publish(&bytes, None).unwrap();
    assert!(!holds(&published.bytes, marker));
    assert!(!holds(&published.bytes, b"Exif"));
    assert_eq!(publish(&bare, None), Ok(published));
}

#[test]
fn the_colour_of_an_invisible_pixel_is_gone() {
    let mut picture = RgbaImage::from_pixel(4, 4, Rgba([9, 9, 9, 255]));
    picture.put_pixel(1, 1, Rgba([171, 205, 239, 0]));
    let published = publish(&file(picture, ImageFormat::Png), None).unwrap();
    assert_eq!(decoded(&published).get_pixel(1, 1).0, [0; 4]);
}

#[test]
fn a_crop_shows_the_pixels_that_it_names() {
    let bytes = file(screen(200, 100), ImageFormat::Png);
    let cropped = Sidecar { crop: Some((rect(50, 20, 100, 60), nowhere())), ..sidecar(Some((200, 100))) };
    let published = publish(&bytes, Some(&cropped)).unwrap();
    assert_eq!((published.width, published.height), (100, 60));
    assert_eq!(decoded(&published).get_pixel(0, 0).0, [50, 20, 7, 255]);
    // The same sidecar for a picture of twice the size.
    let doubled = publish(&file(screen(400, 200), ImageFormat::Png), Some(&cropped)).unwrap();
    assert_eq!((doubled.width, doubled.height), (200, 120));
    assert_eq!(decoded(&doubled).get_pixel(0, 0).0, [100, 40, 7, 255]);
    // Outside of the picture: all of it is shown.
    let outside = Sidecar { crop: Some((rect(500, 20, 100, 60), nowhere())), ..sidecar(None) };
    assert_eq!(publish(&bytes, Some(&outside)).unwrap().width, 200);
}

#[test]
fn sixteen_bits_become_eight_and_grey_stays_grey() {
    let deep = image::ImageBuffer::<image::Luma<u16>, _>::from_pixel(8, 8, image::Luma([0x8080]));
    let published = publish(&file(deep, ImageFormat::Png), None).unwrap();
    let seen = image::load_from_memory(&published.bytes).unwrap();
    assert_eq!(seen.color(), image::ColorType::L8);
    assert_eq!(seen.into_luma8().get_pixel(0, 0).0, [0x80]);
}

#[test]
fn a_palette_keeps_its_colours_and_its_transparency() {
    // 2 × 1 pixels of 8 bits, one stored block: filter 0, colours 0 and 1.
    let head = [0, 0, 0, 2, 0, 0, 0, 1, 8, 3, 0, 0, 0];
    let data = [0x78, 0x01, 1, 3, 0, 0xfc, 0xff, 0, 0, 1, 0, 4, 0, 2];
    let chunks = [
        chunk(b"IHDR", &head),
        chunk(b"PLTE", &[200, 100, 50, 10, 20, 30]),
        chunk(b"tRNS", &[255, 128]),
        chunk(b"IDAT", &data),
        chunk(b"IEND", &[]),
    ];
    let bytes = [b"\x89PNG\r\n\x1a\n".as_slice(), &chunks.concat()].concat();
    let seen = decoded(&publish(&bytes, None).unwrap());
    assert_eq!(seen.as_raw(), &[200, 100, 50, 255, 10, 20, 30, 128]);
}

#[test]
fn a_file_is_named_by_its_content() {
    let published = publish(&file(screen(8, 8), ImageFormat::Png), None).unwrap();
    let path = published.path();
    let name = path.as_str().strip_prefix("img/").and_then(|n| n.strip_suffix(".png")).unwrap();
    assert!(name.len() == 16 && name.bytes().all(|b| b.is_ascii_hexdigit()));
}

#[test]
fn bombs_are_refused_at_once() {
    let started = Instant::now();
    let small = file(screen(8, 8), ImageFormat::Png);
    let mut head = Vec::new();
    head.extend(60_000_u32.to_be_bytes());
    head.extend(60_000_u32.to_be_bytes());
    head.extend([8, 6, 0, 0, 0]);
    let huge = [small.get(..8).unwrap(), &chunk(b"IHDR", &head), small.get(33..).unwrap()].concat();
    assert_eq!(header(&huge), Err(ImageError::TooLarge { width: 60_000, height: 60_000 }));
    // A profile of a gigabyte, packed into a few bytes, is not even read.
    let profile = [b"icc\0\0".as_slice(), &[0x78, 0x9c], &vec![0; 9 << 20]].concat();
    assert!(publish(&with_chunks(&small, &[chunk(b"iCCP", &profile)]), None).is_ok());
    let mut jpeg = file(screen(8, 8), ImageFormat::Jpeg);
    let scan = jpeg.windows(2).position(|two| two == [0xff, 0xda]).unwrap();
    let scans = jpeg.get(scan..jpeg.len() - 2).unwrap().repeat(500);
    jpeg.splice(scan..scan, scans);
    assert!(matches!(publish(&jpeg, None), Err(ImageError::Broken(PictureFormat::Jpeg, _))));
    assert!(started.elapsed() < Duration::from_secs(5));
}

#[test]
fn a_file_that_is_cut_off_is_no_picture() {
    for format in [ImageFormat::Png, ImageFormat::Jpeg, ImageFormat::Gif, ImageFormat::Bmp, ImageFormat::WebP]
    {
        let whole = file(screen(64, 64), format);
        for keep in [whole.len() / 4, whole.len() / 2, whole.len() - 20] {
            let cut = publish(whole.get(..keep).unwrap(), None);
            assert!(cut.is_err(), "{format:?} cut to {keep} of {}", whole.len());
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    /// Any bytes give an error or a picture soon, and no panic.
    #[test]
    fn any_bytes_are_survived(which in 0..6_usize, tail in proptest::collection::vec(any::<u8>(), 0..300)) {
        let heads: [&[u8]; 6] =
            [b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"RIFF\0\x01\0\0WEBP", b"GIF89a", b"BM", b""];
        let bytes = [heads.get(which).unwrap(), tail.as_slice()].concat();
        prop_assert!(publish(&bytes, None).is_err() || header(&bytes).is_ok());
    }

    /// A picture with some bytes changed gives an error or a picture, and no
    /// panic.
    #[test]
    fn a_damaged_file_is_survived(which in 0..5_usize, hits in proptest::collection::vec((0..4000_usize, any::<u8>()), 1..6)) {
        let formats = [ImageFormat::Png, ImageFormat::Jpeg, ImageFormat::Gif, ImageFormat::Bmp, ImageFormat::WebP];
        let mut bytes = file(screen(24, 24), *formats.get(which).unwrap());
        for (at, value) in hits {
            let at = at % bytes.len();
            *bytes.get_mut(at).unwrap() = value;
        }
        if let Ok(published) = publish(&bytes, None) {
            prop_assert_eq!(header(&bytes).unwrap().size(), (published.width, published.height));
        }
    }
}
