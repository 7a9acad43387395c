//! Writes a site, also while it is still being made.
//!
//! In: files, from any thread and in any order, as soon as each is made; at the end all other
//! files. Out: the folder holds exactly the site, and the files that other people put there. A file
//! that the folder has already is only noted, another one goes into the waiting room at once. So no
//! file that was offered needs memory. Nothing in the folder changes before the end; if the end
//! never comes, the room is cleared, by [`Drop`] or by the next build.
//!
//! Files that look as the [`index`](super::index) says are not read; see there what that may miss.
//! [`write`](mod@super::write) says in which order files are moved.

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError, RwLock};

use super::change::{ChangeBytes, EarlyFile, OfferedFile, StandingFile, files};
use super::fault::{DiskResult, WriteError, disk};
use super::index::{FileIndex, IndexFile, IndexTrust};
use super::lock::{self, Lock};
use super::manifest::{self, Manifest, ManifestFolder, stays_inside};
use super::ops::{Disk, FileKind, FileOps};
use super::place;
use super::plan::{KnownLooks, Obstacles, OldFiles, OutputFolder, Standing, WritePlan, folders_above, plan};
use super::sealed::SealedFile;
use super::stage::{self, StagingFolder};
use super::write::SiteWriter;
use crate::fingerprint::Fingerprint;
use crate::output::{FileSink, OutputTree};
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

/// The first bytes of the file for what a build leaves for the next one.
const LEFT: &[u8] = b"stepbook-left 1\n";

/// Most bytes of that file that are read. 4,000 guides in two languages need 20 MB.
const MOST_LEFT: u64 = 512 << 20;

/// Refuses names that lead out of the folder, and names that stepbook itself needs.
fn check_names<'a>(mut paths: impl Iterator<Item = &'a SitePath>, place: &Path) -> DiskResult<()> {
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

/// An output folder that is being written to.
///
/// ```
/// use stepbook::disk::WriteSession;
/// use stepbook::output::{FileSink as _, OutputTree};
/// use stepbook::url::SitePath;
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let root = tempfile::tempdir()?;
/// let out = root.path().join("public");
/// let session = WriteSession::begin(&out, root.path())?;
/// session.offer(&SitePath::new("en/page.html"), b"<!doctype html>", None);
///
/// let mut rest = OutputTree::default();
/// rest.insert(SitePath::new("index.html"), *b"<!doctype html>");
/// assert_eq!(session.finish(&rest)?.written, 2);
///
/// // The second time a file that is right already is left alone, and the other one is not of the site.
/// let again = WriteSession::begin(&out, root.path())?.finish(&rest)?;
/// assert_eq!((again.written, again.unchanged, again.removed), (0, 1, 1));
/// # Ok(())
/// # }
/// ```
#[derive(Debug)]
pub struct WriteSession<'a> {
    ops: &'a dyn FileOps,
    /// The folder as the user named it.
    out: PathBuf,
    root: PathBuf,
    /// The real place of the folder.
    place: PathBuf,
    old: OldFiles,
    /// The file with the index, and what it said; `None` for handouts, which have no index.
    index: Option<(IndexFile, FileIndex)>,
    /// The file for what one build leaves for the next, and what it said.
    left: Option<(SealedFile<'static>, Vec<u8>)>,
    /// What this build leaves.
    leaves: Option<Vec<u8>>,
    /// Folders of offered files: whether nothing but folders stands on the way to them.
    folders: Mutex<BTreeMap<String, bool>>,
    offered: Mutex<BTreeMap<SitePath, OfferedFile>>,
    failed: Mutex<Option<WriteError>>,
    /// The waiting room, made when the first file must be written.
    room: RwLock<Option<StagingFolder<'a>>>,
    /// The last field, because it is freed when all else is done.
    _held: Lock,
}

/// What a session writes.
#[derive(Debug, Clone)]
pub(super) enum SessionPurpose {
    /// A whole site, with an index that must fit this.
    Site(IndexTrust),
    /// Handouts beside those that are there.
    Handouts,
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl WriteSession<'static> {
    /// Opens and locks the folder `out` of the site in `root`.
    ///
    /// # Errors
    /// [`WriteError`] if a site may not be written there.
    pub fn begin(out: &Path, root: &Path) -> Result<Self, WriteError> {
        Self::begin_with(&Disk, (out, root), SessionPurpose::Site(IndexTrust::of_user(root)))
    }
}

impl<'a> WriteSession<'a> {
    /// [`WriteSession::begin`] with other file operations.
    pub(super) fn begin_with(
        ops: &'a dyn FileOps,
        (out, root): (&Path, &Path),
        purpose: SessionPurpose,
    ) -> DiskResult<Self> {
        let place = place::judge(ops, out, root)?;
        let held = lock::take(ops, &place, root)?;
        let (list, other) = match purpose {
            SessionPurpose::Site(_) => (manifest::FILE_NAME, manifest::OF_HANDOUTS),
            SessionPurpose::Handouts => (manifest::OF_HANDOUTS, manifest::FILE_NAME),
        };
        let folder = ManifestFolder { ops, place: &place, out };
        let (text, other) = (folder.text(list)?, folder.text(other)?);
        let (own, other) = (Manifest::parse(&text), Manifest::parse(&other));
        stage::clear_all(ops, &place)?;
        let (mut index, mut left) = (None, None);
        let keeps = matches!(purpose, SessionPurpose::Handouts);
        if let SessionPurpose::Site(trust) = purpose {
            let (path, key) = (held.beside("left"), trust.key);
            let file = SealedFile { path, key, head: LEFT, about: Vec::new(), longest: MOST_LEFT };
            let bytes = file.read(ops).unwrap_or_default();
            left = Some((file, bytes));
            let file = IndexFile { path: held.beside("index"), place: place.clone(), trust };
            let known = file.read(ops, (&own, &text));
            index = Some((file, known));
        }
        Ok(Self {
            ops,
            out: out.to_path_buf(),
            root: root.to_path_buf(),
            place,
            old: OldFiles { list, own, text, other, keeps },
            index,
            left,
            leaves: None,
            folders: Mutex::default(),
            offered: Mutex::default(),
            failed: Mutex::default(),
            room: RwLock::default(),
            _held: held,
        })
    }

    /// What the last build [left](Self::leave); empty if there is nothing that can be believed.
    #[must_use]
    pub fn left(&self) -> &[u8] {
        self.left.as_ref().map_or(&[], |(_, left)| left)
    }

    /// Keeps what this build leaves for the next one, if the site can be written.
    pub fn leave(&mut self, left: Vec<u8>) {
        self.leaves = Some(left);
    }

    /// Makes the folder hold exactly the files that were offered and `rest`, and the files that
    /// other people put there. A file of `rest` replaces an offered one with its path.
    ///
    /// # Errors
    /// [`WriteError`] if files that stepbook did not make stand there, or the disk refuses.
    pub fn finish(self, rest: &OutputTree) -> Result<WriteSummary, WriteError> {
        if let Some(error) = locked(&self.failed).take() {
            return Err(error);
        }
        check_names(rest.paths(), &self.place)?;
        let offered = std::mem::take(&mut *locked(&self.offered));
        let mut all: BTreeMap<_, _> = offered.iter().map(|(path, file)| (path, file.bytes())).collect();
        all.extend(files(rest));
        self.put(&all)
    }

    /// Whether there is any file to write.
    pub(super) fn is_idle(&self) -> bool {
        locked(&self.offered).is_empty()
    }

    /// Takes a file in the place of one that was offered before.
    pub(super) fn replace(&self, path: &SitePath, bytes: &[u8]) -> DiskResult<()> {
        let file = self.take(path, bytes, None)?;
        locked(&self.offered).insert(path.clone(), file);
        Ok(())
    }

    fn note(&self, path: &SitePath, file: OfferedFile) {
        let mut offered = locked(&self.offered);
        let before = offered.get(path).map(|before| before.hash().as_bytes());
        if before.is_none_or(|before| before < file.hash().as_bytes()) {
            offered.insert(path.clone(), file);
        }
    }

    /// Compares a file with the one in the folder, and writes it into the waiting room if it is
    /// another one.
    fn take(&self, path: &SitePath, bytes: &[u8], made_of: Option<Fingerprint>) -> DiskResult<OfferedFile> {
        check_names(std::iter::once(path), &self.place)?;
        let (content, length) = (ChangeBytes::Memory(bytes), bytes.len() as u64);
        let hash = if self.is_clear(path)? {
            let found = self.folder().compare(path, content, &Obstacles::default());
            match found.map_err(WriteError::Read)? {
                (Standing::Same(look), hash) => {
                    return Ok(OfferedFile::Standing(StandingFile { length, hash, look, made_of }));
                }
                (_, hash) => hash,
            }
        } else {
            blake3::hash(bytes)
        };
        Ok(OfferedFile::Waiting(EarlyFile { place: self.stage(path, bytes)?, length, hash, made_of }))
    }

    /// Whether nothing but folders stands on the way to a file.
    fn is_clear(&self, path: &SitePath) -> DiskResult<bool> {
        let Some(folder) = folders_above(path.as_str()).next_back() else { return Ok(true) };
        if let Some(is_clear) = locked(&self.folders).get(folder) {
            return Ok(*is_clear);
        }
        let obstacles = self.folder().blocks(std::iter::once(path)).map_err(WriteError::Read)?;
        let is_clear = obstacles.is_empty();
        locked(&self.folders).insert(folder.to_owned(), is_clear);
        Ok(is_clear)
    }

    /// Writes a file into the waiting room.
    fn stage(&self, path: &SitePath, bytes: &[u8]) -> DiskResult<PathBuf> {
        loop {
            if let Some(room) = &*self.room.read().unwrap_or_else(PoisonError::into_inner) {
                return room.put_bytes(path, bytes);
            }
            let mut room = self.room.write().unwrap_or_else(PoisonError::into_inner);
            if room.is_none() {
                *room = Some(StagingFolder::open(self.ops, &self.place, &self.root)?);
            }
        }
    }

    fn folder(&self) -> OutputFolder<'_> {
        let index = self.index.as_ref();
        let index = index.map(|(file, index)| KnownLooks { file, index, manifest: &self.old.own });
        OutputFolder { ops: self.ops, folder: &self.place, index }
    }

    /// Makes the folder hold these files.
    fn put(&self, files: &BTreeMap<&SitePath, ChangeBytes<'_>>) -> DiskResult<WriteSummary> {
        let Self { ops, place, old, .. } = self;
        let mut plan = plan(files, &self.folder(), old).map_err(WriteError::Read)?;
        if !plan.strangers.is_empty() {
            return Err(WriteError::Strangers { out: self.out.clone(), paths: plan.strangers });
        }
        let text = plan.manifest.to_text();
        if !plan.is_empty() || text != old.text {
            self.can_write(&plan)?;
            let room = self.room.write().unwrap_or_else(PoisonError::into_inner).take();
            let room = room.map_or_else(|| StagingFolder::open(*ops, place, &self.root), Ok)?;
            let (written, synced) = SiteWriter { ops: *ops, place, room, list: old.list }.run(&plan, old)?;
            if self.index.as_ref().is_some_and(|(file, _)| file.may_keep(synced)) {
                for (path, file) in written {
                    plan.index.insert(path.clone(), file);
                }
            }
        }
        if let Some((file, index)) = &self.index
            && (plan.index != *index || text != old.text)
        {
            file.write(*ops, &plan.index, (&plan.manifest, &text));
        }
        if let (Some((file, before)), Some(leaves)) = (&self.left, &self.leaves)
            && before != leaves
        {
            file.write(*ops, leaves);
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
            let folder = if folder.is_empty() { self.place.clone() } else { self.place.join(folder) };
            let look = self.ops.look(&folder).map_err(|error| WriteError::unread(&folder, error))?;
            if look.is_some_and(|look| look.kind == FileKind::Folder) {
                self.ops.can_write(&folder).map_err(disk(&folder))?;
            }
        }
        Ok(())
    }
}

/// Takes files of the site; their bytes are not needed any more. If the disk refuses to take one,
/// [`WriteSession::finish`] gives the error and changes nothing. A site has one file at a path: of
/// two that are offered, the one with the greater hash stays, whichever thread was first.
impl FileSink for WriteSession<'_> {
    fn stands(&self, path: &SitePath, made_of: &[u8; 32]) -> bool {
        let Some((look, hash)) = self.folder().made_of(path, made_of) else { return false };
        if !self.is_clear(path).unwrap_or(false) {
            return false;
        }
        let file = StandingFile { length: look.length, hash, look: Some(look), made_of: Some(*made_of) };
        self.note(path, OfferedFile::Standing(file));
        true
    }

    fn offer(&self, path: &SitePath, bytes: &[u8], made_of: Option<&[u8; 32]>) {
        if locked(&self.failed).is_some() {
            return;
        }
        match self.take(path, bytes, made_of.copied()) {
            Ok(file) => self.note(path, file),
            Err(error) => _ = locked(&self.failed).get_or_insert(error),
        }
    }
}

#[cfg(test)]
#[path = "write_tests.rs"]
#[expect(clippy::unwrap_used, reason = "a test fails by panicking")]
pub(super) mod tests;

#[cfg(test)]
#[path = "session_tests.rs"]
#[expect(clippy::unwrap_used, reason = "a test fails by panicking")]
mod session_tests;
