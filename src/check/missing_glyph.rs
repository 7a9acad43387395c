//! `missing-glyph`: a character that handouts can't show.
//!
//! The fonts inside the program have all characters of Big5 and of U+4E00 to
//! U+9FFF, those of Hokkien and Hakka that Taiwan's Ministry of Education
//! recommends, Latin letters, signs and arrows. Other characters are empty boxes on
//! paper. Only guides have handouts, so other pages may have any character.
//!
//! Write a word or another sign. Or let handouts use this computer's fonts for
//! such characters: `system_fonts = true` under `[print]` in `stepbook.toml`.
//! Then a handout looks the same only on computers with the same fonts.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::rule::Rule;
use super::subject::Subject;
use crate::diag::{Diagnostic, Severity};
use crate::lang::radical;
use crate::model::{Draft, DraftKind, PageKind};
use crate::source::{Source, SourceId, Span};

pub(super) const RULE: Rule =
    Rule { code: "missing-glyph", severity: Severity::Error, file: include_str!("missing_glyph.rs"), find };

fn find(subject: &Subject<'_>) -> Vec<Diagnostic> {
    let sources = printed(subject).into_iter().chain(subject.settings());
    let mut findings = Vec::new();
    for source in sources {
        for (span, c) in missing(source, subject.printable).filter(|(_, c)| !is_emoji(*c)) {
            let message = format!("no font of the handouts has `{c}` (U+{:04X})", u32::from(c));
            findings.push(RULE.at(&span, message).with_help(HELP));
        }
    }
    findings
}

/// What to do about a character that no font has.
pub(super) const HELP: &str = "write a word or another sign, or set `system_fonts = true` under `[print]`; on paper \
                               it is an empty box";

/// The sources of which there are handouts: guides, and the parts that they may include.
pub(super) fn printed<'a>(subject: &Subject<'a>) -> Vec<&'a Source> {
    let pages = subject.pages.iter().map(|page| &page.profile);
    let pages = pages.filter(|page| page.kind == PageKind::Guide);
    let guides: BTreeSet<SourceId> = pages.filter_map(|page| page.source).collect();
    let printed =
        |draft: &&Arc<Draft>| draft.head.kind == DraftKind::Part || guides.contains(&draft.head.source);
    subject.drafts.iter().filter(printed).filter_map(|draft| subject.tree.source(draft.head.source)).collect()
}

/// The characters of a source that handouts can't show, and their places.
pub(super) fn missing<'a>(
    source: &'a Source,
    printable: &'a (dyn Fn(char) -> bool + Sync),
) -> impl Iterator<Item = (Span, char)> + 'a {
    let places = source.text.char_indices().filter(|(_, c)| !printable(*c) && radical(*c).is_none());
    places.map(|(at, c)| (Span::new(source.id, at..at + c.len_utf8()), c))
}

/// Whether a character is an emoji. See the blocks of Unicode with pictographs.
pub(super) const fn is_emoji(c: char) -> bool {
    matches!(c, '\u{2600}'..='\u{27BF}' | '\u{2B00}'..='\u{2BFF}' | '\u{1F000}'..='\u{1FAFF}')
}
