//! `missing-footnote`: a footnote sign without its footnote.
//!
//! The reader sees the sign `[^name]` as it was typed.
//!
//! Write the footnote on a line of its own: `[^name]: What it says.`

use super::{Rule, Subject, prose};
use crate::diag::{Diagnostic, Severity};

pub(super) const RULE: Rule = Rule {
    code: "missing-footnote",
    severity: Severity::Error,
    file: include_str!("missing_footnote.rs"),
    find,
};

/// A sign whose footnote exists is no text any more; the others still are.
fn find(subject: &Subject<'_>) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    for run in subject.drafts.iter().flat_map(|draft| prose::body(subject, draft)) {
        for (at, _) in run.text.match_indices("[^") {
            let Some(name) =
                run.text.get(at + 2..).and_then(|rest| rest.split_once(']')).map(|(name, _)| name)
            else {
                continue;
            };
            if name.is_empty() || name.contains(char::is_whitespace) || run.before(at) == Some('\\') {
                continue;
            }
            let span = run.span(at..at + "[^]".len() + name.len());
            findings.push(
                RULE.at(&span, format!("there is no footnote `{name}`"))
                    .with_help(format!("write it on a line of its own: `[^{name}]: …`")),
            );
        }
    }
    findings
}
