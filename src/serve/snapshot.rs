//! One state of the site that is being served.

use std::sync::Arc;

use super::findings::FindingsHtml;
use super::live_pages::LivePages;
use crate::fingerprint::Fingerprinter;
use crate::output::OutputTree;
use crate::url::SitePath;

/// One state of the site.
#[derive(Debug, Clone, Default)]
pub(super) struct Snapshot {
    /// Number of the state, which it gets from `SharedSite::swap`.
    pub(super) version: u64,
    /// What the scripts of its pages are: a page that runs others has to be
    /// loaded again. From `SharedSite::swap` too.
    pub(super) scripts: Arc<str>,
    /// The files that need not be made.
    pub(super) fixed: Arc<OutputTree>,
    /// The pages, which are made when somebody asks for them.
    pub(super) pages: Option<Arc<LivePages>>,
    /// Whether pages lead to the mark editor.
    pub(super) edits: bool,
    /// The findings as HTML to lay over each page; empty without findings. Until they are known,
    /// those of the state before.
    pub(super) findings: Arc<FindingsHtml>,
}

impl Snapshot {
    /// Whether there is a page at this address, or a file that need not be made.
    pub(super) fn has(&self, path: &SitePath) -> bool {
        self.fixed.get(path).is_some() || self.pages.as_ref().is_some_and(|pages| pages.has(path))
    }
}

/// The preview's own script, which stands on every page.
pub(super) const LIVE: &str = concat!(
    include_str!("live/language.js"),
    include_str!("live/element.js"),
    include_str!("live/server.js"),
    include_str!("live/files.js"),
    include_str!("live/align.js"),
    include_str!("live/patch.js"),
    include_str!("live/notice.js"),
    include_str!("live/overlay.js"),
    include_str!("live/places.js"),
    include_str!("live/sections.js"),
    include_str!("live/rows.js"),
    include_str!("live/added.js"),
    include_str!("live/pictures.js"),
    include_str!("live/gaps.js"),
    include_str!("live/pencils.js"),
    include_str!("live/tabs.js"),
    include_str!("live/start.js"),
);

/// A text that is another one when a page of a site runs other scripts.
pub(super) fn scripts_of(output: &OutputTree) -> Arc<str> {
    let mut all = Fingerprinter::default();
    all.add(LIVE);
    for (path, bytes) in output.iter() {
        if path.as_str().starts_with("assets/") && path.as_str().rsplit('.').next() == Some("js") {
            all.add(path).add(bytes);
        }
    }
    all.name().chars().take(16).collect::<String>().into()
}

/// Paths of the files that are new, that are gone, or whose bytes differ.
pub(super) fn changed_files(last: &OutputTree, next: &OutputTree) -> Vec<String> {
    if std::ptr::eq(last, next) {
        return Vec::new();
    }
    let mut changed: Vec<String> = next
        .iter()
        .filter(|(path, bytes)| last.get(path) != Some(*bytes))
        .map(|(path, _)| path.as_str().to_owned())
        .collect();
    changed.extend(
        last.iter().filter(|(path, _)| next.get(path).is_none()).map(|(path, _)| path.as_str().to_owned()),
    );
    let copies = next.copies().filter(|(path, file)| last.copy_at(path) != Some(*file));
    changed.extend(copies.map(|(path, _)| path.as_str().to_owned()));
    let gone = last.copies().filter(|(path, _)| next.copy_at(path).is_none());
    changed.extend(gone.map(|(path, _)| path.as_str().to_owned()));
    changed
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scripts_are_others_when_a_script_of_the_theme_is() {
        let scripts = |path: &str, text: &str| {
            let mut tree = OutputTree::default();
            tree.insert(SitePath::new(path), text.as_bytes());
            scripts_of(&tree)
        };
        assert_ne!(scripts("assets/site.js", "1"), scripts("assets/site.js", "2"));
        assert_eq!(scripts("assets/style.css", "1"), scripts("search/index.js", "2"));
    }

    #[test]
    fn only_files_that_differ_are_named() {
        let tree = |files: &[(&str, &str)]| {
            let mut tree = OutputTree::default();
            for (path, text) in files {
                tree.insert(SitePath::new(path), text.as_bytes());
            }
            tree
        };
        let last = tree(&[("a", "1"), ("b", "1"), ("c", "1")]);
        let next = tree(&[("a", "1"), ("b", "2"), ("d", "1")]);
        assert_eq!(changed_files(&last, &next), ["b", "d", "c"]);
    }
}
