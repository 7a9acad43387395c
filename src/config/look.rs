//! `[look]` of `stepbook.toml`: what a site changes of the theme's looks.

use super::colour::{Accent, Colour};
use super::table::TomlTable;
use crate::diag::Problem;
use crate::source::Span;

/// What a site changes of the theme's looks.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Look {
    /// The accent colour as the author chose it, and where it is written.
    pub chosen: Option<(Colour, Span)>,
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
        problems.extend(table.finish());
        look
    }

    /// The accent that pages and handouts are given.
    #[must_use]
    pub fn accent(&self) -> Option<Accent> {
        self.chosen.as_ref().map(|(colour, _)| Accent::of(*colour))
    }
}
