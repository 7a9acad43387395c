//! `open-comment`: a comment is opened and never closed.
//!
//! Nobody may read a comment, so all that stands behind its sign is left out: at the beginning of
//! a line the rest of the page, inside a line the rest of that line. Often the sign was meant as
//! text.
//!
//! Close the comment, or put a backslash in front of the sign: `\%%`.

use super::rule::Rule;
use super::subject::Subject;
use crate::diag::{Diagnostic, ForeignSyntax, ProblemKind, Severity};

pub(super) const RULE: Rule =
    Rule { code: "open-comment", severity: Severity::Error, file: include_str!("open_comment.rs"), find };

fn find(subject: &Subject<'_>) -> Vec<Diagnostic> {
    subject.phrased(|span, kind| {
        let ProblemKind::Foreign { what: ForeignSyntax::OpenComment(sign), .. } = kind else { return None };
        let message =
            format!("the comment that begins with `{sign}` has no end, so what follows is left out");
        let help =
            format!("write a comment between `<!--` and `-->`; if `{sign}` is text, put `\\` in front of it");
        Some(RULE.at(span, message).with_help(help))
    })
}
