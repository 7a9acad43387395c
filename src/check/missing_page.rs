//! `missing-page`: a link to a page that is not there.
//!
//! The words stay, but a reader can't go on from them.
//!
//! Link to the page's source, such as `register.zh-TW.md`; the site finds the
//! page in the reader's language.

use super::rule::Rule;
use super::subject::{Subject, did_you_mean};
use crate::diag::{Diagnostic, ProblemKind, Severity};

pub(super) const RULE: Rule =
    Rule { code: "missing-page", severity: Severity::Error, file: include_str!("missing_page.rs"), find };

fn find(subject: &Subject<'_>) -> Vec<Diagnostic> {
    subject.phrased(|span, kind| {
        let ProblemKind::MissingPage { path, nearest } = kind else { return None };
        if let Some(id) = subject.words(span).strip_prefix('＃') {
            let finding = RULE.at(span, "`＃` is a full-width sign, so this is no place of this page");
            return Some(finding.with_help(format!("write `#{id}`")));
        }
        let finding = RULE.at(span, format!("there is no page `{path}`"));
        let help = "link to the source of a page, such as `../elearn/register.en.md`";
        Some(finding.with_help(did_you_mean(nearest.as_deref(), help)))
    })
}
