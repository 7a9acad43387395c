//! The type [`Rule`]: a rule's code, the severity of its findings, its
//! explanation and its function.

use super::subject::Subject;
use crate::diag::{Diagnostic, Severity};
use crate::source::Span;

/// One rule of `stepbook check`.
pub struct Rule {
    /// The rule's code, a name that never changes.
    pub code: &'static str,
    /// Severity of the rule's findings, unless `stepbook.toml` sets another.
    pub severity: Severity,
    pub(super) file: &'static str,
    pub(super) find: fn(&Subject<'_>) -> Vec<Diagnostic>,
}

impl Rule {
    /// What the rule is about and what to do: the head of its file.
    #[must_use]
    pub fn doc(&self) -> String {
        let head = self.file.lines().map_while(|line| line.strip_prefix("//!"));
        let lines: Vec<&str> = head.map(|line| line.strip_prefix(' ').unwrap_or(line)).collect();
        lines.join("\n")
    }

    /// The first sentence of [`Rule::doc`], without the code in front.
    #[must_use]
    pub fn summary(&self) -> String {
        let doc = self.doc();
        let first = doc.split("\n\n").next().unwrap_or_default().replace('\n', " ");
        let words = first.split_once("`: ").map_or(first.as_str(), |(_, words)| words);
        words.split_once(". ").map_or(words, |(sentence, _)| sentence).trim_end_matches('.').to_owned()
    }

    /// A finding of this rule.
    pub(super) fn at(&self, span: &Span, message: impl Into<String>) -> Diagnostic {
        Diagnostic { severity: self.severity, ..Diagnostic::error(self.code, span.clone(), message) }
    }
}
