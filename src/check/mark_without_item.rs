//! `mark-without-item`: a mark whose number has no item in the list under the
//! picture.
//!
//! Readers see a numbered pin and don't find its text. For people who can't see
//! the picture, the mark doesn't exist.
//!
//! Write the item into the list right under the picture, or take `n` out of the
//! mark: then the mark is drawn without a number.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::figures::{self, MarkedFigure};
use super::rule::Rule;
use super::subject::Subject;
use crate::diag::{Diagnostic, Severity};
use crate::source::Span;
use crate::url::TreePath;

pub(super) const RULE: Rule = Rule {
    code: "mark-without-item",
    severity: Severity::Error,
    file: include_str!("mark_without_item.rs"),
    find,
};

fn find(subject: &Subject<'_>) -> Vec<Diagnostic> {
    let figures = figures::marked(subject);
    let mut findings = Vec::new();
    let (with_items, mut told) = (ItemNumbers::of(&figures), BTreeSet::new());
    for marked in &figures {
        let meant: Vec<u32> = marked.items_without_mark().map(|(n, _)| n).collect();
        for (n, picture, mark) in marked.marks_without_item() {
            let name = picture.file.file_name();
            let finding = |span: &Span| RULE.at(span, format!("mark `{n}` of `{name}` has no item"));
            // An item without a mark beside it shows that the number is wrong, not the list.
            if !meant.is_empty() && !with_items.has(&picture.file, n) {
                if told.insert((&picture.file, n)) {
                    findings.push(finding(&mark.span).with_help(at_sidecar(n, &meant)));
                }
                continue;
            }
            let help = if marked.figure.items.is_empty() {
                "write a list right under the picture, one item for each mark".to_owned()
            } else {
                format!(
                    "write item {n} into the list under the picture, or take `n = {n}` out of the sidecar"
                )
            };
            findings.push(finding(&picture.span).with_help(help));
        }
    }
    findings
}

/// The numbers of all items under each picture: ranges in their order, which do not touch. One figure may
/// have thousands of pictures and of items.
struct ItemNumbers<'a>(BTreeMap<&'a TreePath, Vec<Range<u32>>>);

impl<'a> ItemNumbers<'a> {
    fn of(figures: &'a [MarkedFigure<'_>]) -> Self {
        let figures = figures.iter().map(|marked| marked.figure);
        Self::joined(figures.flat_map(|figure| {
            let count = u32::try_from(figure.items.len()).unwrap_or(u32::MAX);
            let numbers = figure.start..figure.start.saturating_add(count);
            figure.images.iter().map(move |picture| (&picture.file, numbers.clone()))
        }))
    }

    fn joined(all: impl Iterator<Item = (&'a TreePath, Range<u32>)>) -> Self {
        let mut of: BTreeMap<&TreePath, Vec<Range<u32>>> = BTreeMap::new();
        for (file, numbers) in all {
            of.entry(file).or_default().push(numbers);
        }
        for ranges in of.values_mut() {
            ranges.sort_by_key(|range| (range.start, range.end));
            ranges.dedup_by(|next, range| {
                let joins = next.start <= range.end;
                range.end = if joins { range.end.max(next.end) } else { range.end };
                joins
            });
        }
        Self(of)
    }

    /// Whether some figure with this picture has an item of this number.
    fn has(&self, file: &TreePath, n: u32) -> bool {
        let Some(ranges) = self.0.get(file) else { return false };
        let next = ranges.partition_point(|range| range.end <= n);
        ranges.get(next).is_some_and(|range| range.contains(&n))
    }
}

/// Help for a mark whose number no language has an item for.
fn at_sidecar(n: u32, meant: &[u32]) -> String {
    match meant {
        [one] => format!("write `n = {one}`: item {one} has no mark"),
        _ => format!("write the number of an item under the picture, or an item {n}"),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn a_picture_has_the_numbers_of_each_of_its_lists(
            lists in prop::collection::vec((0..2_usize, 0..20_u32, 0..6_u32), 0..8)
        ) {
            let files = ["a.png", "b.png"].map(TreePath::new);
            let range = |(file, start, count): &(usize, u32, u32)| Some((files.get(*file)?, *start..start + count));
            let ranges: Vec<(&TreePath, Range<u32>)> = lists.iter().filter_map(range).collect();
            let numbers = ItemNumbers::joined(ranges.iter().cloned());
            for (file, n) in files.iter().flat_map(|file| (0..30).map(move |n| (file, n))) {
                let has = ranges.iter().any(|(of, range)| *of == file && range.contains(&n));
                prop_assert_eq!(numbers.has(file, n), has, "{} {}", file, n);
            }
        }
    }
}
