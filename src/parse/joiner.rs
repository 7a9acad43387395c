//! The character that is put into texts to part or join signs, and taken out of the parser's result.
//!
//! A joiner (U+2060) is not a letter, a space, punctuation or a sign of Markdown.

/// The character.
pub(super) const JOINER: char = '\u{2060}';

/// The character as text.
pub(super) const JOINER_TEXT: &str = "\u{2060}";
