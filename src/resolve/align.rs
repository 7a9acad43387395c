//! Steps that a translation lacks, taken over from the default language.
//!
//! In: a translated text and the text it is compared with. Out: the sections of
//! the page: its own ones in their own order, each missing step after the step
//! that it follows in the other text, all with new numbers. So the page has
//! every step of the default language, and a link to any of them works in both
//! languages.

use std::collections::{BTreeMap, BTreeSet};

use super::number::StepCounter;
use super::outline::{BlockRun, DraftOutline, DraftSection};
use crate::diag::{Problem, ProblemKind};
use crate::model::DraftHeading;
use crate::source::Span;

/// The introduction and the sections of a page whose language has its own text.
pub(super) fn merged<'f>(
    own: &DraftOutline<'f>,
    base: &DraftOutline<'f>,
    problems: &mut Vec<Problem>,
) -> (BlockRun<'f>, Vec<DraftSection<'f>>) {
    let (mut intro, mut parts) = (own.intro.clone(), own.parts.clone());
    let steps: BTreeSet<&str> = steps(own).map(|part| part.id.as_str()).collect();
    let lacking: BTreeMap<&str, &Span> = steps_without(base, &steps);
    copy_shape(&mut parts, base);
    if !lacking.is_empty() {
        let mut ids = Taken::of(own, lacking.keys());
        problems.extend(ids.give_way(&mut intro, &mut parts, &lacking));
        let shared = self::steps(base).map(|part| part.id.as_str()).collect();
        parts = put_in(parts, borrowed(base, &steps, &mut ids), &shared);
    }
    renumber(&mut parts);
    (intro, parts)
}

fn steps<'o, 'f>(outline: &'o DraftOutline<'f>) -> impl Iterator<Item = &'o DraftSection<'f>> {
    outline.parts.iter().filter(|part| part.step.is_some())
}

fn steps_without<'o>(base: &'o DraftOutline<'_>, known: &BTreeSet<&str>) -> BTreeMap<&'o str, &'o Span> {
    let lacking = steps(base).filter(|part| !known.contains(part.id.as_str()));
    lacking.map(|part| (part.id.as_str(), &part.head.span)).collect()
}

/// Copies from the default language which sub-steps come first below a step
/// without a heading. This is the same in all languages, even if the sub-step
/// before it is missing.
fn copy_shape(parts: &mut [DraftSection<'_>], base: &DraftOutline<'_>) {
    let opens: BTreeMap<&str, bool> = base
        .parts
        .iter()
        .filter_map(|part| Some((part.id.as_str(), part.step.as_ref().filter(|step| step.sub)?.opens)))
        .collect();
    for part in parts {
        if let (Some(step), Some(opens)) = (&mut part.step, opens.get(part.id.as_str())) {
            step.opens = *opens && step.sub;
        }
    }
}

/// The missing steps, each list under the step of the page that it follows; the
/// steps under `None` come before the first one.
fn borrowed<'f>(
    base: &DraftOutline<'f>,
    steps: &BTreeSet<&str>,
    ids: &mut Taken,
) -> BTreeMap<Option<String>, Vec<DraftSection<'f>>> {
    let mut found: BTreeMap<Option<String>, Vec<DraftSection<'f>>> = BTreeMap::new();
    let mut before = None;
    for part in self::steps(base) {
        if steps.contains(part.id.as_str()) {
            before = Some(part.id.clone());
            continue;
        }
        let mut part = part.clone();
        part.foreign = part.foreign.or(Some(&base.flat.draft.head.lang));
        part.borrowed = true;
        part.runs.iter_mut().for_each(|run| ids.rename(run));
        found.entry(before.clone()).or_default().push(part);
    }
    found
}

/// Puts the borrowed sections between the page's own. A whole step does not
/// come between a step and sub-steps that only the translation has.
fn put_in<'f>(
    own: Vec<DraftSection<'f>>,
    mut borrowed: BTreeMap<Option<String>, Vec<DraftSection<'f>>>,
    shared: &BTreeSet<&str>,
) -> Vec<DraftSection<'f>> {
    let mut out = Vec::with_capacity(own.len() + borrowed.len());
    let mut waiting = borrowed.remove(&None).unwrap_or_default();
    let mut started = false;
    for part in own {
        let is_step = part.step.is_some();
        let extra = part.step.as_ref().is_some_and(|step| step.sub && !step.opens)
            && !shared.contains(part.id.as_str());
        let whole = waiting.first().and_then(|first| first.step.as_ref()).is_some_and(|step| !step.sub);
        started |= is_step;
        if started && !(extra && whole) {
            out.append(&mut waiting);
        }
        let follows = if is_step { borrowed.remove(&Some(part.id.clone())) } else { None };
        out.push(part);
        waiting.extend(follows.unwrap_or_default());
    }
    out.append(&mut waiting);
    out
}

fn renumber(parts: &mut [DraftSection<'_>]) {
    let mut counter = StepCounter::default();
    for step in parts.iter_mut().filter_map(|part| part.step.as_mut()) {
        let before = counter.major(step.series);
        step.number = counter.next(step, None);
        step.opens = step.sub && step.number.major != before;
    }
}

/// The ids in use on a page that gets further sections.
struct Taken(BTreeSet<String>);

impl Taken {
    fn of<'a>(outline: &DraftOutline<'_>, further: impl Iterator<Item = &'a &'a str>) -> Self {
        let mut ids: BTreeSet<String> = further.map(|id| (*id).to_owned()).collect();
        let mut add = |run: &BlockRun<'_>| {
            ids.insert(run.id.clone());
            ids.extend(run.inner.iter().map(|inner| inner.id.clone()));
        };
        add(&outline.intro);
        outline.parts.iter().flat_map(|part| &part.runs).for_each(add);
        ids.extend(outline.parts.iter().map(|part| part.id.clone()));
        Self(ids)
    }

    fn free(&mut self, id: &str) -> String {
        let mut free = id.to_owned();
        let mut again = 1;
        while !self.0.insert(free.clone()) {
            again += 1;
            free = format!("{id}-again-{again}");
        }
        free
    }

    /// A missing step must get the id that it has in the other text. If another
    /// heading of this page has that id, the heading gets a new one.
    fn give_way(
        &mut self,
        intro: &mut BlockRun<'_>,
        parts: &mut [DraftSection<'_>],
        lacking: &BTreeMap<&str, &Span>,
    ) -> Vec<Problem> {
        let mut problems = Vec::new();
        let mut check = |head: &DraftHeading, id: &mut String| {
            let Some(step) = lacking.get(id.as_str()) else { return };
            let span = head.id.as_ref().map_or(&head.span, |(_, span)| span);
            let kind = ProblemKind::DuplicateId { id: id.clone(), first: (*step).clone() };
            problems.push(Problem::new(span.clone(), kind));
            *id = self.free(id);
        };
        intro.inner.iter_mut().for_each(|inner| check(inner.head, &mut inner.id));
        for part in parts {
            check(part.head, &mut part.id);
            for run in &mut part.runs {
                run.head.into_iter().for_each(|head| check(head, &mut run.id));
                run.inner.iter_mut().for_each(|inner| check(inner.head, &mut inner.id));
            }
        }
        problems
    }

    /// Panels and headings of a borrowed step keep their ids if they can.
    fn rename(&mut self, run: &mut BlockRun<'_>) {
        if run.head.is_some() {
            run.id = self.free(&run.id);
        }
        for inner in &mut run.inner {
            inner.id = self.free(&inner.id);
        }
    }
}
