//! `wrong-twin`: a name in another language, though the text's own language has
//! a name for it.
//!
//! A Chinese reader who has never seen the English name does not know that both
//! are the same. The English name may stand in brackets after the Chinese one.
//! English texts are not checked: they quote Chinese words from the screen.
//!
//! Write the name that the finding gives.

use super::prose;
use super::rule::Rule;
use super::subject::Subject;
use super::terms::{FoundTerm, Matcher};
use crate::diag::{Diagnostic, Severity};

pub(super) const RULE: Rule =
    Rule { code: "wrong-twin", severity: Severity::Note, file: include_str!("wrong_twin.rs"), find };

fn find(subject: &Subject<'_>) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    for lang in subject.config.languages.iter().filter(|lang| lang.joins_lines()) {
        let matcher = Matcher::new(&subject.config.terms, lang);
        let drafts = subject.drafts.iter().filter(|draft| draft.head.lang == *lang);
        for run in drafts.flat_map(|draft| prose::all(subject, draft)) {
            for (bytes, found) in matcher.find(&run) {
                let gloss = run.before(bytes.start).is_some_and(|c| matches!(c, '（' | '(' | '［' | '['));
                if found.kind == FoundTerm::Twin && !gloss {
                    let message = format!("`{}` has the name `{}` in `{lang}`", found.text, found.name);
                    let help = format!("write `{}`, or put the other name after it in brackets", found.name);
                    findings.push(RULE.at(&run.span(bytes), message).with_help(help));
                }
            }
        }
    }
    findings
}
