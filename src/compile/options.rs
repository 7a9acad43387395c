//! Options of a compilation.

/// Options with which a site is compiled.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CompileOptions {
    /// Whether pages with `draft = true` belong to the site.
    pub drafts: bool,
    /// Replaces `base_url` of `stepbook.toml`.
    pub base_url: Option<String>,
    /// Whether and when handouts are built.
    pub handouts: HandoutMode,
    /// The day, in universal time, on which the site is compiled. Only findings about dates depend
    /// on it; without it there are none.
    pub today: Option<jiff::civil::Date>,
}

/// Whether and when the handouts of a site are built.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum HandoutMode {
    /// Build no handouts; pages link to none.
    #[default]
    None,
    /// Pages link to handouts. The server of the preview builds a handout when
    /// a reader asks for it.
    OnDemand,
    /// Build all handouts.
    Build,
}
