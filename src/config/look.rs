//! `[look]` of `stepbook.toml`: what a site changes of the theme's looks.

use super::colour::{Accent, Colour};
use super::table::TomlTable;
use crate::diag::Problem;
use crate::source::Span;
use crate::url::TreePath;

/// What a site changes of the theme's looks.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Look {
    /// The accent colour as the author chose it, and where it is written.
    pub chosen: Option<(Colour, Span)>,
    /// The logo: path of the picture under `content/`, and where it is written.
    pub logo: Option<(TreePath, Span)>,
}

impl Look {
    /// Reads the table `[look]`.
    pub(crate) fn read(mut table: TomlTable<'_>, problems: &mut Vec<Problem>) -> Self {
        let mut look = Self::default();
        if let Some((text, span)) = table.string("accent") {
            match Colour::parse(&text) {
                Some(colour) => look.chosen = Some((colour, span)),
                None => table.refuse("accent", span, "a colour like \"#0b5fa5\""),
            }
        }
        let logo = table.string("logo");
        look.logo = logo.map(|(path, span)| (TreePath::new(&format!("content/{path}")), span));
        problems.extend(table.finish());
        look
    }

    /// The logo, if it is a picture and no drawing: it is published like every other one.
    #[must_use]
    pub fn pixel_logo(&self) -> Option<TreePath> {
        self.logo.as_ref().map(|(file, _)| file.clone()).filter(|file| !file.is_drawing())
    }

    /// The accent that pages and handouts are given.
    #[must_use]
    pub fn accent(&self) -> Option<Accent> {
        self.chosen.as_ref().map(|(colour, _)| Accent::of(*colour))
    }
}
