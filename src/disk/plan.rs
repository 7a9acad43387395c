//! Compares the finished site with what lies in the output folder.
//!
//! In: the files of the site, the folder, the manifests of earlier builds. Out:
//! which files must be written and deleted, and which files that stepbook did not
//! make are in the way. This module changes nothing on the disk and follows no
//! link.

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use super::change::{ChangeBytes, FileChange};
use super::fault::DiskError;
use super::index::{FileIndex, IndexFile, IndexedFile};
use super::manifest::Manifest;
use super::ops::{FileContents, FileKind, FileOps, FileStat};
use crate::fingerprint::Fingerprint;
use crate::url::SitePath;

/// The files that earlier runs left in the folder.
#[derive(Debug)]
pub(super) struct OldFiles {
    /// Name of this command's manifest.
    pub(super) list: &'static str,
    /// The files that earlier runs of this command made.
    pub(super) own: Manifest,
    /// The text of this command's manifest; empty if there is none.
    pub(super) text: String,
    /// The files that the other command made (`build` or `pdf`). They may be
    /// overwritten, but are not deleted.
    pub(super) other: Manifest,
    /// Whether files of `own` that are not written now stay in the folder.
    pub(super) keeps: bool,
}

impl OldFiles {
    fn lists(&self, path: &SitePath) -> bool {
        self.own.lists(path) || self.other.lists(path)
    }
}

/// Everything that must be done to write the site.
#[derive(Debug, Default)]
pub(super) struct WritePlan<'a> {
    /// Files that are new or differ, in the order of their paths.
    pub(super) changes: Vec<FileChange<'a>>,
    /// How many files are already correct.
    pub(super) unchanged: usize,
    /// Files of an earlier build that the site no longer has, and that nobody
    /// changed. They will be deleted.
    pub(super) stale: BTreeSet<SitePath>,
    /// Files of an earlier build that the site no longer has, but that somebody
    /// edited. They stay.
    pub(super) kept: Vec<SitePath>,
    /// Files that the earlier build lists, but that don't exist any more. Their
    /// folders may be empty now.
    pub(super) gone: Vec<SitePath>,
    /// Stale files that must be deleted before the site can be written. The site
    /// has a folder in the place of such a file, or a file in the place of the
    /// folder that it lies in.
    pub(super) in_the_way: BTreeSet<SitePath>,
    /// Folders in the place of files of the site, deepest first.
    pub(super) folders_in_the_way: Vec<PathBuf>,
    /// Files and folders that stepbook did not make, in places where the site has
    /// files or folders, sorted.
    pub(super) strangers: Vec<SitePath>,
    /// The manifest of the finished build.
    pub(super) manifest: Manifest,
    /// How those files look that are already correct.
    pub(super) index: FileIndex,
}

/// What stands in the place of a file of the site.
pub(super) enum Standing {
    Nothing,
    /// The file itself. The look is given if any later change is sure to show.
    Same(Option<FileStat>),
    Other,
    Folder,
    /// A link, a pipe, a socket or a device.
    NoFile,
}

/// The output folder before the site is written.
pub(super) struct OutputFolder<'a> {
    pub(super) ops: &'a dyn FileOps,
    pub(super) folder: &'a Path,
    /// How its files looked after the last build, if that is known.
    pub(super) index: Option<KnownLooks<'a>>,
}

/// The index of an output folder, and its file.
#[derive(Debug, Clone, Copy)]
pub(super) struct KnownLooks<'a> {
    pub(super) file: &'a IndexFile,
    pub(super) index: &'a FileIndex,
    /// The manifest that the index belongs to.
    pub(super) manifest: &'a Manifest,
}

/// Finds out what must be done so that the folder holds `files`.
pub(super) fn plan<'a>(
    files: &BTreeMap<&'a SitePath, ChangeBytes<'a>>,
    place: &OutputFolder<'_>,
    old: &OldFiles,
) -> Result<WritePlan<'a>, DiskError> {
    let mut plan = WritePlan {
        manifest: if old.keeps { old.own.clone() } else { Manifest::default() },
        ..WritePlan::default()
    };
    let blocks = place.blocks(files.keys().copied().chain(old.own.paths()))?;
    if !old.keeps {
        plan.sort_out_the_old(files, (place, &blocks), old)?;
    }
    plan.check_folders(files, &blocks);
    let looked: Vec<_> = files
        .par_iter()
        .map(|(path, content)| {
            let (standing, hash) = place.compare(path, *content, &blocks)?;
            Ok::<_, DiskError>((*path, *content, standing, hash))
        })
        .collect::<Result<_, _>>()?;
    for (path, content, standing, hash) in looked {
        plan.manifest.remove(path);
        plan.manifest.add(path.clone(), &hash);
        let change = FileChange { path, content, hash, replaces: false, is_new: old.own.is_unreached(path) };
        plan.file(change, &standing, (place, old))?;
    }
    plan.manifest.set_unreached(BTreeSet::new());
    plan.strangers.sort();
    plan.strangers.dedup();
    Ok(plan)
}

impl<'a> WritePlan<'a> {
    /// Whether nothing must be done, because the folder already holds the site.
    pub(super) fn is_empty(&self) -> bool {
        self.changes.is_empty() && self.stale.is_empty() && self.gone.is_empty()
    }

    fn sort_out_the_old(
        &mut self,
        files: &BTreeMap<&SitePath, ChangeBytes<'_>>,
        (place, blocks): (&OutputFolder<'_>, &Obstacles),
        old: &OldFiles,
    ) -> Result<(), DiskError> {
        for path in old.own.paths().filter(|path| !files.contains_key(path)) {
            let file = place.folder.join(path.as_str());
            let look = match blocks.above(path) {
                Some(FileKind::File) => None,
                Some(_) => {
                    self.kept.push(path.clone());
                    continue;
                }
                None => place.look(&file)?,
            };
            match look.map(|look| look.kind) {
                None => self.gone.push(path.clone()),
                Some(FileKind::File) if old.own.lists_bytes(path, &place.hash(&file)?) => {
                    self.stale.insert(path.clone());
                }
                Some(_) => self.kept.push(path.clone()),
            }
        }
        Ok(())
    }

    fn file(
        &mut self,
        change: FileChange<'a>,
        standing: &Standing,
        (place, old): (&OutputFolder<'_>, &OldFiles),
    ) -> Result<(), DiskError> {
        match standing {
            Standing::Same(look) => {
                self.unchanged += 1;
                if let Some(look) = look {
                    let file = IndexedFile { look: *look, made_of: change.content.made_of() };
                    self.index.insert(change.path.clone(), file);
                }
            }
            Standing::Nothing => self.changes.push(FileChange { is_new: true, ..change }),
            Standing::Other if old.lists(change.path) => {
                self.changes.push(FileChange { replaces: true, ..change });
            }
            Standing::Other | Standing::NoFile => self.strangers.push(change.path.clone()),
            Standing::Folder => match self.only_ours(change.path, place)? {
                Some(folders) => {
                    self.folders_in_the_way.extend(folders);
                    let inside = format!("{}/", change.path);
                    let stale = self.stale.iter().filter(|path| path.as_str().starts_with(&inside));
                    self.in_the_way.extend(stale.cloned());
                    self.changes.push(FileChange { is_new: true, ..change });
                }
                None => self.strangers.push(change.path.clone()),
            },
        }
        Ok(())
    }

    /// The folder at `path` and all folders inside it, deepest first. `None` if it
    /// has a file that is not stale.
    fn only_ours(
        &self,
        path: &SitePath,
        place: &OutputFolder<'_>,
    ) -> Result<Option<Vec<PathBuf>>, DiskError> {
        let mut open = vec![path.as_str().to_owned()];
        let mut folders = Vec::new();
        while let Some(inside) = open.pop() {
            let folder = place.folder.join(&inside);
            for (name, kind) in place.ops.list(&folder).map_err(DiskError::at(&folder))? {
                let Some(name) = name.to_str() else { return Ok(None) };
                let path = format!("{inside}/{name}");
                if kind == FileKind::Folder {
                    open.push(path);
                } else if !self.stale.contains(&SitePath::new(&path)) {
                    return Ok(None);
                }
            }
            folders.push(folder);
        }
        folders.reverse();
        Ok(Some(folders))
    }

    /// Checks the folders that the site needs. A stale file in the place of a
    /// folder is in the way; a link or any other file there is a stranger.
    fn check_folders(&mut self, files: &BTreeMap<&SitePath, ChangeBytes<'_>>, blocks: &Obstacles) {
        let needed: BTreeSet<&str> = files.keys().flat_map(|path| folders_above(path.as_str())).collect();
        for folder in needed.into_iter().filter(|folder| blocks.standing.contains_key(*folder)) {
            let name = SitePath::new(folder);
            if self.stale.contains(&name) {
                self.in_the_way.insert(name);
            } else {
                self.strangers.push(name);
            }
        }
    }
}

/// Files and links that stand in the place of folders.
#[derive(Debug, Default)]
pub(super) struct Obstacles {
    standing: BTreeMap<String, FileKind>,
}

impl Obstacles {
    pub(super) fn is_empty(&self) -> bool {
        self.standing.is_empty()
    }

    /// The first thing above a path that should be a folder but isn't.
    fn above(&self, path: &SitePath) -> Option<FileKind> {
        folders_above(path.as_str()).find_map(|folder| self.standing.get(folder).copied())
    }
}

impl OutputFolder<'_> {
    fn look(&self, file: &Path) -> Result<Option<FileStat>, DiskError> {
        self.ops.look(file).map_err(DiskError::at(file))
    }

    fn hash(&self, file: &Path) -> Result<blake3::Hash, DiskError> {
        let mut hasher = blake3::Hasher::new();
        let taken = self.ops.stream(file, &mut |piece| {
            hasher.update(piece);
            Ok(())
        });
        taken.map_err(DiskError::at(file))?;
        Ok(hasher.finalize())
    }

    /// Looks at all folders above these paths, and collects what is not a folder.
    pub(super) fn blocks<'p>(
        &self,
        paths: impl Iterator<Item = &'p SitePath>,
    ) -> Result<Obstacles, DiskError> {
        let folders: BTreeSet<&str> = paths.flat_map(|path| folders_above(path.as_str())).collect();
        let mut blocks = Obstacles { standing: BTreeMap::new() };
        // The set is sorted, so a folder comes before the folders inside it.
        for folder in folders {
            if folders_above(folder).any(|above| blocks.standing.contains_key(above)) {
                continue;
            }
            let look = self.look(&self.folder.join(folder))?;
            if let Some(look) = look.filter(|look| look.kind != FileKind::Folder) {
                blocks.standing.insert(folder.to_owned(), look.kind);
            }
        }
        Ok(blocks)
    }

    /// Compares the file in the output folder with the new one: by its look, if the
    /// index knows it, else byte by byte. So files that somebody changed by hand or
    /// that a crash left empty are written again.
    pub(super) fn compare(
        &self,
        path: &SitePath,
        content: ChangeBytes<'_>,
        blocks: &Obstacles,
    ) -> Result<(Standing, blake3::Hash), DiskError> {
        if let ChangeBytes::Standing(file) = content {
            return Ok((Standing::Same(file.look), file.hash));
        }
        let file = self.folder.join(path.as_str());
        let hash = content.hash().map_err(|error| unread(path, content, error))?;
        if blocks.above(path).is_some() {
            return Ok((Standing::Nothing, hash));
        }
        let standing = match self.look(&file)? {
            None => Standing::Nothing,
            Some(FileStat { kind: FileKind::Folder, .. }) => Standing::Folder,
            Some(FileStat { kind: FileKind::Link | FileKind::Other, .. }) => Standing::NoFile,
            Some(look) if look.length != content.length() => Standing::Other,
            Some(look) if self.is_known(path, &look, &hash) => Standing::Same(Some(look)),
            Some(look) if self.holds(&file, content, hash)? => {
                Standing::Same(self.index.is_some_and(|known| known.file.is_certain(look)).then_some(look))
            }
            Some(_) => Standing::Other,
        };
        Ok((standing, hash))
    }

    /// Whether the file has bytes of this hash, as far as that is known without reading it.
    pub(super) fn is_known(&self, path: &SitePath, look: &FileStat, hash: &blake3::Hash) -> bool {
        self.index.is_some_and(|KnownLooks { index, manifest, .. }| {
            index.knows(path, look) && manifest.lists_bytes(path, hash)
        })
    }

    /// The look and the hash of a file that was made of this, if it still looks as it did.
    pub(super) fn made_of(&self, path: &SitePath, made_of: &Fingerprint) -> Option<(FileStat, blake3::Hash)> {
        let KnownLooks { index, manifest, .. } = self.index?;
        let (known, hash) = (index.look_of(path, made_of)?, manifest.only_hash(path)?);
        let look = self.look(&self.folder.join(path.as_str())).ok()??;
        (look == known).then_some((look, hash))
    }

    fn holds(&self, file: &Path, content: ChangeBytes<'_>, hash: blake3::Hash) -> Result<bool, DiskError> {
        let ChangeBytes::Memory(bytes) = content else { return Ok(self.hash(file)? == hash) };
        let read = self.ops.read(file, content.length()).map_err(DiskError::at(file))?;
        Ok(matches!(read, FileContents::Whole(read) if read == bytes))
    }
}

/// The error that a file could not be read. It names the file of the content if
/// there is one, else the path in the site.
fn unread(path: &SitePath, content: ChangeBytes<'_>, error: io::Error) -> DiskError {
    let name = match content {
        ChangeBytes::Copy(asset) => asset.name(),
        _ => None,
    };
    DiskError { path: name.unwrap_or_else(|| path.to_string()).into(), error }
}

/// The folders above a path, the topmost first: `a/b/c` → `a`, `a/b`.
pub(super) fn folders_above(path: &str) -> impl DoubleEndedIterator<Item = &str> {
    path.match_indices('/').filter_map(|(at, _)| path.get(..at))
}
