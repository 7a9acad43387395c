//! The renderer's input and lookup tables, and the files it makes.

use std::sync::Arc;

use super::input::HtmlInput;
use super::site_frame::SiteFrame;
use crate::diag::Problem;
use crate::render::language::Languages;
use crate::render::site_index::SiteIndex;
use crate::url::SitePath;

/// A finished file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct HtmlFile {
    /// Address of the file.
    pub path: SitePath,
    /// Content of the file.
    pub bytes: Arc<[u8]>,
    /// Set if a template of the site's own theme failed on this page. The default
    /// theme's template was used then.
    pub problem: Option<Problem>,
}

/// Makes pages of one state of a site.
pub(crate) struct Renderer<'a> {
    pub(super) input: HtmlInput<'a>,
    pub(super) site_index: SiteIndex<'a>,
    pub(super) languages: Languages<'a>,
    pub(super) frame: SiteFrame,
}
