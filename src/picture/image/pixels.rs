//! What is done to decoded pixels: filling and cropping.

use image::{Rgba, RgbaImage};

use super::frame::PictureFrame;

/// The colour of a redaction: an even, opaque grey that looks like "removed on
/// purpose" on a white form and on a dark one, and has a contrast of 9 : 1 to
/// the stand-in text.
const FILL: Rgba<u8> = Rgba([0xbc, 0xc5, 0xc5, 0xff]);

/// Overwrites a region; the new pixels do not depend on the old ones.
pub(super) fn fill(picture: &mut RgbaImage, region: &PictureFrame) {
    let right = region.x.saturating_add(region.width).min(picture.width());
    let bottom = region.y.saturating_add(region.height).min(picture.height());
    for y in region.y..bottom {
        for x in region.x..right {
            picture.put_pixel(x, y, FILL);
        }
    }
}

/// Cuts a region out; the whole picture is returned unchanged.
pub(super) fn crop(picture: RgbaImage, region: &PictureFrame) -> RgbaImage {
    if (region.width, region.height) == picture.dimensions() {
        return picture;
    }
    image::imageops::crop_imm(&picture, region.x, region.y, region.width, region.height).to_image()
}
