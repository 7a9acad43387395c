//! Which files lie in a folder, links considered.
//!
//! In: a folder. Out: its files in no particular order, each with the place
//! to read it from, and what may not be read with the reason. A link is
//! followed only where its target stays in the folder, so that nothing else
//! of the author's disk gets into the site.

use std::ffi::OsStr;
use std::fs::{self, DirEntry, FileType};
use std::path::{Path, PathBuf};

use super::os_words;
use crate::url::TreePath;

/// One thing found in the folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Found {
    /// A file, and where it really lies.
    File(TreePath, PathBuf),
    /// Something that is not read, and why.
    Refused(TreePath, String),
}

/// A folder still to be listed.
struct Folder {
    path: String,
    real: PathBuf,
    /// Whether a link led here. In there links to folders are not followed
    /// again: two folders linked into each other would never end.
    linked: bool,
}

struct Walk {
    /// The real place of the whole folder.
    base: PathBuf,
    open: Vec<Folder>,
    found: Vec<Found>,
}

/// Whether a file is nobody's content: hidden files, what editors and office
/// programs leave beside the file they edit, what file managers drop.
#[must_use]
pub fn is_ignored(name: &str) -> bool {
    name.starts_with('.')
        || name.starts_with("~$")
        || name.ends_with('~')
        || (name.starts_with('#') && name.ends_with('#'))
        || matches!(name, "4913" | "Thumbs.db" | "desktop.ini")
        || [".swp", ".swo", ".tmp"].iter().any(|end| name.ends_with(end))
}

/// Lists everything in `folder`; paths begin with `name`. `Err` if the folder
/// itself can't be opened.
pub(super) fn walk(folder: &Path, name: &str) -> std::io::Result<Vec<Found>> {
    let base = fs::canonicalize(folder)?;
    fs::read_dir(&base)?;
    let start = Folder { path: name.to_owned(), real: base.clone(), linked: false };
    let mut walk = Walk { base, open: vec![start], found: Vec::new() };
    while let Some(folder) = walk.open.pop() {
        walk.folder(&folder);
    }
    Ok(walk.found)
}

impl Walk {
    fn folder(&mut self, folder: &Folder) {
        let entries = fs::read_dir(&folder.real).and_then(Iterator::collect::<Result<Vec<_>, _>>);
        match entries {
            Ok(entries) => {
                for entry in entries {
                    self.entry(folder, &entry);
                }
            }
            Err(error) => self.refuse(&folder.path, os_words(&error)),
        }
    }

    fn entry(&mut self, folder: &Folder, entry: &DirEntry) {
        let name = entry.file_name();
        if is_ignored(&name.to_string_lossy()) {
            return;
        }
        let path = format!("{}/{}", folder.path, name.to_string_lossy());
        if name.to_str().is_none() {
            self.refuse(&path, "its name is not UTF-8".to_owned());
            return;
        }
        match entry.file_type() {
            Ok(kind) if kind.is_symlink() => self.link(folder, path, &name),
            Ok(kind) => {
                self.real(Folder { path, real: folder.real.join(&name), linked: folder.linked }, kind);
            }
            Err(error) => self.refuse(&path, os_words(&error)),
        }
    }

    /// Something whose real place is known.
    fn real(&mut self, thing: Folder, kind: FileType) {
        if kind.is_dir() {
            self.open.push(thing);
        } else if kind.is_file() {
            self.found.push(Found::File(TreePath::new(&thing.path), thing.real));
        } else {
            // Reading a pipe or a device might wait for ever.
            self.refuse(&thing.path, "it is neither a file nor a folder".to_owned());
        }
    }

    fn link(&mut self, folder: &Folder, path: String, name: &OsStr) {
        let target = match fs::canonicalize(folder.real.join(name)) {
            Ok(target) => target,
            Err(error) => {
                return self.refuse(&path, format!("it is a link that leads nowhere: {}", os_words(&error)));
            }
        };
        let kind = match fs::metadata(&target) {
            Ok(meta) => meta.file_type(),
            Err(error) => return self.refuse(&path, os_words(&error)),
        };
        if !target.starts_with(&self.base) {
            let why = "it is a link that leads out of the folder";
            return self.refuse(&path, why.to_owned());
        }
        if kind.is_dir() && folder.real.starts_with(&target) {
            return self.refuse(&path, "it is a link to a folder that it lies in".to_owned());
        }
        if kind.is_dir() && folder.linked {
            return self.refuse(&path, "it is a link to a folder, inside another linked folder".to_owned());
        }
        self.real(Folder { path, real: target, linked: true }, kind);
    }

    fn refuse(&mut self, path: &str, why: String) {
        self.found.push(Found::Refused(TreePath::new(path), why));
    }
}

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
