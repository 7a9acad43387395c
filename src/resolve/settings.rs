//! What a site is resolved with, beside its drafts.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::wording::Wording;
use crate::config::Config;
use crate::lang::Lang;
use crate::model::Sidecar;
use crate::url::TreePath;

/// What a site is made with, beside its files.
#[derive(Debug, Clone, Copy)]
pub struct ResolveSettings<'a> {
    /// The settings of `stepbook.toml`.
    pub config: &'a Config,
    /// The words of references that have none of their own. A language
    /// without entry gets bare numbers and titles.
    pub wording: &'a BTreeMap<Lang, Wording>,
    /// All sidecars, by their own path.
    pub sidecars: &'a BTreeMap<TreePath, Arc<Sidecar>>,
    /// Whether pages with `draft = true` belong to the site.
    pub drafts: bool,
}
