//! References: where they lead, what they say, what happens to broken ones.

use super::{alone, page};

/// The page with this text, in a site of two languages with a part, a picture
/// and a download.
fn with(text: &str) -> String {
    let files = "=== content/index.zh-TW.md\n=== content/e/index.zh-TW.md\n+++\ntitle = \"集\"\n+++\n\
        === content/e/b.zh-TW.md\n+++\ntitle = \"乙\"\n+++\n## 步驟：登入\n\n### 續圖 {#more}\n\n## 附錄 {#extra}\n\
        === content/e/b.en.md\n+++\ntitle = \"B\"\n+++\n## Step: Sign in\n\n### More {#more}\n\n## Appendix {#extra}\n\
        === content/e/d.zh-TW.md\n+++\ntitle = \"稿\"\ndraft = true\n+++\n\
        === content/e/img/Login.png\n=== content/e/img/login.en.png\n=== content/e/img/only.en.png\n\
        === content/e/img/Login.png.toml\n=== content/e/form 表.odt\n=== content/_p/part.zh-TW.md\n部\n\
        === content/e/a.zh-TW.md\n+++\ntitle = \"甲\"\n+++\n";
    page(&format!("{files}{text}"), "zh-TW/e/a.html")
}

#[test]
fn a_link_to_a_source_goes_to_the_page_in_the_readers_language() {
    insta::assert_snapshot!(
        with("[乙](b.en.md) [](b.zh-TW.md#step-1) [](b.zh-TW.md#more) [](b.zh-TW.md#extra) [](../e/) [](.) [](../index.zh-TW.md) [](#)\n"),
        @"
    zh-TW/e/a.html Plain 甲
     p [乙](zh-TW/e/b.html) [《乙》步驟 1「登入」](zh-TW/e/b.html#step-1) [《乙》「續圖」](zh-TW/e/b.html#more) [《乙》「附錄」](zh-TW/e/b.html#extra) [《集》](zh-TW/e/index.html) [《集》](zh-TW/e/index.html) [《stepbook》](zh-TW/index.html) [《甲》](zh-TW/e/a.html)
    "
    );
}

#[test]
fn a_file_is_a_download_and_a_picture_is_not() {
    insta::assert_snapshot!(
        with("[表](form%20表.odt) [](form%20%E8%A1%A8.odt) [圖](img/Login.png) [設](img/Login.png.toml) [部](../_p/part.zh-TW.md) [稿](d.zh-TW.md)\n"),
        @r#"
    zh-TW/e/a.html Plain 甲
     p [表](download files/e/form 表.odt) [form 表.odt](download files/e/form 表.odt) 圖 設 部 稿
    ! a.zh-TW.md `img/Login.png` Unpublished { path: "content/e/img/Login.png", why: Picture
    ! a.zh-TW.md `img/Login.png.toml` Unpublished { path: "content/e/img/Login.png.toml", why: Source
    ! a.zh-TW.md `../_p/part.zh-TW.md` Unpublished { path: "content/_p/part.zh-TW.md", why: Part
    ! a.zh-TW.md `d.zh-TW.md` Unpublished { path: "content/e/d.zh-TW.md", why: Draft
    "#
    );
}

#[test]
fn outside_links_pass_by_their_scheme() {
    insta::assert_snapshot!(
        with("[a](https://a.tw) [](mailto:a@b.tw) [b](HTTP://b.tw) [c](javascript:x) [](data:text/html,x) [d](//e.tw) <tel:119>\n"),
        @r#"
    zh-TW/e/a.html Plain 甲
     p [a](https://a.tw) [a@b.tw](mailto:a@b.tw) [b](HTTP://b.tw) c data:text/html,x d [tel:119](tel:119)
    ! a.zh-TW.md `javascript:x` BadScheme("javascript:")
    ! a.zh-TW.md `data:text/html,x` BadScheme("data:")
    ! a.zh-TW.md `//e.tw` BadScheme("//")
    "#
    );
}

#[test]
fn what_leads_nowhere_is_text_and_a_problem() {
    insta::assert_snapshot!(
        with("[x](c.zh-TW.md) [](indx.zh-TW.md) [y](b.fr.md) [z](forn.odt) [w](../../x.md) [e]() **[v](nix.zh-TW.md)** ![alt](img/Logn.png)\n"),
        @r#"
    zh-TW/e/a.html Plain 甲
     p x indx.zh-TW.md y z w e *v* alt
    ! a.zh-TW.md `c.zh-TW.md` MissingPage { path: "content/e/c.zh-TW.md", nearest: None
    ! a.zh-TW.md `indx.zh-TW.md` MissingPage { path: "content/e/indx.zh-TW.md", nearest: Some("index.zh-TW.md")
    ! a.zh-TW.md `b.fr.md` MissingPage { path: "content/e/b.fr.md", nearest: Some("b.zh-TW.md")
    ! a.zh-TW.md `forn.odt` MissingDownload { path: "content/e/forn.odt", nearest: Some("form%20表.odt")
    ! a.zh-TW.md `../../x.md` LeavesContent { nearest: None
    ! a.zh-TW.md `[e]()` EmptyLink
    ! a.zh-TW.md `nix.zh-TW.md` MissingPage { path: "content/e/nix.zh-TW.md", nearest: None
    ! a.zh-TW.md `img/Logn.png` MissingImage { path: "content/e/img/Logn.png", nearest: Some("img/Login.png")
    "#
    );
}

#[test]
fn a_missing_place_leads_to_its_page() {
    insta::assert_snapshot!(with("[x](b.zh-TW.md#mroe) [y](#no)\n\n## 二 {#now}\n"), @r#"
    zh-TW/e/a.html Plain 甲
     p [x](zh-TW/e/b.html) [y](zh-TW/e/a.html)
    #now 二
    ! a.zh-TW.md `b.zh-TW.md#mroe` MissingAnchor { id: "mroe", page: "content/e/b.zh-TW.md", nearest: Some("more")
    ! a.zh-TW.md `#no` MissingAnchor { id: "no", page: "content/e/a.zh-TW.md", nearest: Some("now")
    "#);
}

#[test]
fn letters_are_compared_with_the_disk() {
    insta::assert_snapshot!(
        with("[x](B.zh-TW.md#more) [y](Form%20表.odt)\n\n![](img/login.png)\n"),
        @r#"
    zh-TW/e/a.html Plain 甲
     p [x](zh-TW/e/b.html#more) [y](download files/e/form 表.odt)
     figure 1:content/e/img/Login.png
    ! a.zh-TW.md `B.zh-TW.md#more` WrongCase { actual: "b.zh-TW.md#more"
    ! a.zh-TW.md `Form%20表.odt` WrongCase { actual: "form%20表.odt"
    ! a.zh-TW.md `img/login.png` WrongCase { actual: "img/Login.png"
    "#
    );
}

#[test]
fn a_figure_without_its_picture_keeps_its_items() {
    insta::assert_snapshot!(
        with("![替代](img/no.png)\n\n3. 一 [](#step-1)\n\n## 步驟：x\n\n![](img/no.png)\n![](img/Login.png)\n\n1. 二\n\n![](https://a.tw/x.png)\n"),
        @r#"
    zh-TW/e/a.html Guide 甲
     p 替代
     list 3
      item
       p 一 [步驟 1「x」](zh-TW/e/a.html#step-1)
    #step-1 [1] x
     figure 3:content/e/img/Login.png
      item
       p 二
    ! a.zh-TW.md `img/no.png` MissingImage { path: "content/e/img/no.png", nearest: None
    ! a.zh-TW.md `img/no.png` MissingImage { path: "content/e/img/no.png", nearest: None
    ! a.zh-TW.md `https://a.tw/x.png` OutsideImage("https://a.tw/x.png")
    "#
    );
}

#[test]
fn branches_keep_their_words_when_they_lead_nowhere() {
    insta::assert_snapshot!(
        with("## 步驟：一\n\n- **成** → [](#step-2)\n- **敗**：見到 *錯* → [去](b.zh-TW.md)\n\n## 步驟：二\n\n- **好** → [](#no)\n- **壞**：為何 → [](nix.md)\n- **又** → [去](#no)\n\n1. **混** → [](#step-1)\n2. 字\n3. **混** → [x](nix.md)\n"),
        @r#"
    zh-TW/e/a.html Guide 甲
    #step-1 [1] 一
     branches 成: -> [步驟 2 | 二 | 步驟 2「二」](zh-TW/e/a.html#step-2) | 敗:見到 *錯* -> [去](zh-TW/e/b.html)
    #step-2 [2] 二
     list -
      item 好: -> [甲 |  | 甲](zh-TW/e/a.html)
      item
       p *壞*：為何 → nix.md
      item 又: -> [去](zh-TW/e/a.html)
     list 1
      item 混: -> [步驟 1 | 一 | 步驟 1「一」](zh-TW/e/a.html#step-1)
      item
       p 字
      item
       p *混* → x
    ! a.zh-TW.md `#no` MissingAnchor { id: "no", page: "content/e/a.zh-TW.md", nearest: None
    ! a.zh-TW.md `nix.md` MissingPage { path: "content/e/nix.md", nearest: None
    ! a.zh-TW.md `#no` MissingAnchor { id: "no", page: "content/e/a.zh-TW.md", nearest: None
    ! a.zh-TW.md `nix.md` MissingPage { path: "content/e/nix.md", nearest: None
    "#
    );
}

#[test]
fn titles_hold_words_only() {
    insta::assert_snapshot!(
        with("## 步驟：點 ![鈕](img/Login.png) 與[乙](b.zh-TW.md)\n\n[](#step-1)\n"),
        @"
    zh-TW/e/a.html Guide 甲
    #step-1 [1] 點 鈕 與[乙](zh-TW/e/b.html)
     p [步驟 1「點  與乙」](zh-TW/e/a.html#step-1)
    "
    );
}

#[test]
fn an_empty_page_is_a_page() {
    insta::assert_snapshot!(alone(""), @"zh-TW/e/a.html Plain 頁");
}
