//! All names of a site that come from an author, each with a place to tell of
//! it: what rules about names look at.
//!
//! In: the site. Out: paths under `content/` of pages, parts, sidecars, of
//! pictures that are shown and of downloads, each where it is first written;
//! former addresses count as files of `content/`, where their pages would be.

use std::collections::BTreeMap;

use super::subject::Subject;
use crate::model::{Draft, Inline, Parsed, walk};
use crate::source::Span;
use crate::url::{Destination, SitePath, TreePath, percent_decode};

/// A path, and where to tell of it.
pub(super) struct Named {
    pub(super) path: TreePath,
    pub(super) span: Span,
    /// Whether it is a former address.
    pub(super) is_alias: bool,
}

/// All of them: sources, then other files, then former addresses, each kind
/// ordered by path.
pub(super) fn all(subject: &Subject<'_>) -> Vec<Named> {
    let mut found: BTreeMap<TreePath, (Span, bool)> = BTreeMap::new();
    let sources = subject.tree.sources.iter().filter(|source| source.path.as_str().starts_with("content/"));
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
    // Where a name is wrong, a page is the better place to tell of it.
    all.sort_by_key(|named| (named.is_alias, named.span.bytes.end > 0));
    all
}

/// The path up to each of its names, shortest first, without those that the
/// path before it has too: most files lie in the folder of the last.
pub(super) fn parts<'p>(path: &'p str, before: &'p str) -> impl Iterator<Item = &'p str> {
    let is_new = move |end: &usize| {
        before.as_bytes().get(*end) != Some(&b'/') || before.get(..*end) != path.get(..*end)
    };
    let ends = path.match_indices('/').map(|(at, _)| at).chain([path.len()]);
    ends.filter(is_new).filter_map(|end| path.get(..end))
}

/// The downloads that a draft links to.
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
