//! The fonts inside the program, and which characters they have.
//!
//! `themes/default/print/fonts/README.md` says where the fonts come from and
//! what they cover. A site may allow the system's fonts for characters that the
//! program's own fonts lack; those fonts are passed in as bytes.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::sync::{Arc, LazyLock};

use typst::foundations::Bytes;
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;

use crate::source::FontFile;

macro_rules! embedded {
    ($($name:literal)*) => {
        [$(include_bytes!(concat!("../themes/default/print/fonts/", $name)).as_slice()),*]
    };
}

static FILES: [&[u8]; 6] = embedded! {
    "NotoSansCJKtc-Regular.otf" "NotoSansCJKtc-Bold.otf"
    "DejaVuSans-symbols.ttf" "DejaVuSans-Bold-latin.ttf" "DejaVuSansMono.ttf"
    "LocalHan.ttf"
};

static EMBEDDED: LazyLock<Fonts> = LazyLock::new(Fonts::embedded);

/// What is printed for a character that no font has.
const MISSING: char = '□';

/// Whether a character is one of the common ones that the fonts always have.
/// Most of every text is answered here, without opening a font.
fn surely_covered(c: char) -> bool {
    matches!(c, ' '..='~' | '、'..='】' | '\u{4E00}'..='\u{9FEF}' | '！'..='～')
}

/// Whether a character is a control or a sign without a shape: a joiner, a mark
/// of direction, a choice between a letter and a picture of it.
fn is_invisible(c: char) -> bool {
    c.is_control()
        || is_choice(c)
        || matches!(c, '\u{AD}' | '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{206F}')
        || c == '\u{FEFF}'
}

/// Whether a character (a variation selector) chooses another shape for the
/// character before it. It is dropped: the shape that the font has is shown.
fn is_choice(c: char) -> bool {
    matches!(c, '\u{FE00}'..='\u{FE0F}' | '\u{E0100}'..='\u{E01EF}')
}

/// Whether PDF/A-2a forbids a character in text: a control that does not end a
/// line, or the byte order mark. It is left out; the rule `control-character`
/// says where.
fn is_refused(c: char) -> bool {
    c == '\u{FEFF}' || (c.is_control() && !matches!(c, '\t' | '\n' | '\r' | '\u{85}'))
}

/// Whether a character ends a line of text, but not a line of Markdown.
fn ends_line(c: char) -> bool {
    matches!(c, '\r' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

/// Whether a character is for private use. It has a meaning only together with
/// one certain font, so PDF/A-2a forbids it.
fn is_private(c: char) -> bool {
    matches!(c, '\u{E000}'..='\u{F8FF}' | '\u{F0000}'..)
}

/// Whether a text has nothing that a reader could see.
pub(super) fn is_blank(text: &str) -> bool {
    text.chars().all(|c| c.is_whitespace() || is_invisible(c))
}

/// Whether the fonts inside the program have a character.
#[must_use]
pub(crate) fn covers(c: char) -> bool {
    EMBEDDED.covers(c)
}

/// Hashes the fonts inside the program ahead of time. The engine identifies a
/// font by a hash of its megabytes.
pub(super) fn warm_up() {
    EMBEDDED.faces.iter().for_each(|face| _ = typst::utils::hash128(face));
}

/// The characters of this set that a font has; none if the file is no font.
#[must_use]
pub(crate) fn covered_by(font: &FontFile, characters: &BTreeSet<char>) -> BTreeSet<char> {
    let font = Font::new(Bytes::new(Arc::clone(&font.bytes)), font.index);
    let has = |c: &char| font.as_ref().is_some_and(|font| font.info().coverage.contains(u32::from(*c)));
    characters.iter().copied().filter(has).collect()
}

/// Fonts in the order in which they are tried.
#[derive(Debug, Clone)]
pub(crate) struct Fonts {
    faces: Vec<Font>,
    book: LazyHash<FontBook>,
    /// Hash of the fonts that are not inside the program; `None` if there are
    /// no such fonts.
    fingerprint: Option<blake3::Hash>,
}

impl Fonts {
    /// The fonts inside the program, followed by `files` for the characters
    /// that they lack.
    #[must_use]
    pub(crate) fn with(files: &[FontFile]) -> Cow<'static, Self> {
        if files.is_empty() {
            return Cow::Borrowed(&EMBEDDED);
        }
        let mut hasher = blake3::Hasher::new();
        let mut faces = EMBEDDED.faces.clone();
        for file in files {
            hasher.update(&file.bytes).update(&file.index.to_le_bytes());
            faces.extend(Font::new(Bytes::new(Arc::clone(&file.bytes)), file.index));
        }
        let book = LazyHash::new(FontBook::from_fonts(&faces));
        Cow::Owned(Self { faces, book, fingerprint: Some(hasher.finalize()) })
    }

    fn embedded() -> Self {
        let faces: Vec<Font> = FILES.iter().flat_map(|file| Font::iter(Bytes::new(*file))).collect();
        let book = LazyHash::new(FontBook::from_fonts(&faces));
        Self { faces, book, fingerprint: None }
    }

    /// Whether a handout can show a character.
    #[must_use]
    pub(crate) fn covers(&self, c: char) -> bool {
        surely_covered(c) || is_invisible(c) || self.cover(c)
    }

    fn cover(&self, c: char) -> bool {
        !is_private(c) && self.faces.iter().any(|font| font.info().coverage.contains(u32::from(c)))
    }

    /// Text as the fonts can show it: with boxes in the places of characters
    /// that no font has, and without characters that a handout may not contain.
    /// A finding reports them at the author's place; here nothing may stop a
    /// whole handout.
    pub(super) fn shown(&self, text: &str) -> String {
        text.chars().filter_map(|c| self.shape(c)).collect()
    }

    /// Does for a text in JSON, where controls are written as escapes, what
    /// [`Self::shown`] does for a plain text. Signs without a shape are left
    /// out at the beginning of a line.
    pub(super) fn shown_json(&self, json: String) -> String {
        if json.chars().all(|c| surely_covered(c) && c != '\\') {
            return json;
        }
        let mut out = String::with_capacity(json.len());
        let mut rest = json.chars();
        // The engine ignores a sign without a shape, except at the beginning of
        // a line.
        let mut opens = false;
        while let Some(c) = rest.next() {
            if c != '\\' {
                out.extend(self.shape(c).filter(|c| !opens || !is_invisible(*c)));
                opens &= is_invisible(c);
                continue;
            }
            match rest.next() {
                // Four hexadecimal digits follow `\u`.
                Some('u') => _ = rest.nth(3),
                Some('b' | 'f') => (),
                Some('r') => out.push(' '),
                escaped => {
                    opens = escaped == Some('n');
                    out.extend(Some(c).into_iter().chain(escaped));
                }
            }
        }
        out
    }

    /// The character that is printed for `c`; `None` if nothing is printed.
    fn shape(&self, c: char) -> Option<char> {
        if surely_covered(c) {
            Some(c)
        } else if is_refused(c) || is_choice(c) {
            None
        } else if ends_line(c) {
            Some(' ')
        } else {
            Some(if self.covers(c) { c } else { MISSING })
        }
    }

    /// Fingerprint of the fonts that are not inside the program; empty if there
    /// are no such fonts.
    pub(super) fn fingerprint(&self) -> String {
        self.fingerprint.map_or_else(String::new, |hash| hash.to_string())
    }

    pub(super) fn book(&self) -> &LazyHash<FontBook> {
        &self.book
    }

    pub(super) fn get(&self, index: usize) -> Option<Font> {
        self.faces.get(index).cloned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_surely_covered_is_in_the_fonts() {
        let all = (' '..='\u{FFFF}').filter(|c| surely_covered(*c));
        let missing: String = all.filter(|c| !EMBEDDED.cover(*c)).collect();
        assert_eq!(missing, "");
    }

    #[test]
    fn names_of_taiwan_and_the_signs_of_the_theme_are_in_the_fonts() {
        let missing: String =
            "堃喆峯々〇㊣ㄅˊ①㈠➔☐☑✓•□ŠřžŁł「」“”—–…".chars().filter(|c| !covers(*c)).collect();
        assert_eq!(missing, "");
    }

    #[test]
    fn what_the_ministry_of_education_writes_hokkien_and_hakka_with_is_in_the_fonts() {
        let characters =
            "𪜶𠢕𪹚𣍐𫝛𠕇𨑨迌𢯾㧎㨂𧌄捙毋佮佗啥囡囝敆攏㾀𠊎㓾𢫦㧡㩒㪐𤞚𢳆𩚨㜼恁佢尞㗘奀屙揇㬹𫣆𤸁𤆬𤲍𥍉";
        let letters = "áàâāa̍a̋őo͘ⁿǹńḿŋṳˊˇˋˆ⁺^";
        let missing: String = characters.chars().chain(letters.chars()).filter(|c| !covers(*c)).collect();
        assert_eq!(missing, "");
    }

    #[test]
    fn a_character_without_a_shape_is_a_box() {
        assert_eq!(EMBEDDED.shown("好😀\u{FE0F}嗎\n"), "好□嗎\n");
        assert!(!covers('😀') && covers('\u{2060}'));
    }

    #[test]
    fn a_control_character_is_left_out_and_a_backslash_is_not() {
        let json = serde_json::to_string("a\u{1}b\u{c}\u{8}\u{7f}c\u{FEFF}\\u0001\n\"").unwrap_or_default();
        assert_eq!(EMBEDDED.shown_json(json), r#""abc\\u0001\n\"""#);
        let json = serde_json::to_string("a\u{2029}\u{202A}b\n\u{AD}\u{202A}c\u{AD}").unwrap_or_default();
        assert_eq!(EMBEDDED.shown_json(json), "\"a \u{202A}b\\nc\u{AD}\"");
        assert_eq!(EMBEDDED.shown("a\u{1}b\u{9f}\tc"), "ab\tc");
    }

    #[test]
    fn private_characters_are_covered_by_no_font() {
        assert!(!covers('\u{E000}') && !covers('\u{F8FF}') && !covers('\u{10FFFD}'));
    }

    #[test]
    fn what_nobody_sees_is_blank() {
        assert!(is_blank("") && is_blank(" \u{200B}\u{AD}\u{FEFF}\u{3000}\u{1}\u{FE0F}"));
        assert!(!is_blank("\u{200B}.") && !is_blank("\u{301}"));
    }
}
