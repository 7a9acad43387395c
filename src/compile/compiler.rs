//! The type [`Compiler`]: what it remembers from one state of a site to the next.

use std::sync::Arc;

use super::linked::LinkedSite;
use super::memory::InputComparison;
use super::pictures::PictureCache;
use super::state::StateMemory;
use super::themed::CompiledTheme;

/// Compiles one state of a site after another, and remembers results between them.
#[derive(Debug, Default)]
pub struct Compiler {
    pub(super) themed: Option<CompiledTheme>,
    pub(super) pictures: PictureCache,
    /// The last state, which the next one shares with what did not change.
    pub(super) last: Option<Arc<LinkedSite>>,
    /// What was made of pages, with all that it was made of.
    pub(super) memory: StateMemory,
    pub(super) compare: InputComparison,
}
