//! Steps and lists.

use super::Case;

#[test]
fn steps_in_other_spellings_are_steps() {
    let case = Case::of("01-step-heading-near-miss");
    insta::assert_snapshot!(case.findings(), @"");
    insta::assert_snapshot!(case.page("zh-TW/a/steps.html"), @"
    h2 步驟 1 登入
    p 輸入帳號。
    h2 步驟 2 改密碼
    p 輸入新密碼。
    h2 步驟 3 登出
    p 按「登出」。
    h2 步驟 4 關機
    p 關掉電腦。
    ");
}

#[test]
fn a_heading_without_a_space_is_named() {
    let case = Case::of("02-no-space-after-hash");
    insta::assert_snapshot!(case.findings(), @"
    warning near-block hash.zh-TW.md:7:1 this is no heading: there is no space after `##`
      write `## 步驟：登入`
    warning near-block hash.zh-TW.md:11:1 this is no heading: there is no space after `###`
      write `### 補充`
    ");
    let mended = case.mended();
    assert_eq!(mended.left(), []);
    insta::assert_snapshot!(mended.page("zh-TW/a/hash.html"), @"
    h2 步驟 1 登入
    1／2
    p 輸入帳號。
    h3 補充
    p 步驟 1 續 2／2
    p 帳號是學號。
    ");
}

#[test]
fn a_list_with_other_markers_is_named() {
    let case = Case::of("04-list-marker-near-miss");
    insta::assert_snapshot!(case.findings(), @"
    warning near-block list.zh-TW.md:11:1 this is no list: there is no space after `1.`
      write `1. 輸入姓名`
    warning near-block list.zh-TW.md:16:1 this is no list: `．` is a full-width sign
      write `1. 看姓名`
    warning near-block list.zh-TW.md:21:1 this is no list: Markdown does not know `1、`
      write `1. 選印表機`
    warning near-block list.zh-TW.md:26:1 this is no list: Markdown does not know `(1)`
      write `1. 裝訂`
    ");
    let mended = case.mended();
    assert_eq!(mended.left(), []);
    insta::assert_snapshot!(mended.page("zh-TW/a/list.html"), @"
    h2 步驟 1 填表
    img 申請表的兩個欄位
    放大：圖 1
    li 1輸入姓名
    li 2按「送出」
    h2 步驟 2 檢查
    li 看姓名
    li 看班級
    h2 步驟 3 列印
    li 選印表機
    li 按「列印」
    h2 步驟 4 繳交
    li 裝訂
    li 交到教務處
    ");
}

#[test]
fn a_list_that_goes_on_under_text_is_named() {
    let case = Case::of("09-list-under-paragraph");
    insta::assert_snapshot!(case.findings(), @"
    warning near-block list.zh-TW.md:14:1 this is no list: between a line of text and `3.` there must be an empty line
      leave an empty line before `3. 填電話。`
    ");
    let mended = case.mended();
    assert_eq!(mended.left(), []);
    insta::assert_snapshot!(mended.page("zh-TW/a/list.html"), @"
    h2 步驟 1 申請
    p 前半
    li 填姓名。
    li 填班級。
    p 後半
    li 填電話。
    li 按「送出」。
    ");
}

#[test]
fn steps_that_all_stand_at_level_three_are_the_steps() {
    let case = Case::of("37-steps-at-level-three");
    insta::assert_snapshot!(case.findings(), @"");
    insta::assert_snapshot!(case.page("zh-TW/a/h3.html"), @"
    h2 事前準備
    p 帶學生證。
    h2 步驟 1 登入
    p 輸入帳號。
    h2 步驟 2 改密碼
    p 輸入新密碼。
    h2 步驟 3 送出
    p 按「送出」。
    ");
}

#[test]
fn signs_of_emphasis_that_print_are_named() {
    let case = Case::of("08-emphasis-that-prints");
    insta::assert_snapshot!(case.findings(), @"
    warning near-emphasis bold.zh-TW.md:9:3 this `__` is printed: it works only between spaces
      write `**登入**`
    warning near-emphasis bold.zh-TW.md:9:11 this `**` is printed: a space stands between it and the words
      write `**重要**`
    ");
    let mended = case.mended();
    assert_eq!(mended.left(), []);
    insta::assert_snapshot!(mended.page("zh-TW/a/bold.html"), @"
    h2 步驟 1 登入
    p 請按登入鈕。重要：記得登出。
    ");
}

#[test]
fn boxes_of_hackmd_are_ours_and_its_tags_are_named() {
    let case = Case::of("11-hackmd");
    insta::assert_snapshot!(case.findings(), @"
    warning foreign-syntax hack.zh-TW.md:7:1 `[TOC]` is left out: the page has its own list of steps
      take it out
    warning near-emphasis hack.zh-TW.md:15:4 this `==` is printed: Markdown does not know it
      write `**登入**`
    warning foreign-syntax hack.zh-TW.md:21:1 `{%youtube abc123 %}` is syntax of another program and left out
      write `<https://www.youtube.com/watch?v=abc123>`
    ");
    insta::assert_snapshot!(case.page("zh-TW/a/hack.html"), @"
    h2 步驟 1 登入
    p 警告
    p 密碼錯五次會鎖住帳號。
    p 請按 ==登入== 鈕。
    summary 忘記密碼
    p 找資訊組。
    ");
    insta::assert_snapshot!(case.mended().page("zh-TW/a/hack.html"), @"
    h2 步驟 1 登入
    p 警告
    p 密碼錯五次會鎖住帳號。
    p 請按 登入 鈕。
    summary 忘記密碼
    p 找資訊組。
    p https://www.youtube.com/watch?v=abc123（外部連結）
    ");
}

#[test]
fn a_row_with_a_bar_in_code_is_named() {
    let case = Case::of("23-cell-lost");
    insta::assert_snapshot!(case.findings(), @r#"
    error lost-cell pipe.zh-TW.md:11:1 this row has 4 cells and the table 3 columns, so the last cells are left out
      a bar that is text needs a backslash: `| 年級 | `一年級\|二年級` | 只選一個 |`
    "#);
    let mended = case.mended();
    assert_eq!(mended.left(), []);
    insta::assert_snapshot!(mended.page("zh-TW/a/pipe.html"), @"
    h2 步驟 1 填條件
    th 欄位
    th 填什麼
    th 說明
    td 年級
    td 一年級|二年級
    td 只選一個
    ");
}

#[test]
fn lines_of_labels_stay_lines() {
    let case = Case::of("25-lines-glued");
    assert_eq!(case.left(), []);
    insta::assert_snapshot!(case.page("zh-TW/a/addr.html"), @"
    h2 步驟 1 寄件
    p 收件人：青禾國小教務處
    br 電話：分機 215
    br 地址：青禾市春風路 1 號
    ");
}

#[test]
fn unknown_names_in_angle_brackets_are_words() {
    let case = Case::of("26-angle-words");
    assert_eq!(case.left(), []);
    insta::assert_snapshot!(case.page("zh-TW/a/angle.html"), @"
    h2 步驟 1 存檔
    p 檔名是 <class>_<number>.pdf，按 <OK> 再按 <確定>。
    ");
}

#[test]
fn a_bare_address_is_a_link_that_ends_before_chinese() {
    let case = Case::of("43-bare-address");
    assert_eq!(case.left(), []);
    insta::assert_snapshot!(case.links("zh-TW/a/url.html"), @"
    https://signup.example.edu.tw/form
    https://example.edu.tw
    ");
}
