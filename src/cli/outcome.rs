//! How a command ends.

/// What a command came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum CommandOutcome {
    /// Exit code 0.
    Done,
    /// Exit code 1.
    Findings,
}

/// Why a command stopped before its end.
#[derive(Debug)]
pub(super) struct CommandError {
    /// The exit code.
    pub(super) code: u8,
    /// What went wrong and what to do, as a clause.
    pub(super) words: String,
}

impl CommandError {
    /// Could not run.
    pub(super) fn new(words: impl Into<String>) -> Self {
        Self { code: 2, words: words.into() }
    }

    /// Could not run, by an error's words.
    pub(super) fn error(error: impl std::error::Error) -> Self {
        Self::new(error.to_string())
    }
}
