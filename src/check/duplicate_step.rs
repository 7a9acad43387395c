//! `duplicate-step`: two steps of a guide carry the same number.
//!
//! A reader sent to 「步驟5」 can't tell which one is meant, and the second title
//! looks like a mistake.
//!
//! If the second one continues the same step, make it a panel: `###` without the
//! step word. If both are parts of one step, number the parts `5-1`, `5-2`.

use super::numbers::{self, NumberFault};
use super::rule::Rule;
use super::subject::Subject;
use crate::diag::{Diagnostic, Severity};

pub(super) const RULE: Rule =
    Rule { code: "duplicate-step", severity: Severity::Error, file: include_str!("duplicate_step.rs"), find };

fn find(subject: &Subject<'_>) -> Vec<Diagnostic> {
    let wrong = numbers::wrong(subject);
    let twice = wrong.iter().filter(|wrong| wrong.fault == NumberFault::Twice);
    twice
        .map(|wrong| {
            let number = wrong.written;
            let help = format!(
                "go on under `###` without the step word, number the parts `{0}-1`, `{0}-2`, or count on",
                number.major
            );
            wrong.mended(RULE.at(wrong.span, format!("step `{number}` appears twice")).with_help(help))
        })
        .collect()
}
