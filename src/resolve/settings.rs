//! What resolving needs in addition to the drafts.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::config::Config;
use crate::model::Sidecar;
use crate::theme::Theme;
use crate::url::TreePath;

/// What resolving needs in addition to the files of the site.
#[derive(Debug, Clone, Copy)]
pub(crate) struct ResolveSettings<'a> {
    /// The settings of `stepbook.toml`.
    pub config: &'a Config,
    /// Has the words of references whose author wrote none.
    pub theme: &'a Theme,
    /// All sidecars, by the path of the sidecar.
    pub sidecars: &'a BTreeMap<TreePath, Arc<Sidecar>>,
    /// Whether pages with `draft = true` belong to the site.
    pub drafts: bool,
}
