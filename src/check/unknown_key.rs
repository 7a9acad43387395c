//! `unknown-key`: a key that stepbook does not know, often a typing mistake.
//!
//! The line has no effect.
//!
//! Write the known key that the finding names, or take the line out.

use super::rule::Rule;
use super::subject::Subject;
use crate::diag::{Diagnostic, Fix, ProblemKind, Severity};

pub(super) const RULE: Rule =
    Rule { code: "unknown-key", severity: Severity::Error, file: include_str!("unknown_key.rs"), find };

/// Keys of other programs, and ours.
const OTHER_NAMES: &[(&str, &str)] = &[
    ("description", "summary"),
    ("subtitle", "summary"),
    ("excerpt", "summary"),
    ("updated", "verified"),
    ("lastmod", "verified"),
    ("date", "verified"),
    ("weight", "order"),
    ("nav_order", "order"),
    ("url", "platform"),
    ("requirements", "needs"),
    ("rect", "box"),
    ("rectangle", "box"),
    ("circle", "ellipse"),
    ("point", "pin"),
    ("number", "n"),
];

fn find(subject: &Subject<'_>) -> Vec<Diagnostic> {
    subject.phrased(|span, kind| {
        let ProblemKind::UnknownKey { place, key, nearest, known } = kind else { return None };
        let meant = OTHER_NAMES.iter().find(|(other, ours)| other == key && known.contains(ours));
        let nearest = meant.map(|(_, ours)| (*ours).to_owned()).or_else(|| nearest.clone());
        let place = if *place == "stepbook.toml" { format!("`{place}`") } else { format!("the {place}") };
        let finding = RULE.at(span, format!("`{key}` is no key of {place}"));
        Some(match &nearest {
            Some(known) => {
                let fix = Fix { span: span.clone(), replacement: known.clone() };
                finding.with_help(format!("did you mean `{known}`?")).with_fix(fix)
            }
            None if known.is_empty() => finding.with_help("take it out"),
            None => {
                let mut keys: Vec<String> = known.iter().map(|key| format!("`{key}`")).collect();
                keys.sort();
                finding.with_help(format!("take it out; the keys there are {}", keys.join(", ")))
            }
        })
    })
}
