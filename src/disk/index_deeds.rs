//! What people and programs do to the files of an output folder between two builds.

use std::fs::{self, File};
use std::io::{Seek as _, SeekFrom, Write as _};
use std::path::Path;
use std::time::{Duration, SystemTime};

use proptest::prelude::*;

use super::super::manifest;

pub(super) const PATHS: [&str; 6] = ["index.html", "a.html", "b.html", "c/a.html", "c/d.js", "c"];
pub(super) const TEXTS: [&str; 4] = ["old", "new", "odd", "longer"];

/// Something that people and programs do to the files of an output folder.
#[derive(Debug, Clone)]
pub(super) enum Deed {
    /// Other bytes in place, as many as before, and perhaps the old time.
    Edit(&'static str, bool),
    Write(&'static str, &'static str),
    /// Another file of the same length and perhaps of the same time.
    Replace(&'static str, bool),
    Swap(&'static str, &'static str),
    Truncate(&'static str),
    Touch(&'static str, u64),
    Remove(&'static str),
    Link(&'static str, &'static str),
    HardLink(&'static str, &'static str),
    Make(&'static str),
    /// The manifest says that all files have these bytes.
    Forge(&'static str),
}

pub(super) fn deed() -> impl Strategy<Value = Deed> {
    let path = || prop::sample::select(&PATHS[..]);
    prop_oneof![
        6 => (path(), any::<bool>()).prop_map(|(path, back)| Deed::Edit(path, back)),
        2 => (path(), prop::sample::select(&TEXTS[..])).prop_map(|(path, text)| Deed::Write(path, text)),
        4 => (path(), any::<bool>()).prop_map(|(path, back)| Deed::Replace(path, back)),
        2 => (path(), path()).prop_map(|(a, b)| Deed::Swap(a, b)),
        1 => path().prop_map(Deed::Truncate),
        2 => (path(), 0..3_u64).prop_map(|(path, time)| Deed::Touch(path, time)),
        1 => path().prop_map(Deed::Remove),
        1 => (path(), path()).prop_map(|(a, b)| Deed::Link(a, b)),
        1 => (path(), path()).prop_map(|(a, b)| Deed::HardLink(a, b)),
        1 => path().prop_map(Deed::Make),
        2 => prop::sample::select(&TEXTS[..]).prop_map(Deed::Forge),
    ]
}

impl Deed {
    /// Does it, if that is possible.
    pub(super) fn attempt(&self, out: &Path) {
        let at = |path: &str| out.join(path);
        let spare = at("spare");
        match self {
            Self::Edit(path, back) => _ = edit(&at(path), *back),
            Self::Write(path, text) => _ = fs::write(at(path), text),
            Self::Replace(path, back) => _ = replace(&at(path), &spare, *back),
            Self::Swap(a, b) => {
                if at(a).is_file() && at(b).is_file() {
                    fs::rename(at(a), &spare).unwrap();
                    fs::rename(at(b), at(a)).ok();
                    fs::rename(&spare, at(b)).ok();
                }
            }
            Self::Truncate(path) => _ = File::options().write(true).truncate(true).open(at(path)),
            Self::Touch(path, time) => {
                let time = SystemTime::UNIX_EPOCH + Duration::from_secs(time * 1_000_000_000);
                _ = File::options().write(true).open(at(path)).and_then(|file| file.set_modified(time));
            }
            Self::Remove(path) => _ = fs::remove_file(at(path)),
            #[cfg(unix)]
            Self::Link(path, target) => {
                fs::remove_file(at(path)).ok();
                _ = std::os::unix::fs::symlink(at(target), at(path));
            }
            #[cfg(not(unix))]
            Self::Link(..) => (),
            Self::HardLink(path, target) => {
                if path != target && at(target).is_file() {
                    fs::remove_file(at(path)).ok();
                    _ = fs::hard_link(at(target), at(path));
                }
            }
            Self::Forge(text) => _ = forge(&at(manifest::FILE_NAME), text),
            Self::Make(path) => {
                fs::remove_file(at(path)).ok();
                _ = fs::create_dir_all(at(path));
            }
        }
        fs::remove_file(spare).ok();
    }
}

fn edit(path: &Path, back: bool) -> std::io::Result<()> {
    let time = fs::symlink_metadata(path)?.modified()?;
    let mut file = File::options().read(true).write(true).open(path)?;
    file.seek(SeekFrom::Start(0))?;
    let length = file.metadata()?.len().min(1);
    file.write_all("!".repeat(usize::try_from(length).unwrap()).as_bytes())?;
    if back { file.set_modified(time) } else { Ok(()) }
}

fn forge(path: &Path, text: &str) -> std::io::Result<()> {
    let manifest = fs::read_to_string(path)?;
    let hash = blake3::hash(text.as_bytes());
    let line = |line: &str| match line.split_once("  ") {
        Some((_, path)) => format!("{hash}  {path}\n"),
        None => format!("{line}\n"),
    };
    fs::write(path, manifest.lines().map(line).collect::<String>())
}

fn replace(path: &Path, spare: &Path, back: bool) -> std::io::Result<()> {
    let meta = fs::symlink_metadata(path)?;
    fs::write(spare, "?".repeat(usize::try_from(meta.len()).unwrap()))?;
    if back {
        File::options().write(true).open(spare)?.set_modified(meta.modified()?)?;
    }
    fs::rename(spare, path)
}
