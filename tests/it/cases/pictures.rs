//! Pictures and their paths.

use super::Case;

#[test]
fn a_path_with_spaces_is_understood() {
    let case = Case::of("06-image-path-with-space");
    insta::assert_snapshot!(case.findings(), @"");
    insta::assert_snapshot!(case.page("zh-TW/a/raw.html"), @"
    h2 步驟 1 登入
    img 登入畫面
    放大：圖 1
    li 1按「登入」。
    ");
}

#[test]
fn a_picture_with_a_size_or_curly_quotes_is_named() {
    let case = Case::of("07-image-with-size");
    insta::assert_snapshot!(case.findings(), @r#"
    error near-reference size.zh-TW.md:9:1 this is no picture: Markdown has no sizes such as `=300x`
      write `![首頁](img/home.png)`
    error near-reference size.zh-TW.md:11:1 this is no picture: its title stands in `”`, not in straight quotes `"`
      write `![首頁的下半部](img/home.png "首頁")`
    "#);
    let mended = case.mended();
    assert_eq!(mended.left(), []);
    insta::assert_snapshot!(mended.page("zh-TW/a/size.html"), @"
    h2 步驟 1 打開首頁
    img 首頁
    放大：圖 1
    img 首頁的下半部
    放大：圖 2
    ");
}

#[test]
fn attributes_behind_a_picture_are_left_out() {
    let case = Case::of("14-image-attributes");
    insta::assert_snapshot!(case.findings(), @r#"
    warning foreign-syntax attr.zh-TW.md:9:20 the attributes `{width="3.15in" height="2in"}` are of another program and left out
      take them out: pictures are as wide as the page allows
    "#);
    insta::assert_snapshot!(case.page("zh-TW/a/attr.html"), @"
    h2 步驟 1 打開首頁
    img 首頁
    放大：圖 1
    p 按「登入」。
    ");
    assert_eq!(case.mended().left(), []);
}

#[test]
fn a_screenshot_that_touches_text_is_a_figure() {
    let case = Case::of("16-screenshot-beside-text");
    insta::assert_snapshot!(case.findings(), @"");
    insta::assert_snapshot!(case.page("zh-TW/a/glued.html"), @"
    h2 步驟 1 改設定
    p 按「設定」，出現這個畫面：
    img 設定畫面，語言在第一列
    放大：圖 1
    img 設定畫面，語言在第一列
    放大：圖 2
    p 接著選「中文」。
    ");
}

#[test]
fn a_film_is_a_link() {
    let case = Case::of("32-video");
    insta::assert_snapshot!(case.findings(), @"
    warning dropped-html video.zh-TW.md:9:1 `<video>` was left out of the page
      write `[Watch the film](img/demo.mp4)`
    error unreadable-image video.zh-TW.md:11:1 `content/a/img/demo.mp4` is no picture, so it can't be shown here
      link to it: `[操作示範影片](img/demo.mp4)`
    ");
    insta::assert_snapshot!(case.mended().page("zh-TW/a/video.html"), @"
    h2 步驟 1 看示範
    p 操作示範影片（下載 MP4，24 B）
    ");
}

#[test]
fn a_screenshot_stands_under_the_text_before_it() {
    let case = Case::of("18-text-then-screenshot");
    assert_eq!(case.left(), []);
    insta::assert_snapshot!(case.page("zh-TW/a/order.html"), @"
    h2 步驟 1 報名
    li 打開報名網站。
    img 報名網站首頁
    放大：圖 1
    li 選課程。
    img 課程清單
    放大：圖 2
    li 按「報名」。
    img 報名完成
    放大：圖 3
    ");
}

#[test]
fn the_help_says_how_a_picture_is_decoration() {
    let case = Case::of("36-decorative-picture");
    insta::assert_snapshot!(case.findings(), @"
    error missing-alt deco.zh-TW.md:11:1 this picture has no alternative text
      say between the square brackets what it shows, for people who can't see it; if it only decorates the page, write `decoration = true` in its sidecar
    ");
    let mended = case.with_file("content/a/img/line.png.toml", "decoration = true\n");
    assert_eq!(mended.left(), []);
    insta::assert_snapshot!(mended.page("zh-TW/a/deco.html"), @"
    h2 步驟 1 登入
    p 輸入帳號。
    p
    img
    ");
}

#[test]
fn a_wrong_number_in_a_sidecar_is_named_once_at_its_line() {
    let case = Case::of("04-list-marker-near-miss").mended();
    assert_eq!(case.left(), []);
    let case = case.with_text("content/a/img/form.png.toml", "n = 2", "n = 7");
    insta::assert_snapshot!(case.findings(), @"
    error mark-without-item form.png.toml:7:1 mark `7` of `form.png` has no item
      write `n = 2`: item 2 has no mark
    ");
}

#[test]
fn what_follows_from_a_missing_picture_is_left_out() {
    let site = "-- stepbook.toml --\nlanguages = [\"zh-TW\", \"en\"]\n[title]\nzh-TW = \"手冊\"\nen = \"Guides\"\n\
                -- content/a/b.zh-TW.md --\n+++\ntitle = \"甲\"\nplatform = \"https://a.tw/\"\n+++\n\n## 步驟：乙\n\n\
                ![登入畫面在右上角](img/formm.png)\n\
                -- content/a/b.en.md --\n+++\ntitle = \"A\"\nplatform = \"https://a.tw/\"\n+++\n\n## Step: B\n\n\
                ![The sign-in page](img/form.png)\n\
                -- content/a/img/form.png size 64x40 --\n";
    let case = Case::new(crate::sites::tree(&crate::sites::files(site)));
    insta::assert_snapshot!(case.findings(), @"
    error missing-image b.zh-TW.md:8:13 there is no picture `content/a/img/formm.png`
      did you mean `img/form.png`?
    ");
}
