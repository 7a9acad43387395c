//! `toml-syntax`: settings that can't be read.
//!
//! The line was ignored, and perhaps also the lines after it. A picture with such
//! a sidecar is not shown, since its redactions may be among the unread lines.
//! Other findings that depend on this file appear only after it is corrected.
//!
//! The finding says what should stand there in TOML. Write texts in quotes:
//! `title = "…"`.

use super::rule::Rule;
use super::subject::Subject;
use super::toml_cause::{self, TomlCause};
use crate::diag::{Diagnostic, Fix, ProblemKind, Severity};
use crate::source::Span;
use crate::url::TreePath;

pub(super) const RULE: Rule =
    Rule { code: "toml-syntax", severity: Severity::Error, file: include_str!("toml_syntax.rs"), find };

fn find(subject: &Subject<'_>) -> Vec<Diagnostic> {
    subject.phrased(|span, kind| {
        let ProblemKind::TomlSyntax(words) = kind else { return None };
        let path = TreePath::new(subject.path(span.source));
        let is_sidecar = !path.folder().is_empty() && path.extension() == "toml";
        let hidden = if is_sidecar { "; the picture is not shown until it is corrected" } else { "" };
        if let Some((line, cause)) = cause(subject, span) {
            let fix = Fix { span: line, replacement: cause.right.clone() };
            let finding = RULE.at(span, format!("this is not TOML: {}", cause.why));
            return Some(finding.with_help(format!("write `{}`{hidden}", cause.right)).with_fix(fix));
        }
        let finding = RULE.at(span, format!("this is not TOML: {}", words.trim_end_matches('.')));
        Some(finding.with_help(format!("each line is `key = value`; texts stand in quotes{hidden}")))
    })
}

/// The line of a place, and the sign in it that is not TOML.
fn cause(subject: &Subject<'_>, span: &Span) -> Option<(Span, TomlCause)> {
    let text = &subject.tree.source(span.source)?.text;
    let start = text.get(..span.bytes.start)?.rfind('\n').map_or(0, |at| at + 1);
    let line = text.get(start..)?.lines().next()?.trim_end();
    Some((Span::new(span.source, start..start + line.len()), toml_cause::read(line)?))
}
