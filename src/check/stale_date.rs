//! `stale-date`: `verified` is older than the site allows.
//!
//! Platforms change. Steps that nobody has followed for long lead readers to buttons that are no
//! longer there. `stale_months = 12` under `[check]` in `stepbook.toml` says after how many months a
//! guide is looked at again; without it no date is too old.
//!
//! Follow the steps, correct what has changed, and write the new day.

use jiff::ToSpan;

use super::rule::Rule;
use super::subject::Subject;
use crate::diag::{Diagnostic, Severity};

pub(super) const RULE: Rule =
    Rule { code: "stale-date", severity: Severity::Warning, file: include_str!("stale_date.rs"), find };

fn find(subject: &Subject<'_>) -> Vec<Diagnostic> {
    let (Some(today), Some(months)) = (subject.today, subject.config.stale_months) else { return Vec::new() };
    let Ok(oldest) = today.checked_sub(i32::from(months).months()) else { return Vec::new() };
    subject
        .verified_days()
        .filter(|(day, _)| *day < oldest)
        .map(|(day, span)| {
            let count = if months == 1 { "a month".to_owned() } else { format!("{months} months") };
            let finding = RULE.at(span, format!("{day} is more than {count} ago"));
            finding.with_help("follow the steps again, correct what has changed, and write the new day")
        })
        .collect()
}
