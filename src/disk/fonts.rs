//! The system's fonts, for characters that the program's own fonts lack.
//!
//! The system's fonts are read only if a site allows it and has such a character.
//! The font that has most of the missing characters is taken first; of two fonts
//! with the same number, the first by file name. This is repeated until every
//! character has a font or no font helps.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::sync::Arc;

use fontdb::{Database, Source as Origin};

use crate::fonts::{covered_by, covers};
use crate::source::{ContentTree, FontFile};
use crate::url::TreePath;

/// The characters of a tree that the program's own fonts lack.
#[derive(Debug, Clone, Default)]
pub(super) struct FontNeeds {
    of_texts: BTreeMap<TreePath, BTreeSet<char>>,
    of_all: BTreeSet<char>,
}

impl FontNeeds {
    /// The needs of a tree in which these texts changed, and the fonts for them if they are other
    /// needs than before.
    pub(super) fn after(mut self, tree: &ContentTree, changed: &[TreePath]) -> (Self, Option<Vec<FontFile>>) {
        for path in changed {
            let text = tree.source_at(path).map_or("", |source| &source.text);
            let lacking: BTreeSet<char> = text.chars().filter(|c| !covers(*c)).collect();
            self.of_texts.remove(path);
            if !lacking.is_empty() {
                self.of_texts.insert(path.clone(), lacking);
            }
        }
        let all: BTreeSet<char> = self.of_texts.values().flatten().copied().collect();
        let fonts = (all != self.of_all).then(|| with(all.clone()));
        self.of_all = all;
        (self, fonts)
    }
}

/// The fonts of the system for these characters.
fn with(mut lacking: BTreeSet<char>) -> Vec<FontFile> {
    if lacking.is_empty() {
        return Vec::new();
    }
    let mut candidates: Vec<(BTreeSet<char>, FontFile)> = installed()
        .into_iter()
        .filter_map(|(file, index)| Some(FontFile { bytes: Arc::from(std::fs::read(file).ok()?), index }))
        .map(|font| (covered_by(&font, &lacking), font))
        .filter(|(covered, _)| !covered.is_empty())
        .collect();
    let mut chosen = Vec::new();
    while !lacking.is_empty() {
        for (covered, _) in &mut candidates {
            covered.retain(|c| lacking.contains(c));
        }
        // `max_by_key` takes the last of equal fonts. Because of `rev`, that is the
        // first by file name.
        let best = candidates.iter().rev().max_by_key(|(covered, _)| covered.len());
        let Some((covered, font)) = best.filter(|(covered, _)| !covered.is_empty()) else { break };
        chosen.push(font.clone());
        lacking = lacking.difference(covered).copied().collect();
    }
    chosen
}

/// The system's upright fonts of weight 400: file and index of the font in it.
fn installed() -> BTreeSet<(PathBuf, u32)> {
    let mut fonts = Database::new();
    fonts.load_system_fonts();
    let plain = fonts.faces().filter(|face| face.weight.0 == 400 && face.style == fontdb::Style::Normal);
    plain
        .filter_map(|face| match &face.source {
            Origin::File(path) | Origin::SharedFile(path, _) => Some((path.clone(), face.index)),
            Origin::Binary(_) => None,
        })
        .collect()
}
