//! QR codes (ISO/IEC 18004) as pictures of one pixel a module.

use image::{GrayImage, ImageFormat, Luma};
use qrcode::{Color, EcLevel, QrCode};

/// Modules of white around the code, as the standard has it.
const QUIET: u32 = 4;

/// A code that holds this text; `None` if it is too long for one. With level M
/// a code still reads when 15 % of it is smudged, as copiers do.
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
