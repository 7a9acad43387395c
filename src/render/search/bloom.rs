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

use super::fold::{fold, grams};
use super::text::SearchEntry;
use crate::lang::Lang;

/// Number of bits in a set, as a power of two: 128 KiB of text set about a third
/// of them.
const TITLE_BITS: u32 = 13;
const TEXT_BITS: u32 = 15;

/// The script of one language's sieve.
pub(super) fn script(lang: &Lang, pieces: &[Vec<&PageGrams>]) -> Vec<u8> {
    let rows: Vec<String> = pieces.par_iter().map(|pages| row(pages)).collect();
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
        let (mut titles, mut texts) = (Vec::new(), Vec::new());
        let mut folded = String::new();
        let mut mark = |text: &str, sets: &mut [&mut Vec<u32>]| {
            folded.clear();
            fold(text, &mut folded);
            grams(&folded, &mut |hash| sets.iter_mut().for_each(|set| set.push(hash)));
        };
        mark(collection, &mut [&mut texts]);
        for entry in entries {
            // The page's script matches a step's badge and title as one text.
            mark(&format!("{} {}", entry.badge, entry.title), &mut [&mut titles, &mut texts]);
            mark(&entry.text, &mut [&mut texts]);
        }
        Self { titles: bits(titles, TITLE_BITS), texts: bits(texts, TEXT_BITS) }
    }
}

/// The numbers of the bits that these hashes set in a set of this size.
fn bits(hashes: Vec<u32>, power: u32) -> Box<[u16]> {
    let mask = (1_u32 << power) - 1;
    let mut bits: Vec<u16> = hashes.into_iter().filter_map(|hash| u16::try_from(hash & mask).ok()).collect();
    bits.sort_unstable();
    bits.dedup();
    bits.into()
}

fn row(pages: &[&PageGrams]) -> String {
    let (mut titles, mut texts) = (BitSet::new(TITLE_BITS), BitSet::new(TEXT_BITS));
    for page in pages {
        page.titles.iter().for_each(|bit| titles.set(*bit));
        page.texts.iter().for_each(|bit| texts.set(*bit));
    }
    format!("[\"{}\",\"{}\"]", titles.base64(), texts.base64())
}

/// A set of small numbers.
struct BitSet(Vec<u8>);

impl BitSet {
    fn new(power: u32) -> Self {
        Self(vec![0; 1 << (power - 3)])
    }

    fn set(&mut self, bit: u16) {
        let number = usize::from(bit);
        if let Some(byte) = self.0.get_mut(number / 8) {
            *byte |= 1 << (number % 8);
        }
    }

    /// The set in base64, as the browser's `atob` reads it.
    fn base64(&self) -> String {
        STANDARD.encode(&self.0)
    }
}
