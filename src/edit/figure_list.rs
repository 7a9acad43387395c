//! The list under a picture, as an author wrote it.
//!
//! In: the text of a page and the place of a figure. Out: the byte ranges of the
//! items, their numbers and their words; words are plain Markdown without the
//! indentation of the list.

use std::ops::Range;

use super::text_change::Replacement;
use super::text_lines::{line_break, line_end, line_start};
use crate::model::walk::{self, WalkNode};
use crate::model::{Block, Figure, Parsed, StepWords};
use crate::parse;
use crate::source::Source;

/// One item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct ItemPlace {
    /// From the beginning of the item's line to the beginning of the next item's
    /// line, or to the end of the last item's last line.
    pub(super) lines: Range<usize>,
    /// The digits of its number.
    pub(super) number: Range<usize>,
    /// From the first to the last character of its words.
    pub(super) words: Range<usize>,
}

/// A figure and its items in the text of a page.
#[derive(Debug)]
pub(super) struct FigureList<'t> {
    text: &'t str,
    /// The end of the line in which the last picture stands.
    pub(super) pictures_end: usize,
    pub(super) items: Vec<ItemPlace>,
    /// The number that readers see at the first item.
    pub(super) first: u32,
    pub(super) line_end: &'static str,
    /// The space before the last picture's line.
    pub(super) picture_indent: &'t str,
}

impl<'t> FigureList<'t> {
    /// The figure whose first picture begins at this byte; `None` if there is
    /// none, or if its items are not written as numbers, dots or brackets, and
    /// words.
    pub(super) fn of(source: &'t Source, words: &StepWords, figure: usize) -> Option<Self> {
        let draft = parse::draft(source, words);
        let mut found = None;
        walk::blocks(&draft.blocks, &mut |node| {
            if let WalkNode::Block(Block::Figure(one)) = node
                && one.span.bytes.start == figure
            {
                found = Self::read(&source.text, one);
            }
        });
        found
    }

    fn read(text: &'t str, figure: &Figure<Parsed>) -> Option<Self> {
        let starts: Vec<usize> =
            figure.items.iter().map(|item| line_start(text, item.span.bytes.start)).collect();
        let mut items = Vec::new();
        for (at, item) in figure.items.iter().enumerate() {
            let written = text.get(item.span.bytes.clone())?.trim_end();
            let start = item.span.bytes.start + (written.len() - written.trim_start().len());
            let written = written.trim_start();
            let digits = written.find(|c: char| !c.is_ascii_digit()).unwrap_or(written.len());
            let after = written.get(digits..)?;
            let rest = after.strip_prefix(['.', ')'])?;
            // An item without words may have its space all the same.
            let rest = if rest.is_empty() { line_rest(text, start + digits + 1) } else { rest };
            let space = rest.len() - rest.trim_start_matches([' ', '\t']).len();
            let from = start + digits + 1 + space;
            let words = from..from.max(start + written.len());
            let end = starts.get(at + 1).copied().unwrap_or_else(|| line_end(text, words.end));
            items.push(ItemPlace { lines: *starts.get(at)?..end, number: start..start + digits, words });
        }
        let pictures_end = line_end(text, figure.span.bytes.end);
        let last = figure.images.last().map_or(figure.span.bytes.start, |image| image.span.bytes.start);
        let picture_indent = text.get(line_start(text, last)..last)?.trim_start_matches('\u{feff}');
        let list = Self {
            text,
            pictures_end,
            items,
            first: figure.start,
            line_end: line_break(text),
            picture_indent,
        };
        list.is_plain().then_some(list)
    }

    /// Whether nothing but spaces stands before lines: quotes and tabs make lines whose indentation is not
    /// a number of characters.
    fn is_plain(&self) -> bool {
        let is_space = |before: &str| before.trim_start_matches('\u{feff}').bytes().all(|byte| byte == b' ');
        let is_plain = |item: &ItemPlace| {
            let mut lines = self.text.get(item.words.clone()).unwrap_or_default().lines();
            let (before, after) = self.marker(item);
            let is_one_line = lines.next().is_none() || lines.clone().next().is_none();
            let indented = |line: &str| !line.chars().take_while(|c| c.is_whitespace()).any(|c| c == '\t');
            is_space(before) && (is_one_line || (!after.contains('\t') && lines.all(indented)))
        };
        is_space(self.picture_indent) && self.items.iter().all(is_plain)
    }

    /// The first of the blank lines that end at a place; none of them begins before `from`.
    pub(super) fn blank_from(&self, from: usize, to: usize) -> usize {
        let mut start = to;
        while start > from {
            let above = line_start(self.text, start - 1);
            let line = self.text.get(above..start).unwrap_or_default();
            if above < from || !line.trim().is_empty() {
                break;
            }
            start = above;
        }
        start
    }

    /// The words of an item, without the indentation of its further lines.
    pub(super) fn words(&self, item: &ItemPlace) -> String {
        let written = self.text.get(item.words.clone()).unwrap_or_default();
        let indent = self.indent(item, self.text.get(item.number.clone()).unwrap_or_default());
        let mut lines = written.lines();
        let mut words = lines.next().unwrap_or_default().to_owned();
        for line in lines {
            let space = line.len() - line.trim_start_matches(' ').len();
            words.push('\n');
            words.push_str(line.get(space.min(indent.len())..).unwrap_or_default());
        }
        words
    }

    /// Words ready to stand in an item like this one under another number: each further line is indented.
    pub(super) fn indented(&self, item: &ItemPlace, number: u32, words: &str) -> String {
        let indent = self.indent(item, &number.to_string());
        let mut lines = words.trim().lines();
        let mut text = lines.next().unwrap_or_default().to_owned();
        for line in lines {
            text.push_str(self.line_end);
            if !line.trim().is_empty() {
                text.push_str(&indent);
                text.push_str(line);
            }
        }
        text
    }

    /// The space under an item's number. Tabs go to every fourth column, as in `CommonMark`.
    fn indent(&self, item: &ItemPlace, number: &str) -> String {
        let (before, after) = self.marker(item);
        let columns = before.chars().chain(number.chars()).chain(after.chars()).filter(|c| *c != '\u{feff}');
        " ".repeat(columns.fold(0, |column, c| if c == '\t' { column / 4 * 4 + 4 } else { column + 1 }))
    }

    /// What stands between the beginning of an item's line and its number, and
    /// between its number and its words.
    pub(super) fn marker(&self, item: &ItemPlace) -> (&'t str, &'t str) {
        let of = |range: Range<usize>| self.text.get(range).unwrap_or_default();
        (of(item.lines.start..item.number.start), of(item.number.end..item.words.start))
    }

    /// The number that an item is written with.
    pub(super) fn number(&self, item: &ItemPlace) -> Option<u32> {
        self.text.get(item.number.clone())?.parse().ok()
    }

    /// Whether the numbers are written as 1, 2, 3; others write 1, 1, 1.
    pub(super) fn counts(&self) -> bool {
        let numbers: Vec<_> = self.items.iter().map(|item| self.number(item)).collect();
        numbers.len() < 2 || numbers.windows(2).any(|pair| pair.first() != pair.last())
    }

    /// Whether blank lines stand between the items.
    pub(super) fn is_loose(&self) -> bool {
        let [first, _, ..] = self.items.as_slice() else { return false };
        self.text
            .get(first.words.end..first.lines.end)
            .is_some_and(|between| between.matches('\n').count() > 1)
    }

    /// The end of an item's last line, without blank lines below it.
    pub(super) fn end_of(&self, item: &ItemPlace) -> usize {
        line_end(self.text, item.words.end)
    }

    /// Lines at the beginning of a line, or at the end of a text whose last line is
    /// open; then they are open too.
    pub(super) fn line(&self, at: usize, line: &str, gap: &str) -> Replacement {
        let end = self.line_end;
        let is_open = self.text.get(..at).is_some_and(|before| !before.is_empty() && !before.ends_with('\n'));
        let with = if is_open { format!("{end}{line}") } else { format!("{line}{end}{gap}") };
        Replacement { range: at..at, with }
    }

    /// Whether the line behind this place is blank, or there is none.
    pub(super) fn is_blank_after(&self, at: usize) -> bool {
        self.text.get(at..).is_none_or(|rest| rest.lines().next().is_none_or(|line| line.trim().is_empty()))
    }
}

/// The items of a figure: the words of each, plain Markdown, and the number of the first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ListItems {
    pub(crate) first: u32,
    pub(crate) items: Vec<String>,
}

/// The items of the figure whose first picture begins at this byte; `None` if they can't be changed
/// one by one.
pub(crate) fn list_items(source: &Source, words: &StepWords, figure: usize) -> Option<ListItems> {
    let list = FigureList::of(source, words, figure)?;
    let items = list.items.iter().map(|item| list.words(item)).collect();
    Some(ListItems { first: list.first, items })
}

/// What follows a place in its line.
fn line_rest(text: &str, at: usize) -> &str {
    text.get(at..).and_then(|rest| rest.lines().next()).unwrap_or_default()
}
