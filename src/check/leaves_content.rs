//! `leaves-content`: a link climbs out of the folder `content/`.
//!
//! Only what lies under `content/` is published, so readers could not follow
//! the link.
//!
//! Put the file under `content/` and link to it there, or link to an address
//! that begins with `https:`.

use super::{Rule, Subject};
use crate::diag::{Diagnostic, ProblemKind, Severity};

pub(super) const RULE: Rule =
    Rule { code: "leaves-content", severity: Severity::Error, file: include_str!("leaves_content.rs"), find };

fn find(subject: &Subject<'_>) -> Vec<Diagnostic> {
    subject.phrased(|span, kind| {
        let ProblemKind::LeavesContent = kind else { return None };
        let finding = RULE.at(span, format!("`{}` leads out of `content/`", subject.words(span)));
        Some(
            finding
                .with_help("put the file under `content/` and link to it by a path without `/` at its head"),
        )
    })
}
