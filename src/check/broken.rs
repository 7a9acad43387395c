//! What follows from a file of TOML that does not parse: nobody needs to read
//! it beside the finding about the file.
//!
//! In: the problems of a site. Out: whether a finding may be there only
//! because settings, front matter or a sidecar could not be read to the end.

use std::collections::BTreeSet;

use super::subject::Subject;
use crate::diag::{Diagnostic, ProblemKind, Severity};
use crate::source::SourceId;

/// Rules that find other things where languages, step words, terms or fonts
/// are other ones.
const OF_SETTINGS: &[&str] = &[
    "dead-end",
    "duplicate-step",
    "endless-loop",
    "missing-anchor",
    "missing-key",
    "missing-page",
    "missing-part",
    "skipped-step",
    "unknown-language",
    "unknown-theme",
    "unpublished-target",
    "unreachable-step",
    "wrong-step-number",
];

/// Rules about what the front matter says.
const OF_FRONT_MATTER: &[&str] = &["no-platform-link", "no-title"];

/// Sources whose TOML does not parse.
pub(super) fn sources(subject: &Subject<'_>) -> BTreeSet<SourceId> {
    let broken = subject.problems.iter().filter(|problem| matches!(problem.kind, ProblemKind::TomlSyntax(_)));
    broken.map(|problem| problem.span.source).collect()
}

/// Takes out what only follows.
pub(super) fn take_out_follow_ups(findings: &mut Vec<Diagnostic>, subject: &Subject<'_>) {
    let broken = sources(subject);
    if broken.is_empty() {
        return;
    }
    let settings = subject.config.source.filter(|settings| broken.contains(settings));
    let follows = |finding: &Diagnostic| {
        let at = finding.span.source;
        // The levels of rules are settings too: what is no error by itself may
        // be switched off there.
        let of_settings =
            settings == Some(at) || OF_SETTINGS.contains(&finding.code) || finding.severity < Severity::Error;
        let of_file = subject.tree.source(at).is_some_and(|source| source.path.extension() == "toml")
            || OF_FRONT_MATTER.contains(&finding.code);
        (settings.is_some() && of_settings) || (broken.contains(&at) && of_file)
    };
    findings.retain(|finding| finding.code == "toml-syntax" || !follows(finding));
}
