//! The sieve of a large site: which pieces can hold a word.
//!
//! In: the entries of each piece. Out: `stepbookSearch.sift("zh-TW", [[titles,
//! all], …]);`. Each piece has two sets of bits in base64: one for the grams of
//! its titles, one for the grams of all its texts. The hash of a gram is the
//! number of the bit that it sets (least significant bit of a byte first). A bit
//! that is not set proves that the piece lacks the gram; a set bit proves
//! nothing.

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD as STANDARD;
use rayon::prelude::*;

use super::chunk::PageRecord;
use super::fold::{fold, grams};
use crate::lang::Lang;

/// Number of bits in a set, as a power of two: 128 KiB of text set about a third
/// of them.
const TITLE_BITS: u32 = 13;
const TEXT_BITS: u32 = 15;

/// The script of one language's sieve.
pub(super) fn script(lang: &Lang, pieces: &[Vec<&PageRecord>]) -> Vec<u8> {
    let rows: Vec<String> = pieces.par_iter().map(|records| row(records)).collect();
    format!("stepbookSearch.sift(\"{lang}\",[\n{}\n]);\n", rows.join(",\n")).into_bytes()
}

fn row(records: &[&PageRecord]) -> String {
    let (mut titles, mut texts) = (BitSet::new(TITLE_BITS), BitSet::new(TEXT_BITS));
    let mut folded = String::new();
    let mut mark = |text: &str, sets: &mut [&mut BitSet]| {
        folded.clear();
        fold(text, &mut folded);
        grams(&folded, &mut |hash| sets.iter_mut().for_each(|set| set.set(hash)));
    };
    for record in records {
        mark(&record.collection, &mut [&mut texts]);
        for entry in &record.entries {
            // The page's script matches a step's badge and title as one text.
            mark(&format!("{} {}", entry.badge, entry.title), &mut [&mut titles, &mut texts]);
            mark(&entry.text, &mut [&mut texts]);
        }
    }
    format!("[\"{}\",\"{}\"]", titles.base64(), texts.base64())
}

/// A set of small numbers.
struct BitSet(Vec<u8>);

impl BitSet {
    fn new(power: u32) -> Self {
        Self(vec![0; 1 << (power - 3)])
    }

    fn set(&mut self, hash: u32) {
        let number = usize::try_from(hash).unwrap_or_default() & (self.0.len() * 8 - 1);
        if let Some(byte) = self.0.get_mut(number / 8) {
            *byte |= 1 << (number % 8);
        }
    }

    /// The set in base64, as the browser's `atob` reads it.
    fn base64(&self) -> String {
        STANDARD.encode(&self.0)
    }
}
