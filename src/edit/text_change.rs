//! A change of a text that leaves every other byte as it is.
//!
//! In: a text and byte ranges with what shall stand there. Out: the new text, and
//! the change that takes it back. A change that was made for one state of a file
//! can be moved to another state, if the lines that it touches are still there:
//! an author may save the same file in a text editor at any moment.

use std::ops::Range;

use similar::{Algorithm, DiffOp, capture_diff_slices};

/// A byte range of a text and what shall stand there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Replacement {
    pub(crate) range: Range<usize>,
    pub(crate) with: String,
}

/// Replacements in one text, in its order, which do not overlap.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct TextChange {
    replacements: Vec<Replacement>,
}

impl TextChange {
    /// The change of these replacements. Of those that overlap, only the first
    /// is kept.
    pub(crate) fn new(mut replacements: Vec<Replacement>) -> Self {
        replacements.sort_by_key(|one| (one.range.start, one.range.end));
        let mut end = 0;
        replacements.retain(|one| {
            let is_apart = one.range.start >= end && one.range.start <= one.range.end;
            if is_apart {
                end = one.range.end;
            }
            is_apart
        });
        Self { replacements }
    }

    /// The change that makes `to` of `from`, line by line.
    pub(crate) fn between(from: &str, to: &str) -> Self {
        let (old, new) = (lines(from), lines(to));
        let ops = capture_diff_slices(Algorithm::Myers, &texts(from, &old), &texts(to, &new));
        let kept = ops.iter().filter(|op| matches!(op, DiffOp::Equal { .. }));
        let ends = [(old.len()..old.len(), new.len()..new.len())];
        let start =
            |lines: &[Range<usize>], line: usize, end: usize| lines.get(line).map_or(end, |line| line.start);
        let (mut replacements, mut last) = (Vec::new(), (0, 0));
        // What stands between two stretches that both have is replaced.
        for (kept, there) in kept.map(|op| (op.old_range(), op.new_range())).chain(ends) {
            let range = start(&old, last.0, from.len())..start(&old, kept.start, from.len());
            let with = start(&new, last.1, to.len())..start(&new, there.start, to.len());
            if !(range.is_empty() && with.is_empty()) {
                let with = to.get(with).unwrap_or_default().to_owned();
                replacements.push(Replacement { range, with });
            }
            last = (kept.end, there.end);
        }
        Self { replacements }
    }

    /// The text after the change; `None` if a range does not lie in this text, or
    /// cuts a character.
    pub(crate) fn apply(&self, text: &str) -> Option<String> {
        let mut made = String::with_capacity(text.len());
        let mut at = 0;
        for Replacement { range, with } in &self.replacements {
            text.get(range.clone())?;
            made.push_str(text.get(at..range.start)?);
            made.push_str(with);
            at = range.end;
        }
        made.push_str(text.get(at..)?);
        Some(made)
    }

    /// The change that makes `text` again from what [`Self::apply`] makes of it.
    pub(crate) fn inverse(&self, text: &str) -> Option<Self> {
        let (mut replacements, mut grown, mut shrunk) = (Vec::new(), 0, 0);
        for Replacement { range, with } in &self.replacements {
            let start = (range.start + grown).checked_sub(shrunk)?;
            let was = text.get(range.clone())?.to_owned();
            grown += with.len();
            shrunk += was.len();
            replacements.push(Replacement { range: start..start + with.len(), with: was });
        }
        Some(Self { replacements })
    }

    /// The same change for `to`, another state of the text `from` that it was made
    /// for; `None` if a line that it touches is not in `to` any more. A text that
    /// is put between two lines stays behind the upper one, or before the lower
    /// one if only that is still there.
    pub(crate) fn moved(&self, from: &str, to: &str) -> Option<Self> {
        let lines = KeptLines::of(from, to);
        let moved = self.replacements.iter().map(|one| {
            let range = lines.moved(&one.range)?;
            Some(Replacement { range, with: one.with.clone() })
        });
        Some(Self { replacements: moved.collect::<Option<_>>()? })
    }
}

/// Where a place in a line of `from` is in `to`, another state of this text; `None` if the line is
/// not there any more.
pub(crate) fn moved_place(from: &str, to: &str, at: usize) -> Option<usize> {
    // Everything before it is the same, and so is its first character: its own line may have changed.
    if from.get(..at) == to.get(..at) && from.as_bytes().get(at) == to.as_bytes().get(at) {
        return Some(at);
    }
    KeptLines::of(from, to).moved(&(at..at + 1)).map(|range| range.start)
}

/// Which lines of a text are still in another state of it, and where.
struct KeptLines {
    /// The bytes of each line, its end included.
    from: Vec<Range<usize>>,
    to: Vec<Range<usize>>,
    /// The number of each line in the other state; lines are counted from 0.
    kept: Vec<Option<usize>>,
}

impl KeptLines {
    fn of(from: &str, to: &str) -> Self {
        let (old, new) = (lines(from), lines(to));
        let mut kept = vec![None; old.len()];
        for op in capture_diff_slices(Algorithm::Myers, &texts(from, &old), &texts(to, &new)) {
            if let DiffOp::Equal { old_index, new_index, len } = op {
                for (number, line) in kept.iter_mut().skip(old_index).take(len).enumerate() {
                    *line = Some(new_index + number);
                }
            }
        }
        Self { from: old, to: new, kept }
    }

    /// Where a range is now; `None` if it is not there any more.
    fn moved(&self, range: &Range<usize>) -> Option<Range<usize>> {
        let first = self.from.partition_point(|line| line.end <= range.start);
        let is_between =
            range.is_empty() && self.from.get(first).is_none_or(|line| line.start == range.start);
        if is_between {
            let at = self.place_between(first)?;
            return Some(at..at);
        }
        let last = self.from.partition_point(|line| line.end < range.end);
        let start = self.kept.get(first).copied().flatten()?;
        let stay = (first..=last)
            .enumerate()
            .all(|(number, line)| self.kept.get(line) == Some(&Some(start + number)));
        let moved = |at: usize, line: usize| {
            let (old, new) = (self.from.get(line)?, self.to.get(self.kept.get(line).copied().flatten()?)?);
            Some(new.start + (at - old.start))
        };
        stay.then(|| Some(moved(range.start, first)?..moved(range.end, last)?)).flatten()
    }

    /// The place between line `next` and the line above it.
    fn place_between(&self, next: usize) -> Option<usize> {
        let now = |line: usize| self.to.get(self.kept.get(line).copied().flatten()?);
        let above = next.checked_sub(1).and_then(now).map(|line| line.end);
        above.or_else(|| now(next).map(|line| line.start)).or_else(|| self.from.is_empty().then_some(0))
    }
}

/// How many lines of two states of a text differ: those that are gone or those that are new, whichever
/// are more.
pub(crate) fn changed_lines(from: &str, to: &str) -> usize {
    let ops = capture_diff_slices(Algorithm::Myers, &texts(from, &lines(from)), &texts(to, &lines(to)));
    let changed = ops.iter().filter(|op| !matches!(op, DiffOp::Equal { .. }));
    let (gone, added) =
        changed.fold((0, 0), |(gone, added), op| (gone + op.old_range().len(), added + op.new_range().len()));
    gone.max(added)
}

fn texts<'t>(text: &'t str, lines: &[Range<usize>]) -> Vec<&'t str> {
    lines.iter().map(|line| text.get(line.clone()).unwrap_or_default()).collect()
}

/// The lines of a text, each with its end.
fn lines(text: &str) -> Vec<Range<usize>> {
    let mut at = 0;
    let ends = text.split_inclusive('\n').map(|line| {
        at += line.len();
        at - line.len()..at
    });
    ends.collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn change(replacements: &[(Range<usize>, &str)]) -> TextChange {
        let all = replacements
            .iter()
            .map(|(range, with)| Replacement { range: range.clone(), with: (*with).to_owned() });
        TextChange::new(all.collect())
    }

    fn moved(made_for: &str, replacement: (Range<usize>, &str), now: &str) -> Option<String> {
        change(&[replacement]).moved(made_for, now)?.apply(now)
    }

    #[test]
    fn a_change_finds_its_line_in_a_text_that_was_edited_elsewhere() {
        let text = "a = 1\r\nb = 2\r\nc = 3\r\n";
        let b = (11..12, "7");
        assert_eq!(moved(text, b.clone(), "# new\r\nb = 2\r\n").as_deref(), Some("# new\r\nb = 7\r\n"));
        assert_eq!(moved(text, b.clone(), "a = 1\r\nb = 9\r\nc = 3\r\n"), None, "somebody else changed it");
        assert_eq!(moved(text, b, ""), None);
    }

    #[test]
    fn what_is_put_between_two_lines_needs_one_of_them() {
        let (text, between) = ("a\nb\n", (2..2, "x\n"));
        assert_eq!(moved(text, between.clone(), "a\nnew\nb\n").as_deref(), Some("a\nx\nnew\nb\n"));
        assert_eq!(moved(text, between.clone(), "new\nb\n").as_deref(), Some("new\nx\nb\n"));
        assert_eq!(moved(text, between, "new\n"), None);
        assert_eq!(moved("", (0..0, "x\n"), "").as_deref(), Some("x\n"));
        assert_eq!(moved("a", (1..1, "\nx"), "b\na").as_deref(), Some("b\na\nx"));
    }

    #[test]
    fn lines_that_were_torn_apart_are_not_one_place_any_more() {
        assert_eq!(moved("a\nb\n", (0..4, ""), "a\nnew\nb\n"), None);
    }

    fn any_change() -> impl Strategy<Value = (String, TextChange)> {
        let text = "([ab步\r]|\n){0,12}";
        let pieces = prop::collection::vec((text, "[x\n號]{0,3}", text), 0..4);
        pieces.prop_map(|pieces| {
            let (mut whole, mut replacements) = (String::new(), Vec::new());
            for (kept, with, gone) in pieces {
                whole.push_str(&kept);
                let start = whole.len();
                whole.push_str(&gone);
                replacements.push(Replacement { range: start..whole.len(), with });
            }
            (whole, TextChange::new(replacements))
        })
    }

    proptest! {
        #[test]
        fn the_inverse_of_a_change_gives_the_same_bytes((text, change) in any_change()) {
            let made = change.apply(&text);
            let back = change.inverse(&text).zip(made.as_ref()).and_then(|(inverse, made)| inverse.apply(made));
            prop_assert_eq!(back.as_deref(), Some(text.as_str()));
            let again = change.inverse(&text).zip(made.as_ref()).and_then(|(inverse, made)| inverse.inverse(made));
            prop_assert_eq!(again, Some(change));
        }

        #[test]
        fn the_change_between_two_texts_makes_one_of_the_other(from in "([ab][\n]{0,2}){0,8}", to in "([ab][\n]{0,2}){0,8}") {
            prop_assert_eq!(TextChange::between(&from, &to).apply(&from), Some(to));
        }

        /// A change of a text that nobody else edited stays where it is.
        #[test]
        fn in_the_same_text_a_change_does_not_move((text, change) in any_change()) {
            let here = change.moved(&text, &text).and_then(|moved| moved.apply(&text));
            prop_assert_eq!(here, change.apply(&text));
        }

        /// Lines that others add above and below are kept, and so is the change.
        #[test]
        fn lines_of_others_stay((text, change) in any_change(), above in "(c\n){0,3}", below in "(d\n){0,3}") {
            let text = format!("{text}\n");
            let others = format!("{above}{text}{below}");
            if let Some(made) = change.moved(&text, &others).and_then(|moved| moved.apply(&others)) {
                let expected = change.apply(&text).map(|made| format!("{above}{made}{below}"));
                prop_assert_eq!(Some(made), expected);
            }
        }
    }
}
