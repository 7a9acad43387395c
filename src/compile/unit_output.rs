//! The type [`UnitOutput`]: what is made of one page in all its languages.

use std::collections::BTreeSet;

use crate::diag::{Diagnostic, Problem};
use crate::render::search::PageRecord;
use crate::url::TreePath;

/// What is made of a unit.
#[derive(Debug, Default)]
pub(super) struct UnitOutput {
    pub(super) problems: Vec<Problem>,
    pub(super) findings: Vec<Diagnostic>,
    /// The pictures that its sources refer to, whether they are found or not.
    pub(super) named: BTreeSet<TreePath>,
    /// One record for each language.
    pub(super) records: Vec<PageRecord>,
    /// The faults of templates that its pages show, if they were made.
    pub(super) faults: Vec<Problem>,
}
