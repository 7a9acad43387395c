//! S01–S53 of `tests/SYSTEMS.md`: the needs of the handout, tested on our own
//! site.

use crate::made::ours;
use crate::web::{after_id, tags, text};

const REGISTER: &str = "zh-TW/elearn/register.html";
const RECORDS: &str = "zh-TW/elearn/records.html";
const HAKKA: &str = "zh-TW/hakka/register.html";
const HISTORY: &str = "zh-TW/hakka/records.html";

/// The HTML of a section, up to the next section.
fn html<'a>(page: &str, id: &str) -> &'a str {
    after_id(ours().page(page), id, "<section")
}

/// The text of a section.
fn said(page: &str, id: &str) -> String {
    text(&format!("<i{}", html(page, id)))
}

/// The text before the first section.
fn intro(page: &str) -> String {
    let body = ours().page(page).split("guide-body").nth(1).unwrap();
    text(&format!("<i{}", body.split("<section").next().unwrap()))
}

fn has(words: &str, wanted: &str) {
    assert!(words.contains(wanted), "no `{wanted}` in: {words}");
}

#[test]
fn there_are_four_guides_in_two_languages() {
    let guides = ours().pages().filter(|(_, page)| page.contains("class=\"kind-guide\"")).count();
    assert_eq!(guides, 8);
}

#[test]
fn s01_a_picture_stands_before_step_1() {
    let page = ours().page(REGISTER);
    assert!(page.find("id=\"fig-1\"").unwrap() < page.find("id=\"step-1\"").unwrap());
}

#[test]
fn s02_titles_break_between_phrases() {
    assert_eq!(ours().page(REGISTER).matches("<h1").count(), 1);
    has(ours().page(HISTORY), "：<wbr>查看");
}

#[test]
fn s03_one_part_is_on_two_pages() {
    for page in [REGISTER, HAKKA] {
        has(&intro(page), "已經有帳號的人不必再註冊，直接登入就可以。");
    }
    has(ours().page(REGISTER), "<strong>已建立帳號</strong>");
}

#[test]
fn s04_an_important_alert_tells_what_follows() {
    has(html(REGISTER, "sign-in-page"), "class=\"alert important\"");
    has(&said(REGISTER, "sign-in-page"), "社群帳號無法識別身分");
}

#[test]
fn s05_the_intro_says_what_the_guide_covers() {
    has(&intro(REGISTER), "本手冊示範的方式是");
}

#[test]
fn s06_one_picture_has_an_item_for_each_route() {
    let section = html(REGISTER, "sign-in-page");
    for n in 1..=4 {
        has(section, &format!("id=\"fig-2-mark-{n}\""));
        has(section, &format!("id=\"fig-2-item-{n}\""));
    }
}

#[test]
fn s07_a_route_says_what_it_needs() {
    has(&said(REGISTER, "sign-in-page"), "需要自然人憑證或健保卡。");
}

#[test]
fn s08_the_audience_is_named() {
    has(&said(REGISTER, "sign-in-page"), "（含正式教師及代理教師）");
    has(ours().page(REGISTER), "<dt>對象</dt><dd>正式與代理教師</dd>");
}

#[test]
fn s09_a_link_leads_out_of_the_site() {
    has(html(REGISTER, "sign-in-page"), "<a class=\"ext\" href=\"https://www1.inservice.edu.tw/\"");
}

#[test]
fn s10_a_caution_stands_inside_an_item() {
    has(html(REGISTER, "fig-2-item-4").split("</li>").next().unwrap(), "class=\"alert caution\"");
}

#[test]
fn s11_each_number_has_one_title() {
    let rail = ours().page(REGISTER);
    for n in 1..=5 {
        assert_eq!(rail.matches(&format!("<b>{n}</b></span><span class=\"rail-t\">")).count(), 1);
    }
}

#[test]
fn s12_an_item_that_names_a_step_has_no_doubled_number() {
    has(&said(REGISTER, "fig-2-item-3"), "步驟 1「註冊我的E政府帳號」從這裡開始");
    assert!(!said(REGISTER, "fig-2-item-3").contains("步驟 1步驟 1"));
}

#[test]
fn s13_a_step_ends_in_a_result() {
    has(&said(REGISTER, "step-1-panel-2"), "結果：畫面右上角出現你的姓名");
}

#[test]
fn s14_three_items_stand_under_one_picture() {
    assert_eq!(html(REGISTER, "step-2").matches("<li class=\"item ").count(), 3);
}

#[test]
fn s15_an_item_is_optional() {
    has(html(REGISTER, "step-2"), "<li class=\"item m2 optional\"");
}

#[test]
fn s16_a_result_says_how_the_step_is_left() {
    has(&said(REGISTER, "step-2"), "結果：資料已儲存。請登出我的E政府");
}

#[test]
fn s17_a_mark_without_a_number_shows_a_state() {
    has(html(REGISTER, "fig-6"), "<g class=\"mark\">");
    has(&said(REGISTER, "fig-6"), "已綁定自然人憑證的畫面");
}

#[test]
fn s18_two_pictures_stand_side_by_side_over_one_list() {
    has(html(REGISTER, "step-3"), "class=\"walk cols-2\"");
    has(html(REGISTER, "step-3"), "href=\"#fig-8-mark-2\"");
}

#[test]
fn s19_sub_steps_are_nested_and_named() {
    let page = ours().page(REGISTER);
    for id in ["step-4-1", "step-4-2"] {
        has(page, &format!("<section class=\"step sub\" id=\"{id}\""));
        has(page, &format!("<li class=\"rail-sub\"><a href=\"#{id}\""));
    }
}

#[test]
fn s20_a_problem_says_whom_to_ask() {
    has(&said(REGISTER, "step-4-2"), "沒有出現時，請洽所屬機關的人事單位");
}

#[test]
fn s21_tips_have_their_word_in_each_language() {
    has(&said(REGISTER, "step-4-2"), "小提醒");
    has(&said("en/elearn/register.html", "step-4-2"), "Tip");
}

#[test]
fn s22_names_of_buttons_are_bold_beside_punctuation() {
    has(html(REGISTER, "step-4-2"), "務必按<strong class=\"nb\">「確定修改」</strong>，");
    for (path, page) in ours().pages().filter(|(_, page)| page.contains("class=\"kind-guide\"")) {
        assert!(!page.contains("**"), "{path}");
    }
}

#[test]
fn s23_an_optional_step_is_marked_in_both_places() {
    has(html(REGISTER, "step-5"), "<span class=\"chip\">選用</span>");
    let rail = ours().page(REGISTER).split("<li><a href=\"#step-5\"").nth(1).unwrap();
    has(rail.split("</a>").next().unwrap(), "<span class=\"chip\">選用</span>");
}

#[test]
fn s24_panels_go_on_with_their_step() {
    has(&said(REGISTER, "popup-blocked"), "續 2／4");
    has(&said(REGISTER, "renew"), "步驟 5-2");
}

#[test]
fn s25_a_list_keeps_its_parenthesis() {
    has(html(REGISTER, "step-5"), "<ol class=\"paren\"");
}

#[test]
fn s26_a_branch_refers_to_another_step() {
    has(html(REGISTER, "step-5-1"), "id=\"step-5-1\"");
    let page = ours().page(REGISTER).split("id=\"step-5-1\"").nth(1).unwrap();
    let branch = page.split("<li class=\"branch bad\">").nth(1).unwrap().split("</li>").next().unwrap();
    has(branch, "href=\"#renew\"");
    has(&text(branch), "步驟 5-2更新憑證");
}

#[test]
fn s27_the_failure_path_has_an_anchor_of_its_own() {
    has(&said(REGISTER, "renew"), "只有登入失敗時才需要做這一步。");
}

#[test]
fn s28_a_step_says_what_to_expect() {
    has(ours().page(REGISTER), "照理會看到「憑證更新完成」");
}

#[test]
fn s29_a_warning_can_be_linked_from_anywhere() {
    has(html(REGISTER, "popup-blocked"), "class=\"alert warning\"");
    has(ours().page("zh-TW/index.html"), "href=\"elearn/register.html#popup-blocked\"");
}

#[test]
fn s30_a_colour_is_never_the_only_cue() {
    let item = html(REGISTER, "step-5-1-panel-2").split("橘色的").nth(1).unwrap();
    assert!(item.starts_with("<strong class=\"nb\">「登入」</strong>"), "{item}");
}

#[test]
fn s31_a_state_of_waiting_has_its_exception() {
    has(ours().page(REGISTER), "除非讀不到卡片");
}

#[test]
fn s32_the_path_leads_back_to_an_earlier_step() {
    let last = ours().page(REGISTER).split("照理會看到").nth(1).unwrap().split("</section>").next().unwrap();
    has(last, "<span class=\"path\">");
    has(last, "href=\"#step-5-1\"");
    has(last, "href=\"#step-3\"");
}

#[test]
fn s33_one_picture_is_used_twice_with_two_captions() {
    let page = ours().page(REGISTER);
    let tags = tags(page);
    let source = |alt| {
        let same = tags
            .iter()
            .filter(|tag| tag.name == "img" && tag.get("alt").is_some_and(|own| own.starts_with(alt)));
        same.filter_map(|tag| tag.get("src")).collect::<Vec<_>>()
    };
    let twice = source("個人專區，右上角的姓名");
    assert!(twice.len() == 2 && twice.first() == twice.last(), "{twice:?}");
    has(&text(page), "個人專區的選單");
    has(&text(page), "進入個人資料設定");
}

#[test]
fn s34_menu_paths_are_drawn_and_found_without_arrows() {
    has(html(RECORDS, "step-2"), "<p class=\"path-line\"><span class=\"path\"><b>個人專區</b>");
    let index = ours().page("search/zh-TW-0.js");
    assert!(index.contains("課程列表") && !index.contains('➔'));
}

#[test]
fn s35_a_place_to_look_at_stands_beside_one_to_act_on() {
    has(&said(RECORDS, "step-1"), "看就好，不必點選。");
    has(html(RECORDS, "step-1"), "id=\"fig-1-mark-2\"");
}

#[test]
fn s36_an_item_leaves_a_choice() {
    has(&said(RECORDS, "step-3"), "一門或多門都可以");
}

#[test]
fn s37_a_guide_begins_with_a_choice() {
    assert_eq!(ours().page(HAKKA).matches("<li class=\"entry\">").count(), 3);
}

#[test]
fn s38_a_second_series_is_numbered_by_itself() {
    for n in 1..=3 {
        has(&said(HAKKA, &format!("series-1-{n}")), &format!("首次登入設定 {n}"));
        has(&said("en/hakka/register.html", &format!("series-1-{n}")), &format!("First sign-in setting {n}"));
    }
    assert!(!ours().page(HAKKA).contains('◆'));
}

#[test]
fn s39_a_decision_is_left_to_the_reader() {
    has(&said(HAKKA, "series-1-1"), "請各位老師依實際需求選擇。");
}

#[test]
fn s40_a_field_is_given_its_value() {
    has(&said(HAKKA, "series-1-2"), "「選擇身份」：請選擇「教師人員」");
}

#[test]
fn s41_a_required_item_has_its_reason() {
    has(&said(HAKKA, "series-1-2"), "身分證字號務必填寫，這樣系統才會");
}

#[test]
fn s42_the_dialog_that_follows_is_foretold() {
    has(&said(HAKKA, "series-1-2"), "系統接著會提醒你再次校正身分證字號");
}

#[test]
fn s43_a_list_counts_on_over_panels() {
    let page = ours().page(HAKKA).split("id=\"series-1-3\"").nth(1).unwrap();
    let numbers: Vec<&str> =
        page.split("<a class=\"num\"").skip(1).filter_map(|rest| rest.split('>').nth(1)).collect();
    let numbers: Vec<&str> = numbers.iter().filter_map(|rest| rest.split('<').next()).collect();
    assert_eq!(numbers, ["1", "2", "3"]);
}

#[test]
fn s44_redactions_have_stand_in_words() {
    for (page, figure) in [(REGISTER, "fig-5"), (REGISTER, "fig-10")] {
        has(html(page, figure), "class=\"stand-in\"");
    }
    assert!(
        ours().page(HAKKA).contains("class=\"stand-in\"")
            && ours().page(RECORDS).contains("class=\"stand-in\"")
    );
}

#[test]
fn s45_keys_look_like_keys() {
    has(ours().page(HAKKA), "按 <kbd>Enter</kbd>，或點選空白處，系統就會自動儲存");
}

#[test]
fn s46_a_panel_may_be_a_picture_only() {
    let panel = html(HISTORY, "step-1-panel-2");
    assert!(panel.contains("<figure") && !panel.contains("<ol"), "{panel}");
}

#[test]
fn s48_a_line_break_between_characters_is_no_space() {
    has(&said(REGISTER, "sign-in-page"), "都可以採認。但是社群帳號");
}

#[test]
fn s49_words_have_one_spelling() {
    for (path, page) in
        ours().pages().filter(|(path, _)| path.starts_with("zh-TW/") && !path.contains("glossary"))
    {
        for variant in ["我的e政府", "身份證字號", "登陸"] {
            assert!(!page.contains(variant), "{path}: {variant}");
        }
    }
}

#[test]
fn s50_seven_systems_are_named_in_both_languages() {
    for glossary in ["zh-TW/glossary.html", "en/glossary.html"] {
        let page = text(ours().page(glossary));
        for system in ["我的E政府", "eCPA", "全教網", "e等公務園", "哈客網路學院", "Google", "Facebook"]
        {
            has(&page, system);
        }
    }
}

#[test]
fn s51_each_guide_links_its_platform() {
    for page in [REGISTER, RECORDS] {
        has(ours().page(page), "<dt>平台</dt><dd><a class=\"ext\" href=\"https://elearn.hrd.gov.tw/\"");
    }
    for page in [HAKKA, HISTORY] {
        has(ours().page(page), "<dt>平台</dt><dd><a class=\"ext\" href=\"https://elearning.hakka.gov.tw/\"");
    }
}

#[test]
fn s52_each_guide_says_when_it_was_verified() {
    has(ours().page(HISTORY), "<time datetime=\"2025-09-02\" data-verified>2025-09-02</time>");
    has(ours().page("assets/site.zh-TW.js"), "data-stale=\\\"已逾一年\\\"");
}

#[test]
fn s53_every_page_has_its_twin() {
    for (path, page) in ours().pages() {
        let Some(rest) = path.strip_prefix("zh-TW/") else { continue };
        let twin = ours().page(&format!("en/{rest}"));
        assert!(!page.contains("class=\"fallback\"") && !twin.contains("class=\"fallback\""), "{path}");
    }
}
