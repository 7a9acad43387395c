//! Findings for programs: one JSON object a line.
//!
//! Columns count characters (Unicode scalar values) from 1. The end column is the
//! one after the last character. `file` is the path from the site's folder.

use serde::Serialize;

use super::places::{Locations, TextRange};
use super::visible;
use crate::diag::Diagnostic;

#[derive(Serialize)]
struct JsonFinding<'a> {
    code: &'a str,
    severity: &'a str,
    file: &'a str,
    #[serde(flatten)]
    place: JsonPlace,
    message: &'a str,
    help: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    fix: Option<JsonFix<'a>>,
}

#[derive(Serialize)]
struct JsonPlace {
    line: usize,
    column: usize,
    end_line: usize,
    end_column: usize,
}

#[derive(Serialize)]
struct JsonFix<'a> {
    #[serde(flatten)]
    place: JsonPlace,
    text: &'a str,
}

impl From<TextRange> for JsonPlace {
    fn from(TextRange { start, end }: TextRange) -> Self {
        Self { line: start.line, column: start.column, end_line: end.line, end_column: end.column }
    }
}

/// A finding as one line of JSON, with a newline at its end.
pub(super) fn finding(finding: &Diagnostic, places: &mut Locations<'_>) -> String {
    let line = JsonFinding {
        code: finding.code,
        severity: finding.severity.as_str(),
        file: places.file(&finding.span),
        place: places.stretch(&finding.span).into(),
        message: &finding.message,
        help: finding.help.as_deref(),
        fix: finding
            .fix
            .as_ref()
            .map(|fix| JsonFix { place: places.stretch(&fix.span).into(), text: &fix.replacement }),
    };
    // A struct of strings and numbers can always be serialized.
    serde_json::to_string(&line).map(|json| visible::json(&json).into_owned() + "\n").unwrap_or_default()
}
