//! `unknown-theme`: `stepbook.toml` names a theme that isn't there.
//!
//! The default theme was used.
//!
//! Correct the name. A theme is a folder `themes/NAME/` next to `stepbook.toml`.

use super::rule::Rule;
use super::subject::Subject;
use crate::diag::{Diagnostic, ProblemKind, Severity};

pub(super) const RULE: Rule =
    Rule { code: "unknown-theme", severity: Severity::Error, file: include_str!("unknown_theme.rs"), find };

fn find(subject: &Subject<'_>) -> Vec<Diagnostic> {
    subject.phrased(|span, kind| {
        let ProblemKind::UnknownTheme(name) = kind else { return None };
        let finding = RULE.at(span, format!("there is no theme `{name}`"));
        Some(
            finding.with_help(format!("put its files into `themes/{name}/`, or write `theme = \"default\"`")),
        )
    })
}
