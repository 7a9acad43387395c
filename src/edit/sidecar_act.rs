//! Acts on a sidecar: marks, redactions and the crop.
//!
//! In: the text of a sidecar and an act of its author. Out: a change of this text:
//! of a mark that is moved, only its numbers. Comments, order, spacing and line
//! ends stay.

use std::ops::Range;

use super::act::{EntryAct, SidecarAct, source};
use super::meaning;
use super::refusal::ActRefusal;
use super::sidecar_entry::{EditedMark, EditedRedaction, FieldValue, SidecarEntry, Slot, rect};
use super::sidecar_layout::{EntryPlace, KeyPlace, SidecarLayout};
use super::sidecar_scale::PixelScale;
use super::text_change::{Replacement, TextChange};
use crate::model::{Rect, Sidecar};
use crate::parse;

impl SidecarAct {
    /// The change of `text` that this act is. `text` is empty if there is no
    /// sidecar; it then begins with `size`, the picture's width and height.
    ///
    /// # Errors
    /// [`ActRefusal`]: nothing may be written.
    pub(crate) fn change(&self, text: &str, size: (u32, u32)) -> Result<TextChange, ActRefusal> {
        let (sidecar, problems) = parse::sidecar(&source(text));
        let layout = SidecarLayout::of(text).filter(|_| problems.is_empty()).ok_or(ActRefusal::Unreadable)?;
        let writer = SidecarWriter { layout, sidecar, size };
        let replacements = match self {
            Self::Crop(crop) => writer.crop(*crop),
            Self::Mark(act) => writer.act(act)?,
            Self::Redaction(act) => writer.act(act)?,
            Self::Resize(to) => writer.resize(*to)?,
        };
        let change = TextChange::new(replacements);
        let after = change.apply(text).ok_or(ActRefusal::Unreadable)?;
        // What the author wrote in a way that is not foreseen here is left as it is.
        if meaning::sidecar_means(std::slice::from_ref(self), (text, size), &after) {
            Ok(change)
        } else {
            Err(ActRefusal::OtherMeaning)
        }
    }
}

/// Writes into one sidecar.
struct SidecarWriter<'t> {
    layout: SidecarLayout<'t>,
    sidecar: Sidecar,
    /// Width and height of the picture.
    size: (u32, u32),
}

impl SidecarWriter<'_> {
    fn act<T: SidecarEntry>(&self, act: &EntryAct<T>) -> Result<Vec<Replacement>, ActRefusal> {
        let entry = |at: usize| T::places(&self.layout).entries.get(at).ok_or(ActRefusal::NoEntry);
        Ok(match act {
            EntryAct::Add(value) => self.add(value),
            EntryAct::Set(at, value) => {
                let before = T::all(&self.sidecar).into_iter().nth(*at).ok_or(ActRefusal::NoEntry)?;
                self.set(entry(*at)?, &before.slots(), &value.slots())
            }
            EntryAct::Remove(at) if entry(*at)?.is_inline => vec![remove_inline::<T>(&self.layout, *at)],
            EntryAct::Remove(at) => vec![put(self.with_blank_line(self.layout.lines_of(entry(*at)?)), "")],
        })
    }

    fn set(&self, entry: &EntryPlace, before: &[Slot], after: &[Slot]) -> Vec<Replacement> {
        let (mut replacements, mut gone) = (Vec::new(), Vec::new());
        // The last key in the order of slots that stays in the text.
        let mut last: Option<&KeyPlace> = None;
        for (was, now) in before.iter().zip(after) {
            let place = was.as_ref().and_then(|(name, _)| entry.keys.get(*name));
            match (place, was, now) {
                (Some(place), Some((name, old)), Some((new_name, new))) => {
                    if name != new_name {
                        replacements.push(put(place.key.clone(), new_name));
                    }
                    replacements.extend(set_value(place, old, new));
                }
                (Some(place), _, None) => gone.push(place),
                (_, _, Some((name, value))) => replacements.push(self.add_key(entry, last, (name, value))),
                (None, _, None) => (),
            }
            last = place.filter(|_| now.is_some()).or(last);
        }
        replacements.extend(self.remove_keys(entry, &gone));
        replacements
    }

    /// Takes keys out of an entry; in a line, with the commas beside them.
    fn remove_keys(&self, entry: &EntryPlace, gone: &[&KeyPlace]) -> Vec<Replacement> {
        if !entry.is_inline {
            let lines = gone.iter().map(|place| self.layout.lines(&(place.key.start..place.value.end)));
            return lines.map(|lines| put(lines, "")).collect();
        }
        let mut keys: Vec<&KeyPlace> = entry.keys.values().collect();
        keys.sort_by_key(|place| place.key.start);
        let is_gone = |place: &KeyPlace| gone.iter().any(|one| one.key == place.key);
        let mut replacements = Vec::new();
        let mut at = 0;
        // Neighbours go together.
        while let Some(first) = keys.get(at) {
            let count = keys.iter().skip(at).take_while(|place| is_gone(place)).count();
            let last = keys.get((at + count).saturating_sub(1)).filter(|_| count > 0);
            if let Some(last) = last {
                let before = at.checked_sub(1).and_then(|before| keys.get(before));
                let range = match (before, keys.get(at + count)) {
                    (Some(before), _) => before.value.end..last.value.end,
                    (None, Some(next)) => first.key.start..next.key.start,
                    (None, None) => first.key.start..last.value.end,
                };
                replacements.push(put(range, ""));
            }
            at += count + 1;
        }
        replacements
    }

    /// Puts a key behind another one, or to the beginning of the entry.
    fn add_key(
        &self,
        entry: &EntryPlace,
        behind: Option<&KeyPlace>,
        (name, value): (&str, &FieldValue),
    ) -> Replacement {
        let value = value.toml();
        if entry.is_inline {
            return match behind {
                Some(KeyPlace { value: at, .. }) => put(at.end..at.end, &format!(", {name} = {value}")),
                None => put(entry.head.start + 1..entry.head.start + 1, &format!(" {name} = {value},")),
            };
        }
        let line = behind.map_or(&entry.head, |behind| &behind.value);
        self.add_line(self.layout.lines(line).end, &format!("{}{name} = {value}", self.indent(entry)))
    }

    /// Puts a line at the beginning of a line, or at the end of the text.
    fn add_line(&self, at: usize, line: &str) -> Replacement {
        let end = self.layout.line_end;
        let is_open =
            self.layout.text.get(..at).is_some_and(|before| !before.is_empty() && !before.ends_with('\n'));
        put(at..at, &if is_open { format!("{end}{line}") } else { format!("{line}{end}") })
    }

    /// The space before the keys of an entry.
    fn indent(&self, entry: &EntryPlace) -> &str {
        let line = self.layout.lines(&entry.head);
        self.layout
            .text
            .get(line.start..entry.head.start)
            .filter(|space| space.trim().is_empty())
            .unwrap_or_default()
    }

    fn add<T: SidecarEntry>(&self, value: &T) -> Vec<Replacement> {
        let places = T::places(&self.layout);
        let slots: Vec<String> = value
            .slots()
            .iter()
            .flatten()
            .map(|(name, value)| format!("{name} = {}", value.toml()))
            .collect();
        let mut replacements = Vec::new();
        if let Some(list) = &places.list {
            if let Some(last) = places.entries.last() {
                return self.add_inline(&last.head, &format!("{{ {} }}", slots.join(", ")));
            }
            // `redact = []`; tables of that name can't stand beside it.
            replacements.push(put(self.layout.lines(&(list.key.start..list.value.end)), ""));
        }
        let lines: Vec<String> = std::iter::once(format!("[[{}]]", T::KEY)).chain(slots).collect();
        let is_redaction = T::KEY == "redact";
        replacements.push(match (places.entries.last(), self.layout.first_table()) {
            (Some(last), _) => {
                self.add_block(self.layout.lines_of(last).end, &lines, self.is_spaced(&places.entries))
            }
            (None, Some(first)) if is_redaction => {
                let end = self.layout.line_end;
                put(first..first, &format!("{}{end}{end}", lines.join(end)))
            }
            _ => self.add_block(self.layout.text.len(), &lines, true),
        });
        replacements
    }

    /// Puts lines to the beginning of a line, or to the end of the text, after a blank line if
    /// `is_spaced`.
    fn add_block(&self, at: usize, lines: &[String], is_spaced: bool) -> Replacement {
        let end = self.layout.line_end;
        let before = self.layout.text.get(..at).unwrap_or_default();
        let is_blank = before.trim_end_matches([' ', '\t']).ends_with(&format!("{end}{end}"));
        let mut block = lines.join(end);
        if before.trim_start_matches('\u{feff}').is_empty() {
            let (width, height) = self.size;
            block = format!("size = [{width}, {height}]{end}{end}{block}");
        } else if is_spaced && !is_blank {
            block.insert_str(0, end);
        }
        self.add_line(at, &block)
    }

    /// Whether a blank line stands between the last two entries, as in what this program writes.
    fn is_spaced(&self, entries: &[EntryPlace]) -> bool {
        let [.., before, last] = entries else { return true };
        let between = self.layout.lines_of(before).end..last.head.start;
        self.layout.text.get(between).is_none_or(|text| text.lines().any(|line| line.trim().is_empty()))
    }

    /// Puts an element behind the last one of a list; under it, if that stands alone in its line.
    fn add_inline(&self, last: &Range<usize>, element: &str) -> Vec<Replacement> {
        let Some(OwnLine { lines, indent, comma }) = own_line(&self.layout, last) else {
            return vec![put(last.end..last.end, &format!(", {element}"))];
        };
        let under = put(lines.end..lines.end, &format!("{indent}{element},{}", self.layout.line_end));
        if comma { vec![under] } else { vec![put(last.end..last.end, ","), under] }
    }

    /// Lines together with the blank line above them, if there is one.
    fn with_blank_line(&self, lines: Range<usize>) -> Range<usize> {
        let Some(above) = lines.start.checked_sub(1).map(|end| self.layout.lines(&(end..end))) else {
            return lines;
        };
        let is_blank = self.layout.text.get(above.clone()).is_some_and(|line| line.trim().is_empty());
        if is_blank && above.start < lines.start { above.start..lines.end } else { lines }
    }

    fn crop(&self, crop: Option<Rect>) -> Vec<Replacement> {
        let layout = &self.layout;
        let was = self.sidecar.crop.as_ref().map(|(crop, _)| rect(*crop));
        match (layout.root.get("crop"), was, crop) {
            (None, _, None) => Vec::new(),
            (Some(place), _, None) => vec![put(layout.lines(&(place.key.start..place.value.end)), "")],
            (_, was, Some(crop)) => {
                let now = rect(crop);
                self.setting("crop", was.as_ref().unwrap_or(&now), &now)
            }
        }
    }

    /// Gives a setting of the whole picture, which was `was` if it is there, another value.
    fn setting(&self, name: &str, was: &FieldValue, value: &FieldValue) -> Vec<Replacement> {
        match self.layout.root.get(name) {
            Some(place) => set_value(place, was, value),
            None => vec![self.add_setting(&format!("{name} = {}", value.toml()))],
        }
    }

    /// Scales everything to a picture of another size.
    fn resize(&self, to: (u32, u32)) -> Result<Vec<Replacement>, ActRefusal> {
        let scale = PixelScale { from: self.sidecar.size.as_ref().map_or(self.size, |(size, _)| *size), to };
        let crop = self.sidecar.crop.as_ref().map(|(crop, _)| scale.area(*crop));
        let mut replacements = self.setting("size", &to_numbers(scale.from), &to_numbers(to));
        replacements.extend(self.crop(crop));
        for (at, mark) in EditedMark::all(&self.sidecar).iter().enumerate() {
            replacements.extend(self.act(&EntryAct::Set(at, scale.mark(mark)))?);
        }
        for (at, redaction) in EditedRedaction::all(&self.sidecar).iter().enumerate() {
            replacements.extend(self.act(&EntryAct::Set(at, scale.redaction(redaction)))?);
        }
        Ok(replacements)
    }

    /// Puts a setting of the whole picture behind the others.
    fn add_setting(&self, line: &str) -> Replacement {
        let (layout, end) = (&self.layout, self.layout.line_end);
        let behind =
            layout.root.get("size").or_else(|| layout.root.values().max_by_key(|place| place.value.end));
        match (behind, layout.first_table()) {
            (Some(behind), _) => self.add_line(layout.lines(&behind.value).end, line),
            (None, Some(first)) => put(first..first, &format!("{line}{end}{end}")),
            (None, None) => self.add_block(layout.text.len(), &[line.to_owned()], false),
        }
    }
}

/// The line of an element that stands alone in it, but for a comma and a comment.
struct OwnLine<'t> {
    /// The line with its end.
    lines: Range<usize>,
    indent: &'t str,
    /// Whether a comma follows the element.
    comma: bool,
}

fn own_line<'t>(layout: &SidecarLayout<'t>, element: &Range<usize>) -> Option<OwnLine<'t>> {
    let lines = layout.lines(element);
    let indent = layout.text.get(lines.start..element.start)?;
    let rest = layout.text.get(element.end..lines.end)?.trim();
    let behind = rest.strip_prefix(',').map_or(rest, str::trim_start);
    let is_own = indent.trim().is_empty() && (behind.is_empty() || behind.starts_with('#'));
    // A list that ends in the same line has its bracket there.
    is_own.then_some(OwnLine { lines, indent, comma: rest.starts_with(',') })
}

/// Takes an element out of a list, with one of the commas beside it.
fn remove_inline<T: SidecarEntry>(layout: &SidecarLayout<'_>, at: usize) -> Replacement {
    let places = T::places(layout);
    let head = |at: Option<usize>| at.and_then(|at| places.entries.get(at)).map(|entry| entry.head.clone());
    let this = head(Some(at)).unwrap_or_default();
    // The line goes with its comment. A comma before the end of a list is none too many.
    if let Some(own) = own_line(layout, &this) {
        return put(own.lines, "");
    }
    match (head(at.checked_sub(1)), head(Some(at + 1)), &places.list) {
        (Some(before), _, _) => put(before.end..this.end, ""),
        (None, Some(after), _) => put(this.start..after.start, ""),
        (None, None, Some(list)) => put(list.value.start + 1..list.value.end - 1, ""),
        (None, None, None) => put(this, ""),
    }
}

/// Changes a value, of a list only the numbers that differ.
fn set_value(place: &KeyPlace, old: &FieldValue, new: &FieldValue) -> Vec<Replacement> {
    match (old, new) {
        _ if old == new => Vec::new(),
        (FieldValue::Numbers(old), FieldValue::Numbers(new))
            if old.len() == new.len() && new.len() == place.elements.len() =>
        {
            let numbers = place.elements.iter().zip(old.iter().zip(new));
            numbers
                .filter(|(_, (old, new))| old != new)
                .map(|(at, (_, new))| put(at.clone(), &new.to_string()))
                .collect()
        }
        _ => vec![put(place.value.clone(), &new.toml())],
    }
}

fn to_numbers((width, height): (u32, u32)) -> FieldValue {
    let number = |side: u32| i32::try_from(side).unwrap_or(i32::MAX);
    FieldValue::Numbers(vec![number(width), number(height)])
}

fn put(range: Range<usize>, with: &str) -> Replacement {
    Replacement { range, with: with.to_owned() }
}
