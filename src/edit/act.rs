//! What an author does to a sidecar, as values.

use super::sidecar_entry::{EditedMark, EditedRedaction};
use crate::model::Rect;
use crate::source::{Source, SourceId};
use crate::url::TreePath;

/// What an author does to the marks of a picture. Lengths are pixels of the source
/// picture; entries are counted from 0, in the order of the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum SidecarAct {
    /// Shows only this part of the picture; `None` shows all of it.
    Crop(Option<Rect>),
    Mark(EntryAct<EditedMark>),
    Redaction(EntryAct<EditedRedaction>),
    /// Another picture takes the place of this one: width and height of the new one, to which
    /// everything is scaled.
    Resize((u32, u32)),
}

/// What is done to one of several entries.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum EntryAct<T> {
    /// Adds an entry behind the others.
    Add(T),
    /// Makes an entry into another one.
    Set(usize, T),
    Remove(usize),
}

/// A sidecar as a source of no site.
pub(super) fn source(text: &str) -> Source {
    Source::decode(SourceId(0), TreePath::new("content/a.png.toml"), text.as_bytes().to_vec())
}
