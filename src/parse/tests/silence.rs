//! The law of silence: no line that begins like a block is printed as text without a word.

use proptest::prelude::*;
use proptest::sample::select;

use super::{show, source, step_words};
use crate::diag::ProblemKind;
use crate::parse::draft;

/// Beginnings of lines that authors type for a heading, a list, a quote, code or a table.
const BEGINNINGS: &[&str] = &[
    "##",
    "###",
    "＃",
    "＃＃ ",
    "#＃ ",
    "####### ",
    "\u{200b}## ",
    "\u{feff}# ",
    "1.",
    "2)",
    "1、",
    "１．",
    "２. ",
    "１、",
    "3．",
    "(1) ",
    "（1）",
    "（２） ",
    "① ",
    "⑵",
    "3. ",
    "12) ",
    "-",
    "－ ",
    "＊ ",
    "＋ ",
    "• ",
    "‧",
    "・ ",
    "\u{200b}- ",
    "\u{200b}1. ",
    "＞ ",
    "    - ",
    "\t1. ",
    "    ## ",
    "| 甲 | ",
    "｜甲｜",
    "## ",
    "- ",
    "1. ",
    "[!NOTE] ",
    "［!TIP］",
    "[!提示]",
    "[!甲]",
    "##\u{3000}",
    "-\u{a0}",
];

/// Whether the signs are printed: as running text or as code.
fn is_printed(shown: &str, signs: &str) -> bool {
    let shown = shown.lines().filter(|line| !line.starts_with('!')).map(str::trim_start);
    let mut printed =
        shown.filter_map(|line| line.strip_prefix("p ").or_else(|| line.strip_prefix("code  \"")));
    printed.any(|text| text.contains(&format!("{}登入", signs.trim_start())))
}

proptest! {
    /// Where the signs of a block are printed, there is a finding about them.
    #[test]
    fn a_line_that_begins_like_a_block_and_is_text_is_named(
        (head, container) in select(&[("", ""), ("", "> "), ("", "- "), ("", "> > "), (":::tip\n", ""), ("> [!NOTE]\n", "> "), ("> [!TIP] 甲\n", "> "), ("!!! note\n", "    ")][..]),
        before in select(&["", "文\n", "文\n\n", "![甲](a.png)\n\n", "- 甲\n"][..]),
        signs in select(BEGINNINGS),
        after in select(&["", "\n", "\n乙", "\r\n乙\r\n"][..]),
    ) {
        let before: String = before.split_inclusive('\n').flat_map(|line| [container, line]).collect();
        let typed = format!("{head}{before}{container}{signs}登入{after}");
        let found = draft(&source(&typed), &step_words()).problems;
        let named = found.iter().any(|problem| matches!(problem.kind, ProblemKind::NearBlock { .. } | ProblemKind::Foreign { .. }));
        prop_assert!(named || !is_printed(&show(&typed), signs), "{typed:?}:\n{}", show(&typed));
    }
}

#[test]
fn the_law_can_fail() {
    assert!(is_printed("p ##登入\n", "##"));
    assert!(is_printed("code  \"- 登入\\n\"\n", "    - "));
    assert!(!is_printed("h2 登入\n! NearBlock `##登入`\n", "##"));
}
