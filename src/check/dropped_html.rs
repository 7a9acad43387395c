//! `dropped-html`: raw HTML that was left out of the page.
//!
//! Scripts, frames, forms and event handlers could harm readers. Links and
//! pictures that are written as HTML can't be checked. The words inside the tag
//! stay, but the tag has no effect.
//!
//! Write it in Markdown, or take it out.

use super::rule::Rule;
use super::subject::Subject;
use crate::diag::{Diagnostic, ProblemKind, Severity};

pub(super) const RULE: Rule =
    Rule { code: "dropped-html", severity: Severity::Warning, file: include_str!("dropped_html.rs"), find };

fn find(subject: &Subject<'_>) -> Vec<Diagnostic> {
    subject.phrased(|span, kind| {
        let ProblemKind::DroppedHtml(what) = kind else { return None };
        let help = match what.as_str() {
            "<a>" => "write the link as `[words](address)`",
            "<img>" => "write the picture as `![what it shows](img/name.png)`",
            _ => "write it in Markdown, or take it out",
        };
        Some(RULE.at(span, format!("`{what}` was left out of the page")).with_help(help))
    })
}
