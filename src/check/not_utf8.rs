//! `not-utf8`: a text that is not saved as UTF-8.
//!
//! It was read with the encoding that it most likely has. If that guess is wrong,
//! the page has wrong characters.
//!
//! Save the file as UTF-8: in Notepad, "Save as" and the encoding "UTF-8".

use super::rule::Rule;
use super::subject::Subject;
use crate::diag::{Diagnostic, Severity};
use crate::source::{Decoded, Span};

pub(super) const RULE: Rule =
    Rule { code: "not-utf8", severity: Severity::Error, file: include_str!("not_utf8.rs"), find };

fn find(subject: &Subject<'_>) -> Vec<Diagnostic> {
    if subject.whole.is_none() {
        return Vec::new();
    }
    let guessed = subject.tree.sources().filter_map(|source| match source.decoded {
        Decoded::Guessed(name) => Some((Span::start_of(source.id), name)),
        Decoded::Utf8 | Decoded::Refused(_) => None,
    });
    guessed
        .map(|(span, name)| {
            RULE.at(&span, format!("this file is not UTF-8 but most likely {name}"))
                .with_help("save it again with the encoding UTF-8")
        })
        .collect()
}
