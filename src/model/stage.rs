//! The trait [`Stage`], which tells drafts from pages, and the numbers of steps.

use std::fmt;
use std::hash::Hash;

use serde::{Deserialize, Serialize};

/// The stage of a document, draft or page. It says how the references of the
/// document are stored.
pub trait Stage {
    /// A reference in running text.
    type Link: Clone + fmt::Debug + PartialEq + Hash;
    /// A picture.
    type Image: Clone + fmt::Debug + PartialEq + Hash;
    /// The place of a part that is written in a file of its own. Pages have no
    /// such places: [`std::convert::Infallible`].
    type Include: Clone + fmt::Debug + PartialEq + Hash;
    /// A heading inside the flow of blocks.
    type Heading: Clone + fmt::Debug + PartialEq + Hash;
    /// The name of a branch's target. Drafts don't know it: `()`.
    type TargetName: Clone + fmt::Debug + PartialEq + Hash;
}

/// The number of a step: `4`, or `4-1` for a sub-step.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct StepNumber {
    /// The number of the step, counted from 1.
    pub major: u32,
    /// The number of the sub-step, counted from 1; `None` for a step.
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
