//! Replacement of the module `handouts` in a program that is built without
//! handouts.

use super::linked::LinkedSite;
use super::options::CompileOptions;
use crate::diag::Problem;
use crate::output::{OutputTree, Store};
use crate::render::html;
use crate::url::SitePath;

/// The handouts of a site, always empty.
#[derive(Debug, Default)]
pub(super) struct SiteHandouts {
    pub(super) links: html::HandoutLinks,
    pub(super) problems: Vec<Problem>,
}

impl SiteHandouts {
    pub(super) fn of(_: &LinkedSite, _: &CompileOptions, _: &dyn Store) -> Self {
        Self::default()
    }

    pub(super) fn are_promised(&self) -> bool {
        self.links == html::HandoutLinks::OnDemand
    }

    #[expect(clippy::unused_self, reason = "the twin that prints has files")]
    pub(super) fn put_into(&self, _: &mut OutputTree) {}
}

/// Always `None`: this program makes no handouts.
pub(super) fn printed(_: &LinkedSite, _: &SitePath) -> Option<Vec<u8>> {
    None
}
