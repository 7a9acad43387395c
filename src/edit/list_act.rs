//! Acts on the words of a figure: the list under its pictures, and what the pictures show.
//!
//! In: the text of a page, the place of a figure and an act of its author. Out: a
//! change of this text, in the author's own style: how the numbers are counted,
//! what stands behind them, blank lines between the items.

use std::ops::Range;

use super::alt_act;
use super::figure_list::{FigureList, ItemPlace};
use super::refusal::ActRefusal;
use super::text_change::{Replacement, TextChange};
use crate::model::StepWords;
use crate::source::Source;

/// What an author does to the items of a figure; items are counted from 0.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum ListAct {
    /// Gives an item other words: plain Markdown.
    Words(usize, String),
    /// Puts a new item before this one; one more than there are puts it last.
    Add(usize, String),
    Remove(usize),
    /// Moves an item to another number; those between them move up or down.
    Move {
        from: usize,
        to: usize,
    },
    /// Gives a picture of the figure, counted from 0, another alternative text: plain words.
    Alt(usize, String),
}

impl ListAct {
    /// The change of a page that this act is. `figure` is the byte where the
    /// figure's first picture begins.
    ///
    /// # Errors
    /// [`ActRefusal`]: nothing may be written.
    pub(crate) fn change(
        &self,
        page: &Source,
        words: &StepWords,
        figure: usize,
    ) -> Result<TextChange, ActRefusal> {
        if let Self::Alt(picture, alt) = self {
            return alt_act::change(page, (words, figure), (*picture, alt));
        }
        let list = FigureList::of(page, words, figure).ok_or(ActRefusal::Unreadable)?;
        let items: Vec<String> = list.items.iter().map(|item| list.words(item)).collect();
        let wanted = self.on(items).ok_or(ActRefusal::NoEntry)?;
        let change = TextChange::new(self.replacements(&list));
        let text = change.apply(&page.text).ok_or(ActRefusal::Unreadable)?;
        let after = Source { text: text.into(), ..page.clone() };
        // Words such as an open code fence could make something else of the items.
        let is_understood = FigureList::of(&after, words, figure)
            .is_some_and(|list| list.items.iter().map(|item| list.words(item)).eq(wanted));
        if is_understood { Ok(change) } else { Err(ActRefusal::OtherMeaning) }
    }

    /// What the act makes of the words of a figure's items; `None` if there is no
    /// such item.
    pub(super) fn on(&self, mut items: Vec<String>) -> Option<Vec<String>> {
        match self {
            Self::Words(at, words) => *items.get_mut(*at)? = tidy(words),
            Self::Add(at, words) if *at <= items.len() => items.insert(*at, tidy(words)),
            Self::Remove(at) if *at < items.len() => _ = items.remove(*at),
            Self::Move { from, to } if *from.max(to) < items.len() => {
                let item = items.remove(*from);
                items.insert(*to, item);
            }
            Self::Alt(..) => (),
            _ => return None,
        }
        Some(items)
    }

    fn replacements(&self, list: &FigureList<'_>) -> Vec<Replacement> {
        match self {
            Self::Words(at, words) => {
                list.items.get(*at).map(|item| reworded(list, item, &tidy(words))).into_iter().collect()
            }
            Self::Add(at, words) => add(list, *at, &tidy(words)),
            Self::Remove(at) => remove(list, *at),
            Self::Move { from, to } => moved(list, *from, *to),
            Self::Alt(..) => Vec::new(),
        }
    }
}

/// Words as an item has them: without space at both ends, with no more space at the ends of lines than
/// breaks need, and with LF between the lines.
fn tidy(words: &str) -> String {
    let words = words.replace("\r\n", "\n").replace('\r', "\n");
    let lines: Vec<&str> = words.trim().lines().collect();
    let last = lines.len().saturating_sub(1);
    let tidied = lines.iter().enumerate().map(|(at, line)| {
        // Two spaces at the end of a line are a break.
        let is_break = at < last && line.ends_with("  ") && !line.trim().is_empty();
        format!("{}{}", line.trim_end(), if is_break { "  " } else { "" })
    });
    tidied.collect::<Vec<_>>().join("\n")
}

fn put(range: Range<usize>, with: String) -> Replacement {
    Replacement { range, with }
}

fn add(list: &FigureList<'_>, at: usize, words: &str) -> Vec<Replacement> {
    let end = list.line_end;
    let Some(pattern) = list.items.get(at.saturating_sub(1)) else {
        let blank = if list.is_blank_after(list.pictures_end) { "" } else { end };
        let indent = list.picture_indent;
        let mut lines = words.lines();
        let mut item = format!("{indent}1. {}", lines.next().unwrap_or_default());
        for line in lines {
            item.push_str(end);
            if !line.is_empty() {
                item.push_str(indent);
                item.push_str("   ");
                item.push_str(line);
            }
        }
        return vec![list.line(list.pictures_end, &format!("{end}{item}"), blank)];
    };
    let counts = list.counts();
    let first = list.items.first().and_then(|item| list.number(item)).unwrap_or(1);
    let number = if counts { first + u32::try_from(at).unwrap_or(0) } else { first };
    let (before, after) = list.marker(pattern);
    let space = if after.ends_with([' ', '\t']) { "" } else { " " };
    let item = format!("{before}{number}{after}{space}{}", list.indented(pattern, number, words));
    let gap = if list.is_loose() { end } else { "" };
    let mut replacements = match list.items.get(at) {
        Some(next) => vec![list.line(next.lines.start, &item, gap)],
        None => vec![list.line(pattern.lines.end, &format!("{gap}{item}"), "")],
    };
    if counts {
        replacements.extend(numbered(list, at..list.items.len(), 1));
    }
    replacements
}

fn remove(list: &FigureList<'_>, at: usize) -> Vec<Replacement> {
    let Some(item) = list.items.get(at) else { return Vec::new() };
    let is_last = at + 1 == list.items.len();
    let before = at.checked_sub(1).and_then(|before| list.items.get(before));
    // The blank lines above the last item go with it; other lines are none of it.
    let above = before.map_or(list.pictures_end, |before| list.end_of(before));
    let lines =
        if is_last { list.blank_from(above, item.lines.start)..item.lines.end } else { item.lines.clone() };
    let mut replacements = vec![put(lines, String::new())];
    if list.counts() {
        replacements.extend(numbered(list, at + 1..list.items.len(), -1));
    }
    replacements
}

/// Gives items the numbers after or before their own.
fn numbered(list: &FigureList<'_>, items: Range<usize>, by: i32) -> Vec<Replacement> {
    let of = |item: &ItemPlace| {
        let number = list.number(item)?.checked_add_signed(by)?;
        let mut replacements = vec![put(item.number.clone(), number.to_string())];
        // After 9 comes 10, under which further lines are indented by one more.
        let words = list.indented(item, number, &list.words(item));
        if words.contains('\n') && number.to_string().len() != item.number.len() {
            replacements.push(put(item.words.clone(), words));
        }
        Some(replacements)
    };
    list.items.get(items).unwrap_or_default().iter().filter_map(of).flatten().collect()
}

/// Gives an item other words.
fn reworded(list: &FigureList<'_>, item: &ItemPlace, words: &str) -> Replacement {
    let (_, after) = list.marker(item);
    let is_apart = words.is_empty() || after.ends_with([' ', '\t']);
    let words = list.indented(item, list.number(item).unwrap_or(1), words);
    put(item.words.clone(), if is_apart { words } else { format!(" {words}") })
}

/// Moves the words and leaves the numbers, so that only lines between both places change.
fn moved(list: &FigureList<'_>, from: usize, to: usize) -> Vec<Replacement> {
    let mut words: Vec<String> = list.items.iter().map(|item| list.words(item)).collect();
    let item = words.remove(from);
    words.insert(to, item);
    let changed = list.items.iter().zip(words).filter(|(item, words)| list.words(item) != *words);
    changed.map(|(item, words)| reworded(list, item, &words)).collect()
}
