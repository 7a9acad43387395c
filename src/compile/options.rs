//! What a site is compiled with.

/// What a site is made with, beside its files.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CompileOptions {
    /// Whether pages with `draft = true` belong to the site.
    pub drafts: bool,
    /// Replaces `base_url` of `stepbook.toml`.
    pub base_url: Option<String>,
    /// What becomes of handouts.
    pub handouts: HandoutMode,
}

/// What becomes of the handouts of a site.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum HandoutMode {
    /// Build no handouts; pages link to none.
    #[default]
    None,
    /// Pages link to handouts; whoever serves the site builds one when asked.
    OnDemand,
    /// Build all handouts.
    Build,
}
