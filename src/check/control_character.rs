//! `control-character`: an invisible character that controls machines.
//!
//! Text that was copied out of a PDF, a terminal or a word processor may contain
//! such characters. Files that were joined may have a byte order mark in the
//! middle. Some browsers show a box, screen readers stumble, and a search does
//! not find the word. Handouts leave these characters out.
//!
//! Take the character out.

use super::rule::Rule;
use super::subject::Subject;
use crate::diag::{Diagnostic, Fix, Severity};
use crate::source::{Source, Span};

pub(super) const RULE: Rule = Rule {
    code: "control-character",
    severity: Severity::Warning,
    file: include_str!("control_character.rs"),
    find,
};

fn find(subject: &Subject<'_>) -> Vec<Diagnostic> {
    let drafts = subject.drafts.iter().filter_map(|draft| subject.tree.source(draft.head.source));
    let settings = subject.tree.sources().filter(|_| subject.whole.is_some());
    let settings = settings.filter(|source| source.path.extension() == "toml");
    let settings = settings.filter(|source| !subject.tree.theme().contains_key(&source.path));
    let settings = settings.filter(|source| !subject.is_refused(source.id));
    drafts.chain(settings).flat_map(controls).collect()
}

/// Whether a character is a control character. A byte order mark is allowed at
/// the start of a file.
fn steers((at, c): (usize, char)) -> bool {
    (c.is_control() && !matches!(c, '\t' | '\n' | '\r')) || (c == '\u{FEFF}' && at > 0)
}

/// Whether a UTF-8 text may have control characters. All bytes are tested in the
/// same way, so that the processor can test many of them at once.
fn may_steer(text: &[u8]) -> bool {
    let low = |byte: u8| (byte < b' ' && !matches!(byte, b'\t' | b'\n' | b'\r')) || byte == 0x7F;
    let high = |first: u8, next: u8| (first == 0xC2 && next < 0xA0) || (first == 0xEF && next == 0xBB);
    let pairs = text.iter().zip(text.get(1..).unwrap_or_default());
    let found = pairs.fold(false, |found, (first, next)| found | (low(*first) || high(*first, *next)));
    found || text.last().is_some_and(|byte| low(*byte))
}

/// One finding for each run of control characters.
fn controls(source: &Source) -> Vec<Diagnostic> {
    let mut findings: Vec<Diagnostic> = Vec::new();
    if !may_steer(source.text.as_bytes()) {
        return findings;
    }
    let mut before = None;
    for (at, c) in source.text.char_indices().filter(|found| steers(*found)) {
        let end = at + c.len_utf8();
        match findings.last_mut() {
            Some(last) if before == Some(at) => {
                last.span.bytes.end = end;
                last.fix = Some(Fix { span: last.span.clone(), replacement: String::new() });
            }
            _ => findings.push(finding(Span::new(source.id, at..end), c)),
        }
        before = Some(end);
    }
    findings
}

fn finding(span: Span, c: char) -> Diagnostic {
    let what = if c == '\u{FEFF}' { "byte order mark inside the text" } else { "control character" };
    RULE.at(&span, format!("a {what} (U+{:04X})", u32::from(c)))
        .with_help("take it out; nobody sees it, and handouts leave it out")
        .with_fix(Fix { span, replacement: String::new() })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        /// The quick test misses no control character.
        #[test]
        fn what_has_one_may_have_one(text in "[\u{0}-\u{A1}\u{FEFE}-\u{FF0C}甲]{0,20}") {
            prop_assert!(may_steer(text.as_bytes()) || !text.char_indices().any(steers));
        }
    }

    #[test]
    fn ordinary_text_has_none() {
        assert!(!may_steer("點選「登入」，\tthen\r\nwait·é".as_bytes()));
    }
}
