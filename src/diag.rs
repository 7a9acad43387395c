//! Findings as data.
//!
//! In: a rule's code, a span, words. Out: values that `cli` shows as text or JSON
//! and that `serve` shows in the page. This module prints nothing.

mod fix;
mod near;
mod problem;

pub use fix::Fix;
pub use near::{
    EmphasisFault, ForeignSyntax, MeantBlock, NearCause, NearReference, NearStep, ReferenceFault,
};
pub use problem::{Problem, ProblemKind, Unoffered, Unpublished};

use serde::{Deserialize, Serialize};

use crate::source::Span;

/// How bad a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Severity {
    /// Useful to know; no command fails because of it.
    Note,
    /// `check --deny warnings` and `build --strict` exit with 1.
    Warning,
    /// `check` and `build` exit with 1.
    Error,
}

impl Severity {
    /// The severity as a word, in the terminal and in JSON.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Note => "note",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

/// One finding. Not an `Error`: a tree with findings still becomes a site.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// Stable name of the rule, such as `missing-image`.
    pub code: &'static str,
    /// How bad the finding is.
    pub severity: Severity,
    /// The text to underline.
    pub span: Span,
    /// One clause, lower case, no full stop, the author's words in backticks.
    pub message: String,
    /// What the author can do.
    pub help: Option<String>,
    /// The change that corrects the text, if there is only one such change.
    pub fix: Option<Fix>,
}

impl Diagnostic {
    /// A finding that fails the check.
    #[must_use]
    pub fn error(code: &'static str, span: Span, message: impl Into<String>) -> Self {
        Self { code, severity: Severity::Error, span, message: message.into(), help: None, fix: None }
    }

    /// A finding that only fails a strict check.
    #[must_use]
    pub fn warning(code: &'static str, span: Span, message: impl Into<String>) -> Self {
        Self { severity: Severity::Warning, ..Self::error(code, span, message) }
    }

    /// Adds a help text that says what the author can do.
    #[must_use]
    pub fn with_help(self, help: impl Into<String>) -> Self {
        Self { help: Some(help.into()), ..self }
    }

    /// Adds the change that corrects the text, if it is known.
    #[must_use]
    pub fn with_known_fix(self, fix: Option<&Fix>) -> Self {
        Self { fix: fix.cloned(), ..self }
    }

    /// Adds the change that corrects the text.
    #[must_use]
    pub fn with_fix(self, fix: Fix) -> Self {
        Self { fix: Some(fix), ..self }
    }
}

/// The known name that `wrong` was most likely meant to be: the most similar one
/// by normalized Damerau-Levenshtein distance, with a similarity of at least 0.6.
/// Of equally similar names it is the first.
#[must_use]
pub fn nearest<'a>(wrong: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let score = |name: &&str| strsim::normalized_damerau_levenshtein(wrong, name);
    let mut best: Option<(f64, &str)> = None;
    for name in known {
        let likeness = score(&name);
        if likeness >= 0.6 && best.is_none_or(|(high, _)| likeness > high) {
            best = Some((likeness, name));
        }
    }
    best.map(|(_, name)| name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_name_is_offered_only_when_near() {
        assert_eq!(nearest("sumary", ["title", "summary"]), Some("summary"));
        assert_eq!(nearest("colour", ["title", "summary"]), None);
    }
}
