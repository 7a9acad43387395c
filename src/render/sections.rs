//! Groups the sections of a page: each step with its sub-steps.
//!
//! The model keeps sections in a flat list. The page nests them. The list of
//! steps next to the text has a line for each number, also for a number that has
//! no heading of its own.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::{Section, SectionKind, StepHead, StepNumber};

/// One part of a page's outline: a section without a number, or a step with its
/// sub-steps.
pub(super) enum OutlinePart<'a> {
    Plain(&'a Section),
    Steps(StepGroup<'a>),
}

/// A step with its sub-steps.
pub(super) struct StepGroup<'a> {
    pub(super) series: Option<usize>,
    pub(super) major: u32,
    /// The step's own section; `None` if the group has only sub-steps.
    pub(super) head: Option<(&'a Section, &'a StepHead)>,
    /// Whether the number appears here for the first time. When a plain section
    /// separates sub-steps from their step, those sub-steps are a second group
    /// with `opens == false`.
    pub(super) opens: bool,
    pub(super) subs: Vec<(&'a Section, &'a StepHead)>,
}

impl StepGroup<'_> {
    /// The anchor of the group: that of the step's section or, without one, an
    /// anchor made from the number.
    pub(super) fn id(&self) -> String {
        match (self.head, self.series) {
            (Some((section, _)), _) => section.id.clone(),
            (None, None) => format!("step-{}", self.major),
            (None, Some(series)) => format!("series-{}-{}", series + 1, self.major),
        }
    }

    /// The number of the step, without a sub-step.
    pub(super) fn number(&self) -> StepNumber {
        StepNumber { major: self.major, minor: None }
    }
}

/// Groups the sections of a page, in the page's order.
pub(super) fn outline(sections: &[Section]) -> Vec<OutlinePart<'_>> {
    let mut parts: Vec<OutlinePart<'_>> = Vec::new();
    let mut met = BTreeSet::new();
    for section in sections {
        let SectionKind::Step(head) = &section.kind else {
            parts.push(OutlinePart::Plain(section));
            continue;
        };
        let (series, major) = (head.series, head.number.major);
        let sub = head.number.minor.is_some();
        if let Some(OutlinePart::Steps(group)) = parts.last_mut()
            && sub
            && (group.series, group.major) == (series, major)
        {
            group.subs.push((section, head));
            continue;
        }
        let opens = met.insert((series, major));
        parts.push(OutlinePart::Steps(StepGroup {
            series,
            major,
            head: (!sub).then_some((section, head)),
            opens,
            subs: if sub { vec![(section, head)] } else { Vec::new() },
        }));
    }
    parts
}

/// The steps in order of their series, the guide's own series first. Sub-steps
/// that a plain section separates from their step are joined to it again.
pub(super) fn steps(sections: &[Section]) -> Vec<StepGroup<'_>> {
    let mut groups: Vec<StepGroup<'_>> = Vec::new();
    let mut met = BTreeMap::new();
    for part in outline(sections) {
        let OutlinePart::Steps(group) = part else { continue };
        let first = *met.entry((group.series, group.major)).or_insert(groups.len());
        match groups.get_mut(first) {
            Some(known) if group.head.is_none() => known.subs.extend(group.subs),
            _ => groups.push(group),
        }
    }
    groups.sort_by_key(|group| group.series);
    groups
}
