//! `unknown-rule`: `[check]` names a rule that doesn't exist.
//!
//! The line has no effect.
//!
//! Write the code as findings show it, such as `orphan-image`.

use super::rule::Rule;
use super::subject::Subject;
use crate::diag::{Diagnostic, Fix, Severity, nearest};

pub(super) const RULE: Rule =
    Rule { code: "unknown-rule", severity: Severity::Warning, file: include_str!("unknown_rule.rs"), find };

fn find(subject: &Subject<'_>) -> Vec<Diagnostic> {
    if subject.whole.is_none() {
        return Vec::new();
    }
    let known = || subject.codes.iter().copied();
    let unknown = subject.config.check.iter().filter(|(code, _)| !known().any(|known| known == **code));
    unknown
        .map(|(code, (_, span))| {
            let finding = RULE.at(span, format!("there is no rule `{code}`"));
            match nearest(code, known()) {
                Some(near) => finding
                    .with_help(format!("did you mean `{near}`?"))
                    .with_fix(Fix { span: span.clone(), replacement: near.to_owned() }),
                None => finding.with_help("take the line out"),
            }
        })
        .collect()
}
