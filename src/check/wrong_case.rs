//! `wrong-case`: a link differs from the file's name in capital or small letters.
//!
//! On the author's own computer the link may work. On the school's server, `A`
//! and `a` are different files, and readers see nothing.
//!
//! Write the name exactly as the file has it.

use super::rule::Rule;
use super::subject::Subject;
use crate::diag::{Diagnostic, Fix, ProblemKind, Severity};

pub(super) const RULE: Rule =
    Rule { code: "wrong-case", severity: Severity::Error, file: include_str!("wrong_case.rs"), find };

/// The link with its letters corrected, or `None` if `written` differs from the
/// file's name in more than capital letters.
fn replacement(written: &str, actual: &str) -> Option<String> {
    let (path, fragment) = written.find('#').map_or((written, ""), |at| written.split_at(at));
    let actual = actual.split('#').next().unwrap_or(actual);
    (path.to_lowercase() == actual.to_lowercase()).then(|| format!("{actual}{fragment}"))
}

fn find(subject: &Subject<'_>) -> Vec<Diagnostic> {
    subject.phrased(|span, kind| {
        let ProblemKind::WrongCase { actual } = kind else { return None };
        let written = subject.words(span);
        let finding = RULE
            .at(span, format!("`{written}` differs from the file's name in capital letters"))
            .with_help(format!("the file is `{actual}`"));
        Some(match replacement(written, actual) {
            Some(replacement) => finding.with_fix(Fix { span: span.clone(), replacement }),
            None => finding,
        })
    })
}
