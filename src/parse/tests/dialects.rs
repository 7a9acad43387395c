//! Syntax of other programs: comments that nobody may see, boxes, tags.

use proptest::prelude::*;
use proptest::sample::select;

use super::{show, source, step_words};
use crate::diag::{ForeignSyntax, ProblemKind};
use crate::parse::draft;

proptest! {
    /// What stands in a comment of another program is in no block, wherever the comment stands.
    #[test]
    fn a_comment_is_never_a_part_of_the_page(
        before in select(&["", "文", "文\n", "文\n\n", "> ", "- ", "> > - ", "| 甲 | 乙 |\n| -- | -- |\n| ", "[^1]: ", "## ", "**粗 ", ":::tip\n", "![a](b.png)\n\n1. "][..]),
        signs in select(&[("%%", "%%"), ("{/*", "*/}"), ("{{!--", "--}}"), ("{% comment %}", "{% endcomment %}"), ("{::comment}", "{:/comment}"), ("{# ", " #}")][..]),
        inside in select(&["祕密", " 祕密 ", "\n祕密\n", "\n- 祕密\n- 祕密\n", "祕密 `a", "祕密](", "祕密 -->", "**祕密", "祕密 <b>"][..]),
        behind in select(&["", "\n", "後", "\n後", "\n\n後", " |\n", "**\n"][..]),
    ) {
        let typed = format!("{before}{}{inside}{}{behind}", signs.0, signs.1);
        let shown = show(&typed);
        let shown = shown.lines().filter(|line| !line.starts_with('!')).collect::<Vec<_>>().join("\n");
        prop_assert!(!shown.contains("祕密"), "{typed:?}\n{shown}");
        let found = draft(&source(&typed), &step_words()).problems;
        let comment = |kind: &ProblemKind| matches!(kind, ProblemKind::Foreign { what: ForeignSyntax::Comment(_), .. });
        prop_assert!(found.iter().any(|problem| comment(&problem.kind)), "{typed:?}: {found:?}");
    }
}

#[test]
fn signs_of_per_cent_are_no_comment() {
    insta::assert_snapshot!(show("成長 20%% 到 30%%。\n\n`%% a %%` 和 \\%% 字 \\%%\n"), @"
    p 成長 20%% 到 30%%。
    p `%% a %%` 和 %% 字 %%
    ");
}

#[test]
fn a_comment_without_end_is_named() {
    insta::assert_snapshot!(show("甲 %% 乙\n丙\n\n<!-- 丁\n\n戊\n"), @r#"
    p 甲  丙
    ! Foreign { what: OpenComment("%%"), fix: None } `%%`
    ! Foreign { what: OpenComment("<!--"), fix: None } `<!--`
    "#);
}

#[test]
fn a_comment_of_html_over_an_empty_line_is_left_out() {
    insta::assert_snapshot!(show("甲 <!-- 乙\n\n丙 --> 丁\n"), @"p 甲  丁");
}

#[test]
fn boxes_of_other_programs_are_alerts() {
    insta::assert_snapshot!(show(":::warning\n甲\n\n- 乙\n:::\n::: tip 標題\n丙\n:::\n丁\n"), @"
    Warning 
      p 甲
      list bullets, tight true
        item
          p 乙
    Tip 標題
      p 丙
    p 丁
    ");
    insta::assert_snapshot!(show("!!! note \"標題\"\n    甲\n\n    !!! danger\n        乙\n\n丙\n"), @"
    Note 標題
      p 甲
      Caution 
        p 乙
    p 丙
    ");
    insta::assert_snapshot!(show("{% hint style=\"info\" %}\n甲\n{% endhint %}\n"), @"
    Note 
      p 甲
    ");
    insta::assert_snapshot!(show("> [!info]- **標**題\n> 甲\n\n> [!提示] 乙\n"), @"
    Note *標*題
      p 甲
    Tip 
      p 乙
    ");
}

#[test]
fn a_box_in_an_item_keeps_the_list_together() {
    insta::assert_snapshot!(show("1. 甲\n   :::info\n   乙\n   :::\n2. 丙\n"), @"
    list numbers from 1, `)` false, tight true
      item
        p 甲
        Note 
          p 乙
      item
        p 丙
    ");
}

#[test]
fn folded_boxes_are_details() {
    insta::assert_snapshot!(show(":::spoiler 標題\n甲\n:::\n\n??? note \"標題\"\n    - 乙\n\n丙\n"), @"
    element details <details><summary>標題</summary>

      p 甲
    element details <details><summary>標題</summary>

      list bullets, tight true
        item
          p 乙
    p 丙
    ");
}

#[test]
fn a_box_without_end_holds_no_steps() {
    insta::assert_snapshot!(show(":::warning\n甲\n\n## 步驟：登入\n\n乙\n:::\n"), @"
    Warning 
      p 甲
    h2 登入 [step ? of None, optional false]
    p 乙
    ! Foreign { what: OpenBox, fix: None } `:::warning`
    ");
}

#[test]
fn a_box_that_there_is_not_keeps_its_text() {
    insta::assert_snapshot!(show(":::columns 標題\n甲\n:::\n\n=== \"Windows\"\n\n    乙\n"), @r#"
    p *標題*
    p 甲
    p *Windows*
    p 乙
    ! Foreign { what: UnknownBox, fix: None } `:::columns 標題`
    ! Foreign { what: UnknownBox, fix: None } `=== "Windows"`
    "#);
}

#[test]
fn boxes_in_code_are_code() {
    insta::assert_snapshot!(show("```\n:::tip\n%% a %%\n```\n\n    !!! note\n"), @r#"
    code  ":::tip\n%% a %%\n"
    code  "!!! note\n"
    "#);
}

#[test]
fn tags_are_left_out_and_named() {
    insta::assert_snapshot!(show("[TOC]\n\n甲\n\n{%youtube abc %}\n\n按 {% icon %} 鈕\n\n> [name=王小明] 乙\n"), @r#"
    p 甲
    p 按 {% icon %} 鈕
    quote
      p  乙
    ! Foreign { what: Contents, fix: Some(Fix { span: Span { source: SourceId(0), bytes: 0..5 }, replacement: "" }) } `[TOC]`
    ! Foreign { what: Tag { printed: false }, fix: Some(Fix { span: Span { source: SourceId(0), bytes: 12..28 }, replacement: "<https://www.youtube.com/watch?v=abc>" }) } `{%youtube abc %}`
    ! Foreign { what: Tag { printed: true }, fix: None } `{% icon %}`
    ! Foreign { what: Tag { printed: false }, fix: None } `[name=王小明]`
    "#);
}

#[test]
fn words_with_their_pronunciation_are_ruby() {
    insta::assert_snapshot!(show("唸 {漢字|ㄏㄢˋ ㄗˋ} 和 {注音|ㄓㄨˋ|ㄧㄣ}，{男|女}，`{漢字|ㄏ}`。\n\n| 字 | 音 |\n| -- | -- |\n| {食飯|tsia̍h-pn̄g} | 是 |\n"), @"
    p 唸 <ruby:漢字<rt:ㄏㄢˋ ㄗˋ>> 和 <ruby:注<rt:ㄓㄨˋ>音<rt:ㄧㄣ>>，{男|女}，`{漢字|ㄏ}`。
    row 字 | 音
    row <ruby:食飯<rt:tsia̍h-pn̄g>> | 是
    ");
}

#[test]
fn a_line_of_tags_is_left_out_and_named() {
    insta::assert_snapshot!(show("甲\n\n###### tags: `校務` `登入`\n\n乙\n\n`###### tags: a`\n"), @r#"
    p 甲
    p 乙
    p `###### tags: a`
    ! Foreign { what: Tags, fix: Some(Fix { span: Span { source: SourceId(0), bytes: 5..35 }, replacement: "" }) } `###### tags: `校務` `登入``
    "#);
}
