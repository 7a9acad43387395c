//! `emoji`: a small picture among the letters of a guide, which handouts can't show.
//!
//! On the page it is coloured, and looks different on each device; on paper it is an empty box. Screen
//! readers say its name in the middle of a sentence.
//!
//! Write a word. Or let handouts use this computer's fonts: `system_fonts = true` under `[print]` in
//! `stepbook.toml`. Then a handout looks the same only on computers with the same fonts.

use super::missing_glyph::{is_emoji, missing, printed};
use super::rule::Rule;
use super::subject::Subject;
use crate::diag::{Diagnostic, Severity};

pub(super) const RULE: Rule =
    Rule { code: "emoji", severity: Severity::Warning, file: include_str!("emoji.rs"), find };

fn find(subject: &Subject<'_>) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    for source in printed(subject).into_iter().filter(|source| may_have(source.text.as_bytes())) {
        for (span, c) in missing(source, subject.printable).filter(|(_, c)| is_emoji(*c)) {
            let finding = RULE.at(&span, format!("no font of the handouts has the emoji `{c}`"));
            let help =
                "write a word, or set `system_fonts = true` under `[print]`; on paper it is an empty box";
            findings.push(finding.with_help(help));
        }
    }
    findings
}

/// Whether a text may have an emoji: in UTF-8 all begin with one of two bytes, which most texts lack.
fn may_have(text: &[u8]) -> bool {
    text.contains(&0xF0)
        || (text.contains(&0xE2)
            && text.windows(2).any(|pair| matches!(pair, [0xE2, 0x98..=0x9F | 0xAC..=0xAF])))
}
