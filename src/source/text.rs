//! One text file, and places in it.

use std::ops::Range;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::url::TreePath;

/// The id of a [`Source`]. Its path has the same id as long as the
/// [`ContentTree`](super::ContentTree) lives. A tree that was read at once has ids in
/// the order of paths; after changes their order means nothing, so whatever is put in
/// order uses [`ContentTree::rank`](super::ContentTree::rank).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct SourceId(pub u32);

/// A stretch of one source, in bytes of the author's file.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Span {
    /// The source that the bytes belong to.
    pub source: SourceId,
    /// Byte offsets into [`Source::text`]; both ends lie on character
    /// boundaries.
    pub bytes: Range<usize>,
}

impl Span {
    /// The stretch `bytes` of `source`.
    #[must_use]
    pub const fn new(source: SourceId, bytes: Range<usize>) -> Self {
        Self { source, bytes }
    }

    /// The beginning of a file, used for findings about the whole file.
    #[must_use]
    pub const fn start_of(source: SourceId) -> Self {
        Self { source, bytes: 0..0 }
    }
}

/// How the bytes of a file became text.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Decoded {
    /// The file is UTF-8 (with or without a byte order mark).
    Utf8,
    /// The file is in another encoding, which was guessed; offsets refer to the
    /// decoded text.
    Guessed(&'static str),
    /// The file was not read, because it leads out of the content folder, is
    /// too long for a text or is not a file; the text says why.
    Refused(String),
}

/// One text file of the site: a page, a part, a sidecar or `stepbook.toml`.
#[derive(Debug, Clone)]
pub struct Source {
    /// The id that the tree gave to the source's path.
    pub id: SourceId,
    /// Path from the site's root folder, `/`-separated, as the disk spells it.
    pub path: TreePath,
    /// The text with the same bytes as the file; a byte order mark and CR LF
    /// are still in it.
    pub text: Arc<str>,
    /// How the bytes were read.
    pub decoded: Decoded,
}

impl Source {
    /// Reads the bytes of a file as text: UTF-8 as it is, anything else in the
    /// most likely encoding, so that there is a page in addition to the
    /// finding.
    #[must_use]
    pub fn decode(id: SourceId, path: TreePath, bytes: Vec<u8>) -> Self {
        match String::from_utf8(bytes) {
            Ok(text) => Self { id, path, text: text.into(), decoded: Decoded::Utf8 },
            Err(error) => {
                let (text, name) = guess(error.as_bytes());
                Self { id, path, text: text.into(), decoded: Decoded::Guessed(name) }
            }
        }
    }

    /// A file that could not be read, kept so that a finding can name it.
    #[must_use]
    pub fn refused(id: SourceId, path: TreePath, why: String) -> Self {
        Self { id, path, text: "".into(), decoded: Decoded::Refused(why) }
    }

    /// Where the text begins: after the byte order mark, if there is one.
    #[must_use]
    pub fn body_start(&self) -> usize {
        if self.text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 }
    }

    /// Line and column of a byte offset, both from 1. The column counts
    /// characters (Unicode scalar values), as SARIF's `unicodeCodePoints` does.
    /// An offset after the end counts as the end. Each call reads the text from
    /// its beginning; [`LineIndex`](super::LineIndex) is for many places.
    #[must_use]
    pub fn position(&self, offset: usize) -> Position {
        let before = self.text.get(..offset).unwrap_or(&self.text);
        let line_start = before.rfind('\n').map_or(0, |at| at + 1);
        let line = before.bytes().filter(|byte| *byte == b'\n').count() + 1;
        let column =
            before.get(line_start..).unwrap_or("").trim_start_matches('\u{feff}').chars().count() + 1;
        Position { line, column }
    }
}

/// A place in a text as people count it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// The line, from 1.
    pub line: usize,
    /// The column in characters, from 1.
    pub column: usize,
}

/// Decodes bytes that are not UTF-8. A byte order mark decides; without one
/// the detector used by Firefox guesses (chardetng).
fn guess(bytes: &[u8]) -> (String, &'static str) {
    if let Some((encoding, _)) = encoding_rs::Encoding::for_bom(bytes) {
        return (encoding.decode(bytes).0.into_owned(), encoding.name());
    }
    let mut detector = chardetng::EncodingDetector::new(chardetng::Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    let encoding = detector.guess(Some(b"tw"), chardetng::Utf8Detection::Allow);
    (encoding.decode(bytes).0.into_owned(), encoding.name())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn source(bytes: &[u8]) -> Source {
        Source::decode(SourceId(0), TreePath::new("content/a.zh-TW.md"), bytes.to_vec())
    }

    #[test]
    fn columns_count_characters_not_bytes() {
        let source = source("一\n步驟：登入".as_bytes());
        let offset = source.text.find('登').unwrap_or_default();
        assert_eq!(source.position(offset), Position { line: 2, column: 4 });
    }

    #[test]
    fn a_byte_order_mark_takes_no_column() {
        assert_eq!(source("\u{feff}ab".as_bytes()).position(4), Position { line: 1, column: 2 });
    }

    #[test]
    fn big5_is_read_and_named() {
        let (bytes, _, _) = encoding_rs::BIG5.encode("步驟：登入我的帳號並點選確定");
        let source = source(&bytes);
        assert_eq!(source.decoded, Decoded::Guessed("Big5"));
        assert!(source.text.contains("登入"));
    }

    #[test]
    fn utf_16_is_read_by_its_mark() {
        let bytes: Vec<u8> = "\u{feff}步驟".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(source(&bytes).decoded, Decoded::Guessed("UTF-16LE"));
    }
}
