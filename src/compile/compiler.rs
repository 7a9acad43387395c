//! The type [`Compiler`]: what it remembers from one state of a site to the next.

use super::memory::SiteMemory;
use super::pictures::PictureCache;
use super::themed::CompiledTheme;

/// Compiles one state of a site after another, and remembers results between them.
#[derive(Debug, Default)]
pub struct Compiler {
    pub(super) themed: Option<CompiledTheme>,
    pub(super) pictures: PictureCache,
    pub(super) memory: SiteMemory,
    /// Whether only one state is compiled, so that nothing needs to be remembered.
    pub(super) once: bool,
}
