//! The words of an author, without code, addresses and signs, for the rules
//! about words.

use std::ops::Range;

use super::subject::Subject;
use crate::model::{Block, Draft, Inline, Meta, Parsed, RawImage, walk};
use crate::source::{SourceId, Span};

/// A run of words as they stand in the source.
#[derive(Debug, Clone, Copy)]
pub(super) struct TextRun<'a> {
    /// The words.
    pub(super) text: &'a str,
    whole: &'a str,
    source: SourceId,
    start: usize,
}

impl TextRun<'_> {
    /// The place of a part of [`TextRun::text`].
    pub(super) fn span(&self, bytes: Range<usize>) -> Span {
        Span::new(self.source, self.start + bytes.start..self.start + bytes.end)
    }

    /// The character before a place in [`TextRun::text`]. At the start of the
    /// run, it is the character of the source before the run.
    pub(super) fn before(&self, at: usize) -> Option<char> {
        self.whole.get(..self.start + at)?.chars().next_back()
    }

    /// The character after a place in [`TextRun::text`]. At the end of the run,
    /// it is the character of the source after the run.
    pub(super) fn after(&self, at: usize) -> Option<char> {
        self.whole.get(self.start + at..)?.chars().next()
    }
}

/// The running text of a draft, alternative texts included.
pub(super) fn body<'a>(
    subject: &Subject<'a>,
    draft: &'a Draft,
) -> impl Iterator<Item = TextRun<'a>> + use<'a> {
    let whole = text(subject, draft);
    draft.prose.iter().filter_map(move |bytes| run(draft, whole, bytes.clone()))
}

/// All words of a draft that readers see: those of the text, of captions, and
/// of the front matter.
pub(super) fn all<'a>(
    subject: &Subject<'a>,
    draft: &'a Draft,
) -> impl Iterator<Item = TextRun<'a>> + use<'a> {
    let whole = text(subject, draft);
    let front = front_matter(whole).into_iter().filter_map(move |bytes| run(draft, whole, bytes));
    // The runs of the text are not collected: a page may have a million of them.
    front.chain(body(subject, draft)).chain(captions(whole, draft))
}

fn captions<'a>(whole: &'a str, draft: &'a Draft) -> Vec<TextRun<'a>> {
    let mut runs = Vec::new();
    each_image(draft, &mut |image| {
        let written = whole.get(image.span.bytes.clone()).unwrap_or("");
        let caption = image.caption.as_deref().unwrap_or("");
        let found = written.rfind(caption).filter(|_| !caption.is_empty());
        let start = found.map(|at| image.span.bytes.start + at);
        runs.extend(start.and_then(|start| run(draft, whole, start..start + caption.len())));
    });
    runs
}

/// Calls `visit` for each picture of a draft.
pub(super) fn each_image<'a>(draft: &'a Draft, visit: &mut dyn FnMut(&'a RawImage)) {
    let notes = draft.footnotes.iter().map(|note| note.blocks.as_slice());
    for blocks in std::iter::once(draft.blocks.as_slice()).chain(notes) {
        walk::blocks::<Parsed>(blocks, &mut |node| match node {
            walk::WalkNode::Block(Block::Figure(figure)) => figure.images.iter().for_each(&mut *visit),
            walk::WalkNode::Inline(Inline::Image(image)) => visit(image),
            _ => (),
        });
    }
}

fn text<'a>(subject: &Subject<'a>, draft: &Draft) -> &'a str {
    subject.tree.source(draft.head.source).map_or("", |source| &source.text)
}

fn run<'a>(draft: &Draft, whole: &'a str, bytes: Range<usize>) -> Option<TextRun<'a>> {
    let start = bytes.start;
    Some(TextRun { text: whole.get(bytes)?, whole, source: draft.head.source, start })
}

/// The quoted texts of the front matter that pages show, without the quotes.
fn front_matter(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut at = 0;
    for (index, line) in text.split_inclusive('\n').enumerate() {
        let fence = line.trim_start_matches('\u{feff}').trim_end() == "+++";
        if fence != (index == 0) {
            break;
        }
        if line.split_once('=').is_some_and(|(key, _)| Meta::PROSE.contains(&key.trim())) {
            found.extend(quoted(line).map(|bytes| at + bytes.start..at + bytes.end));
        }
        at += line.len();
    }
    found
}

/// The texts between quotes (`"…"`) in a line. A text with an escaped quote is
/// cut there, which is good enough for rules about words.
fn quoted(line: &str) -> impl Iterator<Item = Range<usize>> {
    let mut pieces = Vec::new();
    let mut at = 0;
    for (index, piece) in line.split('"').enumerate() {
        if index % 2 == 1 {
            pieces.push(at..at + piece.len());
        }
        at += piece.len() + 1;
    }
    pieces.into_iter()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_shown_texts_of_the_front_matter_are_words() {
        let text = "+++\ntitle = \"甲\"\nplatform = \"https://a.tw\"\nneeds = [\"乙\", \"丙\"]\n+++\ntitle = \"丁\"\n";
        let words: Vec<&str> = front_matter(text).into_iter().filter_map(|bytes| text.get(bytes)).collect();
        assert_eq!(words, ["甲", "乙", "丙"]);
    }
}
