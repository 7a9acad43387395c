//! QR codes (ISO/IEC 18004) as pictures in which a module is one pixel.

use image::{GrayImage, ImageFormat, Luma};
use qrcode::{Color, EcLevel, QrCode};

/// White modules around the code, as the standard requires.
const QUIET: u32 = 4;

/// A QR code of a text as a PNG; `None` if the text is too long. A code of level
/// M can still be read if 15 % of it is smudged, for example by a copier.
pub(crate) fn png(text: &str) -> Option<Vec<u8>> {
    let code = QrCode::with_error_correction_level(text, EcLevel::M).ok()?;
    let side = u32::try_from(code.width()).ok()?;
    let mut picture = GrayImage::from_pixel(side + 2 * QUIET, side + 2 * QUIET, Luma([255]));
    for (at, color) in (0..).zip(code.to_colors()) {
        if color == Color::Dark {
            picture.put_pixel(QUIET + at % side, QUIET + at / side, Luma([0]));
        }
    }
    let mut png = std::io::Cursor::new(Vec::new());
    picture.write_to(&mut png, ImageFormat::Png).ok()?;
    Some(png.into_inner())
}
