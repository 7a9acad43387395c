//! The sieve of a large site: which pieces can hold a word.
//!
//! In: the entries of each piece. Out: `stepbookSearch.sift("zh-TW", [[titles,
//! all], …]);`. Each piece has two sets of bits in base64: one for the grams of
//! its titles, one for the grams of all its texts. The hash of a gram is the
//! number of the bit that it sets (least significant bit of a byte first). A bit
//! that is not set proves that the piece lacks the gram; a set bit proves
//! nothing.

use super::fold::{fold, grams};
use super::text::SearchEntry;
use crate::lang::Lang;
use base64::Engine as _;
use base64::prelude::BASE64_STANDARD as STANDARD;

/// Number of bits in a set, as a power of two: 128 KiB of text set about a third
/// of them.
const TITLE_BITS: u32 = 13;
const TEXT_BITS: u32 = 15;

/// The script of one language's sieve, of the rows of its pieces.
pub(super) fn script(lang: &Lang, rows: &[&str]) -> Vec<u8> {
    format!("stepbookSearch.sift(\"{lang}\",[\n{}\n]);\n", rows.join(",\n")).into_bytes()
}

/// The bits that the grams of one page set, each once, in order.
#[derive(Debug)]
pub(super) struct PageGrams {
    titles: Box<[u16]>,
    texts: Box<[u16]>,
}

impl PageGrams {
    pub(super) fn of(collection: &str, entries: &[SearchEntry]) -> Self {
        let (mut titles, mut texts) = (BitSet::new(TITLE_BITS), BitSet::new(TEXT_BITS));
        let mut folded = String::new();
        let mut mark = |text: &str, sets: &mut [&mut BitSet]| {
            folded.clear();
            fold(text, &mut folded);
            grams(&folded, &mut |hash| sets.iter_mut().for_each(|set| set.insert(hash)));
        };
        mark(collection, &mut [&mut texts]);
        for entry in entries {
            // The page's script matches a step's badge and title as one text.
            mark(&format!("{} {}", entry.badge, entry.title), &mut [&mut titles, &mut texts]);
            mark(&entry.text, &mut [&mut texts]);
        }
        Self { titles: titles.bits(), texts: texts.bits() }
    }
}

/// The row of a piece: its two sets.
pub(super) fn row<'a>(pages: impl Iterator<Item = &'a PageGrams>) -> String {
    let (mut titles, mut texts) = (BitSet::new(TITLE_BITS), BitSet::new(TEXT_BITS));
    for page in pages {
        page.titles.iter().for_each(|bit| titles.insert(u32::from(*bit)));
        page.texts.iter().for_each(|bit| texts.insert(u32::from(*bit)));
    }
    format!("[\"{}\",\"{}\"]", titles.base64(), texts.base64())
}

/// A set of small numbers. The number of its bits is a power of two.
struct BitSet(Vec<u8>);

impl BitSet {
    fn new(power: u32) -> Self {
        Self(vec![0; 1 << (power - 3)])
    }

    /// Sets the bit that has the low bits of this hash as its number.
    fn insert(&mut self, hash: u32) {
        let place = (hash / 8) as usize & (self.0.len() - 1);
        if let Some(byte) = self.0.get_mut(place) {
            *byte |= 1 << (hash % 8);
        }
    }

    /// The numbers of the bits that are set, in order.
    fn bits(&self) -> Box<[u16]> {
        let mut bits = Vec::new();
        for (first, byte) in (0_u16..).step_by(8).zip(&self.0).filter(|(_, byte)| **byte != 0) {
            bits.extend((0..8).filter(|bit| byte >> bit & 1 == 1).map(|bit| first + bit));
        }
        bits.into()
    }

    /// The set in base64, as the browser's `atob` reads it.
    fn base64(&self) -> String {
        STANDARD.encode(&self.0)
    }
}
