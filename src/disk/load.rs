//! Reads a site's folder into memory.
//!
//! In: the folder with `stepbook.toml`. Out: the [`ContentTree`], always the
//! same for the same files. What can't be read is in it too, with the reason,
//! so that one bad file costs a finding and not the site.

use std::error::Error;
use std::fmt;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use super::walk::{Found, walk};
use super::{CONFIG_FILE, CONTENT_FOLDER, THEMES_FOLDER, os_words};
use crate::config::Config;
use crate::source::{Asset, ContentTree, Source, SourceId};
use crate::url::TreePath;

/// Why a site could not be read at all.
#[derive(Debug)]
pub enum LoadError {
    /// The folder has no `content/`.
    NoContent(PathBuf),
    /// The disk refused the folder `content/` itself.
    Disk(PathBuf, io::Error),
}

impl fmt::Display for LoadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoContent(root) => write!(
                f,
                "no folder `{CONTENT_FOLDER}` in `{}`; pages go there (`stepbook init DIR` makes a site to start from)",
                root.display()
            ),
            Self::Disk(path, error) => write!(f, "cannot read `{}`: {}", path.display(), os_words(error)),
        }
    }
}

impl Error for LoadError {}

/// A file and what came of reading it.
type Read = (TreePath, Result<Vec<u8>, String>);

/// Reads the configuration, everything under `content/` and the files of the
/// site's own theme.
///
/// # Errors
/// [`LoadError`] if there is no `content/` to read.
pub fn load(root: &Path) -> Result<ContentTree, LoadError> {
    let content = root.join(CONTENT_FOLDER);
    if !content.is_dir() {
        return Err(LoadError::NoContent(root.to_path_buf()));
    }
    let found = walk(&content, CONTENT_FOLDER).map_err(|error| LoadError::Disk(content, error))?;
    let mut tree = ContentTree::default();
    let (theme, system_fonts) = config(root, &mut tree);
    for read in read_all(found) {
        add_content(&mut tree, read);
    }
    if let Some(theme) = theme {
        add_theme(root, &theme, &mut tree);
    }
    tree.number_sources();
    if system_fonts {
        tree.fonts = fonts_for(&tree);
    }
    Ok(tree)
}

#[cfg(feature = "pdf")]
use super::fonts::for_tree as fonts_for;

/// Without handouts nothing is set.
#[cfg(not(feature = "pdf"))]
fn fonts_for(_: &ContentTree) -> Vec<crate::source::FontFile> {
    Vec::new()
}

/// Reads `stepbook.toml`, if there is one; gives the theme's name, and whether
/// handouts may take the system's fonts.
fn config(root: &Path, tree: &mut ContentTree) -> (Option<String>, bool) {
    let path = TreePath::new(CONFIG_FILE);
    let source = match fs::read(root.join(CONFIG_FILE)) {
        Ok(bytes) => Source::decode(SourceId(0), path, bytes),
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            return (Some(Config::default().theme), false);
        }
        Err(error) => Source::refused(SourceId(0), path, os_words(&error)),
    };
    let Config { theme, system_fonts, .. } = Config::read(&source).0;
    tree.sources.push(source);
    // The name must be that of a folder in `themes/`, not a way out of it.
    let mut parts = Path::new(&theme).components();
    let plain = matches!(parts.next(), Some(std::path::Component::Normal(_))) && parts.next().is_none();
    (plain.then_some(theme), system_fonts)
}

fn read_all(found: Vec<Found>) -> Vec<Read> {
    found
        .into_par_iter()
        .map(|found| match found {
            Found::File(path, real) => (path, fs::read(real).map_err(|error| os_words(&error))),
            Found::Refused(path, why) => (path, Err(why)),
        })
        .collect()
}

fn add_content(tree: &mut ContentTree, (path, read): Read) {
    match read {
        Ok(bytes) if is_text(path.file_name()) => tree.sources.push(Source::decode(SourceId(0), path, bytes)),
        Ok(bytes) => _ = tree.assets.insert(path, Asset::new(bytes)),
        Err(why) => refuse(tree, path, why),
    }
}

fn add_theme(root: &Path, name: &str, tree: &mut ContentTree) {
    let folder = root.join(THEMES_FOLDER).join(name);
    if !folder.is_dir() {
        return;
    }
    let path = format!("{THEMES_FOLDER}/{name}");
    match walk(&folder, &path) {
        Ok(found) => {
            for (path, read) in read_all(found) {
                match read {
                    Ok(bytes) => _ = tree.theme.insert(path, Asset::new(bytes)),
                    Err(why) => refuse(tree, path, why),
                }
            }
        }
        Err(error) => refuse(tree, TreePath::new(&path), os_words(&error)),
    }
}

fn refuse(tree: &mut ContentTree, path: TreePath, why: String) {
    tree.refused.insert(path.clone());
    tree.sources.push(Source::refused(SourceId(0), path, why));
}

/// Whether a file is a page, a part or a sidecar. Another `.toml` is a file
/// like any other, which a page may offer for download.
fn is_text(name: &str) -> bool {
    if Path::new(name).extension().is_some_and(|extension| extension == "md") {
        return true;
    }
    name.strip_suffix(".toml").is_some_and(|picture| TreePath::new(picture).is_picture())
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test fails by panicking")]
mod tests {
    use super::*;
    use crate::source::Decoded;

    fn put(root: &Path, path: &str, text: &str) {
        let file = root.join(path);
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(file, text).unwrap();
    }

    /// `kind path` a line, in the tree's order.
    fn listing(tree: &ContentTree) -> String {
        let mut lines = Vec::new();
        for source in &tree.sources {
            match &source.decoded {
                Decoded::Refused(why) => lines.push(format!("refused {}: {why}", source.path)),
                _ => lines.push(format!("source {}", source.path)),
            }
        }
        lines.extend(tree.assets.keys().map(|path| format!("asset {path}")));
        lines.extend(tree.theme.keys().map(|path| format!("theme {path}")));
        lines.join("\n")
    }

    #[test]
    fn pages_and_sidecars_are_text_and_the_rest_is_not() {
        let site = tempfile::tempdir().unwrap();
        put(site.path(), "stepbook.toml", "theme = \"own\"");
        put(site.path(), "content/index.zh-TW.md", "");
        put(site.path(), "content/elearn/登入.zh-TW.md", "");
        put(site.path(), "content/elearn/img/a.PNG.toml", "");
        put(site.path(), "content/elearn/img/a.PNG", "");
        put(site.path(), "content/elearn/files/settings.toml", "");
        put(site.path(), "content/elearn/.a.md.swp", "");
        put(site.path(), "content/.git/config", "");
        put(site.path(), "themes/own/style.css", "");
        put(site.path(), "themes/default/style.css", "");
        insta::assert_snapshot!(listing(&load(site.path()).unwrap()), @"
        source content/elearn/img/a.PNG.toml
        source content/elearn/登入.zh-TW.md
        source content/index.zh-TW.md
        source stepbook.toml
        asset content/elearn/files/settings.toml
        asset content/elearn/img/a.PNG
        theme themes/own/style.css
        ");
    }

    #[test]
    fn a_site_without_content_is_told_what_to_do() {
        let site = tempfile::tempdir().unwrap();
        let words = load(site.path()).unwrap_err().to_string();
        assert!(words.starts_with("no folder `content` in `"), "{words}");
        assert!(words.contains("stepbook init"), "{words}");
    }

    #[test]
    fn a_theme_may_not_be_a_way_out() {
        let site = tempfile::tempdir().unwrap();
        put(site.path(), "site/stepbook.toml", "theme = \"../../secret\"");
        put(site.path(), "site/content/index.en.md", "");
        put(site.path(), "secret/key", "x");
        assert!(load(&site.path().join("site")).unwrap().theme.is_empty());
    }

    #[cfg(unix)]
    #[test]
    fn a_link_is_followed_only_inside_content() {
        use std::os::unix::fs::symlink;
        let site = tempfile::tempdir().unwrap();
        let root = site.path();
        put(root, "secret.md", "secret");
        put(root, "content/a/page.en.md", "page");
        put(root, "content/b/other.en.md", "other");
        symlink("page.en.md", root.join("content/a/same.en.md")).unwrap();
        symlink("../../secret.md", root.join("content/a/out.en.md")).unwrap();
        symlink("gone.md", root.join("content/a/gone.en.md")).unwrap();
        symlink("..", root.join("content/a/loop")).unwrap();
        symlink("../b", root.join("content/a/b")).unwrap();
        symlink("../a", root.join("content/b/a")).unwrap();
        insta::assert_snapshot!(listing(&load(root).unwrap()), @"
        refused content/a/b/a: it is a link to a folder, inside another linked folder
        source content/a/b/other.en.md
        refused content/a/gone.en.md: it is a link that leads nowhere: No such file or directory
        refused content/a/loop: it is a link to a folder that it lies in
        refused content/a/out.en.md: it is a link that leads out of the folder
        source content/a/page.en.md
        source content/a/same.en.md
        refused content/b/a/b: it is a link to a folder, inside another linked folder
        refused content/b/a/gone.en.md: it is a link that leads nowhere: No such file or directory
        refused content/b/a/loop: it is a link to a folder that it lies in
        refused content/b/a/out.en.md: it is a link that leads out of the folder
        source content/b/a/page.en.md
        source content/b/a/same.en.md
        source content/b/other.en.md
        ");
    }

    #[cfg(unix)]
    #[test]
    fn what_the_disk_refuses_is_named_with_its_words() {
        use std::os::unix::ffi::OsStrExt as _;
        let site = tempfile::tempdir().unwrap();
        put(site.path(), "content/index.en.md", "");
        let odd = site.path().join("content").join(std::ffi::OsStr::from_bytes(b"\xb5\xa4.md"));
        fs::write(odd, "").unwrap();
        let socket = site.path().join("content/live.md");
        let _held = std::os::unix::net::UnixListener::bind(socket).unwrap();
        let tree = load(site.path()).unwrap();
        insta::assert_snapshot!(listing(&tree), @"
        source content/index.en.md
        refused content/live.md: it is neither a file nor a folder
        refused content/��.md: its name is not UTF-8
        ");
        assert_eq!(tree.refused.len(), 2);
    }
}
