//! Tests of what is read from a folder, and what is refused.

use std::fs;

use super::*;
use crate::source::Decoded;

fn put(root: &Path, path: &str, text: &str) {
    let file = root.join(path);
    fs::create_dir_all(file.parent().unwrap()).unwrap();
    fs::write(file, text).unwrap();
}

/// The files of a tree as lines of `kind path`, in the tree's order.
fn listing(tree: &ContentTree) -> String {
    let mut lines = Vec::new();
    for source in tree.sources() {
        match &source.decoded {
            Decoded::Refused(why) => lines.push(format!("refused {}: {why}", source.path)),
            _ => lines.push(format!("source {}", source.path)),
        }
    }
    lines.extend(tree.assets().keys().map(|path| format!("asset {path}")));
    lines.extend(tree.theme().keys().map(|path| format!("theme {path}")));
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
    source themes/own/style.css
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
    assert!(load(&site.path().join("site")).unwrap().theme().is_empty());
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
    assert_eq!(tree.refused().len(), 2);
}
