//! The handouts of a site that is being compiled: links, files, findings.

use std::sync::Arc;

use super::linked::LinkedSite;
use super::options::{CompileOptions, HandoutMode};
use crate::diag::Problem;
use crate::output::{OutputTree, Store, StoredFile};
use crate::render::html;
use crate::url::SitePath;

/// The bytes of a finished handout: in memory or in a file of the store.
#[derive(Debug)]
pub(super) enum HandoutBytes {
    Memory(Arc<[u8]>),
    Stored(StoredFile),
}

impl HandoutBytes {
    pub(super) fn length(&self) -> u64 {
        match self {
            Self::Memory(bytes) => bytes.len() as u64,
            Self::Stored(file) => file.length,
        }
    }
}

/// The handouts of one state of a site.
#[derive(Debug, Default)]
pub(super) struct SiteHandouts {
    /// The links to handouts that pages show.
    pub(super) links: html::HandoutLinks,
    pub(super) files: Vec<(SitePath, HandoutBytes)>,
    /// The problems because of which some handouts could not be made.
    pub(super) problems: Vec<Problem>,
}

impl SiteHandouts {
    /// The handouts of a site, made or promised as the options say.
    pub(super) fn of(linked: &LinkedSite, options: &CompileOptions, store: &dyn Store) -> Self {
        match options.handouts {
            HandoutMode::None => Self::default(),
            HandoutMode::OnDemand => Self { links: html::HandoutLinks::OnDemand, ..Self::default() },
            HandoutMode::Build => linked.made(store),
        }
    }

    /// Whether handouts are made when readers ask for them.
    pub(super) fn are_promised(&self) -> bool {
        self.links == html::HandoutLinks::OnDemand
    }

    /// Adds the files of the handouts to the output tree.
    pub(super) fn put_into(&self, output: &mut OutputTree) {
        for (path, content) in &self.files {
            match content {
                HandoutBytes::Memory(bytes) => output.insert(path.clone(), Arc::clone(bytes)),
                HandoutBytes::Stored(file) => output.insert_stored(path.clone(), file.clone()),
            }
        }
    }
}

/// The handout at this address, made now. `None` if there is no handout at this address, or if it
/// can't be made.
pub(super) fn printed(linked: &LinkedSite, path: &SitePath) -> Option<Vec<u8>> {
    linked.printed_at(path).map(|handout| handout.bytes)
}
