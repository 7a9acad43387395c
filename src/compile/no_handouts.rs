//! In the place of `handouts` where the program is built without them.

use std::collections::BTreeSet;

use super::{Compiler, Linked, Options};
use crate::diag::Problem;
use crate::output::{OutputTree, Store};
use crate::render::html;
use crate::source::ContentTree;
use crate::url::SitePath;

/// No handouts.
#[derive(Debug, Default)]
pub(super) struct Handouts {
    pub(super) links: html::Handouts,
    pub(super) problems: Vec<Problem>,
}

impl Handouts {
    pub(super) fn of(_: &Linked, _: &Options, _: &dyn Store) -> Self {
        Self::default()
    }

    pub(super) fn promised(&self) -> BTreeSet<SitePath> {
        self.links.values().map(|link| link.path.clone()).collect()
    }

    pub(super) fn put_into(self, _: &mut OutputTree) {
        drop(self);
    }
}

/// Nothing is set, so there are no fonts.
pub(super) struct TypeCase;

pub(super) fn type_case(_: &ContentTree) -> TypeCase {
    TypeCase
}

/// Nothing is printed, so nothing can be missing.
pub(super) fn printable(_: &TypeCase, _: char) -> bool {
    true
}

impl Compiler {
    /// Always `None`: this program makes no handouts.
    pub fn handout(&mut self, _: &ContentTree, _: &Options, _: &SitePath) -> Option<Vec<u8>> {
        None
    }
}
