//! Where a site may be written.
//!
//! In: the folder that the user named. Out: its real place, or why it is not
//! to be written to: a wrong `--out` must never cost anybody a file.

use std::ffi::OsString;
use std::fs;
use std::path::{Component, Path, PathBuf};

use super::{CONFIG_FILE, CONTENT_FOLDER, THEMES_FOLDER, WriteError, os_words};

/// The real place of `out`, if a site may be written there.
pub(super) fn judge(out: &Path, root: &Path) -> Result<PathBuf, WriteError> {
    let refuse = |why: &str| Err(WriteError::Refused { out: out.to_path_buf(), why: why.to_owned() });
    let place = match resolve(out) {
        Ok(place) => place,
        Err(why) => return refuse(&why),
    };
    match objection(&place, root) {
        Some(why) => refuse(why),
        None => Ok(place),
    }
}

fn objection(place: &Path, root: &Path) -> Option<&'static str> {
    let real = |folder: &Path| fs::canonicalize(folder).unwrap_or_else(|_| folder.to_path_buf());
    let root = real(root);
    let content = real(&root.join(CONTENT_FOLDER));
    if root == place {
        return Some("it is the folder of the site itself");
    }
    if content == place {
        return Some("it is the folder with the sources");
    }
    if root.starts_with(place) || content.starts_with(place) {
        return Some("the site's own folder lies in it");
    }
    if place.starts_with(&content) || place.starts_with(real(&root.join(THEMES_FOLDER))) {
        return Some("it lies among the sources, so the next build would read it");
    }
    if std::env::home_dir().is_some_and(|home| real(&home).starts_with(place)) {
        return Some("it is your home folder, or holds it");
    }
    if place.is_file() {
        return Some("it is a file");
    }
    if exists(&place.join(".git")) || place.components().any(|part| part.as_os_str() == ".git") {
        return Some("it holds a repository (`.git`)");
    }
    exists(&place.join(CONFIG_FILE)).then_some("it is the folder of a site (it holds `stepbook.toml`)")
}

fn exists(path: &Path) -> bool {
    fs::symlink_metadata(path).is_ok()
}

/// The path with all links followed; what does not exist yet stays as it is.
fn resolve(out: &Path) -> Result<PathBuf, String> {
    let mut existing = std::path::absolute(out).map_err(|error| os_words(&error))?;
    let mut missing: Vec<OsString> = Vec::new();
    while !exists(&existing) {
        let Some(last) = existing.components().next_back() else { break };
        missing.push(last.as_os_str().to_owned());
        existing.pop();
    }
    let mut place = fs::canonicalize(&existing)
        .map_err(|error| format!("`{}` can't be opened: {}", existing.display(), os_words(&error)))?;
    for part in missing.iter().rev() {
        if Path::new(part).components().next() == Some(Component::ParentDir) {
            place.pop();
        } else {
            place.push(part);
        }
    }
    Ok(place)
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test fails by panicking")]
mod tests {
    use super::*;

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
