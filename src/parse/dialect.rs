//! What other programs write in their own way, as stepbook writes it.
//!
//! In: a text with comments, boxes or other syntax of Obsidian, HackMD, GitBook, MkDocs, Docusaurus,
//! VitePress, Jekyll and others. Out: changes after which the Markdown parser understands it, and
//! what an author should hear of it.
//!
//! | theirs | ours |
//! | --- | --- |
//! | `%% … %%`, `{/* … */}`, `{% comment %}…` ([`comment`]) | `<!-- … -->` |
//! | `:::tip`, `!!! tip`, `{% hint %}` ([`container`]) | `> [!TIP]` |
//! | `:::spoiler`, `:::details`, `??? tip` ([`container`]) | `<details>` |
//! | `> [!info]- Title` ([`kind`]) | `> [!NOTE]` |
//! | `{漢字|ㄏㄢˋ ㄗˋ}` ([`ruby`]) | `<ruby>` |
//! | `###### tags: …` ([`keywords`]) | left out |
//! | `[TOC]`, `{%youtube … %}`, `{{< … >}}` ([`mod@tag`]) | left out |

mod comment;
mod container;
mod found;
mod keywords;
mod kind;
mod ruby;
mod tag;

use pulldown_cmark::Options;

pub(super) use found::Foreign;
pub(super) use kind::{BoxKind, box_kind, nearest as nearest_kind};
pub(super) use tag::{inside as tag_inside, read as tag};

use super::changes::{Change, Changed};
use super::code::Code;

/// How often a text is read for boxes.
const MAX_PASSES: usize = 3;

/// Changes a text to our own forms. What it finds has bytes of the author's text.
pub(super) fn translate(text: &mut Changed<'_>, options: Options) -> Vec<Foreign> {
    let mut found = Vec::new();
    if comment::may_have(&text.text) {
        let (changes, foreign) = comment::read(&text.text, &Code::only(&text.text, options));
        found.extend(foreign);
        text.make(changes);
    }
    if ruby::may_have(&text.text) {
        text.make(ruby::read(&text.text, &Code::only(&text.text, options)));
    }
    if keywords::may_have(&text.text) {
        let lines = keywords::read(&text.text, &Code::only(&text.text, options));
        let changes = lines.iter().map(|line| Change::new(line.bytes.clone(), "")).collect();
        let original = |line: Foreign| Foreign { bytes: text.original(&line.bytes), ..line };
        found.extend(lines.into_iter().map(original));
        text.make(changes);
    }
    // A box in a box may be code for the parser until the outer one is ours.
    for _ in 0..MAX_PASSES {
        if !container::may_have(&text.text) {
            break;
        }
        let (changes, foreign) = container::read(&text.text, &Code::only(&text.text, options));
        let original = |found: Foreign| Foreign { bytes: text.original(&found.bytes), ..found };
        found.extend(foreign.into_iter().map(original));
        if changes.is_empty() {
            break;
        }
        text.make(changes);
    }
    found
}
