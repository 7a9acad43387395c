//! A site read and linked: what all media are made of.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::pictures::SitePictures;
use super::print_fonts::PrintFonts;
use crate::check;
use crate::config::Config;
use crate::diag::Problem;
use crate::model::{Draft, Sidecar, Site};
use crate::source::ContentTree;
use crate::theme::Theme;
use crate::url::TreePath;

/// A site read and linked, with its pictures: what all media are made of.
pub(super) struct LinkedSite {
    pub(super) config: Config,
    pub(super) theme: Arc<Theme>,
    pub(super) sidecars: BTreeMap<TreePath, Arc<Sidecar>>,
    pub(super) drafts: Vec<Draft>,
    pub(super) site: Site,
    pub(super) pictures: SitePictures,
    pub(super) print_fonts: PrintFonts,
    pub(super) problems: Vec<Problem>,
}

impl LinkedSite {
    /// What the rules look at.
    pub(super) fn subject<'a>(
        &'a self,
        tree: &'a ContentTree,
        problems: &'a [Problem],
        printable: &'a (dyn Fn(char) -> bool + Sync),
    ) -> check::Subject<'a> {
        check::Subject {
            tree,
            config: &self.config,
            drafts: &self.drafts,
            site: &self.site,
            problems,
            sidecars: &self.sidecars,
            images: self.pictures.verdicts(),
            codes: check::codes(),
            printable,
        }
    }
}
