//! `image-only-panel`: a step or panel of pictures without a word.
//!
//! There is no text, no caption and no alternative text that says what the
//! reader should do or see here.
//!
//! Write a sentence or an alternative text that says it.

use super::rule::Rule;
use super::subject::Subject;
use crate::diag::{Diagnostic, Severity};
use crate::model::{Block, Resolved};

pub(super) const RULE: Rule = Rule {
    code: "image-only-panel",
    severity: Severity::Warning,
    file: include_str!("image_only_panel.rs"),
    find,
};

fn find(subject: &Subject<'_>) -> Vec<Diagnostic> {
    let bodies = subject.own_bodies().filter(|(span, blocks)| span.is_some() && is_wordless(blocks));
    bodies
        .filter_map(|(span, _)| span)
        .map(|span| {
            RULE.at(span, "there are only pictures here, without text")
                .with_help("write what the reader does or sees here")
        })
        .collect()
}

fn is_wordless(blocks: &[Block<Resolved>]) -> bool {
    let wordless = |block: &Block<Resolved>| match block {
        Block::Figure(figure) => {
            figure.items.is_empty()
                && figure.images.iter().all(|image| image.alt.is_empty() && image.caption.is_none())
        }
        _ => false,
    };
    !blocks.is_empty() && blocks.iter().all(wordless)
}
