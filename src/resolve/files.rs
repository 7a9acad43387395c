//! Finding files by the links that authors write.
//!
//! The case of letters in a name is compared with the tree's own list. A disk
//! that does not distinguish `Login.png` from `login.png` would find both
//! names, but the web server would not.

use std::collections::BTreeMap;
use std::ops::Bound;
use std::sync::OnceLock;

use crate::diag;
use crate::source::ContentTree;
use crate::url::{SitePath, TreePath, percent_decode};

/// How many names next to a wrong one are compared with it. This is enough for
/// any real folder, and small enough that a site full of broken links still
/// takes linear time.
const NEIGHBOURS: usize = 250;

/// Most problems of a page that get a suggestion: each suggestion means
/// comparing hundreds of names.
pub(super) const GUESSES: usize = 100;

/// What a link leads to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum LinkEnd {
    /// A file with exactly this name.
    File(TreePath),
    /// No file with exactly this name, but this one, whose letters differ only
    /// in case.
    Case(TreePath),
    /// Nothing, or a folder.
    Missing(TreePath),
    /// A file that may not be read, or a place outside of the content folder.
    Leaves,
}

pub(super) struct Files<'t> {
    tree: &'t ContentTree,
    /// The files by their path in small letters; made when the first link
    /// fails.
    folded: OnceLock<BTreeMap<String, TreePath>>,
    /// The files by the last part of their path.
    names: OnceLock<BTreeMap<String, Vec<TreePath>>>,
}

impl<'t> Files<'t> {
    pub(super) fn new(tree: &'t ContentTree) -> Self {
        Self { tree, folded: OnceLock::new(), names: OnceLock::new() }
    }

    /// What a percent-encoded `link` in the file `from` leads to.
    pub(super) fn locate(&self, from: &TreePath, link: &str) -> LinkEnd {
        match from.join(&percent_decode(link)) {
            Ok(path) => self.find(path),
            Err(_) => LinkEnd::Leaves,
        }
    }

    /// The file that a link from the root, such as `/img/a.png`, probably means: one under `content/`,
    /// or beside the page.
    pub(super) fn rooted(&self, from: &TreePath, link: &str) -> Option<String> {
        let below = link.strip_prefix('/')?;
        let beside = self.locate(from, below);
        let under = self.find(TreePath::new(&format!("content/{}", percent_decode(below))));
        [under, beside].into_iter().find_map(|end| match end {
            LinkEnd::File(path) => Some(relative(from, &path)),
            _ => None,
        })
    }

    pub(super) fn find(&self, path: TreePath) -> LinkEnd {
        if self.tree.refused().contains(&path) {
            return LinkEnd::Leaves;
        }
        if self.exists(&path) {
            return LinkEnd::File(path);
        }
        match self.folded().get(&path.as_str().to_lowercase()) {
            Some(actual) => LinkEnd::Case(actual.clone()),
            None => LinkEnd::Missing(path),
        }
    }

    pub(super) fn exists(&self, path: &TreePath) -> bool {
        self.is_asset(path) || self.tree.source_at(path).is_some()
    }

    pub(super) fn is_asset(&self, path: &TreePath) -> bool {
        self.tree.assets().contains_key(path)
    }

    /// The file that a link to `missing` was most likely meant to name, written
    /// as a link in `from`. Only files that `keep` accepts are possible: one
    /// with a similar name in the same folder, or else one with the same name
    /// elsewhere.
    pub(super) fn nearest(
        &self,
        missing: &TreePath,
        from: &TreePath,
        keep: &dyn Fn(&TreePath) -> bool,
    ) -> Option<String> {
        let key = missing.as_str().to_lowercase();
        let folder = missing.folder();
        let beside: Vec<&TreePath> = around(self.folded(), &key)
            .map(|(_, path)| path)
            .filter(|path| path.folder() == folder && keep(path))
            .collect();
        let like = diag::nearest(name(missing), beside.iter().map(|path| name(path)));
        let same: Vec<&TreePath> = beside.into_iter().filter(|path| Some(name(path)) == like).collect();
        let found = closest(missing, &same);
        let elsewhere = || {
            let same = self.names().get(&missing.file_name().to_lowercase())?;
            let same: Vec<&TreePath> = same.iter().take(NEIGHBOURS).filter(|path| keep(path)).collect();
            closest(missing, &same)
        };
        Some(relative(from, found.or_else(elsewhere)?))
    }

    fn all(&self) -> impl Iterator<Item = &'t TreePath> {
        let sources = self.tree.sources().map(|source| &source.path);
        sources.filter(|path| !self.tree.theme().contains_key(path)).chain(self.tree.assets().keys())
    }

    fn folded(&self) -> &BTreeMap<String, TreePath> {
        let folded = || self.all().map(|path| (path.as_str().to_lowercase(), path.clone())).collect();
        self.folded.get_or_init(folded)
    }

    fn names(&self) -> &BTreeMap<String, Vec<TreePath>> {
        self.names.get_or_init(|| {
            let mut names: BTreeMap<String, Vec<TreePath>> = BTreeMap::new();
            for path in self.all() {
                names.entry(path.file_name().to_lowercase()).or_default().push(path.clone());
            }
            names
        })
    }
}

/// The part of a file's name that is compared. The endings of pages
/// (`.zh-TW.md`) are left out, since they are all similar.
fn name(path: &TreePath) -> &str {
    let name = path.file_name();
    match name.split_once('.') {
        Some((stem, rest)) if rest.ends_with("md") => stem,
        _ => name,
    }
}

/// The path that is most similar to the missing one, or else the first path.
fn closest<'t>(missing: &TreePath, paths: &[&'t TreePath]) -> Option<&'t TreePath> {
    let like = diag::nearest(missing.as_str(), paths.iter().map(|path| path.as_str()));
    paths.iter().find(|path| Some(path.as_str()) == like).or(paths.first()).copied()
}

/// The path `to`, as a link in `from` has to write it.
pub(super) fn relative(from: &TreePath, to: &TreePath) -> String {
    SitePath::new(from.as_str()).relative(&SitePath::new(to.as_str()))
}

/// The entries next to `key`: first those from it on, then those before it.
pub(super) fn around<'m, V>(
    map: &'m BTreeMap<String, V>,
    key: &str,
) -> impl Iterator<Item = (&'m String, &'m V)> + use<'m, V> {
    let after = map.range::<str, _>((Bound::Included(key), Bound::Unbounded)).take(NEIGHBOURS);
    let before = map.range::<str, _>((Bound::Unbounded, Bound::Excluded(key))).rev().take(NEIGHBOURS);
    after.chain(before)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::{Asset, TreeFile};

    fn tree(paths: &[&str]) -> ContentTree {
        paths.iter().map(|path| TreeFile::Asset(TreePath::new(path), Asset::new(*b"x"))).collect()
    }

    #[test]
    fn letters_are_compared_with_the_list() {
        let tree = tree(&["content/e/img/Login.png"]);
        let files = Files::new(&tree);
        let from = TreePath::new("content/e/a.en.md");
        let actual = TreePath::new("content/e/img/Login.png");
        assert_eq!(files.locate(&from, "img/Login.png"), LinkEnd::File(actual.clone()));
        assert_eq!(files.locate(&from, "IMG/login.png"), LinkEnd::Case(actual));
        assert_eq!(files.locate(&from, "../../x.png"), LinkEnd::Leaves);
    }

    #[test]
    fn a_like_name_beside_it_or_the_same_name_elsewhere_is_offered() {
        let tree = tree(&["content/e/img/login.png", "content/x/img/menu.png", "content/e/img/login.txt"]);
        let files = Files::new(&tree);
        let from = TreePath::new("content/e/a.en.md");
        let near = |path: &str| {
            let image = TreePath::is_picture;
            files.nearest(&TreePath::new(path), &from, &image)
        };
        assert_eq!(near("content/e/img/logn.png").as_deref(), Some("img/login.png"));
        assert_eq!(near("content/e/img/menu.png").as_deref(), Some("../x/img/menu.png"));
        assert_eq!(near("content/e/img/zzzzzzz.png"), None);
    }
}
