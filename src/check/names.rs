//! The names of files and folders that an author chose, for the rules about
//! names. Each has a place where a finding can stand.
//!
//! In: the site. Out: the paths under `content/` of pages, parts, sidecars,
//! downloads and of the pictures that are shown, each with the place where it
//! is first written. A former address counts as a file of `content/`, at the
//! path where its page would be.

use std::collections::BTreeMap;

use super::subject::Subject;
use crate::model::{Draft, Inline, Parsed, walk};
use crate::source::Span;
use crate::url::{Destination, SitePath, TreePath, percent_decode};

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
    for page in &subject.site.pages {
        page.each_picture(&mut |picture| {
            found.entry(picture.file.clone()).or_insert_with(|| (picture.span.clone(), false));
        });
    }
    for draft in subject.drafts {
        each_download(subject, draft, &mut |path, span| {
            found.entry(path).or_insert_with(|| (span.clone(), false));
        });
        for (alias, span) in &draft.meta.aliases {
            let address = SitePath::new(&format!("{}/{alias}", draft.lang));
            if !subject.site.aliases.contains_key(&address) {
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

/// Calls `visit` for each link of a draft to a download.
fn each_download(subject: &Subject<'_>, draft: &Draft, visit: &mut dyn FnMut(TreePath, &Span)) {
    if subject.site.downloads.is_empty() {
        return;
    }
    let notes = draft.footnotes.iter().map(|note| note.blocks.as_slice());
    for blocks in std::iter::once(draft.blocks.as_slice()).chain(notes) {
        walk::blocks::<Parsed>(blocks, &mut |node| {
            let walk::WalkNode::Inline(Inline::Link { link, .. }) = node else { return };
            let Destination::Inside { path, .. } = Destination::parse(link.destination.trim()) else {
                return;
            };
            if path.is_empty() || TreePath::new(path).extension() == "md" {
                return;
            }
            let file = draft.path.join(&percent_decode(path));
            if let Some(file) = file.ok().filter(|file| subject.site.downloads.contains_key(file)) {
                visit(file, &link.span);
            }
        });
    }
}
