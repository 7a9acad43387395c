//! Two languages: pages pair by name, steps by id. What is missing in one
//! language is shown in the other, with a remark.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use crate::made::{Made, Site, TWO, ours};
use crate::web::{Tag, after_id, tags, text};

fn site() -> Made {
    Site::new(TWO)
        .text("content/index.zh-TW.md", "# 首頁\n")
        .text("content/e/a.zh-TW.md", "# 登入\n\n## 步驟：開啟\n\n打開。\n\n## 步驟：按鈕 {#press}\n\n按下。\n\n### 步驟：再按\n\n再按。\n")
        .text("content/e/a.en.md", "# Sign in\n\n## Step: Open\n\nDo open it.\n\n## Step: More\n\nOnly here.\n")
        .text("content/e/b.zh-TW.md", "# 離開\n\n## 步驟：走\n\n走了。\n")
        .text("content/e/c.en.md", "# Only English\n\n## Step: Go\n\nGone.\n")
        .made()
}

/// Ids of the steps of a page, in order.
fn steps(page: &str) -> Vec<String> {
    let tags = tags(page);
    let steps = tags.iter().filter(|tag| tag.has_class("step"));
    steps.filter_map(|tag| Some(tag.get("id")?.to_owned())).collect()
}

#[test]
fn a_page_that_is_missing_is_shown_in_the_default_language_and_says_so() {
    let made = site();
    let page = made.page("en/e/b.html");
    assert!(page.contains("<html lang=\"en\" "));
    assert!(page.contains("<h1 class=\"phrases\" lang=\"zh-Hant-TW\">離開</h1>"));
    assert!(page.contains("<div class=\"prose guide-body\" lang=\"zh-Hant-TW\">"));
    assert!(text(page).contains("This page is not available in English yet. It is shown in Chinese."));
    assert!(!made.page("en/e/a.html").contains("This page is not available"));
}

#[test]
fn a_page_that_only_the_other_language_has_is_shown_too() {
    let made = site();
    let page = made.page("zh-TW/e/c.html");
    assert!(page.contains("<html lang=\"zh-Hant-TW\" ") && page.contains("lang=\"en\">Only English</h1>"));
    assert!(page.contains("這一頁還沒有中文版"), "{}", text(page));
}

#[test]
fn a_step_that_is_missing_is_shown_in_its_place_and_says_so() {
    let made = site();
    let page = made.page("en/e/a.html");
    let step = after_id(page, "press", "</section>");
    assert!(
        page.contains("id=\"press\" lang=\"zh-Hant-TW\"") || step.contains("lang=\"zh-Hant-TW\""),
        "{step}"
    );
    assert!(step.contains("按下。"));
    assert!(
        text(step).contains("This step is not available in English yet. It is shown in Chinese."),
        "{step}"
    );
    assert!(!after_id(page, "step-1", "</section>").contains("not available"));
}

#[test]
fn every_step_of_the_default_language_is_in_the_other() {
    let made = site();
    let (zh, en) = (steps(made.page("zh-TW/e/a.html")), steps(made.page("en/e/a.html")));
    assert_eq!(zh, ["step-1", "press", "step-2-1"]);
    let here: BTreeSet<_> = en.iter().collect();
    assert!(zh.iter().all(|id| here.contains(id)), "{en:?}");
    assert!(made.codes().contains(&"missing-translation"), "{:?}", made.codes());
}

#[test]
fn our_guides_have_the_same_steps_in_both_languages() {
    let mut guides = 0;
    for (path, page) in ours().pages().filter(|(_, page)| page.contains("class=\"kind-guide\"")) {
        let Some(rest) = path.strip_prefix("zh-TW/") else { continue };
        assert_eq!(steps(page), steps(ours().page(&format!("en/{rest}"))), "{path}");
        guides += 1;
    }
    assert_eq!(guides, 4);
}

/// The frame of every page has its own language, and a switch that leads to the
/// twin of the same page.
#[test]
fn the_switch_leads_to_the_twin_of_the_page() {
    for (path, page) in ours().pages() {
        let Some((own, rest)) = path.split_once('/') else { continue };
        let (html, other, twin) =
            if own == "en" { ("en", "zh-Hant-TW", "zh-TW") } else { ("zh-Hant-TW", "en", "en") };
        assert!(page.contains(&format!("<html lang=\"{html}\" ")), "{path}");
        let up = "../".repeat(path.matches('/').count());
        let tags = tags(page);
        let switches: Vec<&Tag> = tags.iter().filter(|tag| tag.has_class("lang-link")).collect();
        let [switch] = switches.as_slice() else { unreachable!("{path}: one switch in the header") };
        assert_eq!(switch.get("hreflang"), Some(other), "{path}");
        assert_eq!(switch.get("href"), Some(format!("{up}{twin}/{rest}").as_str()), "{path}");
    }
}

#[test]
fn a_step_leads_to_the_same_step_of_the_other_language() {
    let page = ours().page("zh-TW/elearn/register.html");
    for id in steps(page) {
        let link = format!("<a class=\"step-lang\" href=\"../../en/elearn/register.html#{id}\" lang=\"en\"");
        assert!(page.contains(&link), "{id}");
    }
}

#[test]
fn the_root_offers_both_languages_without_a_script() {
    let page = ours().page("index.html");
    assert!(page.contains("<meta http-equiv=\"refresh\" content=\"0; url=zh-TW/index.html\">"));
    assert!(page.contains("<a href=\"zh-TW/index.html\" hreflang=\"zh-Hant-TW\">"));
    assert!(page.contains("<a href=\"en/index.html\" hreflang=\"en\">"));
    assert!(!page.contains("<script"));
}

#[test]
fn a_word_that_the_own_theme_changes_is_seen() {
    let config = format!("theme = \"own\"\n{TWO}");
    let made = Site::new(&config)
        .text("content/e/a.zh-TW.md", "## 步驟：開啟\n\n打開。\n")
        .theme("i18n/zh-TW.toml", "[step]\nmarked = \"這步做好了\"\n")
        .made();
    let page = made.page("zh-TW/e/a.html");
    assert!(page.contains(">這步做好了</label>") && !page.contains(">已完成</label>"));
    assert_eq!(made.codes().iter().filter(|code| code.starts_with("broken")).count(), 0);
}

fn rust_files(dir: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(dir).unwrap().map(|entry| entry.unwrap().path());
    entries.flat_map(|path| if path.is_dir() { rust_files(&path) } else { vec![path] }).collect()
}

/// Words that a page shows come from `i18n`: no text in the sources of `render`
/// is Chinese, except in tests and comments.
#[test]
fn no_text_in_the_sources_of_pages_is_chinese() {
    let mut found = Vec::new();
    for file in rust_files(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src/render")) {
        if file.components().any(|part| part.as_os_str() == "tests")
            || file.ends_with("tests.rs")
            || file.ends_with("laws.rs")
        {
            continue;
        }
        let source = fs::read_to_string(&file).unwrap();
        let program = source.split("#[cfg(test)]\nmod tests {").next().unwrap();
        for line in program.lines().filter(|line| !line.trim_start().starts_with("//")) {
            let texts = line.split('"').skip(1).step_by(2);
            let han = |text: &str| {
                text.chars().any(|c| matches!(c, '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}'))
            };
            found.extend(texts.filter(|text| han(text)).map(|text| format!("{}: {text}", file.display())));
        }
    }
    assert_eq!(found, Vec::<String>::new());
}
