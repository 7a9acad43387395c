//! `foreign-syntax`: syntax of another program, which stepbook does not have.
//!
//! Attributes in braces are of pandoc and kramdown. Other Markdown programs print them, and readers
//! of the source stumble over them. The page leaves them out.
//!
//! Take them out. A picture is as wide as the page allows; to show a part of it, set `crop` in its
//! sidecar.

use super::rule::Rule;
use super::subject::Subject;
use crate::diag::{Diagnostic, ForeignSyntax, ProblemKind, Severity};

pub(super) const RULE: Rule = Rule {
    code: "foreign-syntax",
    severity: Severity::Warning,
    file: include_str!("foreign_syntax.rs"),
    find,
};

fn find(subject: &Subject<'_>) -> Vec<Diagnostic> {
    subject.phrased(|span, kind| {
        let ProblemKind::Foreign { what: ForeignSyntax::Attributes, fix } = kind else { return None };
        let message = format!("the attributes `{}` are of another program and left out", subject.words(span));
        let finding =
            RULE.at(span, message).with_help("take them out: pictures are as wide as the page allows");
        Some(match fix {
            Some(fix) => finding.with_fix(fix.clone()),
            None => finding,
        })
    })
}
