//! `toml-syntax`: settings that can't be read.
//!
//! The line was passed over, and perhaps what follows it. A picture with such a
//! sidecar is not shown, since its redactions may be unread; what else follows
//! from it is not told until it is mended.
//!
//! The finding says what the reader of TOML expected there. Texts stand in
//! quotes: `title = "…"`.

use super::rule::Rule;
use super::subject::Subject;
use crate::diag::{Diagnostic, ProblemKind, Severity};
use crate::url::TreePath;

pub(super) const RULE: Rule =
    Rule { code: "toml-syntax", severity: Severity::Error, file: include_str!("toml_syntax.rs"), find };

fn find(subject: &Subject<'_>) -> Vec<Diagnostic> {
    subject.phrased(|span, kind| {
        let ProblemKind::TomlSyntax(words) = kind else { return None };
        let finding = RULE.at(span, format!("this is not TOML: {}", words.trim_end_matches('.')));
        let path = TreePath::new(subject.path(span.source));
        let is_sidecar = !path.folder().is_empty() && path.extension() == "toml";
        let hidden = if is_sidecar { "; until it is mended the picture is not shown" } else { "" };
        Some(finding.with_help(format!("each line is `key = value`; texts stand in quotes{hidden}")))
    })
}
