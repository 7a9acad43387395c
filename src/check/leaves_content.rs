//! `leaves-content`: a link climbs out of the folder `content/`.
//!
//! Only what lies under `content/` is published, so readers could not follow
//! the link.
//!
//! Put the file under `content/` and link to it there, or link to an address
//! that begins with `https:`.

use super::rule::Rule;
use super::subject::{Subject, did_you_mean};
use crate::diag::{Diagnostic, ProblemKind, Severity};
use crate::source::Span;
use crate::url::{TreePath, percent_decode};

pub(super) const RULE: Rule =
    Rule { code: "leaves-content", severity: Severity::Error, file: include_str!("leaves_content.rs"), find };

/// The file that `link` names, if that file was not read. In most cases it is a
/// symbolic link that leads out of the folder.
fn refused(subject: &Subject<'_>, span: &Span, link: &str) -> Option<TreePath> {
    let path = link.split('#').next().unwrap_or(link);
    let file = TreePath::new(subject.path(span.source)).join(&percent_decode(path)).ok()?;
    subject.tree.refused().contains(&file).then_some(file)
}

fn find(subject: &Subject<'_>) -> Vec<Diagnostic> {
    subject.phrased(|span, kind| {
        let ProblemKind::LeavesContent { nearest } = kind else { return None };
        let link = subject.words(span);
        if let Some(refused) = refused(subject, span, link) {
            let finding = RULE.at(span, format!("`{link}` leads to a file that was not read"));
            return Some(finding.with_help(format!("see the finding at `{refused}`")));
        }
        let finding = RULE.at(span, format!("`{link}` leads out of `content/`"));
        let help = "put the file under `content/` and link to it by a path without `/` at its head";
        Some(finding.with_help(did_you_mean(nearest.as_deref(), help)))
    })
}
