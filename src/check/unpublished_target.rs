//! `unpublished-target`: a link to a file that exists but isn't published.
//!
//! The words stay, but a reader can't go on from them.
//!
//! To publish a draft, take `draft = true` out of it. A part has no page of its
//! own: include it. A picture can be shown, but not offered as a file.

use super::rule::Rule;
use super::subject::Subject;
use crate::diag::{Diagnostic, ProblemKind, Severity, Unpublished};

pub(super) const RULE: Rule = Rule {
    code: "unpublished-target",
    severity: Severity::Error,
    file: include_str!("unpublished_target.rs"),
    find,
};

fn find(subject: &Subject<'_>) -> Vec<Diagnostic> {
    subject.phrased(|span, kind| {
        let ProblemKind::Unpublished { path, why } = kind else { return None };
        let (what, help) = match why {
            Unpublished::Draft => ("is a draft", "take `draft = true` out of it, or the link out of here"),
            Unpublished::Part => ("is a part without a page", "include it: `[words](path \"include\")`"),
            Unpublished::Picture => {
                ("is a picture, which is not published as it is", "show it: `![what it shows](path)`")
            }
            Unpublished::Source => {
                ("is no page of the site", "link to a page in one of the site's languages")
            }
        };
        Some(RULE.at(span, format!("`{path}` {what}")).with_help(help))
    })
}
