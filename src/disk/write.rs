//! Writes a finished site.
//!
//! In: the site in memory and a folder. Out: the folder holds exactly the
//! site and what others put there. Until the last byte of the new site is on
//! the disk, the old one is untouched; then each file is replaced in one step,
//! pages after what they point to. A build that dies at any moment leaves
//! every file whole, and the next build mends the rest.

use std::error::Error;
use std::fmt;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use super::hands::{Disk, Hands};
use super::manifest::{self, Manifest, stays_inside};
use super::plan::{Content, Plan, folders_above, plan};
use super::{cannot_write, lock, place, store};
use crate::output::OutputTree;
use crate::url::SitePath;

/// What a build did to its folder.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Written {
    /// Files that are new or differ from before.
    pub written: usize,
    /// Files that were right already.
    pub unchanged: usize,
    /// Files of an earlier build that were deleted.
    pub removed: usize,
    /// Files of an earlier build that the site no longer has, but that
    /// somebody edited: they were left alone, and are nobody's from now on.
    pub kept: Vec<SitePath>,
}

/// Why a site was not written. Whatever stood in the folder stands there
/// still, each file whole.
#[derive(Debug)]
pub enum WriteError {
    /// A site may not be written there.
    Refused {
        /// The folder that was asked for.
        out: PathBuf,
        /// A clause that says why.
        why: String,
    },
    /// Another build is writing to the folder.
    Busy {
        /// The folder.
        out: PathBuf,
    },
    /// Files that stepbook did not make stand where the site has files.
    Strangers {
        /// The folder.
        out: PathBuf,
        /// All of them, sorted.
        paths: Vec<SitePath>,
    },
    /// The disk said no.
    Disk {
        /// The file or folder.
        path: PathBuf,
        /// What the operating system said.
        error: io::Error,
    },
}

impl fmt::Display for WriteError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Refused { out, why } => {
                write!(
                    f,
                    "will not write the site to `{}`: {why}; name another folder with --out",
                    out.display()
                )
            }
            Self::Busy { out } => {
                write!(f, "another build is writing to `{}`; wait until it is done", out.display())
            }
            Self::Strangers { out, paths } => strangers(f, out, paths),
            Self::Disk { path, error } => f.write_str(&cannot_write(path, error)),
        }
    }
}

/// How many files a message names before it only counts.
const NAMED: usize = 10;

fn strangers(f: &mut fmt::Formatter<'_>, out: &Path, paths: &[SitePath]) -> fmt::Result {
    writeln!(
        f,
        "`{}` holds files that stepbook did not make, where the site has files of its own:",
        out.display()
    )?;
    for path in paths.iter().take(NAMED) {
        writeln!(f, "  {path}")?;
    }
    if let Some(more) = paths.len().checked_sub(NAMED).filter(|more| *more > 0) {
        writeln!(f, "  and {more} more")?;
    }
    f.write_str("nothing was written; move them away, or name another folder with --out")
}

impl Error for WriteError {}

type Outcome<T> = Result<T, WriteError>;

fn disk(path: &Path) -> impl FnOnce(io::Error) -> WriteError {
    let path = path.to_path_buf();
    move |error| WriteError::Disk { path, error }
}

/// Makes the folder `out` hold the site, and what others put there.
///
/// # Errors
/// [`WriteError`] if the folder is not to be written to, or the disk refuses.
pub fn write(tree: &OutputTree, out: &Path, root: &Path) -> Outcome<Written> {
    write_with(&Disk, tree, out, root)
}

/// [`write()`], by these hands.
pub(super) fn write_with(hands: &impl Hands, tree: &OutputTree, out: &Path, root: &Path) -> Outcome<Written> {
    let place = place::judge(out, root)?;
    let _held = lock::take(&place, root)?;
    let mut paths = tree.iter().map(|(path, _)| path).chain(tree.stored().map(|(path, _)| path));
    if let Some(bad) = paths.find(|path| !stays_inside(path.as_str()) || is_reserved(path)) {
        let error = io::Error::new(io::ErrorKind::InvalidFilename, "not a name for a file of the site");
        return Err(WriteError::Disk { path: place.join(bad.as_str()), error });
    }
    let listed = read_manifest(&place)?;
    let old = Manifest::parse(&listed);
    let plan = plan(tree, &place, &old).map_err(|(path, error)| WriteError::Disk { path, error })?;
    if !plan.strangers.is_empty() {
        return Err(WriteError::Strangers { out: out.to_path_buf(), paths: plan.strangers });
    }
    let writer = Writer { hands, stage: place.join(STAGE), place: &place, store: store::folder(root) };
    writer.clean()?;
    if !plan.is_empty() || plan.manifest.to_text() != listed {
        writer.run(&plan, &old).inspect_err(|_| _ = writer.clean())?;
    }
    Ok(Written {
        written: plan.changes.len(),
        unchanged: plan.unchanged,
        removed: plan.stale.len(),
        kept: plan.kept,
    })
}

/// Where files wait until all of them are written. On the same disk as their
/// places, so that moving them there is one step.
const STAGE: &str = ".stepbook-tmp";

fn is_reserved(path: &SitePath) -> bool {
    let first = path.as_str().split('/').next().unwrap_or_default();
    first == manifest::FILE_NAME || first == STAGE
}

/// The manifest's text; nothing if there is none.
fn read_manifest(place: &Path) -> Outcome<String> {
    let path = place.join(manifest::FILE_NAME);
    match fs::read(&path) {
        Ok(bytes) => Ok(String::from_utf8_lossy(&bytes).into_owned()),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(String::new()),
        Err(error) => Err(WriteError::Disk { path, error }),
    }
}

struct Writer<'a, H> {
    hands: &'a H,
    place: &'a Path,
    stage: PathBuf,
    /// The folder of files that wait in a store.
    store: PathBuf,
}

impl<H: Hands> Writer<'_, H> {
    /// Removes what a killed build left in the waiting room.
    fn clean(&self) -> Outcome<()> {
        if fs::symlink_metadata(&self.stage).is_err() {
            return Ok(());
        }
        self.hands.remove_tree(&self.stage).map_err(disk(&self.stage))
    }

    fn run(&self, plan: &Plan<'_>, old: &Manifest) -> Outcome<()> {
        self.stage_all(plan, old)?;
        self.publish(&self.waiting(UNION), manifest::FILE_NAME)?;
        if plan.delete_first {
            self.delete(plan)?;
            self.move_in(plan)?;
        } else {
            self.move_in(plan)?;
            self.delete(plan)?;
        }
        self.publish(&self.waiting(FINAL), manifest::FILE_NAME)?;
        self.clean()
    }

    fn waiting(&self, name: &str) -> PathBuf {
        self.stage.join(name)
    }

    /// The files wait on shelves: threads that make files in one folder wait
    /// for each other.
    fn shelf(&self, shelf: usize) -> PathBuf {
        self.stage.join(shelf.to_string())
    }

    fn waiting_file(&self, number: usize) -> PathBuf {
        self.shelf(number / SHELF).join(number.to_string())
    }

    /// Writes everything into the waiting room. A full disk ends here, before
    /// the old site is touched.
    fn stage_all(&self, plan: &Plan<'_>, old: &Manifest) -> Outcome<()> {
        self.hands.make_folder(&self.stage).map_err(disk(&self.stage))?;
        let union = old.union(&plan.manifest);
        self.stage_file(UNION, union.to_text().as_bytes())?;
        self.stage_file(FINAL, plan.manifest.to_text().as_bytes())?;
        for shelf in plan.changes.chunks(SHELF).enumerate().map(|(shelf, _)| self.shelf(shelf)) {
            self.hands.make_folder(&shelf).map_err(disk(&shelf))?;
        }
        plan.changes.par_iter().enumerate().try_for_each(|(number, change)| {
            let path = self.waiting_file(number);
            match change.content {
                Content::Memory(bytes) => self.hands.create(&path, bytes).map_err(disk(&path)),
                Content::Stored(file) => {
                    let kept = self.store.join(&file.name);
                    let bytes = fs::read(&kept).map_err(disk(&kept))?;
                    self.hands.create(&path, &bytes).map_err(disk(&path))
                }
            }
        })?;
        if plan.changes.iter().any(|change| change.replaces) || !plan.stale.is_empty() {
            self.sync(plan.changes.len())?;
        }
        Ok(())
    }

    fn stage_file(&self, name: &str, bytes: &[u8]) -> Outcome<()> {
        let path = self.waiting(name);
        self.hands.create(&path, bytes).map_err(disk(&path))
    }

    /// Without this a power cut could leave an old page replaced by nothing:
    /// the disk may do the moving before the writing. Only needed where an
    /// old site can be lost; a first build is simply built again.
    fn sync(&self, count: usize) -> Outcome<()> {
        let lists = [UNION, FINAL].map(|name| self.waiting(name));
        let files: Vec<PathBuf> =
            lists.into_iter().chain((0..count).map(|at| self.waiting_file(at))).collect();
        self.hands.sync(&self.stage, &files).map_err(disk(&self.stage))
    }

    /// Moves the files to their places: pages last, so that no link dangles.
    fn move_in(&self, plan: &Plan<'_>) -> Outcome<()> {
        let mut made: Option<PathBuf> = None;
        for pages in [false, true] {
            let files = plan.changes.iter().enumerate().filter(|(_, change)| is_page(change.path) == pages);
            for (number, change) in files {
                let file = self.place.join(change.path.as_str());
                let folder = file.parent().filter(|folder| made.as_deref() != Some(*folder));
                if let Some(folder) = folder {
                    self.hands.make_folder(folder).map_err(disk(folder))?;
                    made = Some(folder.to_path_buf());
                }
                self.publish(&self.waiting_file(number), change.path.as_str())?;
            }
        }
        Ok(())
    }

    fn publish(&self, from: &Path, path: &str) -> Outcome<()> {
        let to = self.place.join(path);
        self.hands.rename(from, &to).map_err(disk(&to))
    }

    /// Deletes what the site no longer has: pages first, so that no link
    /// dangles, then the folders that became empty.
    fn delete(&self, plan: &Plan<'_>) -> Outcome<()> {
        for pages in [true, false] {
            for path in plan.stale.iter().filter(|path| is_page(path) == pages) {
                let file = self.place.join(path.as_str());
                self.hands.remove_file(&file).map_err(disk(&file))?;
            }
        }
        for path in plan.stale.iter().chain(&plan.gone) {
            self.remove_empty_folders(path)?;
        }
        for folder in &plan.folders_in_the_way {
            self.hands.remove_folder(folder).map_err(disk(folder))?;
        }
        Ok(())
    }

    fn remove_empty_folders(&self, path: &SitePath) -> Outcome<()> {
        for folder in folders_above(path.as_str()).rev() {
            let folder = self.place.join(folder);
            let is_folder = fs::symlink_metadata(&folder).is_ok_and(|meta| meta.is_dir());
            if is_folder && !self.hands.remove_folder(&folder).map_err(disk(&folder))? {
                break;
            }
        }
        Ok(())
    }
}

/// How many files wait on one shelf.
const SHELF: usize = 64;

/// Names in the waiting room; the shelves and files have numbers.
const UNION: &str = "manifest-of-both";
const FINAL: &str = "manifest";

fn is_page(path: &SitePath) -> bool {
    Path::new(path.as_str()).extension().is_some_and(|extension| extension == "html")
}

#[cfg(test)]
#[path = "write_tests.rs"]
#[expect(clippy::unwrap_used, reason = "a test fails by panicking")]
mod tests;
