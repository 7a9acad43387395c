//! Colours, their contrast, and the accent of a site in light and dark.
//!
//! In: the colour that an author chose. Out: the colours that pages are given, which
//! can always be read: on white and grey in the light, on black in the dark, and below
//! white words. Contrasts are those of WCAG 2.1.

use std::fmt;

/// A colour without transparency.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Colour(pub [u8; 3]);

/// The least contrast of text with its ground (WCAG 2.1, 1.4.3), and of a shape that has
/// a meaning (1.4.11).
const OF_TEXT: f64 = 4.5;
const OF_SHAPES: f64 = 3.0;
/// Contrast of text that is easy to read; light text on a dark ground has it.
const EASY: f64 = 7.0;

/// White, which is the page's ground too, and the quiet ground of the current step.
const WHITE: Colour = Colour([0xff; 3]);
const SURFACE: Colour = Colour([0xf5, 0xf7, 0xf6]);
/// The same grounds in the dark.
const DARK_PAPER: Colour = Colour([0x14, 0x18, 0x1a]);
const DARK_SURFACE: Colour = Colour([0x1c, 0x21, 0x23]);

/// The steps between two lightnesses that are tried, from black to white.
const STEPS: u16 = 510;

impl Colour {
    /// The colour of `#rgb` or `#rrggbb`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let digits = text.strip_prefix('#')?;
        let digits: Vec<u8> =
            digits.chars().map(|c| c.to_digit(16)?.try_into().ok()).collect::<Option<_>>()?;
        let channels: Vec<u8> = match digits.len() {
            3 => digits.iter().map(|digit| digit * 17).collect(),
            6 => digits
                .chunks_exact(2)
                .map(|pair| pair.iter().fold(0, |sum, digit| sum * 16 + digit))
                .collect(),
            _ => return None,
        };
        channels.try_into().ok().map(Self)
    }

    /// The contrast of two colours, from 1 to 21.
    #[must_use]
    pub fn contrast(self, other: Self) -> f64 {
        let (one, two) = (self.luminance(), other.luminance());
        (one.max(two) + 0.05) / (one.min(two) + 0.05)
    }

    fn luminance(self) -> f64 {
        let linear = |value: u8| {
            let value = f64::from(value) / 255.0;
            if value <= 0.040_45 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
        };
        let [r, g, b] = self.0.map(linear);
        0.2126 * r + 0.7152 * g + 0.0722 * b
    }

    /// The lightness of the HSL model, from 0 to 1.
    fn lightness(self) -> f64 {
        let (least, most) = self.ends();
        f64::midpoint(least, most)
    }

    /// The weakest and the strongest channel, from 0 to 1.
    fn ends(self) -> (f64, f64) {
        let [r, g, b] = self.0.map(|value| f64::from(value) / 255.0);
        (r.min(g).min(b), r.max(g).max(b))
    }

    /// The same hue with another lightness, as colourful as this one or as it can be there.
    fn with_lightness(self, lightness: f64) -> Self {
        let (before, (least, most)) = (self.lightness(), self.ends());
        let reach = (most - least) / 2.0;
        let scale = if reach > 0.0 { (lightness.min(1.0 - lightness) / reach).min(1.0) } else { 0.0 };
        Self(self.0.map(|value| byte(lightness + (f64::from(value) / 255.0 - before) * scale)))
    }

    /// The first colour that passes on the way to black (`-1`) or white (`1`).
    fn towards(self, direction: f64, passes: impl Fn(Self) -> bool) -> Self {
        let before = self.lightness();
        let ways = (0..=STEPS).map(|step| before + direction * f64::from(step) / STEPS_F);
        let ways = ways.take_while(|lightness| (0.0..=1.0).contains(lightness));
        let end = if direction < 0.0 { Self([0; 3]) } else { WHITE };
        let colour = |lightness: f64| {
            if (lightness - before).abs() < f64::EPSILON { self } else { self.with_lightness(lightness) }
        };
        ways.map(colour).find(|colour| passes(*colour)).unwrap_or(end)
    }
}

const STEPS_F: f64 = STEPS as f64;

/// A share of 255 as a byte.
fn byte(share: f64) -> u8 {
    let wanted = share.clamp(0.0, 1.0) * 255.0;
    // Looked up instead of cast, which would need a reason.
    (0..=u8::MAX).find(|value| f64::from(*value) + 0.5 > wanted).unwrap_or(u8::MAX)
}

impl fmt::Display for Colour {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [r, g, b] = self.0;
        write!(f, "#{r:02x}{g:02x}{b:02x}")
    }
}

/// The accent of a site: the colour of step badges, of the current step and of progress.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Accent {
    /// In the light, with white words on it or as words on white.
    pub light: Colour,
    /// In the dark, with white words on it.
    pub dark: Colour,
    /// In the dark, as words.
    pub dark_text: Colour,
}

impl Accent {
    /// The accent that an author chose. If its contrast is too low in the light, it is
    /// made darker; in the dark it is as light as it has to be.
    #[must_use]
    pub fn of(chosen: Colour) -> Self {
        let light = chosen.towards(-1.0, |colour| contrast_in_the_light(colour).0 >= OF_TEXT);
        let grounds = |colour: Colour| colour.contrast(DARK_PAPER).min(colour.contrast(DARK_SURFACE));
        Self {
            light,
            dark: light.towards(1.0, |colour| grounds(colour) >= OF_SHAPES),
            dark_text: light
                .towards(1.0, |colour| colour.contrast(DARK_PAPER) >= EASY && grounds(colour) >= OF_TEXT),
        }
    }

    /// The contrast of the chosen colour and the ground that it is too low on, if it is.
    #[must_use]
    pub fn too_low(chosen: Colour) -> Option<(f64, Colour)> {
        Some(contrast_in_the_light(chosen)).filter(|(contrast, _)| *contrast < OF_TEXT)
    }
}

/// The lowest contrast of a colour with the grounds of a page in the light, and that ground.
fn contrast_in_the_light(colour: Colour) -> (f64, Colour) {
    let [white, surface] = [WHITE, SURFACE].map(|ground| (colour.contrast(ground), ground));
    if white.0 < OF_TEXT || white.0 <= surface.0 { white } else { surface }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

    use proptest::prelude::*;

    use super::*;

    fn colour(text: &str) -> Colour {
        Colour::parse(text).unwrap()
    }

    #[test]
    fn colours_are_written_in_two_ways() {
        assert_eq!(colour("#0Bf"), Colour([0x00, 0xbb, 0xff]));
        assert_eq!(colour("#0b5fa5").to_string(), "#0b5fa5");
        for wrong in ["0b5fa5", "#0b5fa", "#0b5fa5ff", "blue", "#", "#ggg", "#\u{ff11}00"] {
            assert_eq!(Colour::parse(wrong), None, "{wrong}");
        }
    }

    /// The values of WCAG's own examples, and those of the default theme's colours.
    #[test]
    fn contrasts_are_those_of_wcag() {
        let contrast = |one: &str, two: &str| format!("{:.2}", colour(one).contrast(colour(two)));
        assert_eq!(contrast("#000", "#fff"), "21.00");
        assert_eq!(contrast("#777", "#fff"), "4.48");
        assert_eq!(contrast("#c2321c", "#fff"), "5.57");
        assert_eq!(contrast("#ff8a75", "#14181a"), "7.78");
    }

    #[test]
    fn the_grounds_are_those_of_the_theme() {
        let tokens = include_str!("../../themes/default/style/tokens.css");
        for (name, light, dark) in [("paper", WHITE, DARK_PAPER), ("surface", SURFACE, DARK_SURFACE)] {
            let light = light.to_string().replace("#ffffff", "#fff");
            let line = format!("--{name}: var(--if-light, {light}) var(--if-dark, {dark});");
            assert!(tokens.contains(&line), "{line}");
        }
    }

    #[test]
    fn a_colour_that_passes_stays_and_one_that_does_not_is_made_darker() {
        let accent = Accent::of(colour("#0b5fa5"));
        assert_eq!((accent.light.to_string().as_str(), Accent::too_low(accent.light)), ("#0b5fa5", None));
        let (contrast, ground) = Accent::too_low(colour("#7fb3ff")).unwrap();
        assert_eq!((format!("{contrast:.2}"), ground), ("2.14".to_owned(), WHITE));
        assert_eq!(Accent::too_low(colour("#757575")).unwrap().1, SURFACE, "it is enough on white only");
    }

    proptest! {
        /// Whatever an author chooses can be read, in the light and in the dark.
        #[test]
        fn every_accent_can_be_read(r: u8, g: u8, b: u8) {
            let chosen = Colour([r, g, b]);
            let Accent { light, dark, dark_text } = Accent::of(chosen);
            prop_assert!(light.contrast(WHITE) >= 4.5 && light.contrast(SURFACE) >= 4.5, "{light}");
            prop_assert!(dark.contrast(WHITE) >= 4.5 && dark.contrast(DARK_PAPER) >= 3.0, "{dark}");
            prop_assert!(dark.contrast(DARK_SURFACE) >= 3.0, "{dark}");
            prop_assert!(dark_text.contrast(DARK_PAPER) >= 7.0 && dark_text.contrast(DARK_SURFACE) >= 4.5);
            prop_assert_eq!(light == chosen, Accent::too_low(chosen).is_none());
            prop_assert_eq!(Accent::of(light).light, light, "the colour that is offered passes");
        }
    }
}
