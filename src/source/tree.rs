//! Everything in a site's folder, before any of it is parsed.
//!
//! A tree is a value that is cheap to copy and to change: the preview keeps the one
//! of the last save and puts the changed files into a copy of it. What a tree means
//! depends on its files only, not on the changes that led to them.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::asset::Asset;
use super::sources::SourceTable;
use super::text::{Source, SourceId};
use crate::url::TreePath;

/// The input of the whole program: one site as a value.
///
/// Paths are relative to the site's root folder (the one that holds
/// `stepbook.toml`), so content lies under `content/`, an overriding theme
/// under `themes/NAME/`. At one path there is one file.
#[derive(Debug, Clone, Default)]
pub struct ContentTree {
    sources: Arc<SourceTable>,
    assets: Arc<BTreeMap<TreePath, Asset>>,
    theme: Arc<BTreeMap<TreePath, Asset>>,
    fonts: Arc<[FontFile]>,
    refused: Arc<BTreeSet<TreePath>>,
}

/// One file of a tree.
#[derive(Debug, Clone)]
pub enum TreeFile {
    /// `stepbook.toml`, a page, a part or a sidecar. The tree gives it its id.
    Text(Source),
    /// Another file under `content/`.
    Asset(TreePath, Asset),
    /// A file of the site's own theme. If it is a text, it is a source too.
    Theme(TreePath, Asset),
    /// A file that was not read, and why: it leads out of `content/` or could not be
    /// read.
    Refused(TreePath, String),
}

impl TreeFile {
    /// A page, a part, a sidecar or `stepbook.toml` with these bytes.
    #[must_use]
    pub fn text(path: TreePath, bytes: Vec<u8>) -> Self {
        Self::Text(Source::decode(SourceId(0), path, bytes))
    }

    /// Where the file is.
    #[must_use]
    pub const fn path(&self) -> &TreePath {
        match self {
            Self::Text(source) => &source.path,
            Self::Asset(path, _) | Self::Theme(path, _) | Self::Refused(path, _) => path,
        }
    }
}

/// A font of the system.
#[derive(Debug, Clone)]
pub struct FontFile {
    /// The bytes of the font file.
    pub bytes: Arc<[u8]>,
    /// The index of the font, if the file is a collection of several.
    pub index: u32,
}

impl ContentTree {
    /// `stepbook.toml`, pages, parts, sidecars, the texts of the site's own theme and
    /// what was refused, ordered by path.
    pub fn sources(&self) -> impl ExactSizeIterator<Item = &Source> + DoubleEndedIterator + Clone {
        self.sources.ordered.iter().map(AsRef::as_ref)
    }

    /// The sources that differ from those of another tree, if both have sources at the same paths, with
    /// the same ids. Trees that share their sources are compared in no time.
    #[must_use]
    pub fn changed_since(&self, last: &Self) -> Option<Vec<&Source>> {
        let (now, last) = (&self.sources.ordered, &last.sources.ordered);
        let changed: Vec<_> = now.iter().zip(last).filter(|(now, last)| !Arc::ptr_eq(now, last)).collect();
        let same = |(now, last): &(&Arc<Source>, &Arc<Source>)| now.id == last.id && now.path == last.path;
        (now.len() == last.len() && changed.iter().all(same))
            .then(|| changed.into_iter().map(|(now, _)| now.as_ref()).collect())
    }

    /// All other files under `content/`, by path.
    #[must_use]
    pub fn assets(&self) -> &BTreeMap<TreePath, Asset> {
        &self.assets
    }

    /// Files of the site's own theme, by path.
    #[must_use]
    pub fn theme(&self) -> &BTreeMap<TreePath, Asset> {
        &self.theme
    }

    /// Fonts of the system for characters that the program's own fonts lack;
    /// empty unless the site allows them.
    #[must_use]
    pub fn fonts(&self) -> &[FontFile] {
        &self.fonts
    }

    /// Files that were refused because they lead out of `content/` (symbolic links)
    /// or could not be read.
    #[must_use]
    pub fn refused(&self) -> &BTreeSet<TreePath> {
        &self.refused
    }

    /// The source with this id.
    #[must_use]
    pub fn source(&self, id: SourceId) -> Option<&Source> {
        self.sources.get(id).map(AsRef::as_ref)
    }

    /// The source at `path`, by binary search.
    #[must_use]
    pub fn source_at(&self, path: &TreePath) -> Option<&Source> {
        self.sources.at(path).map(AsRef::as_ref)
    }

    /// The place of a source in the order of paths. Ids have no order that means
    /// anything, so whatever is put in order by its source is put in order by this.
    #[must_use]
    pub fn rank(&self, id: SourceId) -> usize {
        self.sources.rank(id)
    }

    /// The first source by path, where findings stand that belong to no file.
    #[must_use]
    pub fn first_source(&self) -> SourceId {
        self.sources.ordered.first().map_or(SourceId(0), |source| source.id)
    }

    /// The source of each text of the site's own theme, so that a finding can name
    /// its line.
    pub fn theme_texts(&self) -> impl Iterator<Item = &Source> {
        self.theme.keys().filter_map(|path| self.source_at(path))
    }

    /// Whether another tree has the same files, whatever fonts the system has.
    #[must_use]
    pub fn has_same_files(&self, other: &Self) -> bool {
        let same = |(one, other): (&Arc<Source>, &Arc<Source>)| {
            Arc::ptr_eq(one, other)
                || (&one.path, &one.text, &one.decoded) == (&other.path, &other.text, &other.decoded)
        };
        let (one, two) = (&self.sources.ordered, &other.sources.ordered);
        one.len() == two.len()
            && one.iter().zip(two).all(same)
            && (self.assets(), self.theme(), self.refused())
                == (other.assets(), other.theme(), other.refused())
    }

    /// Adds text files in memory, as tests do.
    #[must_use]
    pub fn with_sources(mut self, files: impl IntoIterator<Item = (TreePath, Vec<u8>)>) -> Self {
        self.extend(files.into_iter().map(|(path, bytes)| TreeFile::text(path, bytes)));
        self
    }

    /// Puts a file at its path, in the place of what was there. Tells whether the
    /// tree is another one now.
    pub fn put(&mut self, file: TreeFile) -> bool {
        let is_new = !self.has(&file);
        if is_new {
            self.extend([file]);
        }
        is_new
    }

    /// Takes out what is at `path`, if there is anything.
    pub fn remove(&mut self, path: &TreePath) -> bool {
        !self.apply([(path.clone(), None)]).is_empty()
    }

    /// Puts files at their paths, or takes out what is there, and gives the paths at
    /// which the tree is another one now.
    pub fn apply(
        &mut self,
        changes: impl IntoIterator<Item = (TreePath, Option<TreeFile>)>,
    ) -> Vec<TreePath> {
        let mut changed = Vec::new();
        let mut files = Vec::new();
        let mut gone = Vec::new();
        for (path, file) in changes {
            match file {
                Some(file) if self.has(&file) => (),
                Some(file) => {
                    changed.push(path);
                    files.push(file);
                }
                None => {
                    let is_source = self.sources.at(&path).is_some();
                    if self.forget(&path) || is_source {
                        changed.push(path.clone());
                    }
                    if is_source {
                        gone.push((path, None));
                    }
                }
            }
        }
        if !gone.is_empty() {
            Arc::make_mut(&mut self.sources).change(gone);
        }
        self.extend(files);
        changed
    }

    /// Whether the tree has this very file.
    fn has(&self, file: &TreeFile) -> bool {
        match file {
            TreeFile::Text(source) => self.source_at(&source.path).is_some_and(|old| {
                (&old.text, &old.decoded) == (&source.text, &source.decoded)
                    && !self.theme.contains_key(&source.path)
            }),
            TreeFile::Asset(path, asset) => self.assets.get(path) == Some(asset),
            TreeFile::Theme(path, asset) => self.theme.get(path) == Some(asset),
            TreeFile::Refused(path, why) => self.sources.is_refused(path, why),
        }
    }

    /// Sets the fonts of the system.
    pub fn set_fonts(&mut self, fonts: Vec<FontFile>) {
        self.fonts = fonts.into();
    }

    /// Takes a path out of everything but the sources. What has no such path is not
    /// copied.
    fn forget(&mut self, path: &TreePath) -> bool {
        let found =
            [self.assets.contains_key(path), self.theme.contains_key(path), self.refused.contains(path)];
        let [is_asset, is_of_theme, is_refused] = found;
        if is_asset {
            Arc::make_mut(&mut self.assets).remove(path);
        }
        if is_of_theme {
            Arc::make_mut(&mut self.theme).remove(path);
        }
        if is_refused {
            Arc::make_mut(&mut self.refused).remove(path);
        }
        found.contains(&true)
    }
}

impl Extend<TreeFile> for ContentTree {
    /// Puts many files at their paths. New paths get ids in their order.
    fn extend<T: IntoIterator<Item = TreeFile>>(&mut self, files: T) {
        let mut texts: BTreeMap<TreePath, Option<Source>> = BTreeMap::new();
        for file in files {
            let path = file.path().clone();
            self.forget(&path);
            let text = match file {
                TreeFile::Text(source) => Some(source),
                TreeFile::Asset(path, asset) => {
                    Arc::make_mut(&mut self.assets).insert(path, asset);
                    None
                }
                TreeFile::Theme(path, asset) => {
                    let text = theme_text(&path, &asset);
                    Arc::make_mut(&mut self.theme).insert(path, asset);
                    text
                }
                TreeFile::Refused(path, why) => {
                    Arc::make_mut(&mut self.refused).insert(path.clone());
                    Some(Source::refused(SourceId(0), path, why))
                }
            };
            texts.insert(path, text);
        }
        let changes =
            |(path, text): &(TreePath, Option<Source>)| text.is_some() || self.sources.at(path).is_some();
        let texts: Vec<_> = texts.into_iter().filter(changes).collect();
        if !texts.is_empty() {
            Arc::make_mut(&mut self.sources).change(texts);
        }
    }
}

impl FromIterator<TreeFile> for ContentTree {
    fn from_iter<T: IntoIterator<Item = TreeFile>>(files: T) -> Self {
        let mut tree = Self::default();
        tree.extend(files);
        tree
    }
}

/// The source of a theme's file, if it is a text that a person writes. What is not
/// UTF-8 is none: the theme says so itself.
fn theme_text(path: &TreePath, asset: &Asset) -> Option<Source> {
    let is_text = ["css", "html", "toml", "typ"].contains(&path.extension());
    let text = std::str::from_utf8(asset.in_memory().filter(|_| is_text)?).ok()?;
    Some(Source::decode(SourceId(0), path.clone(), text.as_bytes().to_vec()))
}

#[cfg(test)]
#[path = "tree_tests.rs"]
mod tests;
