//! `skipped-step`: the written numbers of steps leave one out.
//!
//! Readers look for the step in between and think that something is missing.
//!
//! Number the steps one after the other, or leave the numbers out: stepbook
//! numbers the steps itself.

use super::numbers::{self, NumberFault};
use super::rule::Rule;
use super::subject::Subject;
use crate::diag::{Diagnostic, Severity};

pub(super) const RULE: Rule =
    Rule { code: "skipped-step", severity: Severity::Error, file: include_str!("skipped_step.rs"), find };

fn find(subject: &Subject<'_>) -> Vec<Diagnostic> {
    let wrong = numbers::wrong(subject);
    let skips = wrong.iter().filter(|wrong| wrong.fault == NumberFault::Skips);
    skips
        .map(|wrong| {
            let number = wrong.written;
            let message = match wrong.before {
                Some(before) => format!("step `{number}` comes right after step `{before}`"),
                None => format!("the first step has the number `{number}`"),
            };
            let help = "number the steps one after the other, or leave the numbers out: they are counted";
            wrong.mended(RULE.at(wrong.span, message).with_help(help))
        })
        .collect()
}
