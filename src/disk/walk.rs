//! Lists the files in a folder, with links.
//!
//! In: a folder. Out: its files in no particular order, each with the place from
//! which it is read, and the things that may not be read, each with the reason.
//! A link is followed only if its target is inside the folder, so that no other
//! files of the author's disk get into the site. If the disk refuses something,
//! that is an error: a folder that can't be listed is not an empty folder.

use std::ffi::{OsStr, OsString};
use std::io;
use std::path::{Component, Path, PathBuf};

use super::fault::DiskError;
use super::ops::{FileKind, FileOps, is_absence, is_endless_link};
use crate::url::TreePath;

/// One thing found in the folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum FoundEntry {
    /// A file, and its real place on the disk.
    File(TreePath, PathBuf),
    /// Something that is not read, and the reason.
    Refused(TreePath, String),
    /// A link to a folder, whose files are listed too.
    LinkedFolder(TreePath),
}

/// A folder that must still be listed.
struct Folder {
    path: String,
    real: PathBuf,
    /// Whether it was reached through a link. In such a folder, links to folders
    /// are not followed: two folders with links to each other would never end.
    linked: bool,
}

struct FolderWalk<'a> {
    ops: &'a dyn FileOps,
    /// The real place of the whole folder.
    base: PathBuf,
    open: Vec<Folder>,
    found: Vec<FoundEntry>,
}

/// Whether a file is not content: hidden files, files that editors and office
/// programs put next to the file that they edit, and files of file managers.
#[must_use]
pub fn is_ignored(name: &str) -> bool {
    name.starts_with('.')
        || name.starts_with("~$")
        || name.ends_with('~')
        || (name.starts_with('#') && name.ends_with('#'))
        || matches!(name, "4913" | "Thumbs.db" | "desktop.ini")
        || [".swp", ".swo", ".tmp"].iter().any(|end| name.ends_with(end))
}

/// Lists everything in `folder`; the paths begin with `name`. `Err` if the disk
/// refuses to show something that exists.
pub(super) fn walk(ops: &dyn FileOps, folder: &Path, name: &str) -> Result<Vec<FoundEntry>, DiskError> {
    let base = ops.real(folder).map_err(DiskError::at(folder))?;
    walk_below(ops, &base, (&base, name))
}

/// Lists everything in a folder that lies in the folder `base` and is no link. Both are real places.
pub(super) fn walk_below(
    ops: &dyn FileOps,
    base: &Path,
    (folder, name): (&Path, &str),
) -> Result<Vec<FoundEntry>, DiskError> {
    let start = Folder { path: name.to_owned(), real: folder.to_path_buf(), linked: false };
    let mut walk = FolderWalk { ops, base: base.to_path_buf(), open: vec![start], found: Vec::new() };
    while let Some(folder) = walk.open.pop() {
        walk.folder(&folder)?;
    }
    Ok(walk.found)
}

impl FolderWalk<'_> {
    fn folder(&mut self, folder: &Folder) -> Result<(), DiskError> {
        let entries = match self.ops.list(&folder.real) {
            // The folder was deleted since the folder above it was listed.
            Err(error) if is_absence(&error) && folder.real != self.base => return Ok(()),
            entries => entries.map_err(DiskError::at(&folder.real))?,
        };
        entries.into_iter().try_for_each(|entry| self.entry(folder, entry))
    }

    fn entry(&mut self, folder: &Folder, (name, kind): (OsString, FileKind)) -> Result<(), DiskError> {
        if is_ignored(&name.to_string_lossy()) {
            return Ok(());
        }
        let path = format!("{}/{}", folder.path, name.to_string_lossy());
        if name.to_str().is_none() {
            self.refuse(&path, "its name is not UTF-8".to_owned());
            return Ok(());
        }
        if kind == FileKind::Link {
            return self.link(folder, path, &name);
        }
        self.real(Folder { path, real: folder.real.join(&name), linked: folder.linked }, kind);
        Ok(())
    }

    /// Adds something whose real place is known.
    fn real(&mut self, thing: Folder, kind: FileKind) {
        match kind {
            FileKind::Folder => self.open.push(thing),
            FileKind::File => self.found.push(FoundEntry::File(TreePath::new(&thing.path), thing.real)),
            // Reading a pipe or a device might never end.
            FileKind::Link | FileKind::Other => {
                self.refuse(&thing.path, "it is neither a file nor a folder".to_owned());
            }
        }
    }

    fn link(&mut self, folder: &Folder, path: String, name: &OsStr) -> Result<(), DiskError> {
        let link = folder.real.join(name);
        let target = match self.ops.real(&link) {
            Ok(target) => target,
            Err(error) => return self.dead_link(&path, &link, error),
        };
        if !target.starts_with(&self.base) {
            self.refuse(&path, LEADS_OUT.to_owned());
            return Ok(());
        }
        let Some(look) = self.ops.look(&target).map_err(DiskError::at(&target))? else { return Ok(()) };
        if look.kind == FileKind::Folder && folder.real.starts_with(&target) {
            self.refuse(&path, "it is a link to a folder that it lies in".to_owned());
        } else if look.kind == FileKind::Folder && folder.linked {
            self.refuse(&path, "it is a link to a folder, inside another linked folder".to_owned());
        } else {
            if look.kind == FileKind::Folder {
                self.found.push(FoundEntry::LinkedFolder(TreePath::new(&path)));
            }
            self.real(Folder { path, real: target, linked: true }, look.kind);
        }
        Ok(())
    }

    /// Handles a link that can't be followed: it leads to nothing, out of the
    /// folder, or through a folder that the disk refuses to show.
    fn dead_link(&mut self, path: &str, link: &Path, error: io::Error) -> Result<(), DiskError> {
        let nowhere =
            is_absence(&error) || is_endless_link(&error) || error.kind() == io::ErrorKind::InvalidFilename;
        if nowhere {
            self.refuse(path, format!("it is a link that leads nowhere: {}", super::fault::os_words(&error)));
        } else if std::fs::read_link(link).is_ok_and(|target| !self.stays_inside(link, &target)) {
            self.refuse(path, LEADS_OUT.to_owned());
        } else {
            return Err(DiskError { path: link.to_path_buf(), error });
        }
        Ok(())
    }

    /// Whether the path that is written in a link leads to a place in the folder.
    fn stays_inside(&self, link: &Path, target: &Path) -> bool {
        let mut place = link.parent().unwrap_or(link).to_path_buf();
        for part in target.components() {
            match part {
                Component::ParentDir => _ = place.pop(),
                Component::CurDir => (),
                part => place.push(part),
            }
            if !place.starts_with(&self.base) {
                return false;
            }
        }
        true
    }

    fn refuse(&mut self, path: &str, why: String) {
        self.found.push(FoundEntry::Refused(TreePath::new(path), why));
    }
}

const LEADS_OUT: &str = "it is a link that leads out of the folder";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_editors_leave_is_nobodys_content() {
        for name in
            [".git", ".DS_Store", "a.md~", ".a.md.swp", "4913", ".#a.md", "#a.md#", "~$form.docx", "a.tmp"]
        {
            assert!(is_ignored(name), "{name}");
        }
        for name in ["a.zh-TW.md", "_parts", "tmp", "49130", "swp", "圖~1.png"] {
            assert!(!is_ignored(name), "{name}");
        }
    }
}
