//! Which sub-steps stand in which step: sections in groups.
//!
//! The model keeps sections in a row; the page nests them, and the list of
//! steps beside it has a line for each number, also for one that has no
//! heading of its own.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::{Section, SectionKind, StepHead, StepNumber};

/// A stretch of a page.
pub(super) enum OutlinePart<'a> {
    Plain(&'a Section),
    Steps(StepGroup<'a>),
}

/// A step with its sub-steps.
pub(super) struct StepGroup<'a> {
    pub(super) series: Option<usize>,
    pub(super) major: u32,
    /// The step's own section; some numbers have none.
    pub(super) head: Option<(&'a Section, &'a StepHead)>,
    /// Whether the number is met here for the first time. Sub-steps that a
    /// chapter parts from their step are a group that does not open.
    pub(super) opens: bool,
    pub(super) subs: Vec<(&'a Section, &'a StepHead)>,
}

impl StepGroup<'_> {
    /// The anchor: that of the step's section, else the number's.
    pub(super) fn id(&self) -> String {
        match (self.head, self.series) {
            (Some((section, _)), _) => section.id.clone(),
            (None, None) => format!("step-{}", self.major),
            (None, Some(series)) => format!("series-{}-{}", series + 1, self.major),
        }
    }

    /// The number without sub-step.
    pub(super) fn number(&self) -> StepNumber {
        StepNumber { major: self.major, minor: None }
    }
}

/// Groups the sections of a page.
pub(super) fn chapters(sections: &[Section]) -> Vec<OutlinePart<'_>> {
    let mut chapters: Vec<OutlinePart<'_>> = Vec::new();
    let mut met = BTreeSet::new();
    for section in sections {
        let SectionKind::Step(head) = &section.kind else {
            chapters.push(OutlinePart::Plain(section));
            continue;
        };
        let (series, major) = (head.series, head.number.major);
        let sub = head.number.minor.is_some();
        if let Some(OutlinePart::Steps(group)) = chapters.last_mut()
            && sub
            && (group.series, group.major) == (series, major)
        {
            group.subs.push((section, head));
            continue;
        }
        let opens = met.insert((series, major));
        chapters.push(OutlinePart::Steps(StepGroup {
            series,
            major,
            head: (!sub).then_some((section, head)),
            opens,
            subs: if sub { vec![(section, head)] } else { Vec::new() },
        }));
    }
    chapters
}

/// The steps by series, the guide's own first; sub-steps that a chapter parts
/// from their step are back with it.
pub(super) fn steps(sections: &[Section]) -> Vec<StepGroup<'_>> {
    let mut groups: Vec<StepGroup<'_>> = Vec::new();
    let mut met = BTreeMap::new();
    for chapter in chapters(sections) {
        let OutlinePart::Steps(group) = chapter else { continue };
        let first = *met.entry((group.series, group.major)).or_insert(groups.len());
        match groups.get_mut(first) {
            Some(known) if group.head.is_none() => known.subs.extend(group.subs),
            _ => groups.push(group),
        }
    }
    groups.sort_by_key(|group| group.series);
    groups
}

/// How many top-level steps a page has.
pub(super) fn count(sections: &[Section]) -> usize {
    let mut met = BTreeSet::new();
    let mut heads = 0;
    for section in sections {
        if let SectionKind::Step(head) = &section.kind {
            let new = met.insert((head.series, head.number.major));
            heads += usize::from(new || head.number.minor.is_none());
        }
    }
    heads
}
