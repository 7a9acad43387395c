//! `missing-words`: the theme lacks words in a language of the site.
//!
//! On pages in that language, menus and buttons show English words.
//!
//! Add the words to `i18n/LANG.toml` of the theme.

use super::rule::Rule;
use super::subject::Subject;
use crate::diag::{Diagnostic, ProblemKind, Severity};

pub(super) const RULE: Rule =
    Rule { code: "missing-words", severity: Severity::Warning, file: include_str!("missing_words.rs"), find };

/// How many keys a finding names.
const SHOWN: usize = 3;

fn find(subject: &Subject<'_>) -> Vec<Diagnostic> {
    subject.phrased(|span, kind| {
        let ProblemKind::MissingWords { lang, keys } = kind else { return None };
        let shown: Vec<String> = keys.iter().take(SHOWN).map(|key| format!("`{key}`")).collect();
        let more = keys.len().saturating_sub(SHOWN);
        let more = if more > 0 { format!(" and {more} more") } else { String::new() };
        let finding =
            RULE.at(span, format!("the theme has no words in `{lang}` for {}{more}", shown.join(", ")));
        Some(finding.with_help(format!("add them to `themes/NAME/i18n/{lang}.toml`")))
    })
}
