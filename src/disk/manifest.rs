//! Which files of an output folder are ours.
//!
//! `.stepbook-manifest` lists path and BLAKE3 hash of each file of the build,
//! sorted, with no date: the same site gives the same manifest. While a build
//! is being written it lists the old and the new site, so that the next build
//! knows the files of one that was killed; a path then stands there with two
//! hashes, and new pages that no page in place leads to yet are named once
//! more, with `new` for a hash. Handouts that `stepbook pdf` made are listed in
//! a file of their own, so that `build` never deletes them.

use std::collections::{BTreeMap, BTreeSet};

use crate::url::SitePath;

/// Its name in the output folder.
pub(super) const FILE_NAME: &str = ".stepbook-manifest";

/// Name of the list of what `stepbook pdf` made.
pub(super) const OF_HANDOUTS: &str = ".stepbook-handouts";

/// Stands for the hash of a page that nothing leads to yet.
const NEW: &str = "new";

const HEAD: &str = "# Files that stepbook made. It deletes only these, and only while they are unchanged.\n";

/// Path → hashes under which the file is ours, 64 hexadecimal digits each.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Manifest {
    files: BTreeMap<SitePath, BTreeSet<String>>,
    /// New pages of a build that was killed before any page in place led to
    /// them: they may lead to pages that were never written.
    unreached: BTreeSet<SitePath>,
}

impl Manifest {
    /// Reads a manifest; lines that are none, or that name a place outside
    /// the folder, are left out.
    pub(super) fn parse(text: &str) -> Self {
        let mut manifest = Self::default();
        for line in text.lines() {
            let Some((hash, path)) = line.split_once("  ") else { continue };
            let path = unescape(path);
            if !stays_inside(&path) {
                continue;
            }
            if hash == NEW {
                manifest.unreached.insert(SitePath::new(&path));
            } else if hash.len() == 64 && hash.bytes().all(|byte| byte.is_ascii_hexdigit()) {
                manifest.add(SitePath::new(&path), hash.to_owned());
            }
        }
        manifest
    }

    pub(super) fn add(&mut self, path: SitePath, hash: String) {
        self.files.entry(path).or_default().insert(hash);
    }

    /// Whether this path is ours.
    pub(super) fn lists(&self, path: &SitePath) -> bool {
        self.files.contains_key(path)
    }

    /// Whether this path with bytes of this hash is ours.
    pub(super) fn lists_bytes(&self, path: &SitePath, hash: &blake3::Hash) -> bool {
        self.files.get(path).is_some_and(|hashes| hashes.contains(hash.to_hex().as_str()))
    }

    /// Whether this is a page that nothing leads to yet.
    pub(super) fn is_unreached(&self, path: &SitePath) -> bool {
        self.unreached.contains(path)
    }

    /// Names the pages that nothing leads to yet.
    pub(super) fn set_unreached(&mut self, paths: BTreeSet<SitePath>) {
        self.unreached = paths;
    }

    /// The pages that nothing leads to yet.
    pub(super) fn unreached(&self) -> &BTreeSet<SitePath> {
        &self.unreached
    }

    /// Forgets a path.
    pub(super) fn remove(&mut self, path: &SitePath) {
        self.files.remove(path);
    }

    /// All paths in order.
    pub(super) fn paths(&self) -> impl Iterator<Item = &SitePath> {
        self.files.keys()
    }

    /// Both manifests as one.
    pub(super) fn union(&self, other: &Self) -> Self {
        let mut union = self.clone();
        for (path, hashes) in &other.files {
            union.files.entry(path.clone()).or_default().extend(hashes.iter().cloned());
        }
        union
    }

    /// The file's text.
    pub(super) fn to_text(&self) -> String {
        let mut text = HEAD.to_owned();
        for (path, hashes) in &self.files {
            for hash in hashes {
                text.extend([hash, "  ", &escape(path.as_str()), "\n"]);
            }
        }
        for path in &self.unreached {
            text.extend([NEW, "  ", &escape(path.as_str()), "\n"]);
        }
        text
    }
}

/// Whether a path can only mean a file inside the folder that it is joined to.
pub(super) fn stays_inside(path: &str) -> bool {
    let windows = path.contains('\\') || path.contains(':');
    !(cfg!(windows) && windows) && path.split('/').all(|part| !matches!(part, "" | "." | ".."))
}

fn escape(path: &str) -> String {
    path.replace('\\', "\\\\").replace('\n', "\\n").replace('\r', "\\r")
}

fn unescape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        match (c, if c == '\\' { chars.next() } else { None }) {
            ('\\', Some('n')) => out.push('\n'),
            ('\\', Some('r')) => out.push('\r'),
            ('\\', Some(other)) => out.push(other),
            (c, _) => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn of(files: &[(&str, &str)]) -> Manifest {
        let mut manifest = Manifest::default();
        for (path, text) in files {
            manifest.add(SitePath::new(path), blake3::hash(text.as_bytes()).to_hex().to_string());
        }
        manifest
    }

    #[test]
    fn a_file_is_ours_with_the_bytes_of_either_build() {
        let both = of(&[("a", "old")]).union(&of(&[("a", "new"), ("b", "")]));
        let lists = |text: &str| both.lists_bytes(&SitePath::new("a"), &blake3::hash(text.as_bytes()));
        assert!(lists("old") && lists("new") && !lists("edited"));
    }

    #[test]
    fn a_line_that_leads_out_of_the_folder_is_left_out() {
        let hash = blake3::hash(b"").to_hex();
        for path in ["../x", "/etc/passwd", "a/../../x", "", "a//b"] {
            assert_eq!(Manifest::parse(&format!("{hash}  {path}\n")), Manifest::default(), "{path}");
        }
    }

    proptest! {
        /// What is written is read, whatever the files are called.
        #[test]
        fn a_manifest_survives_its_file(path in "[a圖\\\\\n\r .-]{1,12}") {
            prop_assume!(stays_inside(&path));
            let mut manifest = of(&[(&path, "x"), (&path, "y")]);
            manifest.set_unreached(BTreeSet::from([SitePath::new(&path)]));
            prop_assert_eq!(Manifest::parse(&manifest.to_text()), manifest);
        }
    }
}
