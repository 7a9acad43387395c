//! `future-date`: `verified` is a day that has not come yet.
//!
//! It tells readers when somebody last followed the steps. A day in the future is a slip, such as a
//! wrong year, or the day of a planned change.
//!
//! Write the day on which somebody followed the steps, such as `verified = 2026-11-20`.

use jiff::ToSpan;

use super::rule::Rule;
use super::subject::Subject;
use crate::diag::{Diagnostic, Severity};

pub(super) const RULE: Rule =
    Rule { code: "future-date", severity: Severity::Warning, file: include_str!("future_date.rs"), find };

fn find(subject: &Subject<'_>) -> Vec<Diagnostic> {
    // East of Greenwich it may be tomorrow already.
    let Some(last) = subject.today.and_then(|today| today.checked_add(1.day()).ok()) else {
        return Vec::new();
    };
    subject
        .verified_days()
        .filter(|(day, _)| *day > last)
        .map(|(day, span)| {
            let finding = RULE.at(span, format!("{day} has not come yet"));
            finding.with_help("write the day on which somebody last followed these steps")
        })
        .collect()
}
