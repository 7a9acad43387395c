//! Moves the files of a finished site to their places.
//!
//! In: what must be written and deleted, and a waiting room. Out: the folder holds the
//! site. Until the last byte of the new site is on the disk,
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
//! A build that dies in step 1 leaves new pages that may have links to missing
//! pages, and one that dies in step 4 leaves old ones. The manifest names them, so
//! that the next build counts them as new too.

use std::cmp::Reverse;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use super::change::FileChange;
use super::fault::{DiskResult, WriteError, disk};
use super::index::IndexedFile;
use super::ops::{FileKind, FileOps, FileStat};
use super::plan::{OldFiles, WritePlan, folders_above};
use super::stage::{PendingManifest, StagingFolder};
use crate::url::SitePath;

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

pub(super) struct SiteWriter<'a> {
    pub(super) ops: &'a dyn FileOps,
    /// The real place of the folder.
    pub(super) place: &'a Path,
    pub(super) room: StagingFolder<'a>,
    /// Name of the manifest.
    pub(super) list: &'a str,
}

/// How a staged file looked; nothing if the disk did not show it.
type StagedLook = Option<FileStat>;

impl SiteWriter<'_> {
    /// Does all that is planned. Returns the files of which a later change is sure to show, and
    /// whether all files are on the disk itself.
    pub(super) fn run<'p>(
        &self,
        plan: &WritePlan<'p>,
        old: &OldFiles,
    ) -> DiskResult<(Vec<(&'p SitePath, IndexedFile)>, bool)> {
        let lists = self.stage(plan, old)?;
        let staged = self.room.looks(&plan.changes);
        let synced = self.sync(plan, &lists)?;
        self.publish(&self.room.list(PendingManifest::Both), self.list)?;
        self.delete_files(plan.in_the_way.iter())?;
        for folder in &plan.folders_in_the_way {
            self.ops.remove_folder(folder).map_err(disk(folder))?;
        }
        self.move_in(plan, MoveGroup::New)?;
        let publish_staged = |list| {
            if lists.contains(&list) { self.publish(&self.room.list(list), self.list) } else { Ok(()) }
        };
        publish_staged(PendingManifest::All)?;
        self.move_in(plan, MoveGroup::Changed)?;
        self.move_in(plan, MoveGroup::Root)?;
        publish_staged(PendingManifest::Leaving)?;
        self.delete(plan)?;
        self.publish(&self.room.list(PendingManifest::Final), self.list)?;
        Ok((self.known(plan, &staged), synced))
    }

    /// Writes everything into the waiting room. Returns the manifests that are there now.
    fn stage(&self, plan: &WritePlan<'_>, old: &OldFiles) -> DiskResult<Vec<PendingManifest>> {
        let new = plan.changes.iter().filter(|change| change.is_new && is_page(change.path));
        let mut unreached: BTreeSet<SitePath> = new.map(|change| change.path.clone()).collect();
        unreached.extend(old.own.unreached().iter().cloned());
        let mut lists = vec![PendingManifest::Both, PendingManifest::Final];
        let mut both = old.own.union(&plan.manifest);
        if !unreached.is_empty() {
            self.room.put_list(PendingManifest::All, &both)?;
            lists.push(PendingManifest::All);
        }
        both.set_unreached(unreached);
        self.room.put_list(PendingManifest::Both, &both)?;
        let leaving: BTreeSet<SitePath> = plan.stale.iter().filter(|path| is_page(path)).cloned().collect();
        if !leaving.is_empty() {
            both.set_unreached(leaving);
            self.room.put_list(PendingManifest::Leaving, &both)?;
            lists.push(PendingManifest::Leaving);
        }
        self.room.put_all(&plan.changes)?;
        // It is the last file, because its time shows whether the others were written in an earlier
        // tick of the disk's clock.
        self.room.put_list(PendingManifest::Final, &plan.manifest)?;
        Ok(lists)
    }

    /// Syncs the waiting room, if anything can be lost: only an old site can, a first build can
    /// simply be repeated. Returns whether that was done.
    fn sync(&self, plan: &WritePlan<'_>, lists: &[PendingManifest]) -> DiskResult<bool> {
        let replaces = plan.changes.iter().any(|change| change.replaces) || !plan.stale.is_empty();
        if replaces {
            self.room.sync(&plan.changes, lists)?;
        }
        Ok(replaces)
    }

    /// The written files that look as they did in the waiting room, and that were written and moved
    /// in earlier ticks of the disk's clock than the manifest. So a change since the move shows in
    /// the time of the bytes, and a change since this look in the time of any change.
    fn known<'p>(&self, plan: &WritePlan<'p>, staged: &[StagedLook]) -> Vec<(&'p SitePath, IndexedFile)> {
        let list = self.ops.look(&self.place.join(self.list)).ok().flatten();
        let Some(clock) = list.filter(|list| list.kind == FileKind::File) else { return Vec::new() };
        let moved = plan.changes.par_iter().zip(staged).filter_map(|(change, staged)| {
            let staged = (*staged)?;
            let look = self.ops.look(&self.place.join(change.path.as_str())).ok()??;
            let of_bytes = |look: FileStat| (look.kind, look.length, look.changed, look.identity.number);
            let same = of_bytes(look) == of_bytes(staged);
            let is_earlier = look.changed < clock.changed && look.touched() < clock.touched();
            let made_of = change.content.made_of();
            (same && is_earlier).then_some((change.path, IndexedFile { look, made_of }))
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
