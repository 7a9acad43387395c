//! Findings as workflow commands of GitHub Actions, which shows them in the
//! pull request: <https://docs.github.com/en/actions/reference/workflow-commands-for-github-actions>.

use super::places::Locations;
use super::visible;
use crate::diag::{Diagnostic, Severity};

/// A finding as one workflow command, with a newline at its end.
pub(super) fn finding(finding: &Diagnostic, places: &mut Locations<'_>) -> String {
    let command = match finding.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "notice",
    };
    let file = property(&visible::name(&places.file_from_here(&finding.span)));
    let at = places.stretch(&finding.span);
    let mut message = visible::name(&finding.message).into_owned();
    if let Some(help) = &finding.help {
        message.extend(["\nhelp: ", &visible::name(help)]);
    }
    format!(
        "::{command} file={file},line={},col={},endLine={},endColumn={},title={}::{}\n",
        at.start.line,
        at.start.column,
        at.end.line,
        at.end.column,
        property(finding.code),
        data(&message),
    )
}

/// Escapes a text in the way that GitHub's runner undoes (actions/toolkit,
/// `command.ts`).
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
