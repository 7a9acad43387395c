//! Everything in a site's folder, before any of it is parsed.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::asset::Asset;
use super::text::{Source, SourceId};
use crate::url::TreePath;

/// The input of the whole program: one site as a value.
///
/// Paths are relative to the site's root folder (the one that holds
/// `stepbook.toml`), so content lies under `content/`, an overriding theme
/// under `themes/NAME/`.
#[derive(Debug, Clone, Default)]
pub struct ContentTree {
    /// `stepbook.toml`, pages, parts, sidecars and the texts of the site's own
    /// theme, ordered by path; a source's id is its index.
    pub sources: Vec<Source>,
    /// All other files under `content/`, by path.
    pub assets: BTreeMap<TreePath, Asset>,
    /// Files of the site's own theme, by path.
    pub theme: BTreeMap<TreePath, Asset>,
    /// Fonts of the system for characters that the program's own fonts lack;
    /// empty unless the site allows them.
    pub fonts: Vec<FontFile>,
    /// Files under `content/` that were refused because they lead out of it
    /// (symbolic links) or could not be read.
    pub refused: BTreeSet<TreePath>,
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
    /// The source with this id.
    #[must_use]
    pub fn source(&self, id: SourceId) -> Option<&Source> {
        self.sources.get(usize::try_from(id.0).ok()?)
    }

    /// The source at `path`, by binary search.
    #[must_use]
    pub fn source_at(&self, path: &TreePath) -> Option<&Source> {
        let at = self.sources.binary_search_by(|source| source.path.cmp(path)).ok()?;
        self.sources.get(at)
    }

    /// Adds text files in memory, as tests do. All ids are assigned again, in
    /// the order of paths.
    #[must_use]
    pub fn with_sources(mut self, files: impl IntoIterator<Item = (TreePath, Vec<u8>)>) -> Self {
        self.sources.extend(files.into_iter().map(|(path, bytes)| Source::decode(SourceId(0), path, bytes)));
        self.number_sources();
        self
    }

    /// The source of each text of the site's own theme, so that a finding can name
    /// its line.
    pub fn theme_texts(&self) -> impl Iterator<Item = &Source> {
        self.theme.keys().filter_map(|path| self.source_at(path))
    }

    /// Adds the texts of the theme, sorts the sources by path and gives each its
    /// index as id.
    pub fn number_sources(&mut self) {
        self.sources.retain(|source| !self.theme.contains_key(&source.path));
        self.sources.extend(self.theme.iter().filter_map(|(path, asset)| theme_text(path, asset)));
        self.sources.sort_by(|a, b| a.path.cmp(&b.path));
        for (id, source) in (0..).zip(&mut self.sources) {
            source.id = SourceId(id);
        }
    }
}

/// The source of a theme's file, if it is a text that a person writes. What is not
/// UTF-8 is none: the theme says so itself.
fn theme_text(path: &TreePath, asset: &Asset) -> Option<Source> {
    let is_text = ["css", "html", "toml", "typ"].contains(&path.extension());
    let text = std::str::from_utf8(asset.in_memory().filter(|_| is_text)?).ok()?;
    Some(Source::decode(SourceId(0), path.clone(), text.as_bytes().to_vec()))
}
