//! The type [`Compiler`]: what it remembers from one state of a site to the next.

use super::cache::Cache;
use super::pages::PageCache;
use super::pictures::PictureCache;
use super::themed::CompiledTheme;
use crate::model::Draft;

/// Compiles one state of a site after another, and remembers results between them.
#[derive(Debug, Default)]
pub struct Compiler {
    pub(super) themed: Option<CompiledTheme>,
    pub(super) drafts: Cache<Draft>,
    pub(super) pictures: PictureCache,
    pub(super) pages: PageCache,
    /// Whether only one state is compiled, so that pages need no fingerprints.
    pub(super) once: bool,
}
