//! `open-front-matter`: the front matter has no beginning or no end, or stands below other text.
//!
//! Readers would see the settings as text on the page, and the page lacks its title.
//!
//! Write a line of `+++` above the first setting and another under the last one, at the very beginning
//! of the page.

use super::rule::Rule;
use super::subject::Subject;
use crate::diag::{Diagnostic, ProblemKind, Severity};

pub(super) const RULE: Rule = Rule {
    code: "open-front-matter",
    severity: Severity::Error,
    file: include_str!("open_front_matter.rs"),
    find,
};

fn find(subject: &Subject<'_>) -> Vec<Diagnostic> {
    subject.phrased(|span, kind| match kind {
        ProblemKind::OpenFrontMatter { fix } => {
            let finding = RULE.at(span, "the front matter is not closed");
            let help = "write a line of `+++` under its last key";
            Some(finding.with_help(help).with_known_fix(fix.as_ref()))
        }
        ProblemKind::BareFrontMatter { fix } => {
            let finding = RULE.at(span, "the settings of this page have no lines of `+++` around them");
            let help = "write a line of `+++` above the first one and another under the last one";
            Some(finding.with_help(help).with_fix(fix.clone()))
        }
        ProblemKind::LateFrontMatter { fix } => {
            let finding = RULE.at(span, "the settings of this page do not stand at its beginning");
            Some(finding.with_help("move them above all other text").with_fix(fix.clone()))
        }
        _ => None,
    })
}
