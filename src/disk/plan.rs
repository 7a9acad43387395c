//! Compares the finished site with what lies in the output folder.
//!
//! In: the site, the folder, the manifest of the build before. Out: what is
//! to be written and deleted, and what of other people's stands in the way.
//! Nothing is changed here.

use std::collections::BTreeSet;
use std::fs::{self, Metadata};
use std::io;
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use super::manifest::Manifest;
use crate::output::{OutputTree, Stored};
use crate::url::SitePath;

/// A file to be written.
#[derive(Debug)]
pub(super) struct Change<'a> {
    pub(super) path: &'a SitePath,
    pub(super) content: Content<'a>,
    /// Whether an older file of the site gives way to it.
    pub(super) replaces: bool,
}

/// Where the bytes of a file are.
#[derive(Debug, Clone, Copy)]
pub(super) enum Content<'a> {
    Memory(&'a [u8]),
    Stored(&'a Stored),
}

impl Content<'_> {
    fn length(self) -> u64 {
        match self {
            Self::Memory(bytes) => bytes.len() as u64,
            Self::Stored(file) => file.length,
        }
    }

    fn hash(self) -> blake3::Hash {
        match self {
            Self::Memory(bytes) => blake3::hash(bytes),
            Self::Stored(file) => blake3::Hash::from_bytes(file.hash),
        }
    }

    fn equals(self, other: &[u8]) -> bool {
        match self {
            Self::Memory(bytes) => bytes == other,
            Self::Stored(file) => blake3::hash(other) == file.hash,
        }
    }
}

/// What is to be done.
#[derive(Debug, Default)]
pub(super) struct Plan<'a> {
    /// Files that are new or differ, in the order of their paths.
    pub(super) changes: Vec<Change<'a>>,
    /// How many files are right already.
    pub(super) unchanged: usize,
    /// Files of an earlier build that have no place in the site, and are as
    /// we left them.
    pub(super) stale: Vec<SitePath>,
    /// The same, but edited since: they stay.
    pub(super) kept: Vec<SitePath>,
    /// Listed by the earlier build, but gone already: perhaps their folders
    /// are empty.
    pub(super) gone: Vec<SitePath>,
    /// Folders of ours that stand where the site has a file.
    pub(super) folders_in_the_way: Vec<PathBuf>,
    /// Whether a stale file has to go before the site can be written.
    pub(super) delete_first: bool,
    /// Files and folders of others where the site has a file, sorted.
    pub(super) strangers: Vec<SitePath>,
    /// What the finished build lists.
    pub(super) manifest: Manifest,
}

/// What stands at a path.
enum Standing {
    Nothing,
    Same,
    Other,
    Folder,
    /// A link or something odder.
    NoFile,
}

/// Works out what has to be done so that `place` holds `tree`.
pub(super) fn plan<'a>(
    tree: &'a OutputTree,
    place: &Path,
    old: &Manifest,
) -> Result<Plan<'a>, (PathBuf, io::Error)> {
    let mut plan = Plan::default();
    plan.sort_out_the_old(tree, place, old)?;
    let memory = tree.iter().map(|(path, bytes)| (path, Content::Memory(bytes)));
    let mut files: Vec<_> =
        memory.chain(tree.stored().map(|(path, file)| (path, Content::Stored(file)))).collect();
    files.sort_by_key(|(path, _)| *path);
    let looked: Vec<_> = files
        .into_par_iter()
        .map(|(path, content)| {
            let file = place.join(path.as_str());
            let standing = standing(&file, content).map_err(|error| (file, error))?;
            Ok::<_, (PathBuf, io::Error)>((path, content, standing, content.hash().to_hex().to_string()))
        })
        .collect::<Result<_, _>>()?;
    for (path, content, standing, hash) in looked {
        plan.manifest.add(path.clone(), hash);
        plan.file(Change { path, content, replaces: false }, &standing, (place, old))?;
    }
    plan.check_folders(tree, place)?;
    plan.strangers.sort();
    plan.strangers.dedup();
    Ok(plan)
}

impl<'a> Plan<'a> {
    /// Whether the folder holds the site already.
    pub(super) fn is_empty(&self) -> bool {
        self.changes.is_empty() && self.stale.is_empty() && self.gone.is_empty()
    }

    fn sort_out_the_old(
        &mut self,
        tree: &OutputTree,
        place: &Path,
        old: &Manifest,
    ) -> Result<(), (PathBuf, io::Error)> {
        for path in old.paths().filter(|path| !tree.has(path)) {
            let file = place.join(path.as_str());
            match look(&file).map_err(|error| (file.clone(), error))? {
                None => self.gone.push(path.clone()),
                Some(meta) if meta.is_file() && !through_a_link(place, path) => {
                    let bytes = fs::read(&file).map_err(|error| (file, error))?;
                    let list = if old.lists_bytes(path, &bytes) { &mut self.stale } else { &mut self.kept };
                    list.push(path.clone());
                }
                Some(_) => self.kept.push(path.clone()),
            }
        }
        Ok(())
    }

    fn file(
        &mut self,
        change: Change<'a>,
        standing: &Standing,
        (place, old): (&Path, &Manifest),
    ) -> Result<(), (PathBuf, io::Error)> {
        match standing {
            Standing::Same => self.unchanged += 1,
            Standing::Nothing => self.changes.push(change),
            Standing::Other if old.lists(change.path) => {
                self.changes.push(Change { replaces: true, ..change });
            }
            Standing::Other | Standing::NoFile => self.strangers.push(change.path.clone()),
            Standing::Folder => {
                let folder = place.join(change.path.as_str());
                match self.only_ours(&folder, place).map_err(|error| (folder, error))? {
                    Some(folders) => {
                        self.folders_in_the_way.extend(folders);
                        self.delete_first = true;
                        self.changes.push(change);
                    }
                    None => self.strangers.push(change.path.clone()),
                }
            }
        }
        Ok(())
    }

    /// The folder and those in it, deepest first, if no file in it is anybody
    /// else's.
    fn only_ours(&self, folder: &Path, place: &Path) -> io::Result<Option<Vec<PathBuf>>> {
        let stale: BTreeSet<PathBuf> = self.stale.iter().map(|path| place.join(path.as_str())).collect();
        let mut open = vec![folder.to_path_buf()];
        let mut folders = Vec::new();
        while let Some(folder) = open.pop() {
            for entry in fs::read_dir(&folder)? {
                let entry = entry?;
                if entry.file_type()?.is_dir() {
                    open.push(entry.path());
                } else if !stale.contains(&entry.path()) {
                    return Ok(None);
                }
            }
            folders.push(folder);
        }
        folders.reverse();
        Ok(Some(folders))
    }

    /// Looks at the folders that the site needs: none may be a file, but for
    /// a stale one of ours, or a link out of the output folder.
    fn check_folders(&mut self, tree: &OutputTree, place: &Path) -> Result<(), (PathBuf, io::Error)> {
        let mut seen = BTreeSet::new();
        let paths = tree.iter().map(|(path, _)| path).chain(tree.stored().map(|(path, _)| path));
        for path in paths {
            for folder in folders_above(path.as_str()) {
                if !seen.insert(folder) {
                    continue;
                }
                let real = place.join(folder);
                let standing = look(&real).map_err(|error| (real, error))?;
                if standing.is_none_or(|meta| meta.is_dir()) {
                    continue;
                }
                let name = SitePath::new(folder);
                if self.stale.binary_search(&name).is_ok() {
                    self.delete_first = true;
                } else {
                    self.strangers.push(name);
                }
            }
        }
        Ok(())
    }
}

/// `a/b/c` → `a`, `a/b`.
pub(super) fn folders_above(path: &str) -> impl DoubleEndedIterator<Item = &str> {
    path.match_indices('/').filter_map(|(at, _)| path.get(..at))
}

/// Whether a link stands between the output folder and the file.
fn through_a_link(place: &Path, path: &SitePath) -> bool {
    folders_above(path.as_str())
        .any(|folder| fs::symlink_metadata(place.join(folder)).is_ok_and(|meta| meta.is_symlink()))
}

fn look(path: &Path) -> io::Result<Option<Metadata>> {
    match fs::symlink_metadata(path) {
        Ok(meta) => Ok(Some(meta)),
        Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => {
            Ok(None)
        }
        Err(error) => Err(error),
    }
}

/// What stands at `file`, compared byte by byte: what an author changed by
/// hand, or a crash left empty, is mended too.
fn standing(file: &Path, content: Content<'_>) -> io::Result<Standing> {
    let Some(meta) = look(file)? else { return Ok(Standing::Nothing) };
    if meta.is_dir() {
        return Ok(Standing::Folder);
    }
    if !meta.is_file() {
        return Ok(Standing::NoFile);
    }
    let same = meta.len() == content.length() && content.equals(&fs::read(file)?);
    Ok(if same { Standing::Same } else { Standing::Other })
}
