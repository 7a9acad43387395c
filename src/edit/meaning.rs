//! Whether a changed text says what acts were meant to make of it.
//!
//! In: the acts, the text before them and the text after them. The text before may be another one than
//! that for which the acts were made, and lines may have moved; what entries and items mean is compared
//! here, not where they stand.

use super::act::{EntryAct, SidecarAct, source};
use super::figure_list::FigureList;
use super::list_act::ListAct;
use super::sidecar_entry::{EditedMark, EditedRedaction};
use super::sidecar_scale::PixelScale;
use crate::model::{Rect, Sidecar, StepWords};
use crate::parse;
use crate::source::Source;

/// What a sidecar says, without places.
#[derive(Debug, PartialEq, Eq)]
struct SidecarContent {
    size: Option<(u32, u32)>,
    crop: Option<Rect>,
    marks: Vec<EditedMark>,
    redactions: Vec<EditedRedaction>,
}

impl From<Sidecar> for SidecarContent {
    fn from(sidecar: Sidecar) -> Self {
        Self {
            size: sidecar.size.as_ref().map(|(size, _)| *size),
            crop: sidecar.crop.as_ref().map(|(crop, _)| *crop),
            marks: sidecar.marks.iter().map(|mark| spoken(&mark.edited())).collect(),
            redactions: sidecar.redactions.iter().map(crate::model::Redaction::edited).collect(),
        }
    }
}

/// A mark as it is drawn: without a number there is no pin that could stand at a side.
fn spoken(mark: &EditedMark) -> EditedMark {
    EditedMark { at: mark.at.filter(|_| mark.n.is_some()), ..mark.clone() }
}

impl SidecarContent {
    /// What the act on a picture of this size makes of it; `None` if there is no such entry.
    fn after(mut self, act: &SidecarAct, size: (u32, u32)) -> Option<Self> {
        match act {
            SidecarAct::Crop(crop) => self.crop = *crop,
            SidecarAct::Mark(act) => changed(&mut self.marks, act, spoken)?,
            SidecarAct::Redaction(act) => changed(&mut self.redactions, act, Clone::clone)?,
            SidecarAct::Resize(to) => {
                let scale = PixelScale { from: self.size.unwrap_or(size), to: *to };
                self.crop = self.crop.map(|crop| scale.area(crop));
                self.marks.iter_mut().for_each(|mark| *mark = scale.mark(mark));
                self.redactions.iter_mut().for_each(|one| *one = scale.redaction(one));
                self.size = Some(*to);
            }
        }
        Some(self)
    }
}

fn changed<T>(all: &mut Vec<T>, act: &EntryAct<T>, value: impl Fn(&T) -> T) -> Option<()> {
    match act {
        EntryAct::Add(one) => all.push(value(one)),
        EntryAct::Set(at, one) => *all.get_mut(*at)? = value(one),
        EntryAct::Remove(at) if *at < all.len() => _ = all.remove(*at),
        EntryAct::Remove(_) => return None,
    }
    Some(())
}

/// Whether a sidecar says what the acts make of what it said before, and can be read to its end.
/// The picture has this size before the acts; a new sidecar begins with it.
pub(crate) fn sidecar_means(acts: &[SidecarAct], (before, size): (&str, (u32, u32)), after: &str) -> bool {
    let (sidecar, _) = parse::sidecar(&source(before));
    let (now, problems) = parse::sidecar(&source(after));
    let (before, now) = (SidecarContent::from(sidecar), SidecarContent::from(now));
    let wanted = acts.iter().try_fold(before, |content, act| content.after(act, size));
    let wanted = wanted.map(|content| SidecarContent { size: content.size.or(now.size), ..content });
    problems.is_empty() && wanted == Some(now)
}

/// Whether the items of a figure say what the acts make of what they said before.
pub(crate) fn list_means(
    acts: &[ListAct],
    [before, after]: [&Source; 2],
    (words, figure): (&StepWords, usize),
) -> bool {
    let items = |page: &Source| {
        let list = FigureList::of(page, words, figure)?;
        Some(list.items.iter().map(|item| list.words(item)).collect::<Vec<_>>())
    };
    let wanted = items(before).and_then(|items| acts.iter().try_fold(items, |items, act| act.on(items)));
    wanted.is_some() && wanted == items(after)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_entry_that_another_program_put_before_is_not_taken_for_the_one_that_was_meant() {
        let acts = [SidecarAct::Mark(EntryAct::Remove(0))];
        let (one, two) = ("[[mark]]\nn = 1\npin = [1, 1]\n", "[[mark]]\nn = 2\npin = [2, 2]\n");
        assert!(sidecar_means(&acts, (one, (9, 9)), ""));
        let both = format!("{two}{one}");
        assert!(!sidecar_means(&acts, (&both, (9, 9)), two), "it was the second one");
        assert!(sidecar_means(&acts, (&both, (9, 9)), one));
    }
}
