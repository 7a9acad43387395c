//! All that the engine can see: the print theme, a few files in memory, the
//! fonts. No disk, no network, no clock, no packages.

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

/// Makes the engine's own library ready.
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

/// Files of the theme as they were parsed last: a preview needs them again.
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

/// What the functions of the theme are in.
pub(crate) const MAIN: &str = "print/handout.typ";

/// What the engine sees of one document.
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

/// The name of a file; paths begin at the root.
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
