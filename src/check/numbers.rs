//! Comparison of the written numbers of steps with the computed ones.

use std::collections::{BTreeMap, BTreeSet};

use super::subject::Subject;
use crate::diag::{Diagnostic, Fix};
use crate::model::{Page, SectionKind, StepHead, StepNumber};
use crate::source::Span;

/// What is wrong with a written number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum NumberFault {
    /// An earlier step of the series has the same number.
    Twice,
    /// One or more numbers before it are missing.
    Skips,
    /// The number is neither a repeated one nor one after a gap.
    Disagrees,
}

/// A written number that is wrong.
pub(super) struct WrongNumber<'a> {
    pub(super) fault: NumberFault,
    pub(super) span: &'a Span,
    pub(super) written: StepNumber,
    /// The number of the step before in the series, if there is one.
    pub(super) before: Option<StepNumber>,
    /// The number that the step has by its place in the guide.
    pub(super) computed: StepNumber,
    /// Whether no later number would have to change with this one.
    alone: bool,
}

impl WrongNumber<'_> {
    /// Adds a fix to the finding, if a change of this number alone is enough.
    pub(super) fn mended(&self, finding: Diagnostic) -> Diagnostic {
        if !self.alone {
            return finding;
        }
        finding.with_fix(Fix { span: self.span.clone(), replacement: self.computed.to_string() })
    }
}

/// All wrong numbers of pages in their own language. After a wrong number, a number that correctly
/// follows it is not reported.
pub(super) fn wrong<'a>(subject: &Subject<'a>) -> Vec<WrongNumber<'a>> {
    subject.own_pages().flat_map(of_page).collect()
}

fn of_page(page: &Page) -> Vec<WrongNumber<'_>> {
    let mut series: BTreeMap<Option<usize>, Vec<&StepHead>> = BTreeMap::new();
    for section in page.sections.iter().filter(|section| section.foreign.is_none()) {
        if let SectionKind::Step(head) = &section.kind {
            series.entry(head.series).or_default().push(head);
        }
    }
    series.into_values().flat_map(|heads| of_series(&heads)).collect()
}

fn of_series<'a>(heads: &[&'a StepHead]) -> Vec<WrongNumber<'a>> {
    let mut wrong = Vec::new();
    let mut seen = BTreeSet::new();
    let mut before: Option<StepNumber> = None;
    // Whether the last written number is not the one that the page shows.
    let mut astray = false;
    for (index, head) in heads.iter().enumerate() {
        let Some((written, span)) = &head.written else {
            before = Some(head.number);
            continue;
        };
        let fault = fault(*written, head.number, before, &seen)
            .filter(|_| !(astray && before.is_some_and(|last| follows(*written, last))));
        astray = *written != head.number;
        if let Some(fault) = fault {
            let next = heads.get(index + 1).and_then(|next| Some((next.written.as_ref()?.0, next.number)));
            let alone = next.is_none_or(|(written, computed)| written == computed);
            wrong.push(WrongNumber { fault, span, written: *written, before, computed: head.number, alone });
        }
        seen.insert(*written);
        before = Some(*written);
    }
    wrong
}

fn fault(
    written: StepNumber,
    computed: StepNumber,
    before: Option<StepNumber>,
    seen: &BTreeSet<StepNumber>,
) -> Option<NumberFault> {
    if seen.contains(&written) {
        return Some(NumberFault::Twice);
    }
    let last = before.unwrap_or(StepNumber { major: 0, minor: None });
    if written == computed {
        return None;
    }
    let skips = written > last && !follows(written, last);
    Some(if skips { NumberFault::Skips } else { NumberFault::Disagrees })
}

/// Whether a reader who has done `last` expects `next`: `4` after `3` or
/// `3-2`; `3-1` after `3`; `3-3` after `3-2`; `4-1` after `3`.
fn follows(next: StepNumber, last: StepNumber) -> bool {
    match next.minor {
        None => next.major == last.major.saturating_add(1),
        Some(1) if next.major == last.major.saturating_add(1) => true,
        Some(minor) => next.major == last.major && minor == last.minor.unwrap_or(0).saturating_add(1),
    }
}
