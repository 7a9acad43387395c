//! Removal of findings that only follow from a TOML file that does not parse.
//! The author needs only the finding about the file itself.
//!
//! In: the findings and the problems of a site. Out: the findings without those
//! that may be there only because settings, front matter or a sidecar could
//! not be read to the end.

use std::collections::BTreeSet;

use super::subject::Subject;
use crate::diag::{Diagnostic, ProblemKind, Severity};
use crate::source::SourceId;

/// Rules whose findings depend on the languages, step words, terms or fonts in
/// `stepbook.toml`.
const OF_SETTINGS: &[&str] = &[
    "dead-end",
    "duplicate-step",
    "endless-loop",
    "missing-anchor",
    "missing-glyph",
    "missing-key",
    "missing-page",
    "missing-part",
    "refused-download",
    "skipped-step",
    "unknown-language",
    "unknown-theme",
    "unpublished-target",
    "unreachable-step",
    "wrong-step-number",
];

/// Rules whose findings depend on the front matter.
const OF_FRONT_MATTER: &[&str] = &["no-platform-link", "no-title"];

/// The sources whose TOML does not parse.
fn sources(subject: &Subject<'_>) -> BTreeSet<SourceId> {
    let broken = subject.problems.iter().filter(|problem| matches!(problem.kind, ProblemKind::TomlSyntax(_)));
    broken.map(|problem| problem.span.source).chain(subject.broken.iter().copied()).collect()
}

/// Takes out the findings that only follow from broken TOML.
pub(super) fn take_out_follow_ups(findings: &mut Vec<Diagnostic>, subject: &Subject<'_>) {
    let broken = sources(subject);
    if broken.is_empty() {
        return;
    }
    let settings = subject.config.source.filter(|settings| broken.contains(settings));
    let follows = |finding: &Diagnostic| {
        let at = finding.span.source;
        // The levels of rules are settings too: a finding that is not an error
        // by default may be switched off in the part that was not read.
        let of_settings =
            settings == Some(at) || OF_SETTINGS.contains(&finding.code) || finding.severity < Severity::Error;
        let of_file = subject.tree.source(at).is_some_and(|source| source.path.extension() == "toml")
            || OF_FRONT_MATTER.contains(&finding.code);
        (settings.is_some() && of_settings) || (broken.contains(&at) && of_file)
    };
    findings.retain(|finding| finding.code == "toml-syntax" || !follows(finding));
}
