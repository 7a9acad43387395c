//! Manifests: they list the files of an output folder that stepbook made.
//!
//! `.stepbook-manifest` lists the path and BLAKE3 hash of each file of the build.
//! It is sorted and has no date: the same site gives the same manifest. While
//! a build is being written, the manifest lists the files of the old and of the new
//! site, so that the next build knows the files of a killed build. Then a path can
//! have two hashes. A new page that no written page links to yet has one more
//! line, with `new` instead of a hash. Handouts that `stepbook pdf` made are
//! listed in a file of their own, so that `build` never deletes them.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::path::Path;

use super::fault::{DiskResult, WriteError};
use super::ops::{FileContents, FileKind, FileOps};
use crate::url::SitePath;

/// Name of the manifest of `stepbook build` in the output folder.
pub(super) const FILE_NAME: &str = ".stepbook-manifest";

/// Name of the manifest of `stepbook pdf` in the output folder.
pub(super) const OF_HANDOUTS: &str = ".stepbook-handouts";

/// Stands in the place of the hash for a page that nothing links to.
const NEW: &str = "new";

const HEAD: &str = "# Files that stepbook made. It deletes only these, and only while they are unchanged.\n";

/// The files that stepbook made: path → hashes of the file's bytes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Manifest {
    /// The hashes are sorted. Nearly all files have one.
    files: BTreeMap<SitePath, Vec<[u8; 32]>>,
    /// Pages that a killed build left: new ones to which no page led yet, and old ones to which none led
    /// any more. They may link to pages that were never written, or are gone.
    unreached: BTreeSet<SitePath>,
}

impl Manifest {
    /// Reads a manifest. Lines of another form, and lines that name a place
    /// outside the folder, are left out.
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
            } else if let Ok(hash) = blake3::Hash::from_hex(hash) {
                manifest.add(SitePath::new(&path), &hash);
            }
        }
        manifest
    }

    pub(super) fn add(&mut self, path: SitePath, hash: &blake3::Hash) {
        insert(self.files.entry(path).or_default(), *hash.as_bytes());
    }

    /// Whether stepbook made a file with this path.
    pub(super) fn lists(&self, path: &SitePath) -> bool {
        self.files.contains_key(path)
    }

    /// Whether stepbook made a file with this path and bytes of this hash.
    pub(super) fn lists_bytes(&self, path: &SitePath, hash: &blake3::Hash) -> bool {
        self.files.get(path).is_some_and(|hashes| hashes.contains(hash.as_bytes()))
    }

    /// The hash of the file with this path, if there was only one such file.
    pub(super) fn only_hash(&self, path: &SitePath) -> Option<blake3::Hash> {
        let [hash] = self.files.get(path)?.as_slice() else { return None };
        Some((*hash).into())
    }

    /// Whether this is a page that nothing links to.
    pub(super) fn is_unreached(&self, path: &SitePath) -> bool {
        self.unreached.contains(path)
    }

    /// Sets the pages that nothing links to.
    pub(super) fn set_unreached(&mut self, paths: BTreeSet<SitePath>) {
        self.unreached = paths;
    }

    /// The pages that nothing links to.
    pub(super) fn unreached(&self) -> &BTreeSet<SitePath> {
        &self.unreached
    }

    /// Removes a path with all its hashes.
    pub(super) fn remove(&mut self, path: &SitePath) {
        self.files.remove(path);
    }

    /// All paths in order.
    pub(super) fn paths(&self) -> impl Iterator<Item = &SitePath> {
        self.files.keys()
    }

    /// A manifest with the files of both.
    pub(super) fn union(&self, other: &Self) -> Self {
        let mut union = self.clone();
        for (path, hashes) in &other.files {
            let both = union.files.entry(path.clone()).or_default();
            for hash in hashes {
                insert(both, *hash);
            }
        }
        union
    }

    /// The text of the manifest's file.
    pub(super) fn to_text(&self) -> String {
        let mut text = HEAD.to_owned();
        for (path, hashes) in &self.files {
            for hash in hashes {
                let hash = blake3::Hash::from_bytes(*hash).to_hex();
                text.extend([&hash, "  ", &escape(path.as_str()), "\n"]);
            }
        }
        for path in &self.unreached {
            text.extend([NEW, "  ", &escape(path.as_str()), "\n"]);
        }
        text
    }
}

/// Most bytes of a manifest that is read, enough for two million files.
const LONGEST_MANIFEST: u64 = 256 << 20;

/// An output folder, to read its manifests.
pub(super) struct ManifestFolder<'a> {
    pub(super) ops: &'a dyn FileOps,
    /// The real place of the folder.
    pub(super) place: &'a Path,
    /// The folder as the user named it.
    pub(super) out: &'a Path,
}

impl ManifestFolder<'_> {
    /// The text of a manifest; empty if there is none.
    pub(super) fn text(&self, name: &str) -> DiskResult<String> {
        let path = self.place.join(name);
        let unread = |error| WriteError::unread(&path, error);
        match self.ops.look(&path).map_err(unread)?.map(|look| look.kind) {
            None => return Ok(String::new()),
            Some(FileKind::File) => (),
            Some(_) => {
                let paths = vec![SitePath::new(name)];
                return Err(WriteError::Strangers { out: self.out.to_path_buf(), paths });
            }
        }
        match self.ops.read(&path, LONGEST_MANIFEST).map_err(unread)? {
            FileContents::Whole(bytes) => Ok(String::from_utf8_lossy(&bytes).into_owned()),
            FileContents::TooLong(_) => Err(unread(io::ErrorKind::FileTooLarge.into())),
        }
    }
}

/// Whether a path names a file inside the folder that it is joined to, on any
/// system.
pub(super) fn stays_inside(path: &str) -> bool {
    let windows = path.contains('\\') || path.contains(':');
    !(cfg!(windows) && windows) && path.split('/').all(|part| !matches!(part, "" | "." | ".."))
}

/// Adds a hash to sorted ones.
fn insert(hashes: &mut Vec<[u8; 32]>, hash: [u8; 32]) {
    if let Err(at) = hashes.binary_search(&hash) {
        hashes.reserve_exact(1);
        hashes.insert(at, hash);
    }
}

fn escape(path: &str) -> Cow<'_, str> {
    if !path.contains(['\\', '\n', '\r']) {
        return path.into();
    }
    let escaped = path.replace('\\', "\\\\").replace('\n', "\\n").replace('\r', "\\r");
    escaped.into()
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
            manifest.add(SitePath::new(path), &blake3::hash(text.as_bytes()));
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
        /// A manifest that was written is read again, with any names of files.
        #[test]
        fn a_manifest_survives_its_file(path in "[a圖\\\\\n\r .-]{1,12}") {
            prop_assume!(stays_inside(&path));
            let mut manifest = of(&[(&path, "x"), (&path, "y")]);
            manifest.set_unreached(BTreeSet::from([SitePath::new(&path)]));
            prop_assert_eq!(Manifest::parse(&manifest.to_text()), manifest);
        }
    }
}
