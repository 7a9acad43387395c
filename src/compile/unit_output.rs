//! The type [`UnitOutput`]: what is made of one page in all its languages.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::diag::{Diagnostic, Problem};
use crate::render::search::{PageRecord, RecordHead};
use crate::url::TreePath;

/// What is made of a unit.
#[derive(Debug, Default)]
pub(super) struct UnitOutput {
    /// The problems that rules about the whole site look at.
    pub(super) problems: Vec<Problem>,
    pub(super) findings: Vec<Diagnostic>,
    /// The pictures that its sources refer to, whether they are found or not.
    pub(super) named: BTreeSet<TreePath>,
    /// The heads of its records, one for each language.
    pub(super) heads: Vec<RecordHead>,
    /// The records, unless the unit is that of the last build.
    pub(super) records: Vec<Arc<PageRecord>>,
    /// The faults of templates that its pages show, if they were made.
    pub(super) faults: Vec<Problem>,
}
