//! Why an act is not written.

/// Why an act is not written. The file stays as it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ActRefusal {
    /// The file has a finding, so that a change could lose something.
    Unreadable,
    /// There is no such entry.
    NoEntry,
    /// Markdown would take the words for something else.
    OtherMeaning,
}
