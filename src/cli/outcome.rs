//! How a command ends.

/// The result of a command that ran to its end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum CommandOutcome {
    /// The command succeeded: exit code 0.
    Done,
    /// There are findings that make the command fail: exit code 1.
    Findings,
}

/// The reason why a command stopped before its end.
#[derive(Debug)]
pub(super) struct CommandError {
    /// The exit code.
    pub(super) code: u8,
    /// What went wrong and what to do, as a clause.
    pub(super) words: String,
}

impl CommandError {
    /// The error of a command that could not run: exit code 2.
    pub(super) fn new(words: impl Into<String>) -> Self {
        Self { code: 2, words: words.into() }
    }

    /// The error of a command that could not run because of `error`: exit code 2.
    pub(super) fn error(error: impl std::error::Error) -> Self {
        Self::new(error.to_string())
    }
}
