//! Language tags of pages and of UI words.
//!
//! A tag is written as authors write it in file names (`zh-TW`). The form that
//! HTML needs (`zh-Hant-TW`) is a word of the theme; this module does not know
//! it.

mod han;

use std::fmt;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

pub use han::radical;
pub(crate) use han::usual;

/// A language of the site, such as `zh-TW` or `en`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Lang(Arc<str>);

/// The error for a language tag that is empty or has a character that tags
/// can't have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BadTag;

impl Lang {
    /// Reads a tag: ASCII letters, digits and hyphens, beginning with a letter
    /// (the shape of BCP 47, without its registry).
    ///
    /// # Errors
    /// [`BadTag`] if the text has another shape.
    pub fn new(tag: &str) -> Result<Self, BadTag> {
        let shape = tag.split('-').all(|part| {
            (1..=8).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric())
        });
        if shape && tag.starts_with(|first: char| first.is_ascii_alphabetic()) {
            Ok(Self(tag.into()))
        } else {
            Err(BadTag)
        }
    }

    /// The tag for text whose language is not known (BCP 47, 4.1).
    #[must_use]
    pub fn undetermined() -> Self {
        Self("und".into())
    }

    /// The tag as the author wrote it.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether a line break between two characters of this language means
    /// nothing (Chinese, Japanese) or a space (all other languages).
    #[must_use]
    pub fn joins_lines(&self) -> bool {
        matches!(self.0.split('-').next(), Some("zh" | "ja" | "yue"))
    }
}

impl fmt::Display for Lang {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Whether a character belongs to Chinese or Japanese writing, full-width
/// punctuation included. A newline between two of these characters is not a
/// space.
#[must_use]
pub fn is_cjk(c: char) -> bool {
    matches!(u32::from(c),
        0x2E80..=0x303F | 0x3041..=0x30FF | 0x3105..=0x312F | 0x31A0..=0x31BF | 0x31C0..=0x31EF
        | 0x3400..=0x4DBF | 0x4E00..=0x9FFF | 0xF900..=0xFAFF | 0xFE30..=0xFE4F
        | 0xFF01..=0xFF60 | 0xFFE0..=0xFFE6 | 0x20000..=0x3134F)
}

/// Whether a character can't be seen: zero-width ones and byte order marks.
#[must_use]
pub const fn is_invisible(c: char) -> bool {
    matches!(c, '\u{200B}'..='\u{200F}' | '\u{2060}' | '\u{FEFF}' | '\u{AD}')
}

/// The narrow form of a full-width letter, digit or sign: `A` for `Ａ`. Other characters stay.
#[must_use]
pub fn narrow(c: char) -> char {
    match u32::from(c) {
        full @ 0xFF01..=0xFF5E => char::from_u32(full - 0xFEE0).unwrap_or(c),
        _ => c,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tag_is_letters_digits_and_hyphens() {
        assert_eq!(Lang::new("zh-TW").map(|lang| lang.to_string()), Ok("zh-TW".to_owned()));
        for bad in ["", "zh_TW", "../en", "-", "zh-", "4zh"] {
            assert_eq!(Lang::new(bad), Err(BadTag), "{bad}");
        }
    }
}
