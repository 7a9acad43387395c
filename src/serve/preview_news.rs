//! The type [`PreviewNews`]: what the preview tells the terminal.

use std::time::Duration;

/// What the preview tells the terminal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PreviewNews {
    /// The preview answers this computer at this address.
    Listening(String),
    /// The preview answers devices of the network.
    LetsIn {
        /// The addresses, each with the key, the most likely one first.
        addresses: Vec<String>,
        /// The address with `ADDRESS` in place of this computer's, where that
        /// is not known.
        pattern: String,
    },
    /// A state of the site is in place, and its findings are known.
    Built {
        /// How many files of the site's folder are others; for the first state all of its texts.
        changed: usize,
        /// How many findings of severity error there are.
        errors: usize,
        /// How many warnings there are.
        warnings: usize,
        /// The time from the save until the new site was in place.
        took: Duration,
    },
    /// The content could not be read; the last site stays in place.
    Unreadable(String),
    /// The folder can be read again, and nothing in it has changed.
    Readable,
    /// The system does not report changes, so the preview looks for them every
    /// second.
    Polling,
}
