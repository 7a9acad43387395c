//! `radical`: a character that looks like a word and is only a part of characters.
//!
//! Text that is copied out of a PDF often has radicals such as `⽤` (U+2F64) where `用` is meant. They look
//! the same, but screen readers and other searches don't know them, and no font of the handouts has them.
//!
//! Write the character that the finding names.

use super::rule::Rule;
use super::subject::Subject;
use crate::diag::{Diagnostic, Fix, Severity};
use crate::lang::radical;
use crate::source::{Source, Span};

pub(super) const RULE: Rule =
    Rule { code: "radical", severity: Severity::Warning, file: include_str!("radical.rs"), find };

fn find(subject: &Subject<'_>) -> Vec<Diagnostic> {
    let sources = subject.drafts.iter().filter_map(|draft| subject.tree.source(draft.head.source));
    sources.chain(subject.settings()).flat_map(in_source).collect()
}

/// A finding for each line with radicals.
fn in_source(source: &Source) -> Vec<Diagnostic> {
    // In UTF-8, U+2E80 to U+2FFF begin with these two bytes. Most texts have none.
    let text = source.text.as_bytes();
    if !(text.contains(&0xE2) && text.windows(2).any(|pair| matches!(pair, [0xE2, 0xBA..=0xBF]))) {
        return Vec::new();
    }
    let mut findings = Vec::new();
    let mut start = 0;
    for line in source.text.split_inclusive('\n') {
        findings.extend(in_line(source, start, line.trim_end()));
        start += line.len();
    }
    findings
}

fn in_line(source: &Source, start: usize, line: &str) -> Option<Diagnostic> {
    let mut radicals = line.char_indices().filter_map(|(at, c)| Some((at, c, radical(c)?)));
    let (at, c, meant) = radicals.next()?;
    let more = radicals.count();
    let span = Span::new(source.id, start + at..start + at + c.len_utf8());
    let others = if more > 0 { format!(", and {more} more in this line") } else { String::new() };
    let message = format!("the radical `{c}` (U+{:04X}) stands for `{meant}`{others}", u32::from(c));
    let replacement: String = line.chars().map(|c| radical(c).unwrap_or(c)).collect();
    let fix = Fix { span: Span::new(source.id, start..start + line.len()), replacement };
    let mut shown: String = fix.replacement.trim().chars().take(SHOWN).collect();
    if shown.chars().count() == SHOWN {
        shown.push('…');
    }
    Some(RULE.at(&span, message).with_help(format!("write `{shown}`")).with_fix(fix))
}

/// Most characters of the corrected line that the help repeats.
const SHOWN: usize = 30;
