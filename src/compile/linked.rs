//! The type [`LinkedSite`]: a linked site with its pictures, from which all media
//! are made.

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

/// A linked site with its settings, theme and pictures, from which all media are
/// made.
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
    /// The input of the rules: this site, with `problems` of all stages, on no day.
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
            today: None,
        }
    }
}
