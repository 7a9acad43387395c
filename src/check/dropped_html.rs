//! `dropped-html`: raw HTML that was left out of the page.
//!
//! Scripts, frames, forms and event handlers could harm readers. Links and
//! pictures that are written as HTML can't be checked. The words inside the tag
//! stay, but the tag has no effect.
//!
//! Write it in Markdown, or take it out: a film is a link, `[Watch the film](img/demo.mp4)`. A word
//! in angle brackets that is also an element of HTML needs a backslash: `\<menu>`.

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
            "<video>" | "<audio>" | "<iframe>" | "<embed>" | "<object>" => {
                "link to the film or sound: `[Watch the film](img/demo.mp4)`"
            }
            "<font>" | "<center>" => "take it out: the theme decides colours, sizes and places",
            _ if what.starts_with('<') => {
                "write it in Markdown; if it is a word, put a backslash in front of it: `\\<OK>`"
            }
            _ => "write it in Markdown, or take it out",
        };
        Some(RULE.at(span, format!("`{what}` was left out of the page")).with_help(help))
    })
}
