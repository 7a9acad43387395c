//! How headings become steps, panels and sections; their numbers and ids.

use super::{alone, page};

#[test]
fn steps_are_numbered_and_sub_steps_and_panels_follow_them() {
    insta::assert_snapshot!(
        alone("開頭\n\n## 步驟：登入\n\n一\n\n### 步驟：輸入\n\n二\n\n### 續一張圖\n\n三\n\n#### 小標\n\n### 步驟：送出\n\n## 步驟：登出（選用）\n"),
        @"
    zh-TW/e/a.html Guide 頁
     p 開頭
    #step-1 [1] 登入
     p 一
    #step-1-1 [1-1] 輸入
     p 二
     panel #step-1-1-panel-2 續一張圖
      p 三
      h5 #step-1-1-panel-2-h-1 小標
    #step-1-2 [1-2] 送出
    #step-2 [2 optional] 登出
    "
    );
}

#[test]
fn a_step_without_heading_is_a_number_alone() {
    insta::assert_snapshot!(
        alone("## 步驟 3：一\n\n## 步驟 4-1：二\n\n## 步驟 4-2：三\n\n## 步驟 5：四\n\n看[](#step-2)\n"),
        @"
    zh-TW/e/a.html Guide 頁
    #step-1 [1] 一
    #step-2-1 [2-1] 二
    #step-2-2 [2-2] 三
    #step-3 [3] 四
     p 看[步驟 2](zh-TW/e/a.html#step-2)
    "
    );
}

#[test]
fn a_series_counts_for_itself() {
    insta::assert_snapshot!(
        alone("## 步驟：一\n\n## 首次登入設定 1：甲\n\n### 步驟：甲之一\n\n## 首次登入設定 2：乙\n\n## 步驟：二\n"),
        @"
    zh-TW/e/a.html Guide 頁
    #step-1 [1] 一
    #series-1-1 [1 of series 0] 甲
    #series-1-1-1 [1-1 of series 0] 甲之一
    #series-1-2 [2 of series 0] 乙
    #step-2 [2] 二
    "
    );
}

#[test]
fn plain_sections_keep_their_headings_and_end_a_step() {
    insta::assert_snapshot!(
        alone("### 引言\n\n## 步驟：一\n\n## 常見問題\n\n### 問題\n\n##### 細節\n\n### 步驟：二\n\n## 聯絡 {#contact}\n"),
        @"
    zh-TW/e/a.html Guide 頁
     h2 #intro-h-1 引言
    #step-1 [1] 一
    #section-1 常見問題
     h3 #section-1-h-1 問題
     h4 #section-1-h-2 細節
    #step-2 [2] 二
    #contact 聯絡
    ! a.zh-TW.md `### 步驟：二` OddStepLevel { level: 3, usual: 2
    "
    );
}

#[test]
fn steps_that_all_stand_deeper_are_the_steps_of_the_guide() {
    insta::assert_snapshot!(
        alone("## 事前準備\n\n文\n\n### 步驟 1：一\n\n#### 續\n\n圖\n\n#### 步驟：一之一\n\n### 步驟 2：二\n\n### 說明\n\n## 之後\n\n### 步驟 3：三\n"),
        @"
    zh-TW/e/a.html Guide 頁
    #section-1 事前準備
     p 文
    #step-1 [1] 一
     panel #step-1-panel-2 續
      p 圖
    #step-1-1 [1-1] 一之一
    #step-2 [2] 二
    #section-2 說明
    #section-3 之後
    #step-3 [3] 三
    "
    );
}

#[test]
fn a_first_level_heading_is_the_title_once() {
    insta::assert_snapshot!(
        page("=== content/e/a.zh-TW.md\n![](x.png)\n\n# 標題\n\n文\n\n# 又一個\n=== content/e/x.png\n", "zh-TW/e/a.html"),
        @"
    zh-TW/e/a.html Plain 標題
     figure 1:content/e/x.png
     p 文
    #section-1 又一個
    "
    );
    insta::assert_snapshot!(alone("# 頁\n\n文\n"), @"
    zh-TW/e/a.html Plain 頁
     p 文
    ");
    insta::assert_snapshot!(alone("# 別的\n\n文\n"), @"
    zh-TW/e/a.html Plain 頁
    #section-1 別的
     p 文
    ");
    insta::assert_snapshot!(page("=== content/e/a.zh-TW.md\n文\n", "zh-TW/e/a.html"), @"
    zh-TW/e/a.html Plain a
     p 文
    ! a.zh-TW.md `` NoTitle
    ");
}

#[test]
fn an_id_is_taken_once_and_the_later_one_gets_another() {
    insta::assert_snapshot!(
        alone("## 步驟：一 {#a}\n\n## 步驟：二 {#a}\n\n### 圖 {#a}\n\n## 步驟：三\n\n## 四 {#step-3}\n\n[](#a) [](#a-again-2)\n"),
        @r#"
    zh-TW/e/a.html Guide 頁
    #a [1] 一
    #a-again-2 [2] 二
     panel #a-again-3 圖
    #step-3-again-2 [3] 三
    #step-3 四
     p [步驟 1「一」](zh-TW/e/a.html#a) [步驟 2「二」](zh-TW/e/a.html#a-again-2)
    ! a.zh-TW.md `#a` DuplicateId { id: "a", first: SourceId(0) 39..41
    ! a.zh-TW.md `#a` DuplicateId { id: "a", first: SourceId(0) 39..41
    ! a.zh-TW.md `#step-3` DuplicateId { id: "step-3", first: SourceId(0) 80..95
    "#
    );
}

#[test]
fn the_ids_of_the_frame_are_not_given_away() {
    insta::assert_snapshot!(alone("## 搜尋 {#search}\n\n[](#own-search) [](#search)\n\n## 圖 {#fig-1}\n"), @r#"
    zh-TW/e/a.html Plain 頁
    #own-search 搜尋
     p [「搜尋」](zh-TW/e/a.html#own-search) [「搜尋」](zh-TW/e/a.html#own-search)
    #own-fig-1 圖
    ! a.zh-TW.md `#search` ReservedId("search")
    ! a.zh-TW.md `#fig-1` ReservedId("fig-1")
    "#);
}

#[test]
fn figures_are_counted_through_the_page() {
    insta::assert_snapshot!(
        page(
            "=== content/e/a.zh-TW.md\n+++\ntitle = \"頁\"\n+++\n![](x.png)\n![](y.png)\n\n1. 一\n2. 二\n\n字中![z](x.png)圖\n\n## 步驟：三[^1]\n\n![](x.png)\n\n4. 見[](#fig-1-item-2)\n\n[^1]: 註\n\n    ![](y.png)\n=== content/e/x.png\n=== content/e/y.png\n",
            "zh-TW/e/a.html"
        ),
        @"
    zh-TW/e/a.html Guide 頁
     figure 1:content/e/x.png | 2:content/e/y.png
      item
       p 一
      item
       p 二
     p 字中<content/e/x.png>圖
    #step-1 [1] 三[^1]
     figure 3:content/e/x.png
      item
       p 見[圖 1](zh-TW/e/a.html#fig-1-item-2)
    note 1
     p 註
     figure 4:content/e/y.png
    "
    );
}

#[test]
fn decoration_is_not_counted_and_references_say_the_number_that_the_picture_bears() {
    insta::assert_snapshot!(
        page(
            "=== content/e/a.zh-TW.md\n+++\ntitle = \"頁\"\n+++\n![](line.png)\n\n![左](x.png)\n![右](x.png)\n\n![](line.png)\n\n![下](x.png)\n\n見[](#fig-1)、[](#fig-2)、[](#fig-3)。\n\
             === content/e/line.png.toml\ndecoration = true\n=== content/e/line.png\n=== content/e/x.png\n",
            "zh-TW/e/a.html"
        ),
        @"
    zh-TW/e/a.html Plain 頁
     p <content/e/line.png>
     figure 1:content/e/x.png | 2:content/e/x.png
     p <content/e/line.png>
     figure 3:content/e/x.png
     p 見[圖 1](zh-TW/e/a.html#fig-1)、[圖 2](zh-TW/e/a.html#fig-2)、[圖 3](zh-TW/e/a.html#fig-3)。
    "
    );
}
