//! What an author should hear of a dialect.

use std::ops::Range;

use crate::diag::ForeignSyntax;

/// Syntax of another program that was found, and its bytes in the text.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Foreign {
    pub(crate) bytes: Range<usize>,
    pub(crate) what: ForeignSyntax,
    /// What to write instead of these bytes, if that is known.
    pub(crate) right: Option<String>,
}
