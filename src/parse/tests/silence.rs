//! The law of silence: no line that begins like a block is printed as text without a word.

use proptest::prelude::*;
use proptest::sample::select;

use super::{show, source, step_words};
use crate::diag::ProblemKind;
use crate::model::walk::{self, WalkNode};
use crate::model::{Draft, Inline};
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
    "1 . ",
    "2 ) ",
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

/// Whether a page shows these words as running text.
fn has_text(draft: &Draft, words: &str) -> bool {
    let mut found = false;
    walk::blocks(&draft.blocks, &mut |node| {
        if let WalkNode::Inline(Inline::Text(text)) = node {
            found |= text.contains(words);
        }
    });
    found
}

proptest! {
    /// Where the path of a picture or link is printed, there is a finding about it.
    #[test]
    fn a_reference_that_is_text_is_named(
        before in select(&["", "文", "文，", "- ", "> ", "1. ", "| 甲 |\n| -- |\n| ", "## ", "**粗** "][..]),
        (bang, path) in select(&[("!", "img/a.png"), ("！", "img/a.png"), ("", "b.md"), ("", "b.zh-TW.md#step-1"), ("！", "img/a (3).png"), ("!", "img/登 入.png"), ("!", "img\\a.png"), ("", "files/b.odt")][..]),
        open in select(&["[", "［", "【"][..]),
        words in select(&["", "甲", "甲 乙", "`甲`", "**甲**", "甲［乙］"][..]),
        close in select(&["]", "］", "】"][..]),
        gap in select(&["", "", " ", "\u{3000}", "\u{200b}"][..]),
        (round, end) in select(&[("(", ")"), ("（", "）"), ("(", "）"), ("（", ")"), ("( ", " )"), ("(<", ">)"), ("(", ""), ("[", "]"), ("〔", "〕")][..]),
        inside in select(&["", "", " =300x", " \"圖\"", " “圖”", "|300", " '圖'", " width=3", " \"圖", " 圖"][..]),
        after in select(&["", "。", "\n乙", "{width=300}", " 乙 |"][..]),
    ) {
        let typed = format!("{before}{bang}{open}{words}{close}{gap}{round}{path}{inside}{end}{after}");
        let draft = draft(&source(&typed), &step_words());
        let named = draft.problems.iter().any(|problem| {
            matches!(problem.kind, ProblemKind::NearReference { .. } | ProblemKind::LostCells { .. })
        });
        prop_assert!(named || !has_text(&draft, path), "{typed:?}:\n{}", show(&typed));
    }

    /// Where settings are printed, there is a finding about them.
    #[test]
    fn settings_that_are_text_are_named(
        above in select(&["", "\n", "\n\n", "\u{feff}", " ", "\u{200b}", "<!-- 甲 -->\n", "\u{3000}\n"][..]),
        open in select(&["+++", "---", "++++", "++", "+++toml", "+++ ", " +++", "＋＋＋", "－－－", "—", "——", "===", "***", "```toml", "```", "~~~", "~~~toml", ";;;", "+ + +", ""][..]),
        settings in select(&["title = \"甲\"", "title: 甲", "title = “甲”", "title：甲", "title = 甲", "Title: \"甲\"", "title= '甲'"][..]),
        more in select(&["", "draft = true\n", "summary: 乙\n"][..]),
        close in select(&["", "+++", "---", "++++", "＋＋＋", "...", "```", "———", "===", "~~~", ";;;"][..]),
    ) {
        let typed = format!("{above}{open}\n{settings}\n{more}{close}\n\n# 登入\n");
        let draft = draft(&source(&typed), &step_words());
        let printed = has_text(&draft, settings) || show(&typed).contains(&format!("code toml {settings:?}"));
        prop_assert!(!draft.problems.is_empty() || !printed, "{typed:?}:\n{}", show(&typed));
    }

    /// Where the signs around code are printed, there is a finding about them.
    #[test]
    fn a_fence_that_is_text_is_named(
        before in select(&["", "文\n", "文\n\n", "> ", "- "][..]),
        fence in select(&["'''", "‘‘‘", "｀｀｀", "´´´", "‵‵‵", "~~~", "～～～", "''''", "’’’", "```", "\u{200b}```", "‘’’"][..]),
        language in select(&["", "bash", " js", "powershell"][..]),
        close in select(&[true, false][..]),
    ) {
        let end = if close { format!("{fence}\n") } else { String::new() };
        let typed = format!("{before}{fence}{language}\n登入\n{end}");
        let draft = draft(&source(&typed), &step_words());
        prop_assert!(!draft.problems.is_empty() || !has_text(&draft, fence), "{typed:?}:\n{}", show(&typed));
    }
}

#[test]
fn the_law_can_fail() {
    assert!(is_printed("p ##登入\n", "##"));
    assert!(is_printed("code  \"- 登入\\n\"\n", "    - "));
    assert!(!is_printed("h2 登入\n! NearBlock `##登入`\n", "##"));
}
