//! Parsing of one source into one draft. It never fails.
//!
//! In: a file's text and the step words of its language. Out: a [`Draft`] with
//! blocks in order and references as they were written. Every span counts bytes
//! of the author's file. Everything odd is a problem of the draft, so there is
//! always a page.

mod angle_word;
mod bare_address;
mod bare_settings;
mod block_places;
mod bounded;
mod cells;
mod changes;
mod code;
mod dialect;
mod emphasis;
mod front_matter;
mod heading;
mod heading_text;
mod html;
mod html_depth;
mod inserted;
mod joiner;
mod label;
mod line;
mod menu;
mod near_emphasis;
mod near_line;
mod near_list;
mod near_miss;
mod near_reference;
mod numeral;
mod path;
mod shape;
mod sidecar;
mod spaced_path;
mod step_head;
#[cfg(test)]
mod tests;
mod walk;
mod wide_space;
mod windows_path;
mod yaml;

pub(crate) use block_places::block_places;
use path::Identity;
pub(crate) use path::identify;
pub use sidecar::sidecar;

use std::sync::Arc;

use crate::diag::{NearStep, Problem, ProblemKind};
use crate::lang::Lang;
use crate::model::{Draft, DraftHead, Meta, StepWords};
use crate::source::Source;

/// Parses a page or part.
///
/// ```
/// use stepbook::model::{Block, Parsed, StepWords};
/// use stepbook::parse::draft;
/// use stepbook::source::{Source, SourceId};
/// use stepbook::url::TreePath;
///
/// let text = "# Log in\n\n## Step: Open the page\n";
/// let source = Source::decode(SourceId(0), TreePath::new("content/login.en.md"), text.into());
/// let words = StepWords { word: "Step".to_owned(), ..StepWords::default() };
/// let draft = draft(&source, &words);
///
/// let step = |block: &&Block<Parsed>| matches!(block, Block::Heading(heading) if heading.step.is_some());
/// assert_eq!(draft.blocks.iter().filter(step).count(), 1);
/// assert!(draft.problems.is_empty());
/// ```
#[must_use]
pub fn draft(source: &Source, step_words: &StepWords) -> Draft {
    let identity = identify(&source.path);
    let mut problems = Vec::new();
    let (meta, body) = front_matter::read(source, &mut problems);
    let mut parsed = walk::body(source, body, step_words);
    problems.append(&mut parsed.problems);
    let guide = meta.platform.is_some() || meta.minutes.is_some() || !meta.needs.is_empty();
    if let Some(span) = heading::numbered_without_steps(&parsed.blocks).filter(|_| guide) {
        let kind = ProblemKind::NearStep { word: step_words.word.clone(), near: NearStep::Numbered };
        problems.push(Problem::new(span.clone(), kind));
    }
    Draft {
        head: Arc::new(head_of(source, identity, meta)),
        blocks: parsed.blocks,
        footnotes: parsed.footnotes,
        prose: parsed.prose,
        problems,
    }
}

/// Parses only what a source says of itself: the [`Draft::head`] of its [`draft`].
#[must_use]
pub fn head(source: &Source) -> DraftHead {
    let (meta, _) = front_matter::read(source, &mut Vec::new());
    head_of(source, identify(&source.path), meta)
}

fn head_of(source: &Source, identity: Identity, meta: Meta) -> DraftHead {
    let Identity { key, lang, kind, .. } = identity;
    DraftHead { source: source.id, path: source.path.clone(), key, lang, kind, meta }
}

/// Gives the head of a source whose file name has no language this one, the first of the site.
pub fn in_default_language(head: &mut DraftHead, default: Option<&Lang>) {
    if let Some(default) = default.filter(|_| head.lang == Lang::undetermined()) {
        head.lang = default.clone();
    }
}
