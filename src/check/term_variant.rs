//! `term-variant`: a spelling that the table of terms advises against.
//!
//! A thing with two names looks like two things, and a search for one name does
//! not find the other.
//!
//! Write the name that the finding gives. The table stands in `stepbook.toml`
//! under `[[term]]`.

use super::prose;
use super::rule::Rule;
use super::subject::Subject;
use super::terms::{FoundTerm, Matcher};
use crate::diag::{Diagnostic, Fix, Severity};

pub(super) const RULE: Rule =
    Rule { code: "term-variant", severity: Severity::Warning, file: include_str!("term_variant.rs"), find };

fn find(subject: &Subject<'_>) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    for lang in &subject.config.languages {
        let matcher = Matcher::new(&subject.config.terms, lang);
        let drafts = subject.drafts.iter().filter(|draft| draft.head.lang == *lang);
        for run in drafts.flat_map(|draft| prose::all(subject, draft)) {
            for (bytes, found) in matcher.find(&run) {
                if found.kind != FoundTerm::Variant {
                    continue;
                }
                let span = run.span(bytes);
                let finding = RULE.at(&span, format!("`{}` is written `{}` here", found.name, found.text));
                let fix = Fix { span, replacement: found.name.to_owned() };
                findings.push(finding.with_help(format!("write `{}`", found.name)).with_fix(fix));
            }
        }
    }
    findings
}
