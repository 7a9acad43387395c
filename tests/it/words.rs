//! The law of words: what a page says is in the index of its search, whatever elements the page has.

use std::path::Path;

use crate::made::{Made, Site, ours};
use crate::web;

/// Elements and classes of the frame around an author's text.
const FRAME: &[&str] = &[
    "svg",
    "label",
    "button",
    "figcaption",
    "nav",
    "header",
    "step-side",
    "vh",
    "badge",
    "alert-title",
    "enlarge",
    "chip",
    "footnotes",
    "entries-title",
    "part",
    "missing",
];

/// Elements without an end tag.
const VOID: [&str; 6] = ["br", "hr", "img", "input", "wbr", "use"];

/// The texts in the body of a page, one for each element that has text of its own.
pub(crate) fn texts(page: &str) -> Vec<String> {
    let mut open: Vec<Vec<&str>> = Vec::new();
    let mut texts = Vec::new();
    let Some((_, body)) = page.split_once("<main") else { return texts };
    for piece in body.split("</main>").next().unwrap().split('<').skip(1) {
        let (tag, text) = piece.split_once('>').unwrap();
        let name = tag.split([' ', '\n']).next().unwrap();
        if let Some(closed) = name.strip_prefix('/') {
            while open.pop().is_some_and(|names| names.first() != Some(&closed)) {}
        } else if !VOID.contains(&name) {
            let class = tag.split("class=\"").nth(1).and_then(|rest| rest.split('"').next());
            open.push(std::iter::once(name).chain(class.unwrap_or("").split(' ')).collect());
        }
        let around = |wanted: &str| open.iter().flatten().any(|name| *name == wanted);
        let frame = open.iter().flatten().any(|name| FRAME.contains(name));
        let click = around("entry") && around("a");
        let size = around("download") && text.starts_with(['（', ' ']);
        let word = around("result") && around("strong");
        if around("prose") && !(frame || click || size || word || text.trim().is_empty()) {
            texts.push(web::unescaped(&text.replace("&#8288;", "")));
        }
    }
    texts
}

/// The letters and digits of a text.
fn letters(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).collect()
}

/// The words of pages that are not in the index of their language.
fn unindexed(made: &Made) -> Vec<String> {
    let index = |lang: &str| {
        let files =
            made.output.iter().filter(|(path, _)| path.as_str().starts_with(&format!("search/{lang}-")));
        let text: String =
            files.map(|(_, bytes)| std::str::from_utf8(bytes).unwrap().replace("\\n", " ")).collect();
        letters(&text)
    };
    let mut missing = Vec::new();
    for (address, page) in made.pages() {
        let lang = address.split('/').next().unwrap();
        let index = index(lang);
        for text in texts(page) {
            if !index.contains(&letters(&text)) {
                missing.push(format!("{address}: {text}"));
            }
        }
    }
    missing
}

#[test]
fn every_word_of_our_pages_is_in_the_index() {
    assert_eq!(unindexed(ours()), Vec::<String>::new());
}

#[test]
fn every_word_of_the_cases_is_in_the_index() {
    let cases = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases");
    let mut folders: Vec<_> = std::fs::read_dir(cases).unwrap().map(|entry| entry.unwrap().path()).collect();
    folders.sort();
    for folder in folders {
        let made = Made::of(&stepbook::disk::load(&folder).unwrap());
        assert_eq!(unindexed(&made), Vec::<String>::new(), "{}", folder.display());
    }
}

#[test]
fn every_word_of_a_page_with_all_elements_is_in_the_index() {
    let page = "+++\ntitle = \"甲\"\nplatform = \"https://example.edu.tw/\"\n+++\n\n前言**粗**字[連結](https://b.tw/)。\n\n\
        ## 步驟：乙\n\n段落`碼`<kbd>Ctrl</kbd>H<sub>2</sub>O<sup>3</sup><ruby>登<rt>ㄉㄥ</rt></ruby><q>引</q>\
        <abbr title=\"x\">縮寫</abbr><time>八點</time><small>小</small><mark>標</mark>~~刪~~會員 ➔ 資料[^1]\n\n\
        > [!TIP] 題**目**\n> 提示\n\n> 引文\n\n- 項\n  1. 內項\n\n| 頭 | 尾 |\n| -- | -- |\n| 格 | **粗格** |\n\n\
        詞\n: 釋義\n\n<details>\n<summary>摘要</summary>\n\n折疊\n\n</details>\n\n<table><tr><td>原始格</td></tr></table>\n\n\
        ```\n程式\n```\n\n結果：成功\n\n- **好** → [](#步驟-1乙)\n\n### 面板\n\n收件人：丙\n電話：丁\n\n\
        :::spoiler 暗\n戊\n:::\n\n[^1]: 註腳\n";
    let made =
        Site::new(crate::made::TWO).text("content/a/b.zh-TW.md", page).text("content/a/b.en.md", page).made();
    assert_eq!(unindexed(&made), Vec::<String>::new());
    let page = made.page("zh-TW/a/b.html");
    for word in ["ㄉㄥ", "縮寫", "釋義", "折疊", "原始格", "戊"] {
        assert!(texts(page).iter().any(|text| text.contains(word)), "the law does not see {word}");
    }
}
