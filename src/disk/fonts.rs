//! The system's fonts, for characters that the program's own lack.
//!
//! Asked only where a site allows it and has such a character. Of the fonts
//! that have some of them, those with most are taken, by name where two have
//! as many, until each character has one or no font is left.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::Arc;

use fontdb::{Database, Source as Origin};

use crate::fonts::{covered_by, covers};
use crate::source::{ContentTree, FontFile};

/// The fonts that a tree needs beside the program's own.
pub(super) fn for_tree(tree: &ContentTree) -> Vec<FontFile> {
    let characters = tree.sources.iter().flat_map(|source| source.text.chars());
    let lacking: BTreeSet<char> = characters.filter(|c| !covers(*c)).collect();
    if lacking.is_empty() { Vec::new() } else { with(lacking) }
}

fn with(mut lacking: BTreeSet<char>) -> Vec<FontFile> {
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
        // `max_by_key` takes the last of equals; reversed, that is the first by name.
        let best = candidates.iter().rev().max_by_key(|(covered, _)| covered.len());
        let Some((covered, font)) = best.filter(|(covered, _)| !covered.is_empty()) else { break };
        chosen.push(font.clone());
        lacking = lacking.difference(covered).copied().collect();
    }
    chosen
}

/// Upright fonts of middle weight, by their files.
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
