//! Faults: why a handout could not be made, and where in its source.

use crate::source::Span;

/// Why a handout could not be made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum PrintFault {
    /// A page that the job names does not exist.
    NoPage,
    /// The print theme failed.
    Theme {
        /// File of the theme, such as `print/blocks.typ`.
        file: String,
        /// Line in that file, from 1.
        line: usize,
        /// The engine's error message.
        message: String,
    },
    /// The engine could not export the document, for this reason.
    Export(String),
    /// A fault, with the heading above the place where it happened.
    Placed(Span, Box<Self>),
}

impl PrintFault {
    /// Adds a place to a fault that has none.
    pub(super) fn at(self, place: Option<&Span>) -> Self {
        match (self, place) {
            (placed @ Self::Placed(..), _) => placed,
            (fault, Some(place)) => Self::Placed(place.clone(), Box::new(fault)),
            (fault, None) => fault,
        }
    }
}
