//! How far a document has come, and the numbers of its steps.

use std::fmt;
use std::hash::Hash;

/// What is still open and what is decided about the references of a document.
pub trait Stage {
    /// A reference in running text.
    type Link: Clone + fmt::Debug + PartialEq + Hash;
    /// A picture.
    type Image: Clone + fmt::Debug + PartialEq + Hash;
    /// The place of a part that is written in a file of its own. Resolved
    /// documents have none: [`std::convert::Infallible`].
    type Include: Clone + fmt::Debug + PartialEq + Hash;
    /// A heading inside the flow of blocks.
    type Heading: Clone + fmt::Debug + PartialEq + Hash;
}

/// The number of a step: `4`, or `4-1` for a sub-step.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct StepNumber {
    /// From 1.
    pub major: u32,
    /// From 1, for sub-steps.
    pub minor: Option<u32>,
}

impl fmt::Display for StepNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.minor {
            Some(minor) => write!(f, "{}-{minor}", self.major),
            None => write!(f, "{}", self.major),
        }
    }
}
