//! `missing-glyph`: a character that handouts can't show.
//!
//! The fonts inside the program have all characters of Big5 and of U+4E00 to
//! U+9FFF, Latin letters, signs and arrows. Other characters, such as emoji, are
//! empty boxes on paper.
//!
//! Write a word or another sign. Or let handouts use this computer's fonts for
//! such characters: `system_fonts = true` under `[print]` in `stepbook.toml`.
//! Then a handout looks the same only on computers with the same fonts.

use super::rule::Rule;
use super::subject::Subject;
use crate::diag::{Diagnostic, Severity};
use crate::source::{Source, Span};

pub(super) const RULE: Rule =
    Rule { code: "missing-glyph", severity: Severity::Error, file: include_str!("missing_glyph.rs"), find };

fn find(subject: &Subject<'_>) -> Vec<Diagnostic> {
    let drafts = subject.drafts.iter().filter_map(|draft| subject.tree.source(draft.source));
    let settings = subject.config.source.and_then(|source| subject.tree.source(source));
    drafts.chain(settings).flat_map(|source| missing(source, subject.printable)).collect()
}

fn missing(source: &Source, printable: &(dyn Fn(char) -> bool + Sync)) -> Vec<Diagnostic> {
    let places = source.text.char_indices().filter(|(_, c)| !printable(*c));
    let finding = |(at, c): (usize, char)| {
        let span = Span::new(source.id, at..at + c.len_utf8());
        let message = format!("no font of the handouts has `{c}` (U+{:04X})", u32::from(c));
        RULE.at(&span, message).with_help("write a word or another sign; on paper it is an empty box")
    };
    places.map(finding).collect()
}
