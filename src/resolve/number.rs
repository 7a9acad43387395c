//! Which headings are whole steps, which are sub-steps, and what their numbers
//! are.

use std::collections::BTreeMap;

use crate::model::{DraftHeading, StepNumber, WrittenStep};

/// A step before its number is final.
#[derive(Debug, Clone)]
pub(super) struct NumberedStep {
    /// The series of the step, as in [`crate::model::StepHead`].
    pub(super) series: Option<usize>,
    /// Whether it is a sub-step.
    pub(super) sub: bool,
    /// Whether it is the first sub-step of a step that has no heading of its
    /// own.
    pub(super) opens: bool,
    pub(super) number: StepNumber,
}

#[derive(Default)]
struct LastStep {
    major: u32,
    written: Option<u32>,
}

/// Reads the headings of a page in order, and says which kind of step each is.
#[derive(Default)]
pub(super) struct StepReader {
    /// The last step of each series.
    last: BTreeMap<Option<usize>, LastStep>,
    /// The step that the last heading began or continued.
    open: Option<OpenStep>,
}

/// A step that is not over yet.
#[derive(Clone, Copy, PartialEq)]
struct OpenStep {
    /// The series of the step, as in [`crate::model::StepHead`].
    series: Option<usize>,
    /// The level of the step's heading, at least 2.
    level: u8,
}

impl StepReader {
    /// Reads a heading of a section that is no step; it ends the step before
    /// it.
    pub(super) fn section(&mut self) {
        self.open = None;
    }

    /// The level of the open step's heading; sections between steps have the same level.
    pub(super) fn open_level(&self) -> Option<u8> {
        self.open.map(|open| open.level)
    }

    /// Reads a heading that begins with a step word. A heading that is deeper than
    /// that of the open step is a sub-step of it. `4-1` is a sub-step of step 4; if
    /// the last step is not step 4, it also begins that step.
    pub(super) fn step(&mut self, heading: &DraftHeading, written: &WrittenStep) -> NumberedStep {
        let number = written.number.as_ref().map(|(number, _)| *number);
        let inside = self.open.filter(|open| written.series.is_none() || written.series == open.series);
        if let Some(open) = inside.filter(|open| heading.level > open.level) {
            return new_step(open.series, true, false);
        }
        let series = written.series;
        self.open = Some(OpenStep { series, level: heading.level.max(2) });
        let last = self.last.entry(series).or_default();
        let Some(StepNumber { major, minor: Some(_) }) = number else {
            *last = LastStep { major: last.major + 1, written: number.map(|number| number.major) };
            return new_step(series, false, false);
        };
        let goes_on = last.major > 0 && last.written.unwrap_or(last.major) == major;
        if !goes_on {
            *last = LastStep { major: last.major + 1, written: Some(major) };
        }
        new_step(series, true, !goes_on)
    }
}

const fn new_step(series: Option<usize>, sub: bool, opens: bool) -> NumberedStep {
    NumberedStep { series, sub, opens, number: StepNumber { major: 0, minor: None } }
}

/// Numbers steps from 1, each series by itself.
#[derive(Default)]
pub(super) struct StepCounter(BTreeMap<Option<usize>, StepNumber>);

impl StepCounter {
    /// The number of the last step of a series; 0 before the first step.
    pub(super) fn major(&self, series: Option<usize>) -> u32 {
        self.0.get(&series).map_or(0, |last| last.major)
    }

    /// The next number. In a translation, `at_least` is the number that its
    /// author wrote; the counter jumps forward to it, since steps before it may
    /// be missing.
    pub(super) fn next(&mut self, step: &NumberedStep, at_least: Option<StepNumber>) -> StepNumber {
        let before = self.0.entry(step.series).or_insert(StepNumber { major: 0, minor: None });
        let opens = !step.sub || step.opens || before.major == 0;
        let minor = if opens { 1 } else { before.minor.unwrap_or(0).saturating_add(1) };
        let mut number = StepNumber { major: before.major, minor: step.sub.then_some(minor) };
        if opens {
            number.major = number.major.saturating_add(1);
        }
        if let Some(wanted) = at_least.filter(|wanted| wanted.minor.is_some() == step.sub) {
            if opens {
                number.major = number.major.max(wanted.major);
            }
            if number.major == wanted.major {
                number.minor = number.minor.max(wanted.minor);
            }
        }
        *before = number;
        number
    }
}

/// The id of a step whose author gave it none; it is the same in every
/// language.
pub(super) fn step_id(series: Option<usize>, number: StepNumber) -> String {
    match series {
        None => format!("step-{number}"),
        Some(series) => format!("series-{}-{number}", series + 1),
    }
}
