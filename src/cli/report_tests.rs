//! Tests of the three forms in which findings are printed.

use std::path::Path;

use super::*;
use crate::cli::{github, json};
use crate::source::{ContentTree, SourceId, Span, TreeFile};
use crate::url::TreePath;

/// A tree of one page, and a finding about `words` in it.
fn under(text: &str, words: &str) -> (ContentTree, Diagnostic) {
    let file = (TreePath::new("content/elearn/a.zh-TW.md"), text.as_bytes().to_vec());
    let tree = ContentTree::default().with_sources([file]);
    let at = text.find(words).unwrap();
    let span = Span::new(SourceId(0), at..at + words.len());
    let finding =
        Diagnostic::error("missing-image", span, format!("no picture `{words}`")).with_help("put it there");
    (tree, finding)
}

fn human(text: &str, words: &str) -> String {
    let (tree, finding) = under(text, words);
    let styled = human::finding(&finding, &mut Locations::new(&tree, Path::new("/")));
    anstream::adapter::strip_str(&styled).to_string()
}

#[test]
fn the_caret_stands_under_chinese() {
    insta::assert_snapshot!(human("一\n點選「登入」：![圖](img/登.png) 後\n", "img/登.png"), @"
    error[missing-image]: no picture `img/登.png`
     --> content/elearn/a.zh-TW.md:2:13
      |
    2 | 點選「登入」：![圖](img/登.png) 後
      |                     ^^^^^^^^^^
      |
      = help: put it there
    ");
}

#[test]
fn a_byte_order_mark_and_a_carriage_return_are_not_shown() {
    insta::assert_snapshot!(human("\u{feff}# 登入\r\nx", "登入"), @"
    error[missing-image]: no picture `登入`
     --> content/elearn/a.zh-TW.md:1:3
      |
    1 | # 登入
      |   ^^^^
      |
      = help: put it there
    ");
}

#[test]
fn of_a_long_line_only_a_part_is_shown_with_its_true_column() {
    let line = format!("{}here{}", "登".repeat(9_000), "入".repeat(9_000));
    let shown = human(&line, "here");
    assert!(shown.contains("content/elearn/a.zh-TW.md:1:9001\n"), "{shown}");
    assert!(shown.contains("^^^^"), "{shown}");
    assert!(shown.len() < 2_000, "{shown}");
}

#[test]
fn a_file_without_text_is_still_named() {
    let refused = TreeFile::Refused(TreePath::new("content/a.md"), "no".to_owned());
    let tree = ContentTree::from_iter([refused]);
    let finding = Diagnostic::warning("unreadable", Span::start_of(SourceId(0)), "can't be read: no");
    let text = human::finding(&finding, &mut Locations::new(&tree, Path::new("/")));
    insta::assert_snapshot!(anstream::adapter::strip_str(&text).to_string(), @"
    warning[unreadable]: can't be read: no
    --> content/a.md:1:1
    ");
}

#[test]
fn json_counts_characters_from_one() {
    let (tree, finding) = under("一\n點選「登入」\n", "登入");
    let fix = crate::diag::Fix { span: finding.span.clone(), replacement: "登\"出".to_owned() };
    let mut places = Locations::new(&tree, Path::new("/"));
    insta::assert_snapshot!(json::finding(&finding.with_fix(fix), &mut places), @r#"{"code":"missing-image","severity":"error","file":"content/elearn/a.zh-TW.md","line":2,"column":4,"end_line":2,"end_column":6,"message":"no picture `登入`","help":"put it there","fix":{"line":2,"column":4,"end_line":2,"end_column":6,"text":"登\"出"}}"#);
}

#[test]
fn github_gets_its_escapes() {
    let (tree, finding) = under("100%: a,b\n", "100%: a,b");
    let mut places = Locations::new(&tree, Path::new("/"));
    insta::assert_snapshot!(github::finding(&finding, &mut places), @"::error file=content/elearn/a.zh-TW.md,line=1,col=1,endLine=1,endColumn=10,title=missing-image::no picture `100%25: a,b`%0Ahelp: put it there");
}

/// A finding whose file, words and message would act on a terminal.
fn acting() -> (ContentTree, Diagnostic) {
    let text = "好\u{9b}31m\t[x](a\u{202e}\u{1b}b) 好\n";
    let file = (TreePath::new("content/a\u{9b}2J\nerror: x\u{1b}.md"), text.as_bytes().to_vec());
    let tree = ContentTree::default().with_sources([file]);
    let at = text.find("a\u{202e}").unwrap();
    let span = Span::new(SourceId(0), at..at + "a\u{202e}\u{1b}b".len());
    let finding =
        Diagnostic::error("missing-page", span, "no `a\u{202e}\u{1b}b`").with_help("mend\u{2028}\u{85}");
    (tree, finding)
}

#[test]
fn people_are_shown_what_acts_and_the_line_stays_aligned() {
    let (tree, finding) = acting();
    let styled = human::finding(&finding, &mut Locations::new(&tree, Path::new("/")));
    insta::assert_snapshot!(anstream::adapter::strip_str(&styled).to_string(), @r"
    error[missing-page]: no `a\u{202e}\u{1b}b`
     --> content/a\u{9b}2J\u{a}error: x\u{1b}.md:1:11
      |
    1 | 好�31m    [x](a�␛b) 好
      |               ^^^^
      |
      = help: mend\u{2028}\u{85}
    ");
}

#[test]
fn a_log_is_shown_what_acts() {
    let (tree, finding) = acting();
    let mut places = Locations::new(&tree, Path::new("/"));
    insta::assert_snapshot!(github::finding(&finding, &mut places), @r"::error file=content/a\u{9b}2J\u{a}error%3A x\u{1b}.md,line=1,col=11,endLine=1,endColumn=15,title=missing-page::no `a\u{202e}\u{1b}b`%0Ahelp: mend\u{2028}\u{85}");
    insta::assert_snapshot!(json::finding(&finding, &mut places), @r#"{"code":"missing-page","severity":"error","file":"content/a\u009b2J\nerror: x\u001b.md","line":1,"column":11,"end_line":1,"end_column":15,"message":"no `a\u202e\u001bb`","help":"mend\u2028\u0085"}"#);
}
