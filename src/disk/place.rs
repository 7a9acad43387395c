//! Decides whether a site may be written to a folder.
//!
//! In: the folder that the user named. Out: its real place, or the reason why
//! a site may not be written there. A wrong `--out` must never destroy a file.

use std::ffi::OsString;
use std::io;
use std::path::{Component, Path, PathBuf};

use super::fault::{DiskError, WriteError};
use super::names::{CONFIG_FILE, CONTENT_FOLDER, THEMES_FOLDER};
use super::ops::{FileKind, FileOps, is_absence};
use super::own;
use crate::source::os_words;

/// The real place of `out`, if a site may be written there.
pub(super) fn judge(ops: &dyn FileOps, out: &Path, root: &Path) -> Result<PathBuf, WriteError> {
    let judge = Judge { ops };
    let refuse = |why: &str| Err(WriteError::Refused { out: out.to_path_buf(), why: why.to_owned() });
    let place = match judge.resolve(out) {
        Ok(place) => place,
        Err(why) => return refuse(&why),
    };
    match judge.objection(&place, root).map_err(WriteError::Read)? {
        Some(why) => refuse(why),
        None => Ok(place),
    }
}

/// Refuses a default output folder that is a link, because a repository may have
/// brought it. If the user names a link, the folder that it leads to is used.
pub(super) fn refuse_link(ops: &dyn FileOps, out: &Path) -> Result<(), WriteError> {
    let look = ops.look(out).map_err(DiskError::at(out)).map_err(WriteError::Read)?;
    if look.is_some_and(|look| look.kind == FileKind::Link) {
        let why = "it is a link".to_owned();
        return Err(WriteError::Refused { out: out.to_path_buf(), why });
    }
    Ok(())
}

struct Judge<'a> {
    ops: &'a dyn FileOps,
}

impl Judge<'_> {
    fn objection(&self, place: &Path, root: &Path) -> Result<Option<&'static str>, DiskError> {
        let root = self.real(root)?;
        let content = self.real(&root.join(CONTENT_FOLDER))?;
        if root == place {
            return Ok(Some("it is the folder of the site itself"));
        }
        if content == place {
            return Ok(Some("it is the folder with the sources"));
        }
        if root.starts_with(place) || content.starts_with(place) {
            return Ok(Some("the site's own folder lies in it"));
        }
        if place.starts_with(&content) || place.starts_with(self.real(&root.join(THEMES_FOLDER))?) {
            return Ok(Some("it lies among the sources, so the next build would read it"));
        }
        if place.starts_with(own::folder(&root)) {
            return Ok(Some("stepbook keeps its cache and its locks there"));
        }
        if std::env::home_dir().is_some_and(|home| self.real(&home).unwrap_or(home).starts_with(place)) {
            return Ok(Some("it is your home folder, or holds it"));
        }
        if self.look(place)?.is_some_and(|kind| kind != FileKind::Folder) {
            return Ok(Some("it is a file"));
        }
        let in_git = place.components().any(|part| part.as_os_str() == ".git");
        if in_git || self.look(&place.join(".git"))?.is_some() {
            return Ok(Some("it holds a repository (`.git`)"));
        }
        let is_site = self.look(&place.join(CONFIG_FILE))?.is_some();
        Ok(is_site.then_some("it is the folder of a site (it holds `stepbook.toml`)"))
    }

    fn look(&self, path: &Path) -> Result<Option<FileKind>, DiskError> {
        Ok(self.ops.look(path).map_err(DiskError::at(path))?.map(|look| look.kind))
    }

    /// The real place of a folder, or the path itself if it does not exist.
    fn real(&self, folder: &Path) -> Result<PathBuf, DiskError> {
        match self.ops.real(folder) {
            Err(error) if is_absence(&error) => Ok(folder.to_path_buf()),
            other => other.map_err(DiskError::at(folder)),
        }
    }

    /// The path with all links followed. The part of the path that does not exist
    /// yet stays as it is.
    fn resolve(&self, out: &Path) -> Result<PathBuf, String> {
        let cannot = |path: &Path, error: &io::Error| {
            format!("`{}` can't be opened: {}", path.display(), os_words(error))
        };
        let mut existing = std::path::absolute(out).map_err(|error| os_words(&error))?;
        let mut missing: Vec<OsString> = Vec::new();
        while self.ops.look(&existing).map_err(|error| cannot(&existing, &error))?.is_none() {
            let Some(last) = existing.components().next_back() else { break };
            missing.push(last.as_os_str().to_owned());
            existing.pop();
        }
        let mut place = self.ops.real(&existing).map_err(|error| cannot(&existing, &error))?;
        for part in missing.iter().rev() {
            if Path::new(part).components().next() == Some(Component::ParentDir) {
                place.pop();
            } else {
                place.push(part);
            }
        }
        Ok(place)
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test fails by panicking")]
mod tests {
    use std::fs;

    use super::*;
    use crate::disk::ops::Disk;

    fn judge(out: &Path, root: &Path) -> Result<PathBuf, WriteError> {
        super::judge(&Disk, out, root)
    }

    fn site() -> tempfile::TempDir {
        let home = tempfile::tempdir().unwrap();
        for folder in ["site/content/elearn", "site/themes/own", "site/clone/.git", "other"] {
            fs::create_dir_all(home.path().join(folder)).unwrap();
        }
        fs::write(home.path().join("site/stepbook.toml"), "").unwrap();
        fs::write(home.path().join("site/file"), "").unwrap();
        fs::write(home.path().join("other/stepbook.toml"), "").unwrap();
        home
    }

    #[test]
    fn a_dangerous_folder_is_refused_with_the_reason() {
        let home = site();
        let root = home.path().join("site");
        let why = |out: &str| match judge(&home.path().join(out), &root) {
            Err(WriteError::Refused { why, .. }) => why,
            other => format!("{other:?}"),
        };
        assert_eq!(why("site"), "it is the folder of the site itself");
        assert_eq!(why("site/gone/.."), "it is the folder of the site itself");
        assert_eq!(why("site/content"), "it is the folder with the sources");
        assert_eq!(why(""), "the site's own folder lies in it");
        assert_eq!(
            why("site/content/elearn/public"),
            "it lies among the sources, so the next build would read it"
        );
        assert_eq!(why("site/themes/own"), "it lies among the sources, so the next build would read it");
        assert_eq!(why("site/file"), "it is a file");
        assert_eq!(why("site/.stepbook/cache"), "stepbook keeps its cache and its locks there");
        assert_eq!(why("site/clone"), "it holds a repository (`.git`)");
        assert_eq!(why("site/clone/.git/public"), "it holds a repository (`.git`)");
        assert_eq!(why("other"), "it is the folder of a site (it holds `stepbook.toml`)");
        let own = std::env::home_dir().unwrap();
        assert!(judge(&own, &root).is_err());
    }

    #[test]
    fn an_ordinary_folder_is_taken_whether_it_exists_or_not() {
        let home = site();
        let root = home.path().join("site");
        let real = fs::canonicalize(home.path()).unwrap();
        assert_eq!(judge(&root.join("public"), &root).unwrap(), real.join("site/public"));
        assert_eq!(judge(&root.join("../new/deep"), &root).unwrap(), real.join("new/deep"));
    }

    #[cfg(unix)]
    #[test]
    fn a_link_counts_as_what_it_leads_to() {
        let home = site();
        let root = home.path().join("site");
        std::os::unix::fs::symlink("content", root.join("public")).unwrap();
        assert!(judge(&root.join("public"), &root).is_err());
        std::os::unix::fs::symlink("nowhere", root.join("dangling")).unwrap();
        assert!(judge(&root.join("dangling"), &root).is_err());
    }
}
