//! `near-emphasis`: signs of emphasis that are printed.
//!
//! Readers see asterisks or underscores, and the name of the button is not bold. In Chinese there
//! are no spaces between words, so `__` does not work inside a sentence.
//!
//! Write two asterisks right before and right after the words: `請按**登入**鈕`. If a sign is meant
//! as text, put a backslash in front of it: `\*`.

use super::rule::Rule;
use super::subject::Subject;
use crate::diag::{Diagnostic, EmphasisFault, ProblemKind, Severity};

pub(super) const RULE: Rule =
    Rule { code: "near-emphasis", severity: Severity::Warning, file: include_str!("near_emphasis.rs"), find };

fn find(subject: &Subject<'_>) -> Vec<Diagnostic> {
    subject.phrased(|span, kind| {
        let ProblemKind::NearEmphasis { fault, fix } = kind else { return None };
        let message = match fault {
            EmphasisFault::Spaces(sign) => {
                format!("this `{sign}` is printed: a space stands between it and the words")
            }
            EmphasisFault::OtherSign(sign) if sign == "__" => {
                "this `__` is printed: it works only between spaces".to_owned()
            }
            EmphasisFault::OtherSign(sign) => format!("this `{sign}` is printed: Markdown does not know it"),
            EmphasisFault::NotClosed(sign) if sign.contains('`') => {
                "this backtick is printed: there is no second one".to_owned()
            }
            EmphasisFault::NotClosed(sign) => format!("this `{sign}` is printed: there is no second one"),
        };
        let finding = RULE.at(span, message);
        Some(match fix {
            Some(fix) => finding.with_help(format!("write `{}`", fix.replacement)).with_fix(fix.clone()),
            None => finding
                .with_help("put the same signs right after the words, or a backslash in front of this one"),
        })
    })
}
