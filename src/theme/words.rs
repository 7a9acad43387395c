//! Every word that the site says by itself, per language.
//!
//! In: the TOML of the default theme and of the site's own. Out: one complete
//! table for each language: for the templates as it is, for the program as
//! [`Words`]. A word that one file lacks comes from the next one: the site's
//! own file, then the default theme's, then the English one.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;
use toml::{Table, Value};

use super::embedded;
use crate::config::AuthorStepWords;
use crate::lang::Lang;
use crate::model::StepWords;

/// Declares sections of words as types. A key that is declared here but missing
/// in the default theme makes a test fail; `themes/default/i18n` explains each
/// key.
macro_rules! words {
    ($($section:ident: $name:ident { $($key:ident: $kind:ty),* $(,)? })*) => {
        /// The words that the program itself needs, in one language.
        #[derive(Debug, Clone, Default, PartialEq, Eq, Hash, Deserialize)]
        pub(crate) struct Words {
            $(#[doc = concat!("`[", stringify!($section), "]`")] pub $section: $name,)*
            /// The words of steps: the theme's, or the author's in their place.
            #[serde(skip)]
            pub of_steps: StepWords,
            /// `[names]`: what this language calls other languages inside a
            /// sentence, by tag.
            pub names: BTreeMap<String, String>,
        }
        $(
            #[doc = concat!("Words of the section `[", stringify!($section), "]`.")]
            #[derive(Debug, Clone, Default, PartialEq, Eq, Hash, Deserialize)]
            pub(crate) struct $name {
                $(#[doc = concat!("`", stringify!($key), "` of `[", stringify!($section), "]`")] pub $key: $kind,)*
            }
        )*
    };
}

words! {
    language: LanguageWords { html: String, name: String, short: String, locale: String, direction: String }
    punctuation: PunctuationWords { colon: String, list: String, gap: String, open: String, close: String }
    typography: TypographyWords { phrases: Vec<String>, after: String }
    header: HeaderWords { home: String }
    step: StepHeadWords {
        label: String, continued: String, part: String, marked: String, language: String,
    }
    entry: EntryWords { heading: String, start: String, jump: String }
    branch: BranchWords { ok: Vec<String>, bad: Vec<String> }
    reference: ReferenceWords { step: String, section: String, page: String, elsewhere: String }
    figure: FigureWords { label: String, enlarge: String, mark: String, missing: String }
    alert: AlertWords { note: String, tip: String, important: String, warning: String, caution: String }
    table: TableWords { label: String }
    footnote: FootnoteWords { heading: String, back: String }
    task: TaskWords { done: String, todo: String }
    link: LinkWords { external: String, download: String }
    fallback: FallbackWords { page: String, step: String }
    facts: FactWords {
        audience: String, needs: String, minutes_label: String, minutes: String, platform: String,
        verified: String, verified_on: String,
    }
    steps: StepListWords { heading: String, checklist_hint: String }
    print: PrintWords {
        done: String, scan: String, contents: String, see_page: String, panel: String, folio: String, range: String,
    }
    glossary: GlossaryWords { title: String, summary: String }
    sitemap: SitemapWords { title: String, summary: String }
    not_found: NotFoundWords { title: String }
    root: RootWords { title: String }
    search: SearchWords { example: String }
    footer: FooterWords { accessibility: String }
}

impl Words {
    /// The name of the language `lang` inside a sentence of this one, such as
    /// `英文`. If there is none, the name that the language has in its own words,
    /// `theirs`.
    #[must_use]
    pub(crate) fn name_of<'a>(&'a self, lang: &Lang, theirs: &'a Self) -> &'a str {
        self.names.get(lang.as_str()).unwrap_or(&theirs.language.name)
    }
}

/// Puts values into the `{name}` places of a word. If a place is inside
/// quotation marks, the quotation marks of its value become the inner kind:
/// `「進入『我的E政府』」`.
#[must_use]
pub(crate) fn fill(word: &str, values: &[(&str, &str)]) -> String {
    let mut out = String::with_capacity(word.len() + 16);
    let mut rest = word;
    while let Some((before, tail)) = rest.split_once('{') {
        out.push_str(before);
        let place = tail.split_once('}').and_then(|(name, after)| {
            let (_, value) = values.iter().find(|(known, _)| *known == name)?;
            Some((*value, after))
        });
        if let Some((value, after)) = place {
            match inner_marks(&out) {
                Some([open, close]) if value.contains(open.0) => {
                    out.push_str(&value.replace(open.0, open.1).replace(close.0, close.1));
                }
                _ => out.push_str(value),
            }
            rest = after;
        } else {
            out.push('{');
            rest = tail;
        }
    }
    out.push_str(rest);
    out
}

/// The outer and the inner quotation marks, if an outer one was opened just
/// before.
fn inner_marks(before: &str) -> Option<[(char, &'static str); 2]> {
    match before.chars().next_back()? {
        '「' => Some([('「', "『"), ('」', "』")]),
        '“' => Some([('“', "‘"), ('”', "’")]),
        _ => None,
    }
}

/// What is wrong with a file of words, and in which line, from 1.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct WordsFault {
    pub(super) line: usize,
    pub(super) message: String,
}

/// Parses a file of words.
pub(super) fn parse(text: &str) -> Result<Table, WordsFault> {
    text.parse::<Table>().map_err(|error| {
        let at = error.span().map_or(0, |span| span.start);
        let message = error.message().lines().next().unwrap_or_default().to_owned();
        WordsFault { line: line_at(text, at), message }
    })
}

fn line_at(text: &str, offset: usize) -> usize {
    text.bytes().take(offset).filter(|byte| *byte == b'\n').count() + 1
}

/// The default theme's words in a language.
pub(super) fn default_table(lang: &str) -> Option<&'static Table> {
    /// Parsed once: each save of a file of a site's own theme loads that theme again.
    static TABLES: LazyLock<BTreeMap<&str, Table>> = LazyLock::new(|| {
        let parsed = |(tag, text): &(&'static str, &str)| Some((*tag, parse(text).ok()?));
        embedded::WORDS.iter().filter_map(parsed).collect()
    });
    TABLES.get(lang)
}

/// The English words, which are all words that there are.
pub(super) fn english_table() -> &'static Table {
    static NONE: LazyLock<Table> = LazyLock::new(Table::default);
    default_table("en").unwrap_or(&NONE)
}

/// Puts the site's words over the default's, key by key. A value of another
/// kind than in `reference` would break templates; it is left out and reported.
pub(super) fn lay_over(base: &mut Table, own: Table, text: &str, reference: &Table) -> Vec<WordsFault> {
    let mut faults = Vec::new();
    for (section, value) in own {
        let Value::Table(keys) = value else {
            faults.push(fault(text, &section, "a [section] of words"));
            continue;
        };
        let kinds = reference.get(&section).and_then(Value::as_table);
        let Value::Table(target) = base.entry(section).or_insert_with(|| Value::Table(Table::new())) else {
            continue;
        };
        for (key, word) in keys {
            let kind = kinds.and_then(|kinds| kinds.get(&key));
            if kind.is_none_or(|kind| same_kind(kind, &word)) {
                target.insert(key, word);
            } else {
                let expected = if kind.is_some_and(Value::is_array) { "a list of texts" } else { "a text" };
                faults.push(fault(text, &key, expected));
            }
        }
    }
    faults
}

fn same_kind(reference: &Value, value: &Value) -> bool {
    match (reference, value) {
        (Value::Array(_), Value::Array(items)) => items.iter().all(Value::is_str),
        _ => reference.same_type(value),
    }
}

fn fault(text: &str, key: &str, expected: &str) -> WordsFault {
    let named = |line: &str| line.trim_start_matches([' ', '\t', '[']).starts_with(key);
    let line = text.lines().position(named).map_or(1, |index| index + 1);
    WordsFault { line, message: format!("`{key}` takes {expected}") }
}

/// Fills in the words that `table` lacks, and lists them as `section.key`.
pub(super) fn complete(table: &mut Table, from: &Table) -> Vec<String> {
    let mut missing = Vec::new();
    for (section, keys) in from {
        let target = table.entry(section.clone()).or_insert_with(|| Value::Table(Table::new()));
        let (Some(target), Some(keys)) = (target.as_table_mut(), keys.as_table()) else { continue };
        for (key, word) in keys {
            if !target.contains_key(key) {
                target.insert(key.clone(), word.clone());
                missing.push(format!("{section}.{key}"));
            }
        }
    }
    missing
}

/// A table for a language without words, made of its tag alone.
pub(super) fn from_tag(lang: &Lang) -> Table {
    let tag = lang.as_str();
    let short = tag.split('-').next().unwrap_or(tag).to_ascii_uppercase();
    let section = |words: &[(&str, &str)]| {
        Value::Table(words.iter().map(|(key, word)| ((*key).to_owned(), Value::from(*word))).collect())
    };
    let language =
        section(&[("html", tag), ("name", tag), ("short", &short), ("locale", &tag.replace('-', "_"))]);
    [("language".to_owned(), language)].into_iter().collect()
}

/// Puts the author's step words over the theme's, so that templates say them too.
pub(super) fn set_steps(table: &mut Table, author: &AuthorStepWords) {
    let words = [
        ("step", "word", &author.word),
        ("step", "optional", &author.optional),
        ("result", "label", &author.result),
    ];
    for (section, key, word) in words {
        if let Some(word) = word {
            set(table, section, key, word);
        }
    }
}

/// The words of a complete table, with the author's series of steps.
pub(super) fn words(table: &Table, series: &[String]) -> Words {
    let word = |section: &str, key: &str| {
        let word = table.get(section).and_then(|words| words.get(key)).and_then(Value::as_str);
        word.unwrap_or_default().to_owned()
    };
    let of_steps = StepWords {
        word: word("step", "word"),
        optional: word("step", "optional"),
        result: word("result", "label"),
        series: series.to_vec(),
        others: Vec::new(),
        borrowed: false,
    };
    Words { of_steps, ..table.clone().try_into().unwrap_or_default() }
}

/// Tells each language the step words of the others: those of the site, then those of the default
/// theme.
pub(super) fn share_step_words(words: &mut BTreeMap<Lang, Words>) {
    let own = words.values().map(|words| words.of_steps.word.clone());
    let known = embedded::WORDS.iter().filter_map(|(lang, _)| default_table(lang));
    let known = known.map(|table| self::words(table, &[]).of_steps.word);
    let all: Vec<String> = own.chain(known).collect();
    for words in words.values_mut() {
        let steps = &mut words.of_steps;
        for other in &all {
            if *other != steps.word && !steps.series.contains(other) && !steps.others.contains(other) {
                steps.others.push(other.clone());
            }
        }
    }
}

/// Sets one word.
fn set(table: &mut Table, section: &str, key: &str, word: &str) {
    let section = table.entry(section).or_insert_with(|| Value::Table(Table::new()));
    if let Some(section) = section.as_table_mut() {
        section.insert(key.to_owned(), Value::from(word));
    }
}
