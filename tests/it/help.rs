//! The law of help: who does what findings say gets the page that was meant.
//!
//! All fixtures of `tests/fixtures/check/` and all cases of `tests/cases/` get every mechanical fix that
//! is offered, until none is left. Then nothing new may be wrong, and each word that readers saw
//! before is still there.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;

use crate::cases::Case;
use crate::fixtures::{self, fixture};
use crate::words;

/// Each fixture and each case, by its name.
fn sites() -> Vec<(String, Case)> {
    let names = |folder: &str| -> Vec<String> {
        let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
        entries.map(|path| path.file_stem().unwrap().to_str().unwrap().to_owned()).collect()
    };
    let fixtures =
        names(fixtures::FOLDER).into_iter().map(|name| (name.clone(), Case::new(fixture(&name).tree)));
    let cases = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/cases");
    fixtures.chain(names(cases).into_iter().map(|name| (name.clone(), Case::of(&name)))).collect()
}

/// Signs made of letters that a fix replaces: step words that are none, names of alerts, sizes, the
/// ending of a page that is linked now.
const SIGNS: [&str; 7] = ["Setp", "步聚", "步骤", "TIP", "TIPS", "x", "md"];

/// What a page or picture is first looked at for when it is understood: the fixtures have neither the
/// pictures nor the address of a platform.
const LOOKED_AT: [&str; 2] = ["missing-image", "no-platform-link"];

/// The words that readers see: runs of letters.
fn words(case: &Case) -> BTreeSet<String> {
    let texts = case.made().pages().flat_map(|(_, page)| words::texts(page));
    let runs = |text: String| {
        let words = text.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty());
        words.map(str::to_owned).collect::<Vec<_>>()
    };
    texts.flat_map(runs).collect()
}

/// All letters of all pages, alternative texts and addresses too.
fn letters(case: &Case) -> String {
    let pages = case.made().pages().map(|(_, page)| page);
    pages.flat_map(|page| page.chars().filter(|c| c.is_alphabetic())).collect()
}

fn codes(case: &Case) -> BTreeSet<&'static str> {
    case.left().iter().map(|finding| finding.code).collect()
}

#[test]
fn after_all_fixes_nothing_new_is_wrong_and_no_word_is_lost() {
    let mut wrong = String::new();
    let mut mended = 0;
    for (name, case) in sites() {
        let offered = case.left().iter().filter(|finding| finding.fix.is_some()).count();
        if offered == 0 {
            continue;
        }
        let (before, known) = (words(&case), codes(&case));
        let case = case.mended();
        mended += offered;
        let (all, left) = (letters(&case), codes(&case));
        let lost: Vec<_> =
            before.iter().filter(|word| !all.contains(*word) && !SIGNS.contains(&word.as_str())).collect();
        let new: Vec<_> = left.difference(&known).filter(|code| !LOOKED_AT.contains(code)).collect();
        if !lost.is_empty() || !new.is_empty() {
            let _ = writeln!(wrong, "{name}: lost {lost:?}, new {new:?}");
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
    assert!(mended > 100, "{mended}");
}
