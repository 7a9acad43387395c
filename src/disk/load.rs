//! Reads a site's folder.
//!
//! In: the folder with `stepbook.toml`. Out: the [`ContentTree`], always the same
//! for the same files. Texts are read into memory; other files are read when they
//! are needed. What may not be read (a link out of the folder, a pipe, a text of
//! gigabytes) is in the tree too, with the reason. So one bad file gives a finding,
//! and the site is still built. But if the disk refuses to show something that
//! exists, there is no tree, because the site would not be complete.

use std::error::Error;
use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rayon::prelude::*;

use super::fault::DiskError;
use super::file::DiskFile;
use super::fonts::FontNeeds;
use super::names::{CONFIG_FILE, CONTENT_FOLDER, THEMES_FOLDER};
use super::ops::{Disk, FileContents, FileKind, FileOps, FileStat, is_absence};
use super::walk::{FoundEntry, walk};
use crate::config::Config;
use crate::source::{Asset, ContentTree, Source, SourceId, TreeFile};
use crate::url::TreePath;

/// Most bytes of `stepbook.toml`.
const LONGEST_CONFIG: u64 = 8 << 20;

/// Most bytes of a page, part or sidecar.
const LONGEST_TEXT: u64 = 16 << 20;

/// Most bytes of a file of a theme. A font with all Chinese characters has at most
/// 30 MiB.
const LONGEST_OF_THEME: u64 = 64 << 20;

/// The reason why a site could not be read at all.
#[derive(Debug)]
pub enum LoadError {
    /// The folder has no `content/`.
    NoContent(PathBuf),
    /// In the place of a file or folder of the site there is something else,
    /// such as a link.
    Refused {
        /// The file or folder.
        path: PathBuf,
        /// A clause that says what it is and what it must be.
        why: String,
    },
    /// The disk refused to show something that exists.
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
/// [`LoadError`] if there is no folder `content/`, or if the disk refuses to show
/// something that exists.
pub fn load(root: &Path) -> Result<ContentTree, LoadError> {
    let ops: Arc<dyn FileOps> = Arc::new(Disk);
    load_with(&ops, root)
}

/// [`load`] with other file operations.
pub(super) fn load_with(ops: &Arc<dyn FileOps>, root: &Path) -> Result<ContentTree, LoadError> {
    let loader = Loader { ops, root };
    let content = loader.content_folder()?;
    let (config, settings) = loader.config()?;
    let mut files = loader.read_all(walk(&**ops, &content, CONTENT_FOLDER)?, SitePart::Content)?;
    files.extend(config);
    files.extend(loader.read_all(loader.theme(&settings)?, SitePart::Theme)?);
    // All at once, so that the ids are in the order of paths.
    let mut tree = ContentTree::from_iter(files);
    if settings.system_fonts {
        let paths: Vec<TreePath> = tree.sources().map(|source| source.path.clone()).collect();
        tree.set_fonts(FontNeeds::default().after(&tree, &paths).1.unwrap_or_default());
    }
    Ok(tree)
}

/// The settings of `stepbook.toml` that decide what is read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct LoadSettings {
    /// The theme's name, if it can be the name of a folder in `themes/`.
    theme: Option<String>,
    /// Whether handouts may take the system's fonts.
    pub(super) system_fonts: bool,
}

/// The two parts of a site whose files are read in different ways.
#[derive(Debug, Clone, Copy)]
pub(super) enum SitePart {
    Content,
    Theme,
}

/// Reads what lies in a site's folder.
#[derive(Clone, Copy)]
pub(super) struct Loader<'a> {
    pub(super) ops: &'a Arc<dyn FileOps>,
    pub(super) root: &'a Path,
}

impl Loader<'_> {
    pub(super) fn look(self, path: &Path) -> Result<Option<FileStat>, DiskError> {
        self.ops.look(path).map_err(DiskError::at(path))
    }

    /// Whether there is a folder at `path`. Anything else there, such as a link to
    /// a folder, is an error.
    fn own_folder(self, path: &Path) -> Result<bool, LoadError> {
        match self.look(path)?.map(|look| look.kind) {
            None => Ok(false),
            Some(FileKind::Folder) => Ok(true),
            Some(kind) => Err(LoadError::Refused {
                path: path.to_path_buf(),
                why: format!("it is {}; it must be a folder that lies in the site's own", called(kind)),
            }),
        }
    }

    /// The folder of the content.
    pub(super) fn content_folder(self) -> Result<PathBuf, LoadError> {
        let content = self.root.join(CONTENT_FOLDER);
        let there = self.own_folder(&content)?;
        there.then_some(content).ok_or_else(|| LoadError::NoContent(self.root.to_path_buf()))
    }

    /// Reads `stepbook.toml`, if there is one.
    pub(super) fn config(self) -> Result<(Option<TreeFile>, LoadSettings), LoadError> {
        let path = self.root.join(CONFIG_FILE);
        let refused = |why: String| LoadError::Refused { path: path.clone(), why };
        let none = (None, LoadSettings { theme: Some(Config::default().theme), system_fonts: false });
        match self.look(&path)?.map(|look| look.kind) {
            None => return Ok(none),
            Some(FileKind::File) => (),
            Some(kind) => {
                return Err(refused(format!(
                    "it is {}; it must be a file that lies in the site's folder",
                    called(kind)
                )));
            }
        }
        let bytes = match self.ops.read(&path, LONGEST_CONFIG) {
            Ok(FileContents::Whole(bytes)) => bytes,
            Ok(FileContents::TooLong(length)) => return Err(refused(too_long(length, LONGEST_CONFIG))),
            Err(error) if is_absence(&error) => return Ok(none),
            Err(error) => return Err(DiskError { path, error }.into()),
        };
        let source = Source::decode(SourceId(0), TreePath::new(CONFIG_FILE), bytes);
        let Config { theme, system_fonts, .. } = Config::read(&source).0;
        // The name must not be a path that leads out of `themes/`.
        let mut parts = Path::new(&theme).components();
        let plain = matches!(parts.next(), Some(std::path::Component::Normal(_))) && parts.next().is_none();
        let settings = LoadSettings { theme: plain.then_some(theme), system_fonts };
        Ok((Some(TreeFile::Text(source)), settings))
    }

    /// Reads the files that were found. Files that were deleted since are left out.
    fn read_all(self, found: Vec<FoundEntry>, part: SitePart) -> Result<Vec<TreeFile>, DiskError> {
        found.into_par_iter().map(|found| self.file(found, part, 0)).filter_map(Result::transpose).collect()
    }

    /// Reads a file that was found; `None` if it was deleted since. `again` makes another file of one
    /// that looks the same but may have changed.
    pub(super) fn file(
        self,
        found: FoundEntry,
        part: SitePart,
        again: u64,
    ) -> Result<Option<TreeFile>, DiskError> {
        match (found, part) {
            (FoundEntry::Refused(path, why), _) => Ok(Some(TreeFile::Refused(path, why))),
            (FoundEntry::LinkedFolder(_), _) => Ok(None),
            (FoundEntry::File(path, real), SitePart::Theme) => {
                let theme = |path, bytes| TreeFile::Theme(path, Asset::new(bytes));
                self.bytes((path, &real), LONGEST_OF_THEME, theme)
            }
            (FoundEntry::File(path, real), SitePart::Content) if is_text(path.file_name()) => {
                self.bytes((path, &real), LONGEST_TEXT, TreeFile::text)
            }
            (FoundEntry::File(path, real), SitePart::Content) => {
                let Some(look) = self.look(&real)? else { return Ok(None) };
                if look.kind != FileKind::File {
                    return Ok(Some(TreeFile::Refused(path, "it is neither a file nor a folder".to_owned())));
                }
                let file = DiskFile { ops: Arc::clone(self.ops), path: real, look, again };
                Ok(Some(TreeFile::Asset(path, Asset::later(Arc::new(file)))))
            }
        }
    }

    fn bytes(
        self,
        (path, real): (TreePath, &Path),
        limit: u64,
        file: impl FnOnce(TreePath, Vec<u8>) -> TreeFile,
    ) -> Result<Option<TreeFile>, DiskError> {
        match self.ops.read(real, limit) {
            Ok(FileContents::Whole(bytes)) => Ok(Some(file(path, bytes))),
            Ok(FileContents::TooLong(length)) => Ok(Some(TreeFile::Refused(path, too_long(length, limit)))),
            // The file was deleted since its folder was listed.
            Err(error) if is_absence(&error) => Ok(None),
            Err(error) => Err(DiskError { path: real.to_path_buf(), error }),
        }
    }

    /// Lists the files of the site's own theme.
    pub(super) fn theme(self, settings: &LoadSettings) -> Result<Vec<FoundEntry>, LoadError> {
        let Some(name) = &settings.theme else { return Ok(Vec::new()) };
        let themes = self.root.join(THEMES_FOLDER);
        let folder = themes.join(name);
        if !self.own_folder(&themes)? || !self.own_folder(&folder)? {
            return Ok(Vec::new());
        }
        Ok(walk(&**self.ops, &folder, &format!("{THEMES_FOLDER}/{name}"))?)
    }
}

/// Words for what stands in the place of a plain file or folder.
fn called(kind: FileKind) -> &'static str {
    match kind {
        FileKind::File => "a file",
        FileKind::Folder => "a folder",
        FileKind::Link => "a link",
        FileKind::Other => "a pipe, a socket or a device",
    }
}

/// Words that say that a file is too long: `it has 3.0 GiB, and 16 MiB are the
/// most; …`.
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

/// Whether a file is a page, a part or a sidecar. A `.toml` file that is not
/// a sidecar is an asset, which a page may offer for download.
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
