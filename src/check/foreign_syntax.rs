//! `foreign-syntax`: syntax of another program, which stepbook does not have.
//!
//! Attributes in braces are of pandoc and kramdown, `%% … %%` of Obsidian, `{% … %}` of GitBook and
//! HackMD. What stepbook can read, such as a box between `:::tip` and `:::`, needs no finding. The
//! rest is left out or printed, and the finding says which.
//!
//! Write it in our form: an alert is `> [!TIP]`, a comment `<!-- … -->`, a film a link. A picture is
//! as wide as the page allows; to show a part of it, set `crop` in its sidecar. The page has its own
//! list of steps and needs no table of contents.

use super::rule::Rule;
use super::subject::Subject;
use crate::diag::{Diagnostic, ForeignSyntax, ProblemKind, Severity};
use crate::source::Span;

pub(super) const RULE: Rule = Rule {
    code: "foreign-syntax",
    severity: Severity::Warning,
    file: include_str!("foreign_syntax.rs"),
    find,
};

/// Most characters of the author's text that a message repeats.
const SHOWN: usize = 40;

fn find(subject: &Subject<'_>) -> Vec<Diagnostic> {
    subject.phrased(|span, kind| {
        let ProblemKind::Foreign { what, fix } = kind else { return None };
        let written = shown(subject, span);
        let (message, help) = said(what, &written)?;
        let help = match fix {
            Some(fix) if !fix.replacement.is_empty() && !fix.replacement.contains('\n') => {
                format!("write `{}`", fix.replacement)
            }
            _ => help,
        };
        Some(RULE.at(span, message).with_help(help).with_known_fix(fix.as_ref()))
    })
}

/// The beginning of the author's text.
fn shown(subject: &Subject<'_>, span: &Span) -> String {
    let written = subject.words(span);
    let mut shown: String = written.lines().next().unwrap_or_default().chars().take(SHOWN).collect();
    if shown.len() < written.len() {
        shown.push('…');
    }
    shown
}

/// The message and the help; `None` for what another rule says.
fn said(what: &ForeignSyntax, written: &str) -> Option<(String, String)> {
    let (message, help) = match what {
        ForeignSyntax::Attributes => (
            format!("the attributes `{written}` are of another program and left out"),
            "take them out: pictures are as wide as the page allows".to_owned(),
        ),
        ForeignSyntax::Comment(_) => (
            format!("`{written}` is a comment of another program and left out"),
            "write comments between `<!--` and `-->`".to_owned(),
        ),
        ForeignSyntax::OpenComment(_) => return None,
        ForeignSyntax::OpenBox => (
            format!("the box `{written}` has no end"),
            "write `:::` in a line of its own under its last line, or write it as an alert: `> [!NOTE]`"
                .to_owned(),
        ),
        ForeignSyntax::StrayEnd => {
            ("`:::` ends a box, and none is open".to_owned(), "take the line out".to_owned())
        }
        ForeignSyntax::UnknownBox => (
            format!("`{written}` is a box of another program; its text stands here without one"),
            "write a heading or a bold line above its text".to_owned(),
        ),
        ForeignSyntax::UnknownAlert { name, .. } => (
            format!("there is no alert `{name}`"),
            "write one of `[!NOTE]`, `[!TIP]`, `[!IMPORTANT]`, `[!WARNING]`, `[!CAUTION]`".to_owned(),
        ),
        ForeignSyntax::Contents => {
            (format!("`{written}` is left out: the page has its own list of steps"), "take it out".to_owned())
        }
        ForeignSyntax::Tags => (
            format!("`{written}` is left out: readers search for the words of the page"),
            "take it out".to_owned(),
        ),
        ForeignSyntax::InlineNote => (
            format!("`{written}` is a footnote of another program and printed"),
            "write `[^1]` here, and `[^1]: …` in a paragraph of its own".to_owned(),
        ),
        ForeignSyntax::CodeBox => (
            format!("`{written}` begins a box in another program; here its text is code"),
            "write it as an alert: a line `> [!NOTE]`, and `> ` before each line of its text".to_owned(),
        ),
        ForeignSyntax::Tag { printed } => (
            format!(
                "`{written}` is syntax of another program and {}",
                if *printed { "printed" } else { "left out" }
            ),
            "write it in Markdown: a link, a picture or an alert".to_owned(),
        ),
    };
    Some((message, help))
}
