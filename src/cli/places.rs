//! Places of findings as paths, lines and columns.
//!
//! In: the tree and spans into it. Out: paths, and lines and columns in
//! characters. The lines of each source are found only once.

use std::collections::BTreeMap;
use std::path::Path;

use crate::source::{ContentTree, LineIndex, Position, Source, SourceId, Span};

/// A stretch of a source in lines and columns. The end is the position after the
/// last character.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct TextRange {
    pub(super) start: Position,
    pub(super) end: Position,
}

/// Turns the spans of findings into places.
pub(super) struct Locations<'a> {
    tree: &'a ContentTree,
    lines: BTreeMap<SourceId, LineIndex<'a>>,
    /// Path from the working folder to the site's folder, such as `docs/`; empty
    /// if both are the same.
    prefix: String,
}

impl<'a> Locations<'a> {
    pub(super) fn new(tree: &'a ContentTree, root: &Path) -> Self {
        Self { tree, lines: BTreeMap::new(), prefix: prefix(root) }
    }

    pub(super) fn source(&self, span: &Span) -> Option<&'a Source> {
        self.tree.source(span.source)
    }

    /// Path of a span's file from the site's folder.
    pub(super) fn file(&self, span: &Span) -> &'a str {
        self.source(span).map_or("", |source| source.path.as_str())
    }

    /// Path of a span's file from the working folder, as editors and pull
    /// requests need it.
    pub(super) fn file_from_here(&self, span: &Span) -> String {
        format!("{}{}", self.prefix, self.file(span))
    }

    pub(super) fn lines(&mut self, span: &Span) -> Option<&LineIndex<'a>> {
        let source = self.tree.source(span.source)?;
        Some(self.lines.entry(span.source).or_insert_with(|| LineIndex::new(source)))
    }

    pub(super) fn stretch(&mut self, span: &Span) -> TextRange {
        let first = Position { line: 1, column: 1 };
        self.lines(span).map_or(TextRange { start: first, end: first }, |lines| {
            let start = lines.position(span.bytes.start);
            TextRange { start, end: lines.position(span.bytes.end.max(span.bytes.start)) }
        })
    }
}

/// The path from the working folder to the site's folder, with `/` at its end.
/// Empty if the site's folder does not lie below the working folder.
fn prefix(root: &Path) -> String {
    let below = || {
        let here = std::env::current_dir().ok()?.canonicalize().ok()?;
        let below = root.canonicalize().ok()?.strip_prefix(here).ok()?.to_str()?.replace('\\', "/");
        (!below.is_empty()).then(|| format!("{below}/"))
    };
    below().unwrap_or_default()
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test fails by panicking")]
mod tests {
    use super::*;

    #[test]
    fn a_path_begins_where_the_program_was_started() {
        let here = std::env::current_dir().unwrap();
        assert_eq!(prefix(&here), "");
        assert_eq!(prefix(&here.join("src/cli")), "src/cli/");
        assert_eq!(prefix(here.parent().unwrap()), "");
    }
}
