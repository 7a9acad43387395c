//! Writes a finished site.
//!
//! In: the site and a folder. Out: the folder holds exactly the site, and the files
//! that other people put there. Until the last byte of the new site is on the disk,
//! the old site does not change; then each file is replaced in one step. A build
//! that dies at any moment leaves every file whole, and the next build corrects
//! the rest.
//!
//! Whenever a build dies, every page that a reader can reach from the home page
//! exists. The order of the moves takes care of that:
//! 1. new files, pages last: no page in the folder links to them yet;
//! 2. replaced files, pages last: everything that they link to exists;
//! 3. the root's `index.html`, if it is new: with it, readers can reach the pages
//!    of a first build;
//! 4. removals, pages first: nothing links to these files any more.
//!
//! Files that look as the [`index`](super::index) says are not read; see there what that may miss.
//!
//! A build that dies in step 1 leaves new pages that may have links to missing
//! pages. The manifest names them, so that the next build counts them as new too.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use super::change::{ChangeBytes, FileChange, files};
use super::fault::{DiskResult, WriteError, disk};
use super::index::{FileIndex, IndexFile, IndexTrust};
use super::manifest::{self, Manifest, stays_inside};
use super::ops::{Disk, FileContents, FileKind, FileOps, FileStat};
use super::plan::{KnownLooks, OldFiles, OutputFolder, WritePlan, folders_above, plan};
use super::stage::{self, PendingManifest, StagingFolder};
use super::{lock, place};
use crate::output::OutputTree;
use crate::url::SitePath;

/// What a build did to its folder.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct WriteSummary {
    /// Number of files that are new or differ from before.
    pub written: usize,
    /// Number of files that were already correct.
    pub unchanged: usize,
    /// Number of files of an earlier build that were deleted.
    pub removed: usize,
    /// Files of an earlier build that the site no longer has, but that somebody
    /// edited. They stay, and stepbook does not count them as its own any more.
    pub kept: Vec<SitePath>,
}

/// Makes the folder `out` hold exactly the site, and the files that other people
/// put there.
///
/// # Errors
/// [`WriteError`] if a site may not be written to the folder, or the disk refuses.
///
/// ```
/// use stepbook::disk;
/// use stepbook::output::OutputTree;
/// use stepbook::url::SitePath;
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let root = tempfile::tempdir()?;
/// let out = root.path().join("public");
/// let mut site = OutputTree::default();
/// site.insert(SitePath::new("index.html"), *b"<!doctype html>");
///
/// assert_eq!(disk::write(&site, &out, root.path())?.written, 1);
/// // The second time the file is right already, and is left alone.
/// assert_eq!(disk::write(&site, &out, root.path())?.unchanged, 1);
/// # Ok(())
/// # }
/// ```
pub fn write(tree: &OutputTree, out: &Path, root: &Path) -> DiskResult<WriteSummary> {
    write_with(&Disk, tree, (out, root), IndexTrust::of_user(root))
}

/// [`write()`] with other file operations, and what the index must fit.
pub(super) fn write_with(
    ops: &dyn FileOps,
    tree: &OutputTree,
    (out, root): (&Path, &Path),
    trust: IndexTrust,
) -> DiskResult<WriteSummary> {
    let place = place::judge(ops, out, root)?;
    let held = lock::take(ops, &place, root)?;
    check_names(tree.paths(), &place)?;
    let index = IndexFile { path: held.index(), place: place.clone(), trust };
    let target = Target { ops, place: &place, out, root, index: Some(&index) };
    let old = target.old(manifest::FILE_NAME, manifest::OF_HANDOUTS)?;
    stage::clear_all(ops, &place)?;
    target.put(&files(tree), &old, None)
}

/// Refuses names that lead out of the folder, and names that stepbook itself needs.
pub(super) fn check_names<'a>(mut paths: impl Iterator<Item = &'a SitePath>, place: &Path) -> DiskResult<()> {
    match paths.find(|path| !stays_inside(path.as_str()) || is_reserved(path)) {
        None => Ok(()),
        Some(bad) => {
            let error = io::Error::new(io::ErrorKind::InvalidFilename, "not a name for a file of the site");
            Err(WriteError::Disk { path: place.join(bad.as_str()), error })
        }
    }
}

fn is_reserved(path: &SitePath) -> bool {
    let first = path.as_str().split('/').next().unwrap_or_default();
    [manifest::FILE_NAME, manifest::OF_HANDOUTS, stage::FOLDER].contains(&first)
}

/// The output folder of a site or of handouts.
pub(super) struct Target<'a> {
    pub(super) ops: &'a dyn FileOps,
    /// The real place of the folder.
    pub(super) place: &'a Path,
    /// The folder as the user named it.
    pub(super) out: &'a Path,
    pub(super) root: &'a Path,
    /// The file with the index of the folder, if this command has one.
    pub(super) index: Option<&'a IndexFile>,
}

/// Most bytes of a manifest that is read, enough for two million files.
const LONGEST_MANIFEST: u64 = 256 << 20;

impl<'a> Target<'a> {
    /// The files that earlier runs left. `list` is the name of this command's
    /// manifest, `other` that of the other command's.
    pub(super) fn old(&self, list: &'static str, other: &str) -> DiskResult<OldFiles> {
        let (text, other) = (self.manifest(list)?, self.manifest(other)?);
        Ok(OldFiles { list, own: Manifest::parse(&text), text, other: Manifest::parse(&other), keeps: false })
    }

    /// The text of a manifest; empty if there is none.
    fn manifest(&self, name: &str) -> DiskResult<String> {
        let path = self.place.join(name);
        let unread = |error| WriteError::unread(&path, error);
        match self.ops.look(&path).map_err(unread)?.map(|look| look.kind) {
            None => return Ok(String::new()),
            Some(FileKind::File) => (),
            Some(_) => {
                let paths = vec![SitePath::new(name)];
                return Err(WriteError::Strangers { out: self.out.to_path_buf(), paths });
            }
        }
        match self.ops.read(&path, LONGEST_MANIFEST).map_err(unread)? {
            FileContents::Whole(bytes) => Ok(String::from_utf8_lossy(&bytes).into_owned()),
            FileContents::TooLong(_) => Err(unread(io::ErrorKind::FileTooLarge.into())),
        }
    }

    /// Makes the folder hold these files. `room` is the waiting room, if some files
    /// are there already.
    pub(super) fn put(
        &self,
        files: &BTreeMap<&'a SitePath, ChangeBytes<'a>>,
        old: &OldFiles,
        room: Option<StagingFolder<'a>>,
    ) -> DiskResult<WriteSummary> {
        let index = self.index.map_or_else(FileIndex::default, |file| file.read(self.ops, &old.own));
        let known = self.index.map(|file| KnownLooks { file, index: &index, manifest: &old.own });
        let place = OutputFolder { ops: self.ops, folder: self.place, index: known };
        let mut plan = plan(files, &place, old).map_err(WriteError::Read)?;
        if !plan.strangers.is_empty() {
            return Err(WriteError::Strangers { out: self.out.to_path_buf(), paths: plan.strangers });
        }
        if !plan.is_empty() || plan.manifest.to_text() != old.text {
            self.can_write(&plan)?;
            let room = room.map_or_else(|| StagingFolder::open(self.ops, self.place, self.root), Ok)?;
            let writer = SiteWriter { ops: self.ops, place: self.place, room, list: old.list };
            let (written, synced) = writer.run(&plan, old)?;
            if self.index.is_some_and(|file| file.may_keep(synced)) {
                for (path, look) in written {
                    plan.index.insert(path.clone(), look);
                }
            }
        }
        if let Some(file) = self.index.filter(|_| plan.index != index || plan.manifest != old.own) {
            file.write(self.ops, &plan.index, &plan.manifest);
        }
        Ok(WriteSummary {
            written: plan.changes.len(),
            unchanged: plan.unchanged,
            removed: plan.stale.len(),
            kept: plan.kept,
        })
    }

    /// Checks that all folders can be written to, before any file is moved.
    fn can_write(&self, plan: &WritePlan<'_>) -> DiskResult<()> {
        let paths = plan.changes.iter().map(|change| change.path).chain(&plan.stale);
        let mut folders: BTreeSet<&str> = paths.flat_map(|path| folders_above(path.as_str())).collect();
        folders.insert("");
        for folder in folders {
            let folder = if folder.is_empty() { self.place.to_path_buf() } else { self.place.join(folder) };
            let look = self.ops.look(&folder).map_err(|error| WriteError::unread(&folder, error))?;
            if look.is_some_and(|look| look.kind == FileKind::Folder) {
                self.ops.can_write(&folder).map_err(disk(&folder))?;
            }
        }
        Ok(())
    }
}

/// The group of changes that a file is moved with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum MoveGroup {
    New,
    Changed,
    /// The page of the root, where a reader begins, if it is new.
    Root,
}

impl MoveGroup {
    fn of(change: &FileChange<'_>) -> Self {
        match change {
            FileChange { is_new: false, .. } => Self::Changed,
            change if change.path.as_str() == "index.html" => Self::Root,
            _ => Self::New,
        }
    }
}

struct SiteWriter<'a> {
    ops: &'a dyn FileOps,
    place: &'a Path,
    room: StagingFolder<'a>,
    /// Name of the manifest.
    list: &'a str,
}

/// How a staged file looked; nothing if the disk did not show it.
type StagedLook = Option<FileStat>;

impl SiteWriter<'_> {
    /// Does all that is planned. Returns the files of which a later change is sure to show, and
    /// whether all files are on the disk itself.
    fn run<'p>(
        &self,
        plan: &WritePlan<'p>,
        old: &OldFiles,
    ) -> DiskResult<(Vec<(&'p SitePath, FileStat)>, bool)> {
        let unreached = self.stage(plan, old)?;
        let staged = self.room.looks(&plan.changes);
        let synced = self.sync(plan, unreached)?;
        self.publish(&self.room.list(PendingManifest::Both), self.list)?;
        self.delete_files(plan.in_the_way.iter())?;
        for folder in &plan.folders_in_the_way {
            self.ops.remove_folder(folder).map_err(disk(folder))?;
        }
        self.move_in(plan, MoveGroup::New)?;
        if unreached {
            self.publish(&self.room.list(PendingManifest::All), self.list)?;
        }
        self.move_in(plan, MoveGroup::Changed)?;
        self.move_in(plan, MoveGroup::Root)?;
        self.delete(plan)?;
        self.publish(&self.room.list(PendingManifest::Final), self.list)?;
        Ok((self.known(plan, &staged), synced))
    }

    /// Writes everything into the waiting room. Returns whether there are new
    /// pages that nothing links to yet.
    fn stage(&self, plan: &WritePlan<'_>, old: &OldFiles) -> DiskResult<bool> {
        let new = plan.changes.iter().filter(|change| change.is_new && is_page(change.path));
        let mut unreached: BTreeSet<SitePath> = new.map(|change| change.path.clone()).collect();
        unreached.extend(old.own.unreached().iter().cloned());
        let any = !unreached.is_empty();
        let mut both = old.own.union(&plan.manifest);
        if any {
            self.room.put_list(PendingManifest::All, &both)?;
        }
        both.set_unreached(unreached);
        self.room.put_list(PendingManifest::Both, &both)?;
        self.room.put_all(&plan.changes)?;
        // It is the last file, because its time shows whether the others were written in an earlier
        // tick of the disk's clock.
        self.room.put_list(PendingManifest::Final, &plan.manifest)?;
        Ok(any)
    }

    /// Syncs the waiting room, if anything can be lost: only an old site can, a first build can
    /// simply be repeated. Returns whether that was done.
    fn sync(&self, plan: &WritePlan<'_>, unreached: bool) -> DiskResult<bool> {
        let replaces = plan.changes.iter().any(|change| change.replaces) || !plan.stale.is_empty();
        if replaces {
            let all = unreached.then_some(PendingManifest::All);
            let lists = [PendingManifest::Both, PendingManifest::Final].into_iter().chain(all);
            self.room.sync(&plan.changes, &lists.collect::<Vec<_>>())?;
        }
        Ok(replaces)
    }

    /// The written files that look as they did in the waiting room, and that were written and moved
    /// in earlier ticks of the disk's clock than the manifest. So a change since the move shows in
    /// the time of the bytes, and a change since this look in the time of any change.
    fn known<'p>(&self, plan: &WritePlan<'p>, staged: &[StagedLook]) -> Vec<(&'p SitePath, FileStat)> {
        let list = self.ops.look(&self.place.join(self.list)).ok().flatten();
        let Some(clock) = list.filter(|list| list.kind == FileKind::File) else { return Vec::new() };
        let moved = plan.changes.par_iter().zip(staged).filter_map(|(change, staged)| {
            let staged = (*staged)?;
            let look = self.ops.look(&self.place.join(change.path.as_str())).ok()??;
            let of_bytes = |look: FileStat| (look.kind, look.length, look.changed, look.identity.number);
            let same = of_bytes(look) == of_bytes(staged);
            let is_earlier = look.changed < clock.changed && look.touched() < clock.touched();
            (same && is_earlier).then_some((change.path, look))
        });
        moved.collect()
    }

    fn move_in(&self, plan: &WritePlan<'_>, turn: MoveGroup) -> DiskResult<()> {
        let changes = plan.changes.iter().enumerate();
        let mut moves: Vec<_> = changes.filter(|(_, change)| MoveGroup::of(change) == turn).collect();
        moves.sort_by_cached_key(|(_, change)| order(change.path));
        let mut entered: Option<&str> = None;
        for (number, change) in moves {
            let folder = folders_above(change.path.as_str()).next_back();
            if folder != entered {
                self.enter(change.path)?;
                entered = folder;
            }
            self.publish(&self.room.waits_at(number, change), change.path.as_str())?;
        }
        Ok(())
    }

    /// Makes the folders above a path. It is an error if somebody has put a link
    /// there meanwhile.
    fn enter(&self, path: &SitePath) -> DiskResult<()> {
        folders_above(path.as_str()).try_for_each(|folder| {
            let folder = self.place.join(folder);
            self.ops.make_folder(&folder).map_err(disk(&folder))
        })
    }

    fn publish(&self, from: &Path, path: &str) -> DiskResult<()> {
        let to = self.place.join(path);
        self.ops.rename(from, &to).map_err(disk(&to))
    }

    /// Deletes the files that the site no longer has, and then the folders that
    /// became empty. Pages are deleted first, so that no link leads to a missing
    /// file.
    fn delete(&self, plan: &WritePlan<'_>) -> DiskResult<()> {
        let left = || plan.stale.difference(&plan.in_the_way);
        self.delete_files(left().filter(|path| is_page(path)))?;
        self.delete_files(left().filter(|path| !is_page(path)))?;
        let gone = plan.stale.iter().chain(&plan.gone);
        gone.into_iter().try_for_each(|path| self.remove_empty_folders(path))
    }

    fn delete_files<'p>(&self, mut paths: impl Iterator<Item = &'p SitePath>) -> DiskResult<()> {
        paths.try_for_each(|path| {
            let file = self.place.join(path.as_str());
            let leads_in = self.folders_to(path)?.len() == folders_above(path.as_str()).count();
            if leads_in { self.ops.remove_file(&file).map_err(disk(&file)) } else { Ok(()) }
        })
    }

    /// The folders above a path, from the topmost down. The list stops before the
    /// first that does not exist or is not a folder, such as a link.
    fn folders_to(&self, path: &SitePath) -> DiskResult<Vec<PathBuf>> {
        let mut folders = Vec::new();
        for folder in folders_above(path.as_str()) {
            let folder = self.place.join(folder);
            // The disk is asked twice, because stopping half way through a site is
            // worse.
            let look = self.ops.look(&folder).or_else(|_| self.ops.look(&folder));
            let look = look.map_err(|error| WriteError::unread(&folder, error))?;
            if look.is_none_or(|look| look.kind != FileKind::Folder) {
                break;
            }
            folders.push(folder);
        }
        Ok(folders)
    }

    fn remove_empty_folders(&self, path: &SitePath) -> DiskResult<()> {
        for folder in self.folders_to(path)?.iter().rev() {
            if !self.ops.remove_folder(folder).map_err(disk(folder))? {
                break;
            }
        }
        Ok(())
    }
}

/// The key by which the files of one group are sorted: pages come last, and the
/// page of a folder comes after the pages that it links to.
fn order(path: &SitePath) -> impl Ord + use<> {
    let text = path.as_str();
    let name = text.rsplit('/').next().unwrap_or(text);
    let depth = folders_above(text).count();
    (is_page(path), Reverse(depth), name == "index.html", path.clone())
}

fn is_page(path: &SitePath) -> bool {
    Path::new(path.as_str()).extension().is_some_and(|extension| extension == "html")
}

#[cfg(test)]
#[path = "write_tests.rs"]
#[expect(clippy::unwrap_used, reason = "a test fails by panicking")]
mod tests;
