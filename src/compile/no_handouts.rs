//! Replacement of the module `handouts` in a program that is built without
//! handouts.

use std::collections::BTreeSet;

use super::compiler::Compiler;
use super::linked::LinkedSite;
use super::options::CompileOptions;
use crate::diag::Problem;
use crate::output::{OutputTree, Store};
use crate::render::html;
use crate::source::ContentTree;
use crate::url::SitePath;

/// The handouts of a site, always empty.
#[derive(Debug, Default)]
pub(super) struct SiteHandouts {
    pub(super) links: html::HandoutLinks,
    pub(super) problems: Vec<Problem>,
}

impl SiteHandouts {
    pub(super) fn of(_: &LinkedSite<'_>, _: &CompileOptions, _: &dyn Store) -> Self {
        Self::default()
    }

    pub(super) fn promised(&self) -> BTreeSet<SitePath> {
        self.links.values().map(|link| link.path.clone()).collect()
    }

    pub(super) fn put_into(self, _: &mut OutputTree) {
        drop(self);
    }
}

impl Compiler {
    /// Always `None`: this program makes no handouts.
    pub fn handout(&mut self, _: &ContentTree, _: &CompileOptions, _: &SitePath) -> Option<Vec<u8>> {
        None
    }
}
