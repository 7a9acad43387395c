//! A third language needs only `stepbook.toml` and one file of words; all words
//! that pages show by themselves come from these files.

use std::fs;
use std::path::Path;

use toml::{Table, Value};

use crate::made::{Made, Site};
use crate::web::{Tag, dead_links, tags, text};

const CONFIG: &str = "languages = [\"zh-TW\", \"en\", \"vi\"]\ntheme = \"own\"\n[title]\nzh-TW = \"手冊\"\nen = \"Guides\"\nvi = \"Hướng dẫn\"\n\
                      [steps.vi]\nword = \"Bước\"\noptional = \"tùy chọn\"\nresult = \"Kết quả\"\n";

fn english() -> Table {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("themes/default/i18n/en.toml");
    fs::read_to_string(path).unwrap().parse().unwrap()
}

/// The English words, each after a mark, as the words of Vietnamese.
fn vietnamese() -> Table {
    let mut words = english();
    for (section, keys) in &mut words {
        let marked = |word: &str| format!("vi·{word}");
        map(keys, &|word| {
            if ["language", "names"].contains(&section.as_str()) { word.to_owned() } else { marked(word) }
        });
    }
    let language = words.get_mut("language").unwrap().as_table_mut().unwrap();
    for (key, word) in [("html", "vi"), ("name", "Tiếng Việt"), ("short", "VI"), ("locale", "vi_VN")] {
        language.insert(key.to_owned(), word.into());
    }
    words
}

fn map(value: &mut Value, change: &dyn Fn(&str) -> String) {
    match value {
        Value::String(word) => *word = change(word),
        Value::Array(words) => words.iter_mut().for_each(|word| map(word, change)),
        Value::Table(words) => words.iter_mut().for_each(|(_, word)| map(word, change)),
        _ => (),
    }
}

fn site(words: &str) -> Made {
    Site::new(CONFIG)
        .text("content/index.zh-TW.md", "# 首頁\n")
        .text("content/index.vi.md", "# Trang đầu\n")
        .text("content/e/a.zh-TW.md", "# 登入\n\n## 步驟：開啟\n\n做。\n\n## 步驟：離開\n\n走。\n")
        .text("content/e/a.en.md", "# Sign in\n\n## Step: Open\n\nDo.\n\n## Step: Leave\n\nGo.\n")
        .text(
            "content/e/a.vi.md",
            "# Đăng nhập\n\n## Bước: Mở (tùy chọn)\n\nLàm.\n\nKết quả: xong.\n\n## Bước: Rời\n\nĐi.\n",
        )
        .text("content/e/b.zh-TW.md", "# 離開\n\n## 步驟：離開\n\n走。\n")
        .theme("i18n/vi.toml", words)
        .made()
}

#[test]
fn a_third_language_needs_no_rust() {
    let made = site(&vietnamese().to_string());
    let guide = made.page("vi/e/a.html");
    assert!(guide.contains("<html lang=\"vi\" "));
    assert!(guide.contains("<a class=\"skip\" href=\"#main\">vi·Skip to content</a>"));
    assert!(text(guide).contains("vi·Bước 1 Mở"), "{}", text(guide));
    assert!(guide.contains("<span class=\"chip\">tùy chọn</span>"));
    assert!(guide.contains("Kết quả"));
    assert_eq!(dead_links(&made.output), Vec::<String>::new());
    assert!(made.addresses().contains(&"search/vi-0.js"));
    assert!(!made.codes().contains(&"missing-words"), "{:?}", made.findings);
}

#[test]
fn the_switch_offers_all_three_languages_on_every_page() {
    let made = site(&vietnamese().to_string());
    for (path, page) in made.pages().filter(|(path, _)| path.contains('/')) {
        let tags = tags(page);
        let offers = |tag: &&Tag| tag.name == "a" && tag.get("data-language").is_some();
        let mut offered: Vec<_> = tags.iter().filter(offers).filter_map(|tag| tag.get("hreflang")).collect();
        offered.sort_unstable();
        offered.dedup();
        assert_eq!(offered, ["en", "vi", "zh-Hant-TW"], "{path}");
    }
}

#[test]
fn with_a_base_url_pages_name_their_three_twins() {
    let config = format!("base_url = \"https://a.tw/\"\n{CONFIG}");
    let made = Site::new(&config)
        .text("content/e/a.zh-TW.md", "## 步驟：一\n")
        .text("content/e/a.vi.md", "## Bước: a\n")
        .made();
    let page = tags(made.page("vi/e/a.html"));
    let twins: Vec<_> = page.iter().filter(|tag| tag.get("rel") == Some("alternate")).collect();
    let twins: Vec<_> =
        twins.iter().filter_map(|tag| Some((tag.get("hreflang")?, tag.get("href")?))).collect();
    assert!(twins.contains(&("vi", "https://a.tw/vi/e/a.html")), "{twins:?}");
    assert!(twins.contains(&("zh-Hant-TW", "https://a.tw/zh-TW/e/a.html")), "{twins:?}");
}

#[test]
fn a_page_that_is_not_translated_is_shown_with_a_notice() {
    let made = site(&vietnamese().to_string());
    let page = made.page("vi/e/b.html");
    assert!(page.contains("<html lang=\"vi\" ") && page.contains("lang=\"zh-Hant-TW\">離開</h1>"));
    assert!(page.contains("vi·This page is not available in"));
}

#[test]
fn words_that_are_missing_are_english_and_a_finding() {
    let made = site("[skip]\nmain = \"Tới nội dung\"\n");
    let page = made.page("vi/e/a.html");
    assert!(page.contains("Tới nội dung") && page.contains(">Done</label>"));
    let found = made.findings.iter().find(|finding| finding.code == "missing-words");
    assert!(found.is_some_and(|finding| finding.message.contains("`vi`")), "{:?}", made.codes());
}

/// What people see or hear of a page, except keys of the keyboard.
fn heard(page: &str) -> Vec<String> {
    let words = [
        "aria-label",
        "alt",
        "title",
        "placeholder",
        "data-results",
        "data-none",
        "data-stale",
        "data-all-done",
    ];
    let mut heard = Vec::new();
    for tag in tags(page) {
        heard.extend(words.iter().filter_map(|name| tag.get(name)).map(str::to_owned));
        if !matches!(tag.name, "kbd" | "script") {
            heard.push(text(tag.text));
        }
    }
    heard
}

/// Builds the site in a language whose every word consists of `§`. A Latin
/// letter that remains on a page was written in Rust or in a template.
#[test]
fn every_word_of_a_page_comes_from_the_words_of_its_language() {
    let mut words = english();
    for (section, keys) in &mut words {
        let plain = |word: &str| {
            let mut inside = false;
            let hide = |c: char| {
                inside = c == '{' || inside && c != '}';
                if c.is_ascii_alphabetic() && !inside { '§' } else { c }
            };
            word.chars().map(hide).collect::<String>()
        };
        if section != "language" {
            map(keys, &plain);
        }
    }
    let language = words.get_mut("language").unwrap().as_table_mut().unwrap();
    language.insert("name".to_owned(), "§§".into());
    language.insert("short".to_owned(), "§".into());
    let page = "+++\ntitle = \"頁\"\nsummary = \"說\"\naudience = \"師\"\nneeds = [\"卡\"]\nminutes = 3\nverified = 2026-11-20\n+++\n\n- **甲**：乙 → [](#step-1)\n\n\
                ## §§§§ 1: 一 (§§§§§§§§)\n\n![畫面](i.png \"圖說\")\n\n1. 做。[^1]\n2. (§§§§§§§§) 看。\n\n> [!TIP]\n> 提。\n\n> [!CAUTION]\n> 注。\n\n- [x] 好\n- [ ] 未\n\n\
                ### 續\n\n§§§§§§: 成。\n\n- **乙** → [](#step-1)\n- **丙** → [](#fig-1)\n\n| 甲 | 乙 |\n| --- | --- |\n| 一 | 二 |\n\n[^1]: 註。\n\n![沒有的圖](gone.png)\n";
    let made = Site::new("languages = [\"en\"]\ntheme = \"own\"\n[title]\nen = \"站\"\n[owner]\nen = \"校\"\n[[term]]\nen = \"詞\"\nmeaning.en = \"義\"\n")
        .text("content/index.en.md", "# 首\n\n- [頁](e/a.en.md)\n")
        .text("content/e/a.en.md", page)
        .text("content/e/b.en.md", "# 乙\n\n## §§§§: 一\n\n做。\n")
        .text("content/e/index.en.md", "# 集\n")
        .file("content/e/i.png", crate::pictures::blank(60, 40))
        .theme("i18n/en.toml", &words.to_string())
        .made();
    let mut left = Vec::new();
    for (path, page) in made.pages() {
        // A place that a script fills in, and the name of a key, are not
        // counted.
        let words = heard(page).into_iter().map(|words| words.replace("{query}", "").replace(" Esc", ""));
        let words = words.filter(|words| words.contains(|c: char| c.is_ascii_alphabetic()));
        left.extend(words.map(|words| format!("{path}: {}", words.trim())));
    }
    assert_eq!(left, Vec::<String>::new());
}
