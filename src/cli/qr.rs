//! QR codes on the terminal: two modules are one character, one above the other.

use qrcode::{Color, EcLevel, QrCode};

/// Light modules around the code, as the standard requires.
const QUIET: usize = 4;

/// Black on white, whatever the colours of the terminal are.
const INK: &str = "\u{1b}[30;107m";
const PLAIN: &str = "\u{1b}[0m";

/// A QR code of a text, in lines; `None` if the text is too long. A screen has
/// no smudges, so that the lowest level of correction is enough, which makes
/// the code small.
pub(super) fn drawn(text: &str) -> Option<String> {
    let code = QrCode::with_error_correction_level(text, EcLevel::L).ok()?;
    let width = code.width();
    let colors = code.to_colors();
    let is_dark = |x: usize, y: usize| {
        let at = x.checked_sub(QUIET).zip(y.checked_sub(QUIET)).filter(|(x, y)| *x < width && *y < width);
        at.and_then(|(x, y)| colors.get(y * width + x)) == Some(&Color::Dark)
    };
    let side = width + 2 * QUIET;
    let line = |y: usize| {
        let signs: String = (0..side)
            .map(|x| match (is_dark(x, y), is_dark(x, y + 1)) {
                (true, true) => '█',
                (true, false) => '▀',
                (false, true) => '▄',
                (false, false) => ' ',
            })
            .collect();
        format!("{INK}{signs}{PLAIN}\n")
    };
    Some((0..side).step_by(2).map(line).collect())
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test fails by panicking")]
mod tests {
    use super::*;

    const ADDRESS: &str = "http://192.168.100.100:4310/?token=0123456789abcdef0123456789abcdef";

    /// The modules of a drawn code without the light ones around it.
    fn modules(drawn: &str, width: usize) -> Vec<Color> {
        let mut rows = Vec::new();
        for line in drawn.lines() {
            let signs = line.strip_prefix(INK).and_then(|rest| rest.strip_suffix(PLAIN)).unwrap();
            let row = |dark: [char; 2]| {
                let all = signs
                    .chars()
                    .map(move |sign| if dark.contains(&sign) { Color::Dark } else { Color::Light });
                all.collect::<Vec<_>>()
            };
            rows.extend([row(['█', '▀']), row(['█', '▄'])]);
        }
        let inner = rows.into_iter().skip(QUIET).take(width);
        inner.flat_map(|row| row.into_iter().skip(QUIET).take(width)).collect()
    }

    #[test]
    fn a_drawn_code_has_the_modules_of_the_text() {
        let code = QrCode::with_error_correction_level(ADDRESS, EcLevel::L).unwrap();
        assert_eq!(modules(&drawn(ADDRESS).unwrap(), code.width()), code.to_colors());
    }

    #[test]
    fn a_drawn_code_fits_into_a_small_terminal() {
        let drawn = drawn(ADDRESS).unwrap();
        assert_eq!(drawn.lines().count(), 21);
        let widths = drawn.lines().map(|line| line.chars().filter(|sign| "█▀▄ ".contains(*sign)).count());
        assert_eq!(widths.collect::<Vec<_>>(), [41; 21]);
    }

    #[test]
    fn a_text_that_is_too_long_has_no_code() {
        assert_eq!(drawn(&"a".repeat(5000)), None);
    }
}
