//! `near-reference`: a picture or link that misses its form by a sign and is printed as text.
//!
//! Readers see signs of Markdown in the place of a screenshot. The picture, its marks and its
//! redactions are not there, and the file looks as if no page needed it.
//!
//! Write it as the finding says: `![登入頁](img/login.png "圖說")`. A path with spaces may stand
//! between `<` and `>`. Pictures have no size of their own: they are as wide as the page allows.

use super::rule::Rule;
use super::subject::Subject;
use crate::diag::{Diagnostic, Fix, NearReference, ProblemKind, ReferenceFault, Severity};
use crate::source::Span;

pub(super) const RULE: Rule =
    Rule { code: "near-reference", severity: Severity::Error, file: include_str!("near_reference.rs"), find };

fn find(subject: &Subject<'_>) -> Vec<Diagnostic> {
    subject.phrased(|span, kind| match kind {
        ProblemKind::NearReference { what, fix } => Some(finding(span, what, fix.as_ref())),
        _ => None,
    })
}

fn finding(span: &Span, what: &NearReference, fix: Option<&Fix>) -> Diagnostic {
    let name = if what.picture { "picture" } else { "link" };
    let finding = RULE.at(span, format!("this is no {name}: {}", reason(&what.fault)));
    match fix {
        Some(fix) => finding.with_help(format!("write `{}`", fix.replacement)).with_fix(fix.clone()),
        None if what.fault == ReferenceFault::OwnComputer => {
            finding.with_help("put the file next to this page and write its path from here: `img/name.png`")
        }
        None if what.picture => finding.with_help("write `![what it shows](img/picture.png)`"),
        None => finding.with_help("write `[words](page.md)`"),
    }
}

fn reason(fault: &ReferenceFault) -> String {
    match fault {
        ReferenceFault::WideSign(sign) => format!("`{sign}` is a full-width sign"),
        ReferenceFault::CurlyQuotes(sign) => {
            format!("its title stands in `{sign}`, not in straight quotes `\"`")
        }
        ReferenceFault::Size(size) => format!("Markdown has no sizes such as `{size}`"),
        ReferenceFault::Gap(sign) if sign.is_whitespace() => {
            "there is a space between `]` and `(`".to_owned()
        }
        ReferenceFault::Gap(sign) => {
            format!("a character that can't be seen (U+{:04X}) stands between `]` and `(`", u32::from(*sign))
        }
        ReferenceFault::SquareBrackets => "its path stands in `[` and `]`, not in `(` and `)`".to_owned(),
        ReferenceFault::TitleQuotes => "its title does not stand between two quotes `\"`".to_owned(),
        ReferenceFault::SpaceInPath => "there is a space in its address".to_owned(),
        ReferenceFault::NotClosed => "the last `)` is missing".to_owned(),
        ReferenceFault::Backslashes => "its path has backslashes; on the web they are `/`".to_owned(),
        ReferenceFault::OwnComputer => "its path leads to your own computer".to_owned(),
        ReferenceFault::Wiki => "`[[` is the form of wikis".to_owned(),
    }
}
