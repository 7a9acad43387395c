//! No byte of the output depends on hidden pixels, or the picture is kept back.

use super::*;

#[test]
fn a_photo_is_filled_up_to_its_coding_grid_and_a_screen_is_not() {
    let side = redact(sidecar(None), rect(32, 32, 16, 16));
    let fill = |format| {
        let seen = decoded(&publish(&file(screen(96, 96), format), Some(&side)).unwrap());
        let grey = seen.enumerate_pixels().filter(|(_, _, pixel)| pixel.0.iter().take(3).all(|c| *c > 170));
        grey.map(|(x, y, _)| (x, y)).collect::<Vec<_>>()
    };
    let screen = fill(ImageFormat::Png);
    assert_eq!((screen.len(), screen.first(), screen.last()), (256, Some(&(32, 32)), Some(&(47, 47))));
    let photo = fill(ImageFormat::Jpeg);
    assert_eq!((photo.first(), photo.last()), (Some(&(16, 16)), Some(&(63, 63))));
}

#[test]
fn a_sidecar_that_was_not_read_whole_publishes_nothing() {
    let side = Sidecar { complete: false, ..sidecar(None) };
    let bytes = file(screen(8, 8), ImageFormat::Png);
    assert_eq!(publish(&bytes, Some(&side)), Err(ImageError::HalfReadSidecar));
}

#[test]
fn nothing_under_a_redaction_of_a_photo_gets_through() {
    let plain = screen(64, 64);
    let mut planted = plain.clone();
    image::imageops::replace(&mut planted, &noise(5, 16, 16), 16, 16);
    let jpeg = |picture: &RgbImage| {
        let mut bytes = Vec::new();
        JpegEncoder::new_with_quality(&mut bytes, 100).encode_image(picture).unwrap();
        with_segment(&bytes, 0xe1, &exif(3))
    };
    // Turned by 180 degrees, so the box stands at the other corner.
    let side = redact(sidecar(Some((64, 64))), rect(32, 32, 16, 16));
    assert_ne!(publish(&jpeg(&planted), None), publish(&jpeg(&plain), None));
    assert_eq!(publish(&jpeg(&planted), Some(&side)), publish(&jpeg(&plain), Some(&side)));
}

/// Noise that can't occur in another part of a picture by chance.
fn noise(seed: u64, width: u32, height: u32) -> RgbImage {
    let mut state = seed | 1;
    RgbImage::from_fn(width, height, |_, _| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let [a, b, c, ..] = (state >> 20).to_le_bytes();
        Rgb([a | 1, b, c])
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    /// The pixels under a redaction make no difference to the output, with or
    /// without a crop.
    #[test]
    fn nothing_under_a_redaction_gets_through(
        seed: u64, (x, w) in (0..100_i32).prop_flat_map(|x| (Just(x), 1..=100 - x)),
        (y, h) in (0..80_i32).prop_flat_map(|y| (Just(y), 1..=80 - y)),
        crop in proptest::option::of((0..60, 0..40, 5..60, 5..40)),
    ) {
        let side = sidecar(Some((100, 80)));
        let side = Sidecar { crop: crop.map(|(x, y, w, h)| (rect(x, y, w, h), nowhere())), ..side };
        let side = redact(side, rect(x, y, w, h));
        let plain = screen(100, 80);
        let mut planted = plain.clone();
        for (px, py, pixel) in noise(seed, 100, 80).enumerate_pixels() {
            let at = |at: u32, start: i32, length: i32| (start..start + length).contains(&at.cast_signed());
            if at(px, x, w) && at(py, y, h) {
                planted.put_pixel(px, py, *pixel);
            }
        }
        let out = publish(&file(planted, ImageFormat::Png), Some(&side)).unwrap();
        prop_assert_eq!(&out, &publish(&file(plain, ImageFormat::Png), Some(&side)).unwrap());
        for pixel in decoded(&out).pixels() {
            prop_assert!(pixel.0 == [0xbc, 0xc5, 0xc5, 255] || pixel.0.get(2) == Some(&7));
        }
    }

    /// A picture is not published if a redaction is partly outside of it, or
    /// was measured on another size.
    #[test]
    fn a_redaction_in_the_wrong_place_publishes_nothing(
        x in -30..130_i32, y in -30..110_i32, w in 1..60_i32, h in 1..60_i32, size in (90..110_u32, 75..85_u32),
    ) {
        let side = redact(sidecar(Some(size)), rect(x, y, w, h));
        let within = x >= 0 && y >= 0 && x + w <= 100 && y + h <= 80;
        let published = publish(&file(screen(100, 80), ImageFormat::Png), Some(&side));
        match published {
            Ok(_) => prop_assert!(within && size == (100, 80)),
            Err(ImageError::RedactionSize { .. }) => prop_assert!(size != (100, 80)),
            Err(error) => prop_assert!(!within && error == ImageError::RedactionOutside, "{}", error),
        }
    }
}
