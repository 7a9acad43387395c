//! Changes of a text that correct it.

use serde::{Deserialize, Serialize};

use crate::source::Span;

/// A change of the text after which the finding is gone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fix {
    /// The text to replace.
    pub span: Span,
    /// The text to put there.
    pub replacement: String,
}
