//! What is remembered from one state of a site to the next.

use super::cache::Cache;
use super::pages::PageCache;
use super::pictures::PictureCache;
use super::themed::CompiledTheme;
use crate::model::Draft;

/// Compiles one state of a site after another.
#[derive(Debug, Default)]
pub struct Compiler {
    pub(super) themed: Option<CompiledTheme>,
    pub(super) drafts: Cache<Draft>,
    pub(super) pictures: PictureCache,
    pub(super) pages: PageCache,
    /// Whether there will be no further state, so that pages need no
    /// fingerprints.
    pub(super) once: bool,
}
