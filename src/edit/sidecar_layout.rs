//! Where the settings of a sidecar stand in its text.
//!
//! In: the text of a sidecar. Out: the byte ranges of its keys, values and numbers,
//! so that a change replaces those and nothing else. `toml_edit` is not used for
//! that: it writes every line end as LF, and adds one at the end of the file
//! (toml-rs/toml#1158).

use std::collections::BTreeMap;
use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::text_lines::line_break;

/// A key and its value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct KeyPlace {
    pub(super) key: Range<usize>,
    pub(super) value: Range<usize>,
    /// The elements of a value that is a list.
    pub(super) elements: Vec<Range<usize>>,
}

/// A `[[mark]]`, a `[[redact]]`, or the same between braces.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct EntryPlace {
    /// The header, or all that is between the braces and the braces themselves.
    pub(super) head: Range<usize>,
    pub(super) is_inline: bool,
    pub(super) keys: BTreeMap<String, KeyPlace>,
}

/// The entries under one key, in the order of the text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct EntryPlaces {
    /// The key and the list, if the entries are written as one: `mark = [{…}]`.
    pub(super) list: Option<KeyPlace>,
    pub(super) entries: Vec<EntryPlace>,
}

/// The text of a sidecar, and where its settings are.
#[derive(Debug)]
pub(super) struct SidecarLayout<'t> {
    pub(super) text: &'t str,
    /// The settings of the whole picture.
    pub(super) root: BTreeMap<String, KeyPlace>,
    pub(super) marks: EntryPlaces,
    pub(super) redactions: EntryPlaces,
    /// How the text ends its lines.
    pub(super) line_end: &'static str,
}

impl<'t> SidecarLayout<'t> {
    /// The layout of a text; `None` if it is not TOML.
    pub(super) fn of(text: &'t str) -> Option<Self> {
        let start = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
        let root = DeTable::parse(text.get(start..)?).ok()?.into_inner();
        let line_end = line_break(text);
        let (marks, redactions) = (EntryPlaces::default(), EntryPlaces::default());
        let mut layout = Self { text, root: BTreeMap::new(), marks, redactions, line_end };
        for (key, value) in &root {
            let place = key_place(key.span(), value, start);
            let entries = || EntryPlaces::of((text, start), &place, value);
            match key.get_ref().as_ref() {
                "mark" => layout.marks = entries(),
                "redact" => layout.redactions = entries(),
                other => _ = layout.root.insert(other.to_owned(), place),
            }
        }
        Some(layout)
    }

    /// The bytes of the lines that this range lies in, the last line's end
    /// included.
    pub(super) fn lines(&self, range: &Range<usize>) -> Range<usize> {
        let start = self.text.get(..range.start).and_then(|before| before.rfind('\n')).map_or(0, |at| at + 1);
        let start =
            if start == 0 && self.text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { start };
        let rest = self.text.get(range.end..).and_then(|rest| rest.find('\n'));
        start..rest.map_or(self.text.len(), |at| range.end + at + 1)
    }

    /// The lines of an entry under a header: from the header to its last value.
    pub(super) fn lines_of(&self, entry: &EntryPlace) -> Range<usize> {
        let end = entry.keys.values().map(|key| key.value.end).fold(entry.head.end, usize::max);
        self.lines(&(entry.head.start..end))
    }

    /// Where the first table begins, the comments right above its header included.
    pub(super) fn first_table(&self) -> Option<usize> {
        let all = self.marks.entries.iter().chain(&self.redactions.entries);
        let head = all.filter(|entry| !entry.is_inline).map(|entry| entry.head.start).min()?;
        Some(self.with_comments(self.lines(&(head..head)).start))
    }

    /// The beginning of the comments that stand right above a line.
    pub(super) fn with_comments(&self, line: usize) -> usize {
        let mut start = line;
        while start > 0 {
            let above = self.lines(&(start - 1..start - 1));
            if above.start >= start
                || !self.text.get(above.clone()).is_some_and(|text| text.trim_start().starts_with('#'))
            {
                break;
            }
            start = above.start;
        }
        start
    }
}

impl EntryPlaces {
    fn of((text, start): (&str, usize), place: &KeyPlace, value: &Spanned<DeValue<'_>>) -> Self {
        let DeValue::Array(array) = value.get_ref() else { return Self::default() };
        let mut entries = Vec::new();
        for (element, head) in array.iter().zip(&place.elements) {
            let DeValue::Table(table) = element.get_ref() else { continue };
            let keys = table
                .iter()
                .map(|(key, value)| (key.get_ref().to_string(), key_place(key.span(), value, start)));
            let is_inline = text.get(head.clone()).is_some_and(|head| head.starts_with('{'));
            entries.push(EntryPlace { head: head.clone(), is_inline, keys: keys.collect() });
        }
        let is_list = entries.iter().all(|entry| entry.is_inline);
        Self { list: is_list.then(|| place.clone()), entries }
    }
}

fn key_place(key: Range<usize>, value: &Spanned<DeValue<'_>>, start: usize) -> KeyPlace {
    let at = |range: Range<usize>| range.start + start..range.end + start;
    let elements = match value.get_ref() {
        DeValue::Array(array) => array.iter().map(|element| at(element.span())).collect(),
        _ => Vec::new(),
    };
    KeyPlace { key: at(key), value: at(value.span()), elements }
}
