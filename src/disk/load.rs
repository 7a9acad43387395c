//! Reads a site's folder.
//!
//! In: the folder with `stepbook.toml`. Out: the [`ContentTree`], always the
//! same for the same files: texts in memory, all else as files that are read
//! when they are needed. What may not be read – a link out, a pipe, a text of
//! gigabytes – is in it too, with the reason, so that one bad file costs a
//! finding and not the site. But where the disk refuses what is there, there
//! is no tree: a site without it would be another site.

use std::error::Error;
use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rayon::prelude::*;

use super::fault::DiskError;
use super::file::DiskFile;
use super::names::{CONFIG_FILE, CONTENT_FOLDER, THEMES_FOLDER};
use super::ops::{Disk, FileContents, FileKind, FileOps, FileStat, is_absence};
use super::walk::{FoundEntry, walk};
use crate::config::Config;
use crate::source::{Asset, ContentTree, Source, SourceId};
use crate::url::TreePath;

/// The longest `stepbook.toml`, in bytes.
const LONGEST_CONFIG: u64 = 8 << 20;

/// The longest page, part or sidecar, in bytes.
const LONGEST_TEXT: u64 = 16 << 20;

/// The longest file of a theme, in bytes: a font with all of Chinese has 30
/// MiB at most.
const LONGEST_OF_THEME: u64 = 64 << 20;

/// Why a site could not be read at all.
#[derive(Debug)]
pub enum LoadError {
    /// The folder has no `content/`.
    NoContent(PathBuf),
    /// Something of the site is no plain file or folder of its own.
    Refused {
        /// The file or folder.
        path: PathBuf,
        /// A clause that says what it is and what it must be.
        why: String,
    },
    /// The disk refused something that is there.
    Disk(DiskError),
}

impl fmt::Display for LoadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoContent(root) => write!(
                f,
                "no folder `{CONTENT_FOLDER}` in `{}`; pages go there (`stepbook init DIR` makes a site to start from)",
                root.display()
            ),
            Self::Refused { path, why } => write!(f, "will not read `{}`: {why}", path.display()),
            Self::Disk(error) => error.fmt(f),
        }
    }
}

impl Error for LoadError {}

impl From<DiskError> for LoadError {
    fn from(error: DiskError) -> Self {
        Self::Disk(error)
    }
}

/// Reads the configuration, everything under `content/` and the files of the
/// site's own theme.
///
/// # Errors
/// [`LoadError`] if there is no `content/` to read, or the disk refuses
/// anything that is there.
pub fn load(root: &Path) -> Result<ContentTree, LoadError> {
    let ops: Arc<dyn FileOps> = Arc::new(Disk);
    load_with(&ops, root)
}

/// [`load`], by these operations.
pub(super) fn load_with(ops: &Arc<dyn FileOps>, root: &Path) -> Result<ContentTree, LoadError> {
    let loader = Loader { ops, root };
    let content = root.join(CONTENT_FOLDER);
    if !loader.own_folder(&content)? {
        return Err(LoadError::NoContent(root.to_path_buf()));
    }
    let mut tree = ContentTree::default();
    let settings = loader.config(&mut tree)?;
    for (path, read) in loader.read_all(walk(&**ops, &content, CONTENT_FOLDER)?, SitePart::Content)? {
        match read {
            FileRead::Text(source) => tree.sources.push(source),
            FileRead::Asset(asset) => _ = tree.assets.insert(path, asset),
            FileRead::Refused(why) => refuse(&mut tree, path, why),
        }
    }
    if let Some(theme) = settings.theme {
        loader.theme(&theme, &mut tree)?;
    }
    tree.number_sources();
    if settings.system_fonts {
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

/// What `stepbook.toml` says about reading.
struct LoadSettings {
    /// The theme's name, if it can be that of a folder in `themes/`.
    theme: Option<String>,
    /// Whether handouts may take the system's fonts.
    system_fonts: bool,
}

/// What came of reading a file.
enum FileRead {
    Text(Source),
    Asset(Asset),
    Refused(String),
}

/// A part of a site, whose plain files are read in their own way.
#[derive(Debug, Clone, Copy)]
enum SitePart {
    Content,
    Theme,
}

struct Loader<'a> {
    ops: &'a Arc<dyn FileOps>,
    root: &'a Path,
}

impl Loader<'_> {
    fn look(&self, path: &Path) -> Result<Option<FileStat>, DiskError> {
        self.ops.look(path).map_err(DiskError::at(path))
    }

    /// Whether there is such a folder; a link to one does not count as one.
    fn own_folder(&self, path: &Path) -> Result<bool, LoadError> {
        match self.look(path)?.map(|look| look.kind) {
            None => Ok(false),
            Some(FileKind::Folder) => Ok(true),
            Some(kind) => Err(LoadError::Refused {
                path: path.to_path_buf(),
                why: format!("it is {}; it must be a folder that lies in the site's own", called(kind)),
            }),
        }
    }

    /// Reads `stepbook.toml`, if there is one.
    fn config(&self, tree: &mut ContentTree) -> Result<LoadSettings, LoadError> {
        let path = self.root.join(CONFIG_FILE);
        let refused = |why: String| LoadError::Refused { path: path.clone(), why };
        match self.look(&path)?.map(|look| look.kind) {
            None => return Ok(LoadSettings { theme: Some(Config::default().theme), system_fonts: false }),
            Some(FileKind::File) => (),
            Some(kind) => {
                return Err(refused(format!(
                    "it is {}; it must be a file that lies in the site's folder",
                    called(kind)
                )));
            }
        }
        let bytes = match self.ops.read(&path, LONGEST_CONFIG).map_err(DiskError::at(&path))? {
            FileContents::Whole(bytes) => bytes,
            FileContents::TooLong(length) => return Err(refused(too_long(length, LONGEST_CONFIG))),
        };
        let source = Source::decode(SourceId(0), TreePath::new(CONFIG_FILE), bytes);
        let Config { theme, system_fonts, .. } = Config::read(&source).0;
        tree.sources.push(source);
        // The name must be that of a folder in `themes/`, not a way out of it.
        let mut parts = Path::new(&theme).components();
        let plain = matches!(parts.next(), Some(std::path::Component::Normal(_))) && parts.next().is_none();
        Ok(LoadSettings { theme: plain.then_some(theme), system_fonts })
    }

    /// Reads what was found; what is gone since is left out.
    fn read_all(
        &self,
        found: Vec<FoundEntry>,
        part: SitePart,
    ) -> Result<Vec<(TreePath, FileRead)>, DiskError> {
        let one = |found| match found {
            FoundEntry::Refused(path, why) => Ok(Some((path, FileRead::Refused(why)))),
            FoundEntry::File(path, real) => {
                let read = match part {
                    SitePart::Content => self.content(&path, real)?,
                    SitePart::Theme => {
                        self.bytes(&real, LONGEST_OF_THEME, |bytes| FileRead::Asset(Asset::new(bytes)))?
                    }
                };
                Ok(read.map(|read| (path, read)))
            }
        };
        found.into_par_iter().map(one).filter_map(Result::transpose).collect()
    }

    /// A text, or a file to be read when it is needed.
    fn content(&self, path: &TreePath, real: PathBuf) -> Result<Option<FileRead>, DiskError> {
        if is_text(path.file_name()) {
            let text = |bytes| FileRead::Text(Source::decode(SourceId(0), path.clone(), bytes));
            return self.bytes(&real, LONGEST_TEXT, text);
        }
        let Some(look) = self.look(&real)? else { return Ok(None) };
        if look.kind != FileKind::File {
            return Ok(Some(FileRead::Refused("it is neither a file nor a folder".to_owned())));
        }
        Ok(Some(FileRead::Asset(Asset::later(Arc::new(DiskFile {
            ops: Arc::clone(self.ops),
            path: real,
            look,
        })))))
    }

    fn bytes(
        &self,
        real: &Path,
        limit: u64,
        read: impl FnOnce(Vec<u8>) -> FileRead,
    ) -> Result<Option<FileRead>, DiskError> {
        match self.ops.read(real, limit) {
            Ok(FileContents::Whole(bytes)) => Ok(Some(read(bytes))),
            Ok(FileContents::TooLong(length)) => Ok(Some(FileRead::Refused(too_long(length, limit)))),
            // Deleted since its folder was listed.
            Err(error) if is_absence(&error) => Ok(None),
            Err(error) => Err(DiskError { path: real.to_path_buf(), error }),
        }
    }

    fn theme(&self, name: &str, tree: &mut ContentTree) -> Result<(), LoadError> {
        let themes = self.root.join(THEMES_FOLDER);
        let folder = themes.join(name);
        if !self.own_folder(&themes)? || !self.own_folder(&folder)? {
            return Ok(());
        }
        let found = walk(&**self.ops, &folder, &format!("{THEMES_FOLDER}/{name}"))?;
        for (path, read) in self.read_all(found, SitePart::Theme)? {
            match read {
                FileRead::Asset(asset) => _ = tree.theme.insert(path, asset),
                FileRead::Refused(why) => refuse(tree, path, why),
                FileRead::Text(source) => tree.sources.push(source),
            }
        }
        Ok(())
    }
}

fn refuse(tree: &mut ContentTree, path: TreePath, why: String) {
    tree.refused.insert(path.clone());
    tree.sources.push(Source::refused(SourceId(0), path, why));
}

/// What stands in the place of a plain file or folder.
fn called(kind: FileKind) -> &'static str {
    match kind {
        FileKind::File => "a file",
        FileKind::Folder => "a folder",
        FileKind::Link => "a link",
        FileKind::Other => "a pipe, a socket or a device",
    }
}

/// Why a file is not read: `it has 3.0 GiB, and 16 MiB are the most; …`.
fn too_long(length: u64, most: u64) -> String {
    const MEBI: u64 = 1 << 20;
    let tenths = length.saturating_mul(10).div_ceil(MEBI);
    let (tenths, unit) = if tenths < 10_240 { (tenths, "MiB") } else { (tenths.div_ceil(1024), "GiB") };
    format!(
        "it has {}.{} {unit}, and {} MiB are the most; split it, or move it out of the folder",
        tenths / 10,
        tenths % 10,
        most / MEBI
    )
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
#[path = "load_tests.rs"]
#[expect(clippy::unwrap_used, reason = "a test fails by panicking")]
mod tests;
