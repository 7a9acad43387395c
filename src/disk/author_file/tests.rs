//! Texts that are replaced while others write them.
#![expect(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use std::fs;
use std::path::Path;

use super::*;
use crate::url::TreePath;

const FILE: &str = "content/a/img/x.png.toml";

fn site(text: Option<&str>) -> tempfile::TempDir {
    let site = tempfile::tempdir().unwrap();
    fs::create_dir_all(site.path().join("content/a/img")).unwrap();
    if let Some(text) = text {
        fs::write(site.path().join(FILE), text).unwrap();
    }
    site
}

fn place(site: &Path) -> AuthorFile {
    AuthorFile::at(site, &TreePath::new(FILE)).unwrap()
}

fn names(site: &Path) -> Vec<String> {
    let entries = fs::read_dir(site.join("content/a/img")).unwrap();
    let mut names: Vec<String> =
        entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

#[test]
fn a_text_is_replaced_and_nothing_else_is_left() {
    let site = site(Some("one\r\n"));
    let place = place(site.path());
    let read = place.read::<String>().unwrap().unwrap();
    let Replaced::Done(Some(old)) = place.replace(Some(&read), &"two\r\n".to_owned()).unwrap() else {
        panic!()
    };
    assert_eq!(fs::read_to_string(site.path().join(FILE)).unwrap(), "two\r\n");
    assert_eq!((old.content.as_str(), old.written_since().unwrap()), ("one\r\n", None));
    assert_eq!(names(site.path()), ["x.png.toml"]);
}

#[test]
fn a_new_text_is_added_only_where_there_is_none() {
    let site = site(None);
    let place = place(site.path());
    assert!(matches!(place.replace(None, &"one".to_owned()).unwrap(), Replaced::Done(None)));
    assert!(matches!(place.replace(None, &"two".to_owned()).unwrap(), Replaced::Overtaken));
    assert_eq!(fs::read_to_string(site.path().join(FILE)).unwrap(), "one");
    assert_eq!(names(site.path()), ["x.png.toml"]);
}

#[test]
fn what_another_program_saved_stays() {
    let site = site(Some("one"));
    let place = place(site.path());
    let overtaken = |read: &HeldFile<String>| {
        let replaced = place.replace(Some(read), &"mine".to_owned()).unwrap();
        assert!(matches!(replaced, Replaced::Overtaken));
        fs::read_to_string(site.path().join(FILE)).unwrap()
    };
    let read = place.read::<String>().unwrap().unwrap();
    fs::write(site.path().join(FILE), "in place").unwrap();
    assert_eq!(overtaken(&read), "in place");
    let read = place.read::<String>().unwrap().unwrap();
    fs::write(site.path().join("new"), "in place").unwrap();
    fs::rename(site.path().join("new"), site.path().join(FILE)).unwrap();
    if cfg!(unix) {
        assert_eq!(overtaken(&read), "in place", "another file with the same text");
    }
    assert_eq!(names(site.path()), ["x.png.toml"]);
}

#[test]
fn what_is_written_into_the_old_file_afterwards_is_seen() {
    let site = site(Some("one"));
    let place = place(site.path());
    let read = place.read::<String>().unwrap().unwrap();
    // A program opens the file before it is replaced, and writes later.
    let mut other = fs::File::options().write(true).open(site.path().join(FILE)).unwrap();
    let Replaced::Done(Some(old)) = place.replace(Some(&read), &"mine".to_owned()).unwrap() else { panic!() };
    std::io::Write::write_all(&mut other, b"late").unwrap();
    if cfg!(unix) {
        assert_eq!(old.written_since().unwrap().as_deref(), Some("late"));
    }
}

#[cfg(unix)]
#[test]
fn no_link_is_followed_and_the_mode_is_kept() {
    use std::os::unix::fs::{PermissionsExt as _, symlink};

    let outside = site(Some("secret"));
    let site = site(Some("one"));
    let file = site.path().join(FILE);
    fs::set_permissions(&file, fs::Permissions::from_mode(0o640)).unwrap();
    let held = place(site.path());
    let read = held.read::<String>().unwrap().unwrap();
    held.replace(Some(&read), &"two".to_owned()).unwrap();
    assert_eq!(fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o640);

    // A link at the end.
    fs::remove_file(&file).unwrap();
    symlink(outside.path().join(FILE), &file).unwrap();
    assert!(held.read::<String>().is_err());
    assert!(
        held.replace(None, &"mine".to_owned()).is_ok_and(|replaced| matches!(replaced, Replaced::Overtaken))
    );
    // A link on the way.
    fs::remove_dir_all(site.path().join("content/a")).unwrap();
    symlink(outside.path().join("content/a"), site.path().join("content/a")).unwrap();
    assert!(AuthorFile::at(site.path(), &TreePath::new(FILE)).is_err());
    // A folder that was swapped for a link meanwhile: what is held is another folder.
    _ = held.replace(None, &"mine".to_owned());
    assert_eq!(fs::read_to_string(outside.path().join(FILE)).unwrap(), "secret");
    for path in ["content/../x.toml", "x.toml", "content//x.toml", "content/a/..", "../content/x.toml"] {
        assert!(AuthorFile::at(site.path(), &TreePath::new(path)).is_err(), "{path}");
    }
}
