//! Reads the PDF file of the engine, object by object (ISO 32000-1, 7.3 and 7.5).
//!
//! In: the bytes of the file. Out: slices of them. A tagged file of a thousand
//! steps has twenty-five thousand objects; as a tree of values they took more
//! memory than all pages. Only the syntax that the engine writes is understood:
//! one cross-reference table, no comments, no lengths in other objects.

use std::borrow::Cow;
use std::ops::Range;

/// A PDF file and the places of its objects.
pub(crate) struct PdfFile<'a> {
    bytes: &'a [u8],
    /// Place of each object in the file, by its number; number 0 is never used.
    places: Vec<Range<usize>>,
    pub(crate) trailer: PdfDict<'a>,
}

/// One object of a PDF file.
pub(crate) struct PdfObject<'a> {
    pub(crate) number: usize,
    /// Value of the object; for a stream, its dictionary.
    pub(crate) value: &'a [u8],
    /// The bytes of a stream, encoded as its dictionary says.
    pub(crate) stream: Option<&'a [u8]>,
}

/// A dictionary: names with their `/`, and values as they are written.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct PdfDict<'a>(Vec<(&'a [u8], Cow<'a, [u8]>)>);

impl<'a> PdfFile<'a> {
    /// Finds the objects of a file; `None` if the engine would not write the file
    /// so.
    pub(crate) fn read(bytes: &'a [u8]) -> Option<Self> {
        let start = last(bytes, b"startxref\n")?;
        let table = number(bytes.get(start + 10..)?)?;
        let rest = bytes.get(table..)?.strip_prefix(b"xref\n0 ")?;
        let count = number(rest)?;
        let entries = rest.get(find(rest, b"\n")? + 1..)?;
        let (entries, rest) = entries.split_at_checked(count.checked_mul(20)?)?;
        let trailer = PdfDict::read(rest.strip_prefix(b"trailer\n")?)?;
        let offsets: Vec<usize> = entries.chunks(20).map(number).collect::<Option<_>>()?;
        let mut sorted: Vec<usize> = offsets.iter().skip(1).copied().chain([table]).collect();
        sorted.sort_unstable();
        let end = |start: usize| sorted.get(sorted.partition_point(|other| *other <= start)).copied();
        let places = offsets.iter().map(|start| Some(*start..end(*start)?)).collect::<Option<_>>()?;
        Some(Self { bytes, places, trailer })
    }

    /// Number of objects in the file.
    pub(crate) fn count(&self) -> usize {
        self.places.len().saturating_sub(1)
    }

    /// The first lines of the file, which say the version.
    pub(crate) fn head(&self) -> &'a [u8] {
        let first = self.places.iter().skip(1).map(|place| place.start).min().unwrap_or(0);
        self.bytes.get(..first).unwrap_or_default()
    }

    /// The objects of the file in the order of their numbers, from 1; `None` for
    /// an object that the engine would not write so.
    pub(crate) fn objects(&self) -> impl Iterator<Item = Option<PdfObject<'a>>> {
        self.places.iter().enumerate().skip(1).map(|(number, place)| {
            let text = self.bytes.get(place.clone())?;
            let head = format!("{number} 0 obj\n");
            let text = text.strip_prefix(head.as_bytes())?;
            let (value, rest) = text.split_at_checked(length(text)?)?;
            let stream = match rest.strip_prefix(b"\nstream\n") {
                None => None,
                Some(data) => Some(data.get(..PdfDict::read(value)?.number(b"/Length")?)?),
            };
            Some(PdfObject { number, value, stream })
        })
    }

    /// The number of the catalog, the root of all objects.
    pub(crate) fn catalog(&self) -> Option<usize> {
        self.trailer.number(b"/Root")
    }
}

impl<'a> PdfDict<'a> {
    /// Reads the dictionary at the beginning of the bytes.
    pub(crate) fn read(bytes: &'a [u8]) -> Option<Self> {
        let mut rest = bytes.get(..length(bytes)?)?.strip_prefix(b"<<")?.strip_suffix(b">>")?;
        let mut entries = Vec::new();
        loop {
            rest = rest.trim_ascii_start();
            if rest.is_empty() {
                return Some(Self(entries));
            }
            let (name, after) = rest.split_at_checked(length(rest)?)?;
            if !name.starts_with(b"/") {
                return None;
            }
            let after = after.trim_ascii_start();
            let (value, after) = after.split_at_checked(length_of_operand(after)?)?;
            entries.push((name, Cow::Borrowed(value)));
            rest = after;
        }
    }

    /// The value of a name.
    pub(crate) fn get(&self, name: &[u8]) -> Option<&[u8]> {
        self.0.iter().find(|(known, _)| *known == name).map(|(_, value)| value.as_ref())
    }

    /// A value that is a number; for a reference, the number of its object.
    pub(crate) fn number(&self, name: &[u8]) -> Option<usize> {
        number(self.get(name)?)
    }

    /// Gives a name this value.
    pub(crate) fn set(&mut self, name: &'a [u8], value: impl Into<Vec<u8>>) {
        self.remove(name);
        self.0.push((name, Cow::Owned(value.into())));
    }

    pub(crate) fn remove(&mut self, name: &[u8]) {
        self.0.retain(|(known, _)| *known != name);
    }

    /// The dictionary in the syntax of a PDF file.
    pub(crate) fn written(&self) -> Vec<u8> {
        let mut bytes = b"<<".to_vec();
        for (name, value) in &self.0 {
            bytes.extend_from_slice(name);
            // A value needs a space before it, unless it begins with a delimiter.
            if !value.starts_with(b"/") && !value.starts_with(b"<") && !value.starts_with(b"[") {
                bytes.push(b' ');
            }
            bytes.extend_from_slice(value);
        }
        bytes.extend_from_slice(b">>");
        bytes
    }
}

/// The number that the digits at the beginning of the bytes form.
fn number(bytes: &[u8]) -> Option<usize> {
    let digits = bytes.iter().take_while(|byte| byte.is_ascii_digit()).count();
    std::str::from_utf8(bytes.get(..digits)?).ok()?.parse().ok()
}

/// Length in bytes of the value at the beginning; a reference, `12 0 R`, is one
/// value.
fn length_of_operand(bytes: &[u8]) -> Option<usize> {
    let alone = length(bytes)?;
    let mut end = alone;
    for part in [b"0".as_slice(), b"R"] {
        let rest = bytes.get(end..)?;
        let Some(rest) = rest.strip_prefix(b" ").filter(|_| bytes.first().is_some_and(u8::is_ascii_digit))
        else {
            return Some(alone);
        };
        if rest.get(..length(rest).unwrap_or(0)) != Some(part) {
            return Some(alone);
        }
        end += 1 + part.len();
    }
    Some(end)
}

/// Length in bytes of the value at the beginning (7.3). A reference is read as
/// three values.
fn length(bytes: &[u8]) -> Option<usize> {
    let (mut at, mut depth) = (0, 0_usize);
    loop {
        at += bytes.get(at..)?.iter().take_while(|byte| byte.is_ascii_whitespace()).count();
        let rest = bytes.get(at..)?;
        at += match rest {
            [b'<', b'<', ..] | [b'[', ..] => {
                depth += 1;
                1 + usize::from(rest.starts_with(b"<<"))
            }
            [b'>', b'>', ..] | [b']', ..] => {
                depth = depth.checked_sub(1)?;
                1 + usize::from(rest.starts_with(b">>"))
            }
            [b'(', ..] => length_of_string(rest)?,
            [b'<', ..] => find(rest, b">")? + 1,
            // An end of what was not begun is no value.
            [] | [b'>' | b')', ..] => return None,
            [_, word @ ..] => 1 + word.iter().take_while(|byte| !ends_word(**byte)).count(),
        };
        if depth == 0 {
            return Some(at);
        }
    }
}

fn ends_word(byte: u8) -> bool {
    byte.is_ascii_whitespace() || b"()<>[]/".contains(&byte)
}

/// Length in bytes of the string at the beginning. Parentheses nest within a
/// string, unless a backslash stands before them (7.3.4.2).
fn length_of_string(bytes: &[u8]) -> Option<usize> {
    let (mut depth, mut escaped) = (0_usize, false);
    for (at, byte) in bytes.iter().enumerate() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' => escaped = true,
            b'(' => depth += 1,
            b')' if depth == 1 => return Some(at + 1),
            b')' => depth -= 1,
            _ => (),
        }
    }
    None
}

fn find(bytes: &[u8], what: &[u8]) -> Option<usize> {
    bytes.windows(what.len()).position(|window| window == what)
}

fn last(bytes: &[u8], what: &[u8]) -> Option<usize> {
    bytes.windows(what.len()).rposition(|window| window == what)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_dictionary_keeps_references_strings_and_what_is_nested_whole() {
        let text = br"<</A 12 0 R/B(a \) (b) >>)/C<</D[1 0 R 2]>>/E<feff>/F/G/H 3/I 4 5/J -.5>>";
        assert_eq!(PdfDict::read(text), None, "two numbers are no value");
        let text = br"<</A 12 0 R/B(a \) (b) >>)/C<</D[1 0 R 2]>>/E<feff>/F/G/H 3/J -.5>> stream";
        let dict = PdfDict::read(text).unwrap_or_default();
        assert_eq!(dict.get(b"/A"), Some(b"12 0 R".as_slice()));
        assert_eq!(dict.get(b"/B"), Some(br"(a \) (b) >>)".as_slice()));
        assert_eq!(dict.get(b"/C"), Some(b"<</D[1 0 R 2]>>".as_slice()));
        assert_eq!((dict.number(b"/A"), dict.number(b"/H")), (Some(12), Some(3)));
        assert_eq!(dict.get(b"/J"), Some(b"-.5".as_slice()));
    }

    #[test]
    fn what_is_set_takes_the_place_of_what_was_there() {
        let mut dict = PdfDict::read(b"<</Width 3/Filter/FlateDecode/Height 1>>").unwrap_or_default();
        dict.set(b"/Width", "640");
        dict.remove(b"/Height");
        assert_eq!(dict.written(), b"<</Filter/FlateDecode/Width 640>>");
    }

    proptest! {
        /// Wherever a file is cut off or changed, it is read or refused without a
        /// panic.
        #[test]
        fn any_bytes_are_read_or_refused(bytes in "[<>()/\\[\\]A0R \n]{0,60}") {
            for at in 0..bytes.len() {
                let rest = bytes.as_bytes().get(at..).unwrap_or_default();
                prop_assert!(length(rest).is_none_or(|length| length <= rest.len()));
                prop_assert!(PdfDict::read(rest).is_none_or(|dict| PdfDict::read(&dict.written()) == Some(dict)));
            }
        }
    }
}
