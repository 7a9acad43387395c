//! The type [`NearLine`]: a line that nearly begins a block.

use crate::diag::{MeantBlock, NearCause};

/// A line that nearly begins a block.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct NearLine {
    pub(super) meant: MeantBlock,
    pub(super) cause: NearCause,
    /// The length in bytes of the signs that are wrong, from the beginning of the line on.
    pub(super) length: usize,
    /// The signs that would be right; `None` if more than signs must change.
    pub(super) right: Option<String>,
    /// Whether it counts only if the next line begins alike: one such line may be meant as it is.
    pub(super) only_in_a_row: bool,
}

impl NearLine {
    pub(super) fn new(meant: MeantBlock, cause: NearCause, length: usize, right: impl Into<String>) -> Self {
        Self { meant, cause, length, right: Some(right.into()), only_in_a_row: false }
    }

    /// The same near miss, which counts or does not count only in a row of such lines.
    pub(super) fn only_in_a_row(self, only: bool) -> Self {
        Self { only_in_a_row: only, ..self }
    }
}
