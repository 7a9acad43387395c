//! What a look at some paths of a site's folder finds.
//!
//! In: paths that may have changed, such as those of the system's events. Out: for each of them
//! what lies there now, or that the whole folder must be looked at, because links or letter case
//! make it unclear which files are meant.

use std::collections::BTreeSet;
use std::path::{Component, Path, PathBuf};

use super::fault::DiskError;
use super::known::KnownFiles;
use super::names::{CONFIG_FILE, CONTENT_FOLDER, THEMES_FOLDER};
use super::ops::{FileKind, FileOps, is_absence};
use super::walk::{FoundEntry, is_ignored, walk_below};
use crate::url::TreePath;

/// Most paths that are looked at one by one. A look at the whole folder costs as much as some
/// hundreds of them.
const MANY: usize = 200;

/// What of a site's folder is looked at.
#[derive(Debug)]
pub(super) enum FolderLook {
    /// All of it.
    Whole,
    /// Parts of `content/`, and the theme if that must be. The settings are always looked at.
    Some(PartialLook),
}

/// What lies at some paths of `content/`.
#[derive(Debug, Default)]
pub(super) struct PartialLook {
    /// The files and folders that were looked at.
    pub(super) places: BTreeSet<TreePath>,
    /// All that is there now.
    pub(super) found: Vec<FoundEntry>,
    /// Whether the theme must be looked at too.
    pub(super) theme: bool,
}

/// Looks at paths of a site's folder.
pub(super) struct NamedPaths<'a> {
    pub(super) ops: &'a dyn FileOps,
    /// The site's folder: as the user named it, and its real place.
    pub(super) roots: [&'a Path; 2],
    /// The real place of `content/`.
    pub(super) content: &'a Path,
    pub(super) known: &'a KnownFiles,
}

impl NamedPaths<'_> {
    /// What lies at these paths. Paths in no part of the site are left out.
    pub(super) fn look(&self, paths: &[PathBuf]) -> Result<FolderLook, DiskError> {
        let mut partial = PartialLook::default();
        let paths: BTreeSet<&PathBuf> = paths.iter().collect();
        if paths.len() > MANY {
            return Ok(FolderLook::Whole);
        }
        for path in paths {
            let Some(inside) = self.inside(path) else { continue };
            let is_clear = match inside.split_first() {
                Some((&CONTENT_FOLDER, names)) if !names.is_empty() => self.add(names, &mut partial)?,
                Some((&CONTENT_FOLDER, _)) | None => false,
                // The settings are always looked at.
                Some((&CONFIG_FILE, _)) => true,
                Some((&THEMES_FOLDER, _)) => {
                    partial.theme = true;
                    true
                }
                // All else is in no site, but a link may lead there.
                Some(_) => !self.has_links(),
            };
            if !is_clear {
                return Ok(FolderLook::Whole);
            }
        }
        Ok(FolderLook::Some(partial))
    }

    /// The names of a path from the site's folder; `None` if it does not lie there. A name that is
    /// not UTF-8 stands for the whole folder.
    fn inside<'p>(&self, path: &'p Path) -> Option<Vec<&'p str>> {
        let inside = self.roots.iter().find_map(|root| path.strip_prefix(root).ok())?;
        let names = inside.components().map(|part| match part {
            Component::Normal(name) => name.to_str(),
            _ => None,
        });
        Some(names.collect::<Option<Vec<&str>>>().unwrap_or_default())
    }

    /// Adds what lies at a path of `content/`. Gives `false` if it is not clear what is meant.
    fn add(&self, names: &[&str], look: &mut PartialLook) -> Result<bool, DiskError> {
        let path = TreePath::new(&format!("{CONTENT_FOLDER}/{}", names.join("/")));
        if names.iter().any(|name| is_ignored(name)) {
            return Ok(!self.has_links());
        }
        if look.places.contains(&path) {
            return Ok(true);
        }
        let place = place(self.content, &path);
        let found = match self.ops.real(&place) {
            // A link is on the way, or the disk spells a name otherwise.
            Ok(real) if real != place => return Ok(false),
            Ok(_) => match self.ops.look(&place).map_err(DiskError::at(&place))?.map(|look| look.kind) {
                Some(FileKind::File) => vec![FoundEntry::File(path.clone(), place)],
                Some(FileKind::Folder) => walk_below(self.ops, self.content, (&place, path.as_str()))?,
                _ => return Ok(false),
            },
            Err(error) if is_absence(&error) => match self.ops.look(&place) {
                Ok(None) => return self.add_absent(names, path, look),
                _ => return Ok(false),
            },
            Err(_) => return Ok(false),
        };
        Ok(self.add_found(path, found, look))
    }

    /// Adds a path at which nothing is. A folder above it may be gone too, or be a file now.
    fn add_absent(&self, names: &[&str], path: TreePath, look: &mut PartialLook) -> Result<bool, DiskError> {
        let above = names.split_last().map_or(&[][..], |(_, above)| above);
        let folder = place(self.content, &TreePath::new(path.folder()));
        let is_there = self.ops.look(&folder).map_err(DiskError::at(&folder))?;
        if is_there.is_none_or(|look| look.kind != FileKind::Folder) {
            return if above.is_empty() { Ok(false) } else { self.add(above, look) };
        }
        Ok(self.add_found(path, Vec::new(), look))
    }

    /// Adds what was found at a path, and the files that are the same by a link. Where something came
    /// or went, links may lead to other files than before.
    fn add_found(&self, path: TreePath, found: Vec<FoundEntry>, look: &mut PartialLook) -> bool {
        let is_known = self.known.get(&path).is_some_and(|known| known.linked.is_none());
        let is_same_file = is_known && matches!(found.as_slice(), [FoundEntry::File(at, _)] if *at == path);
        if !is_same_file && self.has_links() {
            return false;
        }
        for (same, real) in self.linked_to(&path) {
            look.places.insert(same.clone());
            look.found.push(FoundEntry::File(same.clone(), real.clone()));
        }
        look.found.extend(found);
        look.places.insert(path);
        true
    }

    fn has_links(&self) -> bool {
        self.known.odd().next().is_some()
    }

    /// The files that are links to the file at this path, and where it is.
    fn linked_to(&self, path: &TreePath) -> impl Iterator<Item = (&TreePath, &PathBuf)> {
        let place = place(self.content, path);
        self.known
            .odd()
            .filter_map(|(same, known)| Some((same, known.linked.as_ref()?)))
            .filter(move |(_, real)| **real == place)
    }
}

/// Where a path of `content/` is on the disk, if no link is on its way. `content` is the real place
/// of that folder.
pub(super) fn place(content: &Path, path: &TreePath) -> PathBuf {
    let inside = path.as_str().strip_prefix(CONTENT_FOLDER).unwrap_or_default();
    content.join(inside.trim_start_matches('/'))
}
