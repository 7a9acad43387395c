//! Search for the names and variants of the table of terms in a text.
//!
//! All spellings are searched at once, and the longest that fits counts. So a
//! variant inside a correct name is not reported, and a correct name inside a
//! longer variant does not hide the variant.

use std::collections::BTreeMap;
use std::ops::Range;

use super::prose::TextRun;
use crate::config::Term;
use crate::lang::Lang;

/// What kind of spelling was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum FoundTerm {
    /// The name in the text's own language, which is correct.
    Name,
    /// A spelling that should not be used.
    Variant,
    /// The proper name in another language.
    Twin,
}

/// One spelling to search for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Needle<'a> {
    pub(super) kind: FoundTerm,
    /// The spelling.
    pub(super) text: &'a str,
    /// The name that should be written instead.
    pub(super) name: &'a str,
}

/// All spellings to search for in texts of one language, by their first
/// character. The longest come first, and correct names come before other kinds
/// of the same length.
pub(super) struct Matcher<'a>(BTreeMap<char, Vec<Needle<'a>>>);

impl<'a> Matcher<'a> {
    pub(super) fn new(terms: &'a [Term], lang: &Lang) -> Self {
        let mut needles: BTreeMap<char, Vec<Needle<'a>>> = BTreeMap::new();
        for needle in terms.iter().flat_map(|term| needles_of(term, lang)) {
            if let Some(first) = needle.text.chars().next() {
                needles.entry(first).or_default().push(needle);
            }
        }
        for list in needles.values_mut() {
            list.sort_by_key(|needle| (std::cmp::Reverse(needle.text.len()), needle.kind));
        }
        Self(needles)
    }

    /// All spellings found in a run of words, from left to right, without overlaps.
    pub(super) fn find(&self, run: &TextRun<'_>) -> Vec<(Range<usize>, Needle<'a>)> {
        let mut found = Vec::new();
        let mut free = 0;
        for (at, first) in run.text.char_indices() {
            if at < free {
                continue;
            }
            let Some(needle) = self.at(run, at, first) else { continue };
            free = at + needle.text.len();
            found.push((at..free, needle));
        }
        found
    }

    fn at(&self, run: &TextRun<'_>, at: usize, first: char) -> Option<Needle<'a>> {
        let rest = run.text.get(at..)?;
        let list = self.0.get(&first)?;
        list.iter().find(|needle| rest.starts_with(needle.text) && is_whole(run, at, needle.text)).copied()
    }
}

fn needles_of<'a>(term: &'a Term, lang: &Lang) -> Vec<Needle<'a>> {
    let own = term.names.get(lang).or_else(|| term.names.values().next());
    let Some(own) = own else { return Vec::new() };
    let name = Needle { kind: FoundTerm::Name, text: own, name: own };
    let variants = term.variants.iter().map(|text| Needle { kind: FoundTerm::Variant, text, name: own });
    let proper =
        |text: &&String| text.contains(|c: char| c.is_ascii_uppercase()) && !own.contains(text.as_str());
    let others = term.names.iter().filter(|(other, _)| *other != lang).map(|(_, text)| text);
    let twins = others.filter(proper).map(|text| Needle { kind: FoundTerm::Twin, text, name: own });
    std::iter::once(name).chain(variants).chain(twins).collect()
}

/// Whether `text` at `at` is a whole word: not a piece of a longer Latin word.
fn is_whole(run: &TextRun<'_>, at: usize, text: &str) -> bool {
    let latin = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
    let starts_inside = latin(text.chars().next()) && latin(run.before(at));
    let ends_inside = latin(text.chars().next_back()) && latin(run.after(at + text.len()));
    !starts_inside && !ends_inside
}
