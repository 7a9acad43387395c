//! The engine's world: the print theme, a few files in memory, the fonts. The
//! engine can reach no disk, network, clock or packages.

use std::collections::HashMap;
use std::sync::{LazyLock, Mutex, PoisonError};

use typst::diag::{FileError, FileResult};
use typst::foundations::{Bytes, Datetime, Duration};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt, World};

use crate::fonts::Fonts;

static LIBRARY: LazyLock<LazyHash<Library>> = LazyLock::new(|| LazyHash::new(Library::default()));

/// Builds the engine's standard library in advance.
pub(crate) fn warm_up() {
    _ = typst::utils::hash128(&*LIBRARY);
}

/// The theme's sources, parsed once for all handouts.
#[derive(Debug, Clone, Default)]
pub(crate) struct ThemeSources(HashMap<FileId, Source>);

impl ThemeSources {
    pub(crate) fn new<'a>(files: impl Iterator<Item = (&'a str, &'a str)>) -> Self {
        Self(files.filter_map(|(path, text)| id(path).map(|id| (id, parsed(id, text)))).collect())
    }
}

/// The theme's files as they were last parsed, for the next build of a preview.
static PARSED: LazyLock<Mutex<ThemeSources>> = LazyLock::new(Mutex::default);

fn parsed(id: FileId, text: &str) -> Source {
    let ThemeSources(parsed) = &mut *PARSED.lock().unwrap_or_else(PoisonError::into_inner);
    match parsed.get(&id) {
        Some(source) if source.text() == text => source.clone(),
        _ => {
            let source = Source::new(id, text.to_owned());
            parsed.insert(id, source.clone());
            source
        }
    }
}

/// The theme's file with the functions that are called.
pub(crate) const MAIN: &str = "print/handout.typ";

/// Everything that the engine can see of one document.
pub(crate) struct PrintWorld<'a> {
    pub(crate) sources: &'a ThemeSources,
    pub(crate) fonts: &'a Fonts,
    main: FileId,
    files: HashMap<FileId, Bytes>,
}

impl<'a> PrintWorld<'a> {
    /// `None` only if there is no theme at all.
    pub(crate) fn new(sources: &'a ThemeSources, fonts: &'a Fonts) -> Option<Self> {
        Some(Self { sources, fonts, main: id(MAIN)?, files: HashMap::new() })
    }

    /// Adds a file.
    pub(crate) fn with(mut self, path: &str, bytes: Bytes) -> Self {
        self.files.extend(id(path).map(|id| (id, bytes)));
        self
    }
}

/// The engine's id of a file; `path` is relative to the root.
fn id(path: &str) -> Option<FileId> {
    Some(RootedPath::new(VirtualRoot::Project, VirtualPath::new(path).ok()?).intern())
}

impl World for PrintWorld<'_> {
    fn library(&self) -> &LazyHash<Library> {
        &LIBRARY
    }

    fn book(&self) -> &LazyHash<FontBook> {
        self.fonts.book()
    }

    fn main(&self) -> FileId {
        self.main
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        self.sources.0.get(&id).cloned().ok_or(FileError::AccessDenied)
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        self.files.get(&id).cloned().ok_or(FileError::AccessDenied)
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.fonts.get(index)
    }

    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        None
    }
}
