//! Why there is no handout, and where.

use crate::source::Span;

/// Why there is no handout.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PrintFault {
    /// There is no such page.
    NoPage,
    /// The print theme failed.
    Theme {
        /// Which of its files, such as `print/blocks.typ`.
        file: String,
        /// From 1.
        line: usize,
        /// The engine's words.
        message: String,
    },
    /// The engine would not export it.
    Export(String),
    /// One of these, and the heading that it comes after.
    Placed(Span, Box<Self>),
}

impl PrintFault {
    /// The fault at a place, unless it has one.
    pub(super) fn at(self, place: Option<&Span>) -> Self {
        match (self, place) {
            (placed @ Self::Placed(..), _) => placed,
            (fault, Some(place)) => Self::Placed(place.clone(), Box::new(fault)),
            (fault, None) => fault,
        }
    }
}
