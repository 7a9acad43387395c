//! `wrong-step-number`: a step's written number is not its place in the guide.
//!
//! The page shows the number that the step has in the order of the guide. An
//! author who reads the written number and refers to it names another step.
//!
//! Write the number that the finding gives, or none.

use super::numbers::{self, NumberFault};
use super::rule::Rule;
use super::subject::Subject;
use crate::diag::{Diagnostic, Severity};

pub(super) const RULE: Rule = Rule {
    code: "wrong-step-number",
    severity: Severity::Error,
    file: include_str!("wrong_step_number.rs"),
    find,
};

fn find(subject: &Subject<'_>) -> Vec<Diagnostic> {
    let wrong = numbers::wrong(subject);
    let disagree = wrong.iter().filter(|wrong| wrong.fault == NumberFault::Disagrees);
    disagree
        .map(|wrong| {
            let message = format!("this is step `{}`, not `{}`", wrong.computed, wrong.written);
            let help = if wrong.written.minor.is_none() && wrong.computed.minor.is_some() {
                "a step below another step is its sub-step: give both headings as many `#`, or write that number"
            } else {
                "write that number, or none: steps are counted"
            };
            wrong.mended(RULE.at(wrong.span, message).with_help(help))
        })
        .collect()
}
