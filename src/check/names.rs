//! The names of files and folders that an author chose, for the rules about
//! names. Each has a place where a finding can stand.
//!
//! In: the site. Out: the paths under `content/` of pages, parts, sidecars,
//! downloads and of the pictures that are shown, each with the place where it
//! is first written. A former address counts as a file of `content/`, at the
//! path where its page would be.

use std::collections::BTreeMap;

use super::subject::Subject;
use crate::source::Span;
use crate::url::{SitePath, TreePath};

/// A path, and the place for findings about it.
pub(super) struct Named {
    pub(super) path: TreePath,
    pub(super) span: Span,
    /// Whether the path is a former address of a page.
    pub(super) is_alias: bool,
}

/// All paths: those of sources first, then those of other files, then former
/// addresses, each kind ordered by path.
pub(super) fn all(subject: &Subject<'_>) -> Vec<Named> {
    let mut found: BTreeMap<TreePath, (Span, bool)> = BTreeMap::new();
    let sources = subject.tree.sources().filter(|source| source.path.as_str().starts_with("content/"));
    found.extend(sources.map(|source| (source.path.clone(), (Span::start_of(source.id), false))));
    for (path, span) in subject.whole.iter().flat_map(|whole| whole.used) {
        found.entry((*path).clone()).or_insert_with(|| ((*span).clone(), false));
    }
    let heads = subject.whole.iter().flat_map(|whole| whole.heads.iter().map(move |head| (whole, head)));
    for (whole, head) in heads {
        for (alias, span) in &head.meta.aliases {
            let address = SitePath::new(&format!("{}/{alias}", head.lang));
            if !whole.site.places.aliases.contains_key(&address) {
                continue;
            }
            let path = TreePath::new(&format!("content/{alias}"));
            found.entry(path).or_insert_with(|| (span.clone(), true));
        }
    }
    let named = |(path, (span, is_alias))| Named { path, span, is_alias };
    let mut all: Vec<Named> = found.into_iter().map(named).collect();
    // Of two files with a wrong name, a source is the better place for the finding.
    all.sort_by_key(|named| (named.is_alias, named.span.bytes.end > 0));
    all
}

/// The parts of `path` up to each of its names, shortest first, without the
/// parts that the path `before` has too. Most files lie in the same folder as
/// the file before them.
pub(super) fn parts<'p>(path: &'p str, before: &'p str) -> impl Iterator<Item = &'p str> {
    let is_new = move |end: &usize| {
        before.as_bytes().get(*end) != Some(&b'/') || before.get(..*end) != path.get(..*end)
    };
    let ends = path.match_indices('/').map(|(at, _)| at).chain([path.len()]);
    ends.filter(is_new).filter_map(|end| path.get(..end))
}
