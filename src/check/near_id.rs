//! `near-id`: what was meant as the id of a heading misses its form.
//!
//! Readers see the signs in the title, and links to the id lead nowhere.
//!
//! Write it at the end of the heading's line, in half-width signs: `## 步驟：更新憑證 {#renew}`.

use super::rule::Rule;
use super::subject::Subject;
use crate::diag::{Diagnostic, ProblemKind, Severity};

pub(super) const RULE: Rule =
    Rule { code: "near-id", severity: Severity::Warning, file: include_str!("near_id.rs"), find };

fn find(subject: &Subject<'_>) -> Vec<Diagnostic> {
    subject.phrased(|span, kind| {
        let ProblemKind::NearId { fix } = kind else { return None };
        let written = subject.words(span);
        let why = match written.chars().find(|c| matches!(c, '＃' | '｛' | '｝')) {
            Some(sign) => format!("`{sign}` is a full-width sign"),
            None => "the last `}` is missing".to_owned(),
        };
        let finding = RULE.at(span, format!("this is no id: {why}"));
        Some(finding.with_help(format!("write `{}`", fix.replacement)).with_fix(fix.clone()))
    })
}
