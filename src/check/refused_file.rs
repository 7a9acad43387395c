//! `refused-file`: a file under `content/` that was not read.
//!
//! A symbolic link to a file outside of `content/` could publish something that
//! must stay private. A pipe never ends. A page or sidecar of more than 16 MiB is
//! not a text that a person wrote.
//!
//! Put a copy of the file in its place, or take it out.

use super::rule::Rule;
use super::subject::Subject;
use crate::diag::{Diagnostic, Severity};
use crate::source::{Decoded, Span};

pub(super) const RULE: Rule =
    Rule { code: "refused-file", severity: Severity::Error, file: include_str!("refused_file.rs"), find };

fn find(subject: &Subject<'_>) -> Vec<Diagnostic> {
    if subject.whole.is_none() {
        return Vec::new();
    }
    let sources = subject.tree.sources();
    let refused = sources.filter_map(|source| match &source.decoded {
        Decoded::Refused(why) => {
            let (why, help) =
                why.split_once("; ").unwrap_or((why, "put a copy of the file in its place, or take it out"));
            let finding = RULE.at(&Span::start_of(source.id), format!("this file was not read: {why}"));
            Some(finding.with_help(help))
        }
        Decoded::Utf8 | Decoded::Guessed(_) => None,
    });
    refused.collect()
}
