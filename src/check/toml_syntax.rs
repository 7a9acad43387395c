//! `toml-syntax`: settings that can't be read.
//!
//! The line was passed over, and perhaps what follows it.
//!
//! The finding says what the reader of TOML expected there. Texts stand in
//! quotes: `title = "…"`.

use super::{Rule, Subject};
use crate::diag::{Diagnostic, ProblemKind, Severity};

pub(super) const RULE: Rule =
    Rule { code: "toml-syntax", severity: Severity::Error, file: include_str!("toml_syntax.rs"), find };

fn find(subject: &Subject<'_>) -> Vec<Diagnostic> {
    subject.phrased(|span, kind| {
        let ProblemKind::TomlSyntax(words) = kind else { return None };
        let finding = RULE.at(span, format!("this is not TOML: {}", words.trim_end_matches('.')));
        Some(finding.with_help("each line is `key = value`; texts stand in quotes"))
    })
}
