//! Reading TOML that people write by hand: front matter, sidecars,
//! `stepbook.toml`.
//!
//! In: a text and where it begins in its file. Out: values, one key at a time, and
//! problems, each at its place: wrong syntax (the rest of the file is still read),
//! values of a wrong kind, and unknown keys, each with the most similar key that
//! is known. A key is known if the program asked for it.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::diag::{Problem, ProblemKind, nearest};
use crate::source::{SourceId, Span};

/// Where a TOML text stands, for the spans and words of problems.
#[derive(Debug, Clone, Copy)]
pub struct TomlPlace {
    /// The file.
    pub source: SourceId,
    /// Byte offset of the text in the file.
    pub offset: usize,
    /// The name of the text in findings, such as `front matter`.
    pub name: &'static str,
}

impl TomlPlace {
    fn span(&self, bytes: Range<usize>) -> Span {
        Span::new(self.source, bytes.start + self.offset..bytes.end + self.offset)
    }
}

/// The problems of one file that are reported. If its TOML does not parse, only the
/// first wrong place is reported, since all other problems may follow from it.
#[must_use]
pub fn told(problems: Vec<Problem>) -> Vec<Problem> {
    let is_syntax = |problem: &Problem| matches!(problem.kind, ProblemKind::TomlSyntax(_));
    let first =
        problems.iter().filter(|problem| is_syntax(problem)).min_by_key(|problem| problem.span.bytes.start);
    first.cloned().map_or(problems, |first| vec![first])
}

/// One TOML table. Its user asks for the keys one by one.
#[derive(Debug)]
pub struct TomlTable<'a> {
    place: TomlPlace,
    span: Span,
    /// The keys that were not asked for yet: key → its place and its value.
    entries: BTreeMap<Cow<'a, str>, (Range<usize>, Spanned<DeValue<'a>>)>,
    known: Vec<&'static str>,
    problems: Vec<Problem>,
}

impl<'a> TomlTable<'a> {
    /// Parses a whole text. Each wrong place is a problem; the rest of the text is
    /// still read.
    #[must_use]
    pub fn parse(text: &'a str, place: TomlPlace) -> Self {
        let (root, errors) = DeTable::parse_recoverable(text);
        let mut table = Self::of(root.into_inner(), place, place.span(0..0));
        for error in errors {
            let bytes = on_boundaries(text, error.span().unwrap_or(0..0));
            let kind = ProblemKind::TomlSyntax(error.message().lines().next().unwrap_or_default().to_owned());
            table.problems.push(Problem::new(place.span(bytes), kind));
        }
        table
    }

    fn of(entries: DeTable<'a>, place: TomlPlace, span: Span) -> Self {
        let entry = |(key, value): (Spanned<Cow<'a, str>>, _)| {
            let bytes = key.span();
            (key.into_inner(), (bytes, value))
        };
        let entries = entries.into_iter().map(entry).collect();
        Self { place, span, entries, known: Vec::new(), problems: Vec::new() }
    }

    /// The place of the table in its file.
    #[must_use]
    pub fn span(&self) -> &Span {
        &self.span
    }

    /// All keys that were not asked for yet, with their places. For tables whose
    /// keys are names, such as languages.
    #[must_use]
    pub fn keys(&self) -> Vec<(String, Span)> {
        self.entries.iter().map(|(key, (at, _))| (key.to_string(), self.place.span(at.clone()))).collect()
    }

    /// Whether the table has this key, and it was not asked for yet.
    #[must_use]
    pub fn has(&self, key: &str) -> bool {
        self.entries.contains_key(key)
    }

    /// The string under a key.
    pub fn string(&mut self, key: &'static str) -> Option<(String, Span)> {
        self.known.push(key);
        self.string_named(key)
    }

    /// The string under a key that is a name, such as a language.
    pub fn string_named(&mut self, key: &str) -> Option<(String, Span)> {
        self.value(key, "a text in quotes", |value| match value {
            DeValue::String(text) => Some(text.into_owned()),
            _ => None,
        })
    }

    /// The whole number under a key.
    pub fn integer(&mut self, key: &'static str) -> Option<(i64, Span)> {
        self.known.push(key);
        self.value(key, "a whole number", integer)
    }

    /// The value under a key that must be `true` or `false`.
    pub fn boolean(&mut self, key: &'static str) -> Option<(bool, Span)> {
        self.known.push(key);
        self.value(key, "true or false", |value| match value {
            DeValue::Boolean(value) => Some(value),
            _ => None,
        })
    }

    /// The day under a key, such as `2026-11-20`, with or without quotes.
    pub fn date(&mut self, key: &'static str) -> Option<(jiff::civil::Date, Span)> {
        self.known.push(key);
        self.value(key, "a date like 2026-11-20", |value| match value {
            DeValue::Datetime(moment) => moment.date.and_then(|day| {
                let year = i16::try_from(day.year).ok()?;
                jiff::civil::Date::new(year, i8::try_from(day.month).ok()?, i8::try_from(day.day).ok()?).ok()
            }),
            DeValue::String(text) => text.parse().ok(),
            _ => None,
        })
    }

    /// The list of strings under a key, each with its place. A single string
    /// counts as a list of one.
    pub fn strings(&mut self, key: &'static str) -> Vec<(String, Span)> {
        self.known.push(key);
        let place = self.place;
        let list = self.value(key, "a list of texts in quotes", |value| match value {
            DeValue::String(text) => Some(vec![(text.into_owned(), None)]),
            DeValue::Array(items) => items
                .into_iter()
                .map(|item| {
                    let span = place.span(item.span());
                    match item.into_inner() {
                        DeValue::String(text) => Some((text.into_owned(), Some(span))),
                        _ => None,
                    }
                })
                .collect(),
            _ => None,
        });
        list.map_or_else(Vec::new, |(items, whole)| {
            items.into_iter().map(|(text, span)| (text, span.unwrap_or_else(|| whole.clone()))).collect()
        })
    }

    /// The list of exactly `N` whole numbers under a key. `expected` is the part
    /// of a finding's message that says what the numbers mean.
    pub fn numbers<const N: usize>(
        &mut self,
        key: &'static str,
        expected: &'static str,
    ) -> Option<([i64; N], Span)> {
        self.known.push(key);
        self.value(key, expected, |value| match value {
            DeValue::Array(items) => {
                let numbers: Option<Vec<i64>> =
                    items.into_iter().map(|item| integer(item.into_inner())).collect();
                <[i64; N]>::try_from(numbers?).ok()
            }
            _ => None,
        })
    }

    /// The table under a key; an empty table if the key is missing.
    #[must_use]
    pub fn table(&mut self, key: &'static str) -> TomlTable<'a> {
        self.known.push(key);
        self.table_named(key)
    }

    /// The table under a key that is a name; an empty table if the key is missing.
    #[must_use]
    pub fn table_named(&mut self, key: &str) -> TomlTable<'a> {
        let found = self.value(key, "a table", |value| match value {
            DeValue::Table(entries) => Some(entries),
            _ => None,
        });
        match found {
            Some((entries, span)) => Self::of(entries, self.place, span),
            None => Self::of(DeTable::new(), self.place, self.span.clone()),
        }
    }

    /// The list of tables under a key, written as `[[key]]`.
    pub fn tables(&mut self, key: &'static str) -> Vec<TomlTable<'a>> {
        self.known.push(key);
        let place = self.place;
        let found = self.value(key, "tables, each under [[…]]", |value| match value {
            DeValue::Array(items) => items
                .into_iter()
                .map(|item| {
                    let span = place.span(item.span());
                    match item.into_inner() {
                        DeValue::Table(entries) => Some(Self::of(entries, place, span)),
                        _ => None,
                    }
                })
                .collect(),
            _ => None,
        });
        found.map_or_else(Vec::new, |(tables, _)| tables)
    }

    /// Adds the problem that a value is of the right kind but not allowed.
    pub fn refuse(&mut self, key: &str, span: Span, expected: &'static str) {
        let kind = ProblemKind::BadValue { key: key.to_owned(), expected };
        self.problems.push(Problem::new(span, kind));
    }

    /// Ends the reading and returns the problems. A key that was not asked for is
    /// a problem too.
    #[must_use]
    pub fn finish(mut self) -> Vec<Problem> {
        for (key, (at, _)) in &self.entries {
            let kind = ProblemKind::UnknownKey {
                place: self.place.name,
                key: key.to_string(),
                nearest: nearest(key, self.known.iter().copied()).map(str::to_owned),
                known: self.known.clone(),
            };
            self.problems.push(Problem::new(self.place.span(at.clone()), kind));
        }
        self.problems
    }

    fn value<T>(
        &mut self,
        key: &str,
        expected: &'static str,
        read: impl FnOnce(DeValue<'a>) -> Option<T>,
    ) -> Option<(T, Span)> {
        let (_, value) = self.entries.remove(key)?;
        let span = self.place.span(value.span());
        if let Some(value) = read(value.into_inner()) {
            return Some((value, span));
        }
        self.refuse(key, span, expected);
        None
    }
}

fn integer(value: DeValue<'_>) -> Option<i64> {
    match value {
        DeValue::Integer(number) => i64::from_str_radix(number.as_str(), number.radix()).ok(),
        _ => None,
    }
}

/// Widens a range to whole characters, because the parser's error spans may end
/// inside a character.
fn on_boundaries(text: &str, bytes: Range<usize>) -> Range<usize> {
    let start = text.floor_char_boundary(bytes.start.min(text.len()));
    start..text.ceil_char_boundary(bytes.end.clamp(start, text.len()))
}
