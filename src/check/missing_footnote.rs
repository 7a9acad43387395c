//! `missing-footnote`: a footnote sign without its footnote.
//!
//! The reader sees the sign `[^name]` as it was typed.
//!
//! Write the footnote on a line of its own: `[^name]: What it says.`

use super::prose;
use super::rule::Rule;
use super::subject::Subject;
use crate::diag::{Diagnostic, Severity};

pub(super) const RULE: Rule = Rule {
    code: "missing-footnote",
    severity: Severity::Error,
    file: include_str!("missing_footnote.rs"),
    find,
};

/// Most characters that are searched for the end of a name. What is longer
/// counts as text.
const LONGEST: usize = 64;

/// Finds footnote signs in running text. A sign whose footnote exists was
/// parsed, so it is not in the running text.
fn find(subject: &Subject<'_>) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    for run in subject.drafts.iter().flat_map(|draft| prose::body(subject, draft)) {
        for (at, opening) in run.text.match_indices("[^") {
            let Some(name) = name(run.text.get(at + opening.len()..).unwrap_or("")) else { continue };
            if run.before(at) == Some('\\') {
                continue;
            }
            let span = run.span(at..at + "[^]".len() + name.len());
            let behind = run.text.get(at + "[^]".len() + name.len()..).unwrap_or_default();
            let message = if behind.starts_with('：') {
                "this is no footnote: `：` is a full-width sign".to_owned()
            } else {
                format!("there is no footnote `{name}`")
            };
            let help = format!("write it on a line of its own: `[^{name}]: …`");
            findings.push(RULE.at(&span, message).with_help(help));
        }
    }
    findings
}

/// The name of a footnote sign, where `rest` is the text after `[^`.
fn name(rest: &str) -> Option<&str> {
    let end = rest.char_indices().take(LONGEST).find(|(_, c)| matches!(c, ']' | '[') || c.is_whitespace());
    let (end, last) = end?;
    rest.get(..end).filter(|name| last == ']' && !name.is_empty())
}
