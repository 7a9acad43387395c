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
use crate::source::Span;

pub(super) const RULE: Rule =
    Rule { code: "dropped-html", severity: Severity::Warning, file: include_str!("dropped_html.rs"), find };

fn find(subject: &Subject<'_>) -> Vec<Diagnostic> {
    subject.phrased(|span, kind| {
        let ProblemKind::DroppedHtml(what) = kind else { return None };
        if let Some(finding) = with_address(subject.words(span), span, what) {
            return Some(finding);
        }
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

/// The finding for a picture or film whose tag says its address: what to write is known.
fn with_address(tag: &str, span: &Span, what: &str) -> Option<Diagnostic> {
    let picture = what == "<img>";
    if !picture && !matches!(what, "<video>" | "<audio>" | "<iframe>" | "<embed>") {
        return None;
    }
    let address = attribute(tag, "src").filter(|address| !address.contains(['(', ')', '<', '>']))?;
    let address = if address.contains(' ') { format!("<{address}>") } else { address.to_owned() };
    let right = if picture {
        format!("![{}]({address})", attribute(tag, "alt").unwrap_or("what it shows"))
    } else {
        format!("[Watch the film]({address})")
    };
    let finding = RULE.at(span, format!("`{what}` was left out of the page"));
    Some(finding.with_help(format!("write `{right}`")))
}

/// The value of an attribute in quotes.
fn attribute<'t>(tag: &'t str, name: &str) -> Option<&'t str> {
    let start = tag.to_ascii_lowercase().find(&format!(" {name}="))? + name.len() + 2;
    let value = tag.get(start..)?;
    let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    value.get(1..)?.split(quote).next().filter(|value| !value.is_empty())
}
