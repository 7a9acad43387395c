//! Characters: radicals, those that no font has, simplified ones.

use super::Case;

#[test]
fn radicals_are_named_with_what_they_stand_for() {
    let case = Case::of("33-kangxi-radicals");
    insta::assert_snapshot!(case.findings(), @"
    warning radical radical.zh-TW.md:9:1 the radical `⽤` (U+2F64) stands for `用`, and 3 more in this line
      write `用自然人憑證登入。`
    ");
    let mended = case.mended();
    assert_eq!(mended.left(), []);
    insta::assert_snapshot!(mended.page("zh-TW/a/radical.html"), @"
    h2 步驟 1 插卡
    p 用自然人憑證登入。
    ");
}

#[test]
fn a_page_without_a_handout_may_have_any_character() {
    assert_eq!(Case::of("34-glyph-on-unprinted-page").left(), []);
}

#[test]
fn characters_of_hokkien_and_hakka_are_on_paper_without_a_finding() {
    assert_eq!(Case::of("35-local-language-glyphs").left(), []);
}

#[test]
fn a_picture_that_is_too_high_for_paper_is_named() {
    let case = Case::of("41-tall-screenshot-on-paper");
    insta::assert_snapshot!(case.findings(), @"
    warning tall-image long.zh-TW.md:9:1 the picture is 1080 × 9600 pixels, too high to be read on paper
      show a part of it with `crop` in its sidecar, or take several screenshots
    ");
}

#[test]
fn pronunciation_does_not_part_the_words_of_the_index() {
    let case = Case::of("20-ruby-on-paper");
    assert_eq!(case.left(), []);
    let index = case.file("search/zh-TW-0.js");
    assert!(index.contains("請按登入鈕。\\nㄉㄥ\\nㄖㄨˋ"), "{index}");
}

#[test]
fn what_is_folded_is_in_the_index() {
    let case = Case::of("22-details-on-paper");
    assert_eq!(case.left(), []);
    let index = case.file("search/zh-TW-0.js");
    assert!(index.contains("忘記密碼怎麼辦？\\n帶學生證到資訊組。"), "{index}");
}
